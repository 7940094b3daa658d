import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Emulator } from './emulator.ts';
import { elements, query } from './query.ts';
import { send } from './signed-request.ts';

/** What there is in the account, by kind, apart from what `cdk bootstrap` makes. */
export async function listResources(emulator: Emulator): Promise<Readonly<Record<string, readonly string[]>>> {
  const machines = await new SFNClient(emulator.connection).send(new ListStateMachinesCommand({}));
  const buckets = await new S3Client({ ...emulator.connection, forcePathStyle: true }).send(new ListBucketsCommand({}));
  const json = (service: string, path: string, target?: string) => askJson(emulator, service, path, target);
  const xml = async (service: string, params: Record<string, string>, element: string) =>
    elements(await query(emulator, service, params), element);
  const names = (list: unknown, key: string) =>
    ((list ?? []) as Record<string, string>[]).map((each) => String(each[key]));
  return {
    stateMachines: (machines.stateMachines ?? []).map((each) => String(each.name)),
    buckets: (buckets.Buckets ?? []).map((each) => String(each.Name)).filter((name) => !name.startsWith('cdk-')),
    functions: names((await json('lambda', '/2015-03-31/functions/')).Functions, 'FunctionName'),
    apis: names((await json('apigateway', '/v2/apis')).items, 'apiId'),
    tables: ((await json('dynamodb', '/', 'DynamoDB_20120810.ListTables')).TableNames ?? []) as string[],
    queues: ((await json('sqs', '/', 'AmazonSQS.ListQueues')).QueueUrls ?? []) as string[],
    logGroups: names((await json('logs', '/', 'Logs_20140328.DescribeLogGroups')).logGroups, 'logGroupName'),
    rules: names((await json('events', '/', 'AWSEvents.ListRules')).Rules, 'Name'),
    roles: (await xml('iam', { Action: 'ListRoles', Version: '2010-05-08' }, 'RoleName')).filter(isOurs),
    policies: (
      await xml('iam', { Action: 'ListPolicies', Version: '2010-05-08', Scope: 'Local' }, 'PolicyName')
    ).filter(isOurs),
    alarms: await xml('monitoring', { Action: 'DescribeAlarms', Version: '2010-08-01' }, 'AlarmName'),
    dashboards: await xml('monitoring', { Action: 'ListDashboards', Version: '2010-08-01' }, 'DashboardName'),
  };
}

function isOurs(name: string): boolean {
  return !name.startsWith('cdk-') && !name.startsWith('CDKToolkit') && !name.startsWith('AWSServiceRole');
}

async function askJson(
  emulator: Emulator,
  service: string,
  path: string,
  target?: string,
): Promise<Record<string, unknown>> {
  const call = target === undefined ? {} : { method: 'POST', body: '{}' };
  const headers: Record<string, string> =
    target === undefined ? {} : { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  const { status, text } = await send({ ...call, url: emulator.endpoint + path, service, headers }, emulator.ca);
  if (status !== 200) throw new Error(`${service}${path}: ${status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
