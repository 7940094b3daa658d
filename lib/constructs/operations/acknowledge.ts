import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Tells cdk-nag why a rule of its AwsSolutions pack does not apply to a construct. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** The same for a wildcard in the resources of a policy. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  acknowledge(construct, `IAM5[Resource::${readable(Stack.of(construct).resolve(resource))}]`, reason);
}

/** An ARN as cdk-nag writes it: a reference to another resource becomes `<LogicalId.Attribute>`. */
function readable(arn: unknown): string {
  if (typeof arn === 'string') return arn;
  const { Ref, ...fn } = arn as { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
  if (Ref !== undefined) return `<${Ref}>`;
  if (fn['Fn::GetAtt'] !== undefined) return `<${fn['Fn::GetAtt'].join('.')}>`;
  const [separator, parts] = fn['Fn::Join'] as [string, unknown[]];
  return parts.map(readable).join(separator);
}
