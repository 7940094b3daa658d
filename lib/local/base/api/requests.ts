import { Limit } from '../../../states-language/limits.ts';
import type { Checked, Fields } from './shape.ts';

const arn = { kind: 'text', min: 1, max: 256 } as const;
const longArn = { kind: 'text', min: 1, max: 2000 } as const;
const name = { kind: 'text', min: 1, max: Limit.resourceNameChars } as const;
const definition = { kind: 'text', min: 1, max: Limit.definitionBytes } as const;
const description = { kind: 'text', max: 256 } as const;
const data = { kind: 'text', max: Limit.stateBytes } as const;
const error = { kind: 'text', max: 256 } as const;
const cause = { kind: 'text', max: Limit.causeChars } as const;
const taskToken = { kind: 'text', min: 1, max: 2048, required: true } as const;
const traceHeader = { kind: 'text', max: 256 } as const;
const flag = { kind: 'flag' } as const;
const count = { kind: 'integer', min: 0 } as const;
const type = { kind: 'text', values: ['STANDARD', 'EXPRESS'] } as const;
const includedData = { kind: 'text', values: ['ALL_DATA', 'METADATA_ONLY'] } as const;
const maxResults = { kind: 'integer', min: 0, max: 1000 } as const;
const nextToken = { kind: 'text', min: 1, max: 1024 } as const;
const page = { maxResults, nextToken };

const tag = {
  kind: 'object',
  fields: { key: { kind: 'text', min: 1, max: 128 }, value: { kind: 'text', max: 256 } },
} as const;
const tags = { kind: 'list', of: tag } as const;

const loggingConfiguration = {
  kind: 'object',
  fields: {
    level: { kind: 'text', values: ['ALL', 'ERROR', 'FATAL', 'OFF'] },
    includeExecutionData: flag,
    destinations: {
      kind: 'list',
      of: {
        kind: 'object',
        fields: { cloudWatchLogsLogGroup: { kind: 'object', fields: { logGroupArn: arn } } },
      },
    },
  },
} as const;
const tracingConfiguration = { kind: 'object', fields: { enabled: flag } } as const;
const encryptionConfiguration = {
  kind: 'object',
  fields: {
    kmsKeyId: { kind: 'text', min: 1, max: 2048 },
    kmsDataKeyReusePeriodSeconds: { kind: 'integer', min: 60, max: 900 },
    type: { kind: 'text', values: ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'], required: true },
  },
} as const;
const settings = { loggingConfiguration, tracingConfiguration, encryptionConfiguration };

const routingConfiguration = {
  kind: 'list',
  min: 1,
  max: 2,
  of: {
    kind: 'object',
    fields: {
      stateMachineVersionArn: { ...arn, required: true },
      weight: { kind: 'integer', min: 0, max: 100, required: true },
    },
  },
} as const;

const stateMachineArn = { ...arn, required: true } as const;
const executionArn = { ...arn, required: true } as const;
const activityArn = { ...arn, required: true } as const;
const mapRunArn = { ...longArn, required: true } as const;
const resourceArn = { ...arn, required: true } as const;
const stateMachineAliasArn = { ...arn, required: true } as const;

/** The operations of the API and the members of their requests, as AWS's model of the API states them. */
export const requests = {
  CreateStateMachine: {
    name: { ...name, required: true },
    definition: { ...definition, required: true },
    roleArn: { ...arn, required: true },
    type,
    tags,
    publish: flag,
    versionDescription: description,
    ...settings,
  },
  UpdateStateMachine: {
    stateMachineArn,
    definition,
    roleArn: arn,
    publish: flag,
    versionDescription: description,
    ...settings,
  },
  DescribeStateMachine: { stateMachineArn, includedData },
  DeleteStateMachine: { stateMachineArn },
  ListStateMachines: page,
  ValidateStateMachineDefinition: {
    definition: { ...definition, min: 0, required: true },
    type,
    severity: { kind: 'text', values: ['ERROR', 'WARNING'] },
    maxResults: { kind: 'integer', min: 0, max: 100 },
  },
  PublishStateMachineVersion: { stateMachineArn, revisionId: { kind: 'text' }, description },
  DeleteStateMachineVersion: { stateMachineVersionArn: { ...longArn, required: true } },
  ListStateMachineVersions: { stateMachineArn, ...page },
  CreateStateMachineAlias: {
    description,
    name: { ...name, pattern: '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$', required: true },
    routingConfiguration: { ...routingConfiguration, required: true },
  },
  UpdateStateMachineAlias: { stateMachineAliasArn, description, routingConfiguration },
  DescribeStateMachineAlias: { stateMachineAliasArn },
  DeleteStateMachineAlias: { stateMachineAliasArn },
  ListStateMachineAliases: { stateMachineArn, ...page },
  StartExecution: { stateMachineArn, name, input: data, traceHeader },
  StartSyncExecution: { stateMachineArn, name, input: data, traceHeader, includedData },
  StopExecution: { executionArn, error, cause },
  DescribeExecution: { executionArn, includedData },
  DescribeStateMachineForExecution: { executionArn, includedData },
  GetExecutionHistory: { executionArn, reverseOrder: flag, includeExecutionData: flag, ...page },
  ListExecutions: {
    stateMachineArn: arn,
    statusFilter: {
      kind: 'text',
      values: ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'],
    },
    maxResults,
    nextToken: { kind: 'text', min: 1, max: 3096 },
    mapRunArn: longArn,
    redriveFilter: { kind: 'text', values: ['REDRIVEN', 'NOT_REDRIVEN'] },
  },
  RedriveExecution: { executionArn, clientToken: { kind: 'text', min: 1, max: 64, pattern: '^[!-~]+$' } },
  DescribeMapRun: { mapRunArn },
  ListMapRuns: { executionArn, ...page },
  UpdateMapRun: {
    mapRunArn,
    maxConcurrency: count,
    toleratedFailurePercentage: { kind: 'number', min: 0, max: 100 },
    toleratedFailureCount: count,
  },
  CreateActivity: { name: { ...name, required: true }, tags, encryptionConfiguration },
  DescribeActivity: { activityArn },
  DeleteActivity: { activityArn },
  ListActivities: page,
  GetActivityTask: { activityArn, workerName: name },
  SendTaskSuccess: { taskToken, output: { ...data, required: true } },
  SendTaskFailure: { taskToken, error, cause },
  SendTaskHeartbeat: { taskToken },
  TestState: {
    definition: { ...definition, required: true },
    roleArn: arn,
    input: data,
    inspectionLevel: { kind: 'text', values: ['INFO', 'DEBUG', 'TRACE'] },
    revealSecrets: flag,
    variables: data,
    stateName: name,
    mock: {
      kind: 'object',
      fields: {
        result: data,
        errorOutput: { kind: 'object', fields: { error: { ...error, required: true }, cause } },
        fieldValidationMode: { kind: 'text', values: ['STRICT', 'PRESENT', 'NONE'] },
      },
    },
    context: data,
    stateConfiguration: {
      kind: 'object',
      fields: {
        retrierRetryCount: count,
        errorCausedByState: name,
        mapIterationFailureCount: count,
        mapItemReaderData: data,
      },
    },
  },
  TagResource: { resourceArn, tags: { ...tags, required: true } },
  UntagResource: {
    resourceArn,
    tagKeys: { kind: 'list', of: { kind: 'text', min: 1, max: 128 }, required: true },
  },
  ListTagsForResource: { resourceArn },
} as const satisfies Record<string, Fields>;

/** The name of an operation that the local service has. */
export type OperationName = keyof typeof requests;

/** The checked request of an operation. */
export type RequestOf<Name extends OperationName> = Checked<(typeof requests)[Name]>;
