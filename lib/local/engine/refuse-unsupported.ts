import { isArray, isObject } from '../base/data.ts';

/** A definition asks for a part of the States Language that this engine does not have. */
export class UnsupportedDefinitionError extends Error {
  constructor(what: string, where: string) {
    super(`The local engine does not support ${what} (at ${where}).`);
    this.name = 'UnsupportedDefinitionError';
  }
}

/** Definitions that were looked through: many executions have the same one. */
const supported = new WeakSet<object>();

/** Throws an {@link UnsupportedDefinitionError} where ignoring a field would run another machine than AWS does. */
export function refuseUnsupported(definition: object): void {
  if (supported.has(definition)) return;
  refuseIn(definition, '');
  supported.add(definition);
}

function refuseIn(machine: unknown, path: string): void {
  if (!isObject(machine)) return;
  refuseLanguage(machine['QueryLanguage'], `${path}/QueryLanguage`);
  const states = machine['States'];
  if (!isObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const where = `${path}/States/${name}`;
    refuseLanguage(state['QueryLanguage'], `${where}/QueryLanguage`);
    const branches = state['Branches'];
    if (isArray(branches)) {
      for (const [index, branch] of branches.entries()) refuseIn(branch, `${where}/Branches/${String(index)}`);
    }
    for (const field of ['ItemProcessor', 'Iterator']) refuseIn(state[field], `${where}/${field}`);
  }
}

function refuseLanguage(language: unknown, where: string): void {
  if (language === undefined || language === 'JSONPath' || language === 'JSONata') return;
  throw new UnsupportedDefinitionError(`the query language ${JSON.stringify(language)}`, where);
}
