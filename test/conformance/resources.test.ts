import { describe, expect, it } from 'vitest';
import { invalidDefinitionMessage, validateDefinition } from '../../lib/local/index.ts';
import { machine } from './run-machine.ts';
import { Source } from './sources.ts';

const sdkPage = `${Source.guide}/supported-services-awssdk.html`;
const optimisedPage = `${Source.guide}/integrate-optimized.html`;

function problemsOf(resource: string, more: object = {}, type?: 'STANDARD' | 'EXPRESS'): readonly string[] {
  const definition = machine({ Q: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, End: true, ...more } });
  return validateDefinition(JSON.stringify(definition), type).map(({ location, message }) => `${location}: ${message}`);
}

const unrecognized = (resource: string) =>
  `/States/Q/Resource: The resource provided arn:aws:states:::${resource} is not recognized. ` +
  'The value is not a valid resource ARN, or the resource is not available in this region.';
const unsupported = (field: string, place = 'Parameters') =>
  `/States/Q/${place}: The field "${field}" is not supported by Step Functions`;

describe('resources of Tasks', () => {
  it(`in AWS's words (${Source.observed})`, () => {
    const definition = machine({ Q: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:query', End: true } });
    expect(invalidDefinitionMessage(validateDefinition(JSON.stringify(definition)))).toBe(
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::dynamodb:query is not " +
        'recognized. The value is not a valid resource ARN, or the resource is not available in this region. at ' +
        "/States/Q/Resource'",
    );
  });

  it.each([
    // Actions and patterns that an optimised integration does not have.
    ['dynamodb:query', Source.observed],
    ['lambda:invoke.sync', Source.observed],
    ['dynamodb:getItem.waitForTaskToken', optimisedPage],
    ['sqs:sendMessageBatch', optimisedPage],
    ['sns:publish.sync', optimisedPage],
    ['glue:startJobRun.waitForTaskToken', optimisedPage],
    ['batch:submitJob.sync:2', optimisedPage],
    ['states:startSyncExecution', optimisedPage],
    ['http:invoke.waitForTaskToken', optimisedPage],
    ['s3:getObject', optimisedPage],
    ['eks:call.sync', optimisedPage],
    // The AWS SDK integration calls actions of APIs, and waits for no jobs.
    ['aws-sdk:dynamodb:queryItems', sdkPage],
    ['aws-sdk:dynamodb:Query', sdkPage],
    ['aws-sdk:dynamo:query', sdkPage],
    ['aws-sdk:glue:startJobRun.sync', optimisedPage],
    ['aws-sdk:constructor:valueOf', sdkPage],
    ['constructor:valueOf', optimisedPage],
  ])('refuses %s (%s)', (resource) => {
    expect(problemsOf(resource)).toEqual([unrecognized(resource)]);
  });

  it.each([
    ...['', '.waitForTaskToken'].flatMap((pattern) =>
      ['lambda:invoke', 'sqs:sendMessage', 'sns:publish', 'events:putEvents', 'apigateway:invoke'].map(
        (action) => action + pattern,
      ),
    ),
    ...['', '.sync', '.sync:2', '.waitForTaskToken'].map((pattern) => `states:startExecution${pattern}`),
    ...['', '.sync', '.waitForTaskToken'].flatMap((pattern) => [`ecs:runTask${pattern}`, `eks:runJob${pattern}`]),
    ...['athena:startQueryExecution', 'batch:submitJob', 'codebuild:startBuild', 'databrew:startJobRun'].map(
      (action) => `${action}.sync`,
    ),
    ...['elasticmapreduce:addStep', 'emr-containers:startJobRun', 'emr-serverless:startApplication'].map(
      (action) => `${action}.sync`,
    ),
    ...['glue:startJobRun', 'mediaconvert:createJob', 'sagemaker:createTrainingJob'].map((action) => `${action}.sync`),
    ...['dynamodb:updateItem', 'bedrock:invokeModel', 'http:invoke', 'sagemaker:createModel', 'eks:call'],
  ])(`accepts %s (${optimisedPage})`, (resource) => {
    expect(problemsOf(resource)).toEqual([]);
  });

  it.each([
    ['aws-sdk:dynamodb:query', { TableName: 't' }],
    ['aws-sdk:dynamodb:updateItem.waitForTaskToken', { TableName: 't' }],
    ['aws-sdk:s3:putObject', { Bucket: 'b', Key: 'k', Body: {} }],
    // Members of the API that begin with a small letter, and words that are written in the way of Java.
    ['aws-sdk:ecs:describeTasks', { Tasks: [], Cluster: 'c' }],
    ['aws-sdk:rds:startDBInstance', { DbInstanceIdentifier: 'd' }],
    ['aws-sdk:ec2:describeSnapshots', { Filters: [] }],
    ['aws-sdk:s3:putObject', { Bucket: 'b', Key: 'k', Acl: 'a', SsekmsKeyId: 'k', SseCustomerKeyMD5: 'm' }],
    // Services whose names are those of the SDK without the word "Service", and one that the SDK has no longer.
    ['aws-sdk:databasemigration:startReplicationTask', { ReplicationTaskArn: 'r' }],
    ['aws-sdk:config:listDiscoveredResources', { ResourceType: 'r' }],
    ['aws-sdk:cloudwatchlogs:createLogGroup', { LogGroupName: 'l' }],
    ['aws-sdk:sfn:startSyncExecution', { StateMachineArn: 'm', Input: {} }],
    ['aws-sdk:qldb:createLedger', { Anything: 1 }],
  ])(`accepts %s with %j (${sdkPage})`, (resource, Parameters) => {
    expect(problemsOf(resource, { Parameters })).toEqual([]);
  });

  it.each<[string, object, string[], string]>([
    ['sns:publish', { topicArn: 't', Message: 'm' }, ['topicArn'], Source.observed],
    ['aws-sdk:sns:publish', { TopicArn: 't', Text: 'm' }, ['Text'], sdkPage],
    ['aws-sdk:ec2:describeSnapshots', { Filter: [] }, ['Filter'], `${Source.guide}/connect-parameters.html`],
    ['aws-sdk:rds:startDBInstance', { DBInstanceIdentifier: 'd' }, ['DBInstanceIdentifier'], sdkPage],
    ['aws-sdk:s3:putObject', { Bucket: 'b', Key: 'k', ACL: 'a', SSEKMSKeyId: 'k' }, ['ACL', 'SSEKMSKeyId'], sdkPage],
    ['aws-sdk:dynamodb:query', { Tablename: 't' }, ['Tablename'], sdkPage],
    ['aws-sdk:dynamodb:getItem', { TableNameValue: 't' }, ['TableNameValue'], sdkPage],
    ['lambda:invoke', { FunctionName: 'f', payload: {}, TaskToken: 't' }, ['payload', 'TaskToken'], Source.quoted],
    ['states:startExecution.sync:2', { StateMachineArn: 'm', input: {} }, ['input'], Source.observed],
  ])('refuses fields that the API of %s does not have: %j', (resource, Parameters, fields, source) => {
    expect(problemsOf(resource, { Parameters }), source).toEqual(fields.map((field) => unsupported(field)));
  });

  const nestedPage =
    'https://github.com/awsdocs/aws-step-functions-developer-guide/pull/80: names in every nested field, too';
  const inside = (place: string, field: string) =>
    `/States/Q/Parameters/${place}: The field "${field}" is not supported by Step Functions`;

  it.each<[string, object, string[]]>([
    [
      'ecs:runTask.sync',
      { Overrides: { ContainerOverrides: [{ Name: 'a' }, { name: 'b', Environment: [{ Name: 'A', value: 'b' }] }] } },
      [
        inside('Overrides/ContainerOverrides[1]', 'name'),
        inside('Overrides/ContainerOverrides[1]/Environment[0]', 'value'),
      ],
    ],
    [
      'ecs:runTask',
      { NetworkConfiguration: { awsvpcConfiguration: { Subnets: [] } } },
      [inside('NetworkConfiguration', 'awsvpcConfiguration')],
    ],
    [
      'sqs:sendMessage',
      { QueueUrl: 'q', MessageBody: { any: { thing: 1 } }, MessageAttributes: { mine: { dataType: 'String' } } },
      [inside('MessageAttributes/mine', 'dataType')],
    ],
    ['events:putEvents', { Entries: [{ Detail: { any: 1 }, detailType: 'd' }] }, [inside('Entries[0]', 'detailType')]],
    ['aws-sdk:ec2:runInstances', { BlockDeviceMappings: [{ EBS: {} }] }, [inside('BlockDeviceMappings[0]', 'EBS')]],
  ])(`refuses fields inside of those of %s: %j (${nestedPage})`, (resource, Parameters, expected) => {
    expect(problemsOf(resource, { Parameters })).toEqual(expected);
  });

  it.each<[string, object]>([
    [
      'sqs:sendMessage',
      { MessageAttributes: { mine: { DataType: 'String', 'StringValue.$': '$.x' }, 'other.$': '$.y' } },
    ],
    ['dynamodb:putItem', { TableName: 't', Item: { id: { S: 'a' }, m: { M: { any: { BOOL: true } } } } }],
    ['aws-sdk:dynamodb:putItem', { TableName: 't', Item: { id: { S: 'a' }, m: { M: { any: { Bool: true } } } } }],
    ['aws-sdk:ec2:runInstances', { BlockDeviceMappings: [{ DeviceName: 'd', Ebs: { VolumeSize: 3, KmsKeyId: 'k' } }] }],
    ['lambda:invoke', { FunctionName: 'f', Payload: { any: { thing: 1 } } }],
    ['states:startExecution', { StateMachineArn: 'm', Input: { any: { thing: 1 } } }],
    ['glue:startJobRun', { JobName: 'j', Arguments: { '--any': 'thing' } }],
    [
      'mediaconvert:createJob',
      {
        Settings: {
          Inputs: [{ AudioSelectors: { A: { DefaultSelection: 'DEFAULT' } } }],
          OutputGroups: [{ Outputs: [{ VideoDescription: { CodecSettings: { H264Settings: { MaxBitrate: 1 } } } }] }],
        },
      },
    ],
    [
      'sagemaker:createTrainingJob',
      { InputDataConfig: [{ ChannelName: 'c', DataSource: { S3DataSource: { S3Uri: 'u', S3DataType: 'S3Prefix' } } }] },
    ],
  ])('accepts %s with %j, as the tasks of CDK have it', (resource, Parameters) => {
    expect(problemsOf(resource, { Parameters })).toEqual([]);
  });

  it('looks at static fields alone, in Arguments too', () => {
    expect(problemsOf('lambda:invoke.waitForTaskToken', { Parameters: { 'TaskToken.$': '$$.Task.Token' } })).toEqual(
      [],
    );
    const jsonata = { QueryLanguage: 'JSONata' };
    expect(problemsOf('sqs:sendMessage', { ...jsonata, Arguments: { queueUrl: '{% $states.input %}' } })).toEqual([
      unsupported('queueUrl', 'Arguments'),
    ]);
    expect(problemsOf('sqs:sendMessage', { ...jsonata, Arguments: '{% $states.input %}' })).toEqual([]);
  });

  it('says of an Express machine what it cannot do, where the resource exists', () => {
    expect(problemsOf('glue:startJobRun.sync', {}, 'EXPRESS')).toEqual([
      "/States/Q/Resource: Express state machine does not support '.sync' service integration",
    ]);
  });
});
