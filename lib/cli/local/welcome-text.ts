import { count } from '../../diagnostics/wording.ts';
import { machineNameOf } from './deploy-workflow.ts';
import type { DeployedWorkflow } from './rest-api.ts';

/** What a running service has to offer. */
export interface Welcome {
  readonly url: string;
  readonly lambdaUrl: string;
  readonly region: string;
  readonly deployed: readonly DeployedWorkflow[];
  /** How many functions there are. */
  readonly functions: number;
}

/** Says what is served where, and how to use it. */
export function welcomeText({ url, lambdaUrl, region, deployed, functions }: Welcome): string {
  const machines = deployed.map(
    ({ workflow }) => `  ${machineNameOf(workflow.template)}  (${workflow.template.source.path})`,
  );
  const first = deployed[0];
  const lines = [
    `Step Functions  ${url}`,
    `REST API        ${url}/v1/tasks`,
    `Lambda          ${lambdaUrl}  (${count(functions, 'function')})`,
    '',
    ...(machines.length > 0 ? [`${count(machines.length, 'state machine')}:`, ...machines] : ['No templates found.']),
    '',
    'Set this, and use the AWS CLI or any AWS SDK:',
    `  export AWS_ENDPOINT_URL_SFN=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    '  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
    ...(first === undefined
      ? ['  aws stepfunctions list-state-machines']
      : [
          `  aws stepfunctions start-execution --state-machine-arn ${first.stateMachineArn} --input '{"context": {}}'`,
          'Or start a task through the REST API:',
          `  curl ${url}/v1/tasks -H 'Content-Type: application/json' -d '${exampleRequest(first)}'`,
        ]),
    '',
    'Press Ctrl-C to stop.',
    '',
  ];
  return lines.join('\n');
}

function exampleRequest({ workflow: { template } }: DeployedWorkflow): string {
  const { namespace, name, version } = template;
  return JSON.stringify({ namespace: namespace.value, name: name.value, version: version.value, context: {} });
}
