import { literal, codeOf, quoted } from './data-code.ts';
import type { ImportedStep, Route, Work } from './imported-step.ts';

/** A step with the names of its handler. */
export interface NamedStep extends ImportedStep {
  readonly callable: string;
  readonly className: string;
}

/** One file with the handlers of an imported template. Each computes what its state was sent, in TypeScript. */
export function handlersText(steps: readonly NamedStep[], source: string): string {
  const classes = steps.map(classOf).join('\n');
  const helpers = HELPERS.filter(({ use }) => use.test(classes)).map(({ text }) => text);
  const needed = HELPERS.filter(({ name, use }) => name !== undefined && use.test(helpers.join('')));
  const all = HELPERS.filter((helper) => helpers.includes(helper.text) || needed.includes(helper));
  const body = [classes, ...all.map(({ text }) => text)].join('\n');
  const names = ['BatchableStepHandler', 'DecisionHandler', 'PermanentError', 'StepHandler'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(body),
  );
  return `// Made from ${source} by "tasker-sfn new template --from". The "input" of a handler is what its state was sent.
import { ${[...names, 'type StepContext', 'type StepHandlerResult'].join(', ')} } from 'tasker-sfn/runtime';

${body}`;
}

function classOf(step: NamedStep): string {
  const { className, callable, work } = step;
  const base = {
    task: 'StepHandler',
    begin: 'StepHandler',
    fail: 'StepHandler',
    decision: 'DecisionHandler',
    split: 'BatchableStepHandler',
    worker: 'BatchableStepHandler',
  }[work.kind];
  const lines = bodyOf(work);
  const parameter = lines.some((line) => /\bcontext\b/.test(line)) ? 'context: StepContext' : '';
  return `export class ${className} extends ${base} {
  static override handlerName = ${quoted(callable)};

  async call(${parameter}): Promise<StepHandlerResult> {
${lines.map((line) => `    ${line}\n`).join('')}  }
}
`;
}

function bodyOf(work: Work): readonly string[] {
  switch (work.kind) {
    case 'begin':
      return ['return this.success({});'];
    case 'task':
      return [...taskComment(work.resource), `const input = ${codeOf(work.input)};`, 'return this.success({ input });'];
    case 'fail':
      return [
        `const error = ${codeOf(work.error)};`,
        `const cause = ${codeOf(work.cause)};`,
        'throw new PermanentError(String(cause), String(error));',
      ];
    case 'split':
      return [
        `const items = ${codeOf(work.items)} as readonly unknown[];`,
        "if (items.length === 0) return this.noBatchesResult('There are no items');",
        `return this.batchSuccess(${quoted(work.worker)}, this.createCursorConfigs(items.length, items.length));`,
      ];
    case 'worker':
      return [
        ...taskComment(work.resource),
        'const part = this.getBatchContext(context);',
        'const index = Number(part?.startCursor ?? 0);',
        `const item = (${codeOf(work.items)} as readonly unknown[])[index];`,
        `const input = ${codeOf(work.input)};`,
        'return this.success({ input });',
      ];
    case 'decision':
      return [
        ...work.rules.flatMap(({ condition, source, route }) =>
          condition === undefined
            ? [`// ${source}`, `throw new PermanentError('Write this rule: it leads to ' + ${quoted(route.next)});`]
            : [`if (${condition}) ${decide(route)}`],
        ),
        ...(work.rules.some(({ condition }) => condition === undefined)
          ? []
          : [
              work.otherwise === undefined
                ? "throw new PermanentError('No rule holds.', 'States.NoChoiceMatched');"
                : decide(work.otherwise),
            ]),
      ];
  }
}

function taskComment(resource: string): readonly string[] {
  return [
    `// What ${resource.replaceAll('\n', ' ')} did belongs here. Until then, the step answers with what it was sent.`,
  ];
}

function decide({ next, steps }: Route): string {
  const context = `{ next: ${quoted(next)} }`;
  if (steps.length === 0) return `return this.skipBranches(${quoted(`${next} ends here`)}, ${context});`;
  return `return this.decisionSuccess([${steps.map(literal).join(', ')}], ${context});`;
}

interface Helper {
  readonly name?: string;
  readonly use: RegExp;
  readonly text: string;
}

const HELPERS: readonly Helper[] = [
  {
    name: 'at',
    use: /\bat\(/,
    text: `/** The value at a path; undefined where there is none. */
function at(data: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined),
    data,
  );
}
`,
  },
  {
    use: /\bput\(/,
    text: `/** A copy of the data with a value at a path. */
function put(data: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const base = typeof data === 'object' && data !== null ? (data as Record<string | number, unknown>) : {};
  return { ...base, [key]: put(base[key], rest, value) };
}
`,
  },
  {
    use: /\bworkerResults\(/,
    text: `/** The results of a batch, in the order of its items. */
function workerResults(context: StepContext, worker: string): readonly unknown[] {
  const names = Object.keys(context.dependencyResults).filter((name) => name.startsWith(\`\${worker}_\`));
  return names.map((name) => context.getDependencyResult(name));
}
`,
  },
  {
    use: /\bfound\(/,
    text: `/** A value that a rule needs. As on AWS, the task fails where there is none. */
function found(value: unknown, path: string): unknown {
  if (value === undefined) throw new PermanentError(\`There is no \${path}.\`, 'States.Runtime');
  return value;
}
`,
  },
  {
    use: /\bcompare\(/,
    text: `/** Compares two texts, numbers or times; values of other types do not compare. */
function compare(kind: 'text' | 'number' | 'time', left: unknown, sign: '==' | '<' | '>' | '<=' | '>=', right: unknown): boolean {
  const type = kind === 'number' ? 'number' : 'string';
  if (typeof left !== type || typeof right !== type) return false;
  if (kind === 'time' && !(isTime(left) && isTime(right))) return false;
  const [a, b] = kind === 'time' ? [Date.parse(String(left)), Date.parse(String(right))] : [left as string, right as string];
  return { '==': a === b, '<': a < b, '>': a > b, '<=': a <= b, '>=': a >= b }[sign];
}
`,
  },
  {
    name: 'isTime',
    use: /\bisTime\(/,
    text: `/** Whether it is a time as States Language writes one. */
function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\\d{4}-\\d\\d-\\d\\dT.*(?:Z|[+-]\\d\\d:\\d\\d)$/.test(value) && !Number.isNaN(Date.parse(value));
}
`,
  },
];
