/**
 * How compile time grows: templates of 5, 100 and 1,000 steps of two shapes, each compiled in one process after a warm-up.
 * Beside it, the same text through the YAML parser alone, since no compiler of YAML can be faster. Run: npx tsx bench/compile.ts
 */
import { parseDocument } from 'yaml';
import { compileTemplate } from '../lib/compile.ts';

function lanes(count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, step) => (step === 0 ? [] : step < 10 ? [0] : [step - 9]));
}

function crossed(count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, step) =>
    step < 10 ? [] : step % 7 === 0 ? [step - 10, step - 9] : [step - 10],
  );
}

function templateOf(graph: readonly (readonly number[])[]): string {
  const steps = graph.map((dependencies, step) =>
    [
      `  - name: step_${step}`,
      `    handler: { callable: Bench::Handler${step} }`,
      `    dependencies: [${dependencies.map((other) => `step_${other}`).join(', ')}]`,
      '    retry: { max_attempts: 3, backoff: exponential, backoff_base_ms: 2000, max_backoff_ms: 30000 }',
    ].join('\n'),
  );
  return `name: bench\nnamespace_name: bench\nversion: 1.0.0\nsteps:\n${steps.join('\n')}\n`;
}

function median(run: () => void, times: number): number {
  const taken = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return taken[Math.floor(times / 2)] as number;
}

const rows = [];
for (const [shape, build] of Object.entries({ lanes, crossed })) {
  for (const steps of [5, 10, 100, 1000]) {
    const text = templateOf(build(steps));
    const times = steps === 1000 ? 5 : 30;
    const compiled = compileTemplate(text, { file: 'bench.yaml' });
    rows.push({
      shape,
      steps,
      'compile ms': median(() => compileTemplate(text, { file: 'bench.yaml' }), times).toFixed(1),
      'exact ms': median(() => compileTemplate(text, { file: 'bench.yaml', sync: 'exact' }), times).toFixed(1),
      'yaml parse ms': median(() => parseDocument(text), times).toFixed(1),
      'definition bytes': compiled.value?.definitionBytes ?? compiled.diagnostics.map((each) => each.message).join(' '),
    });
  }
}
console.table(rows);
