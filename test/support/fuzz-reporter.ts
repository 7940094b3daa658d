import type { Reporter, TestModule } from 'vitest/node';

/** What a test tells of its random cases: how many there were, and how many of its properties have a counterexample. */
export interface FuzzMeta {
  fuzz?: { readonly cases: number; readonly mismatches: number };
}

/** Tells at the end of a long search how many cases it has tried, and in how many properties one was wrong. */
// Vitest takes the default export of the file.
// eslint-disable-next-line no-restricted-syntax
export default class FuzzReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const told = modules
      .flatMap((module) => [...module.children.allTests()])
      .map((test) => (test.meta() as FuzzMeta).fuzz ?? { cases: 0, mismatches: 0 });
    const sum = (of: (each: (typeof told)[number]) => number) => told.reduce((all, each) => all + of(each), 0);
    console.log(
      `random cases: ${sum(({ cases }) => cases).toLocaleString('en')}, mismatches: ${sum(({ mismatches }) => mismatches)}`,
    );
  }
}
