import type { JsonObject, JsonValue } from '../../json.ts';
import { readArn } from '../../states-language/arn.ts';
import { count, quotePath } from '../../diagnostics/wording.ts';
import { exampleValue } from '../../schema/example-value.ts';
import type { DeployedWorkflow } from './rest-api.ts';

/** A state machine that was given in States Language. */
export interface DeployedMachine {
  readonly name: string;
  readonly path: string;
  readonly stateMachineArn: string;
}

/** What a running service has to offer. */
export interface Welcome {
  readonly url: string;
  readonly lambdaUrl: string;
  readonly region: string;
  readonly deployed: readonly DeployedWorkflow[];
  readonly machines: readonly DeployedMachine[];
  /** How many functions there are. */
  readonly functions: number;
  /** The folder where they are looked for. */
  readonly handlers: string;
  /** The address of the console; where other machines reach it, with the token that it asks for. */
  readonly console: string;
}

/** Says what is served where, and how to use it. */
export function welcomeText(welcome: Welcome): string {
  const { url, lambdaUrl, region, deployed, machines, functions, handlers, console } = welcome;
  const listed = [
    ...deployed.map(
      ({ workflow, stateMachineArn }) =>
        `  ${readArn(stateMachineArn, 'stateMachine').machine}  (${workflow.template.source.path})`,
    ),
    ...machines.map(({ name, path }) => `  ${name}  (${path})`),
  ];
  const [first] = deployed;
  const arn = first?.stateMachineArn ?? machines[0]?.stateMachineArn;
  const input: JsonObject = first === undefined ? {} : { context: contextOf(first) };
  const lines = [
    `Console         ${console}`,
    `Step Functions  ${url}`,
    `REST API        ${url}/v1/tasks`,
    `Lambda          ${lambdaUrl}  (${functions === 0 ? `no functions in ${quotePath(handlers)}` : count(functions, 'function')})`,
    '',
    ...(listed.length > 0
      ? [`${count(listed.length, 'state machine')}:`, ...listed]
      : ['No templates found. State machines can be given with --definitions.']),
    '',
    'Set this, and use the AWS CLI or any AWS SDK:',
    `  export AWS_ENDPOINT_URL_SFN=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    '  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DISABLE_HOST_PREFIX_INJECTION=true',
    arn === undefined
      ? '  aws stepfunctions list-state-machines'
      : `  aws stepfunctions start-execution --state-machine-arn ${arn} --input ${quoted(input)}`,
    ...(first === undefined
      ? []
      : [
          'Or start a task through the REST API:',
          `  curl ${url}/v1/tasks -H 'Content-Type: application/json' -d ${quoted(exampleRequest(first))}`,
        ]),
    '',
    'Press Ctrl-C to stop.',
    '',
  ];
  return lines.join('\n');
}

/** The same for scripts. */
export function welcomeJson({ url, lambdaUrl, region, deployed, machines, functions, console }: Welcome) {
  return {
    stepFunctions: url,
    restApi: `${url}/v1/tasks`,
    lambda: lambdaUrl,
    console,
    region,
    functions,
    stateMachines: [
      ...deployed.map(({ workflow: { template }, stateMachineArn }) => ({
        path: template.source.path,
        stateMachineArn,
      })),
      ...machines.map(({ path, stateMachineArn }) => ({ path, stateMachineArn })),
    ],
  };
}

/** A request that the REST API takes, unless the schema asks for more than an example can know. */
function exampleRequest(deployed: DeployedWorkflow): JsonObject {
  const { namespace, name, version } = deployed.workflow.template;
  const task = { namespace: namespace.value, name: name.value, version: version.value, context: contextOf(deployed) };
  return { ...task, initiator: 'me', source_system: 'terminal', reason: 'try it' };
}

function contextOf({ workflow }: DeployedWorkflow): JsonValue {
  const schema = workflow.template.inputSchema?.value;
  return schema === undefined ? {} : exampleValue({ type: 'object', ...schema });
}

/** JSON as one word of a shell. */
function quoted(value: JsonValue): string {
  return `'${JSON.stringify(value).replaceAll("'", `'\\''`)}'`;
}
