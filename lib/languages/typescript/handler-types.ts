import type { TypedStep, TypedTask } from '../source-writer.ts';

/**
 * Adds to the types of a task those of its handlers, by step: what each is given, and what it returns. They are written with
 * the names that the other types have got, of which the first is that of the whole task.
 */
export function handlerTypes({ steps }: TypedTask, types: string): string {
  const [, task = ''] = /^export interface (\w+)/m.exec(types) ?? [];
  const memberOf = ({ name, before }: TypedStep): string => {
    const results = before.map((each) => {
      const type = `${task}['steps'][${literal(each.name)}]${each.mayBeMissing ? ' | null' : ''}`;
      return `      ${keyOf(each.name)}: ${type};\n`;
    });
    return `  ${keyOf(name)}: {
    input: ${task}['context'];
    results: ${results.length === 0 ? 'Record<never, never>' : `{\n${results.join('')}    }`};
    result: ${task}['steps'][${literal(name)}];
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

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

function literal(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
