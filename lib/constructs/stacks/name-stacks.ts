import { shortHash } from '../../contract/short-hash.ts';
import { type TemplateIdentity, withPrefix } from '../../contract/state-machine-name.ts';

/** CloudFormation takes names of so many characters. */
const MOST_CHARS = 128;

export interface StackNames {
  /** What `cdk deploy` calls the stack: as short as it can be and still be clear among all templates. */
  readonly id: string;
  /** What CloudFormation calls the stack. It depends on the template alone, and so never changes. */
  readonly stackName: string;
}

/**
 * Names the stack of each template. The id is the template's name, `UserRegistration`. Where namespaces share a name, the
 * namespace goes before it, `MicroservicesUserRegistration`; where there are several versions of a template, the version
 * goes behind, `UserRegistration-1-0-0`. An id that is `taken`, with its prefix, gives way to the name of the stack.
 */
export function nameStacks(
  identities: readonly TemplateIdentity[],
  { taken = [], prefix }: { readonly taken?: readonly string[]; readonly prefix?: string } = {},
): readonly StackNames[] {
  const ids = identities.map((identity) => idOf(identity, identities));
  return identities.map((identity, index) => {
    const id = withPrefix(prefix, ids[index] as string);
    const stackName = stackNameOf(identity, MOST_CHARS - withPrefix(prefix, '').length);
    const isFree = !taken.includes(id) && ids.filter((each) => each === ids[index]).length === 1;
    return { id: isFree ? id : withPrefix(prefix, stackName), stackName: withPrefix(prefix, stackName) };
  });
}

function idOf(identity: TemplateIdentity, all: readonly TemplateIdentity[]): string {
  const name = pascalCase(identity.name);
  const namespace = pascalCase(identity.namespace);
  const namesakes = all.filter((other) => pascalCase(other.name) === name);
  const ofNamespace = namesakes.filter((other) => pascalCase(other.namespace) === namespace);
  const prefix = namesakes.length > ofNamespace.length ? namespace : '';
  const suffix = ofNamespace.length > 1 ? `-${dashed(identity.version)}` : '';
  return prefix + name + suffix;
}

/** Unlike ids, stack names of different templates differ even where their names only differ in what is left out. */
function stackNameOf(identity: TemplateIdentity, most: number): string {
  const { namespace, name, version } = identity;
  const readable = `${pascalCase(namespace)}-${pascalCase(name)}-${dashed(version)}`;
  const isClear = [namespace, name].every(isSnakeCase) && /^\d+\.\d+\.\d+$/.test(version) && readable.length <= most;
  return isClear ? readable : `${readable.slice(0, most - 9)}-${shortHash(JSON.stringify([namespace, name, version]))}`;
}

/** Whether the text can be told from its form in Pascal case. */
function isSnakeCase(text: string): boolean {
  return /^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/.test(text);
}

/** `UserRegistration` for `user_registration`; a letter first, since CloudFormation wants it so. */
function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join('').replace(/^(?![A-Z])/, 'T');
}

function dashed(version: string): string {
  return version.replace(/[^A-Za-z0-9]+/g, '-');
}
