import type { Step, TaskTemplate } from '../../template/task-template.ts';

/**
 * Adds to the types of a task those of its handlers, by step: what each is given, and what it returns. They are written with
 * the names that the other types have got, of which the first is that of the whole task.
 */
export function handlerTypes({ steps }: TaskTemplate, types: string): string {
  const [, task = ''] = /^export interface (\w+)/m.exec(types) ?? [];
  const byName = new Map(steps.map((step) => [step.name.value, step]));
  const ancestors = new Map<Step, ReadonlySet<Step>>();
  const ancestorsOf = (step: Step): ReadonlySet<Step> => {
    const known = ancestors.get(step);
    if (known !== undefined) return known;
    const direct = step.dependencies.flatMap(({ value }) => byName.get(value) ?? []);
    const all = new Set([...direct, ...direct.flatMap((each) => [...ancestorsOf(each)])]);
    ancestors.set(step, all);
    return all;
  };
  const memberOf = (step: Step): string => {
    const before = [...ancestorsOf(step)].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    // Behind a decision, steps of other branches may not have run; only where branches join can somebody tell.
    const joins = [step, ...before].some(({ type }) => type.value === 'deferred_convergence');
    const results = before.map((each) => {
      const mayBeMissing = joins && [...ancestorsOf(each)].some(({ type }) => type.value === 'decision');
      return `      ${keyOf(each)}: ${task}['steps'][${literal(each)}]${mayBeMissing ? ' | null' : ''};\n`;
    });
    return `  ${keyOf(step)}: {
    input: ${task}['context'];
    results: ${results.length === 0 ? 'Record<never, never>' : `{\n${results.join('')}    }`};
    result: ${task}['steps'][${literal(step)}];
  };
`;
  };
  const name = handlersName(task, types);
  return `${types}
/**
 * By step, what its handler is given and what it returns: \`StepHandler<${name}['…']>\`, \`StepContext<${name}['…']>\`.
 */
export interface ${name} {
${steps.map(memberOf).join('')}}
`;
}

function handlersName(task: string, types: string): string {
  let name = `${task.replace(/Task$/, '')}Handlers`;
  while (new RegExp(`^export (?:interface|type) ${name}\\b`, 'm').test(types)) name += 'OfSteps';
  return name;
}

function keyOf(step: Step): string {
  return /^[A-Za-z_$][\w$]*$/.test(step.name.value) ? step.name.value : literal(step);
}

function literal({ name }: Step): string {
  return `'${name.value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
