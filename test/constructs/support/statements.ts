import type { Template } from 'aws-cdk-lib/assertions';

/** A statement of a policy that is attached to roles: `<Effect> <actions> on <resources>`. */
export interface Statements {
  readonly [policy: string]: readonly string[];
}

/** All statements of roles and policies in a template, by the beginning of the logical id. */
export function statementsOf(template: Template): Statements {
  const resources = (template.toJSON().Resources ?? {}) as Record<string, Resource>;
  const found: Record<string, readonly string[]> = {};
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    if (Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy') {
      found[nameOf(id)] = Properties.PolicyDocument!.Statement.map(describe);
    }
    if (Type === 'AWS::IAM::Role') {
      const inline = (Properties.Policies ?? []).flatMap((each) => each.PolicyDocument.Statement.map(describe));
      const managed = (Properties.ManagedPolicyArns ?? []).map((arn) => `managed ${flatten(arn)}`);
      found[nameOf(id)] = [...inline, ...managed];
    }
  }
  return found;
}

interface Document {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource: unknown;
  }[];
}

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly PolicyDocument?: Document;
    readonly Policies?: readonly { readonly PolicyDocument: Document }[];
    readonly ManagedPolicyArns?: readonly unknown[];
  };
}

function describe({ Effect, Action, Resource }: Document['Statement'][number]): string {
  return `${Effect} ${listOf(Action).join(', ')} on ${listOf(Resource).map(flatten).join(', ')}`;
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** An ARN in one line, with `<Name.Attribute>` for references. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, ...fn } = value as Record<string, unknown> & { readonly Ref?: string };
  if (Ref !== undefined) return `<${nameOf(Ref)}>`;
  if (fn['Fn::GetAtt'] !== undefined) {
    const [id, attribute] = fn['Fn::GetAtt'] as [string, string];
    return `<${nameOf(id)}.${attribute}>`;
  }
  const [separator, parts] = fn['Fn::Join'] as [string, unknown[]];
  return parts.map(flatten).join(separator);
}

/** Without the hash that CDK puts behind a logical id. */
function nameOf(id: string): string {
  return id.startsWith('AWS::') ? id : id.replace(/[0-9A-F]{8}$/, '');
}
