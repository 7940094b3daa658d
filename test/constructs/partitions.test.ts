import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { TaskerApi, TaskerWorkflow } from '../../lib/constructs/index.ts';
import { makeProject, templateText } from './support/project.ts';

process.env.CDK_VALIDATION = 'false';

// The smallest graph that exact sync is for.
const project = makeProject(['A', 'B', 'C', 'D']);
const template = project.writeTemplate(
  'crossed.yaml',
  templateText({ namespace: 'demo', name: 'crossed', version: '1.0.0' }, [
    { name: 'a', callable: 'A', after: [] },
    { name: 'b', callable: 'B', after: [] },
    { name: 'c', callable: 'C', after: ['a'] },
    { name: 'd', callable: 'D', after: ['a', 'b'] },
  ]),
);

describe.each([
  ['aws', 'eu-central-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-iso', 'us-iso-east-1'],
])('in the partition %s', (partition, region) => {
  it('everything has its ARN there', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region } });
    new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers, sync: 'exact' });
    new TaskerApi(stack, 'Api', { templates: project.templates });
    new TaskerApi(stack, 'Rest', { templates: project.templates, apiKey: true, directStart: true });
    const synthesised = Template.fromStack(stack);
    expect(JSON.stringify(synthesised.toJSON())).not.toContain('arn:aws');

    const [machine] = Object.values(synthesised.findResources('AWS::StepFunctions::StateMachine'));
    const { DefinitionString, DefinitionSubstitutions } = machine!.Properties;
    expect(DefinitionSubstitutions.Partition).toEqual({ Ref: 'AWS::Partition' });
    const deployed = DefinitionString.replaceAll('${Partition}', partition);
    const resources = [...deployed.matchAll(/"Resource":"([^"]+)"/g)].map(([, arn]) => arn);
    // Functions are called by their own ARNs.
    const services = resources.filter((arn) => !arn.startsWith('${'));
    expect(services.length).toBeGreaterThan(4);
    for (const arn of services) expect(arn).toMatch(new RegExp(`^arn:${partition}:states:::`));
  });
});
