/** Counts checks and prints each as it ends. */
export class Report {
  #passed = 0;
  #failed = 0;

  /** Runs one check; what it throws is shown, and the next one runs all the same. */
  async check(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
      this.#passed += 1;
      console.log(`  ✓ ${name}`);
    } catch (error) {
      this.#failed += 1;
      console.log(`  ✗ ${name}\n${indent(error instanceof Error ? (error.stack ?? error.message) : String(error))}`);
    }
  }

  get hasFailed(): boolean {
    return this.#failed > 0;
  }

  summary(): string {
    return `${this.#passed} passed, ${this.#failed} failed`;
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '      ');
}
