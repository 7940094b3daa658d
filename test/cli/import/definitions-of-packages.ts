import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { root } from '../../docs/pages.ts';

/** A definition that somebody else has written, and where it comes from. */
export interface Definition {
  readonly from: string;
  readonly machine: object;
}

const service = 'node_modules/amazon-states-language-service/out';

/** Definitions in packages that are installed here anyway: those of AWS's language service, and the one that CDK deploys. */
export function definitionsOfPackages(): readonly Definition[] {
  return [...snippets(), { from: 'aws-cdk-lib/custom-resources', machine: waiter() }];
}

/** The snippets that editors offer, one state each: as a machine of that state, and of those that it leads to. */
function snippets(): readonly Definition[] {
  const path = join(root, service, 'snippets/states.json');
  const all = JSON.parse(readFileSync(path, 'utf8')) as { readonly name: string; readonly body: readonly string[] }[];
  return all.map(({ name, body }) => {
    const text = body.join('\n').replace(/\$\{\d+:([^}]*)\}/g, '$1');
    const states = JSON.parse(`{${text}}`) as Record<string, unknown>;
    const [first = ''] = Object.keys(states);
    const led = [...JSON.stringify(states[first]).matchAll(/"(?:Next|Default)":"([^"]*)"/g)].map(
      ([, next = '']) => next,
    );
    const ends = Object.fromEntries(led.map((next) => [next, { Type: 'Succeed' }]));
    return { from: name, machine: { StartAt: first, States: { ...ends, ...states } } };
  });
}

/** The state machine by which CDK waits until a custom resource is complete. */
function waiter(): object {
  const stack = new Stack(new App(), 'Waiter');
  const make = (id: string) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({});'),
    });
  new Provider(stack, 'Provider', {
    onEventHandler: make('OnEvent'),
    isCompleteHandler: make('IsComplete'),
    queryInterval: Duration.seconds(10),
  });
  const [machine] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
  const { 'Fn::Join': joined } = (machine?.['Properties'] as { DefinitionString: { 'Fn::Join': [string, unknown[]] } })
    .DefinitionString;
  const text = joined[1].map((part) =>
    typeof part === 'string' ? part : 'arn:aws:lambda:us-east-1:123456789012:function:framework',
  );
  return JSON.parse(text.join('')) as object;
}
