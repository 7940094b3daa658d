import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import {
  TaskerApi,
  TaskerWorkflow,
  type TaskerApiProps,
  type TaskerWorkflowProps,
} from '../../lib/constructs/index.ts';
import { REGISTRATION, synth } from './support/synth.ts';

function findings(build: (stack: Stack) => void): readonly string[] {
  const { violations } = new AwsSolutionsChecks().validateScope(synth(build).app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${constructPath}: ${ruleName}`),
  );
}

const workflow = (props: Partial<TaskerWorkflowProps> = {}) =>
  findings((stack) => new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, ...props }));
const api = (props: Partial<TaskerApiProps> = {}) =>
  findings((stack) => new TaskerApi(stack, 'Api', { templates: 'templates', ...props }));

describe('the AwsSolutions rules of cdk-nag', () => {
  it('find nothing in a workflow', () => {
    expect(workflow()).toEqual([]);
  });

  it('find nothing in its variants', () => {
    expect(workflow({ stateMachineType: sfn.StateMachineType.EXPRESS })).toEqual([]);
    expect(workflow({ retainVersions: false, parkResults: false })).toEqual([]);
    expect(workflow({ stepDefaults: { tracing: lambda.Tracing.ACTIVE } })).toEqual([]);
  });

  it('find nothing where a key of the customer encrypts', () => {
    const keyed = (build: (stack: Stack, encryptionKey: kms.Key) => void) =>
      findings((stack) => build(stack, new kms.Key(stack, 'Key', { enableKeyRotation: true })));
    expect(
      keyed((stack, encryptionKey) => new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, encryptionKey })),
    ).toEqual([]);
    expect(
      keyed((stack, encryptionKey) => new TaskerApi(stack, 'Api', { templates: 'templates', encryptionKey })),
    ).toEqual([]);
  });

  it('find nothing in functions in a network', () => {
    const found = findings((stack) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a'],
        privateSubnetIds: ['subnet-1'],
      });
      new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, stepDefaults: { vpc } });
    });
    expect(found).toEqual([]);
  });

  it('find nothing in the API, however callers are let in', () => {
    expect(api()).toEqual([]);
    expect(api({ jwt: { issuer: 'https://issuer.example.com', audience: ['tasks'] } })).toEqual([]);
    expect(api({ prefix: 'dev' })).toEqual([]);
    expect(api({ apiKey: true })).toEqual([]);
    expect(api({ directStart: true })).toEqual([]);
  });

  it('do look: a role that may do anything is found', () => {
    const found = findings((stack) => {
      const made = new TaskerWorkflow(stack, 'Workflow', REGISTRATION);
      const everything = iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
      made.stepFunction('create_user_account').role?.addManagedPolicy(everything);
    });
    expect(found).toEqual([expect.stringMatching(/CreateUserAccountHandler\/Role\/Resource: AwsSolutions-IAM4/)]);
  });
});
