import type { OperationName } from '../../../base/api/requests.ts';
import type { Members, SdkService } from '../../aws-service.ts';

/** What `StartExecution` answers, in the form of states. */
export const started: Members = {
  ExecutionArn: { type: 'string', required: true },
  StartDate: { type: 'string', required: true },
};

/** The API of Step Functions itself. */
export const stepFunctions: SdkService = {
  resources: ['aws-sdk:sfn'],
  actions: { startExecution: { answer: started } },
  package: '@aws-sdk/client-sfn',
  client: 'SFN',
  errorPrefix: ['StepFunctions', 'Sfn'],
  ownName: 'AWSStepFunctions',
  endpointVariable: 'STEP_FUNCTIONS_ENDPOINT',
  textMembers: ['input', 'output'],
  mapMembers: ['variableReferences'],
  isCamelCase: true,
};

/** The operations that declare `ValidationException`, as the API's model says. */
export const declaresValidation: ReadonlySet<OperationName> = new Set([
  'CreateStateMachine',
  'CreateStateMachineAlias',
  'DeleteStateMachine',
  'DeleteStateMachineAlias',
  'DeleteStateMachineVersion',
  'DescribeStateMachineAlias',
  'ListExecutions',
  'ListStateMachineVersions',
  'PublishStateMachineVersion',
  'RedriveExecution',
  'StartExecution',
  'StopExecution',
  'TestState',
  'UpdateMapRun',
  'UpdateStateMachine',
  'UpdateStateMachineAlias',
  'ValidateStateMachineDefinition',
]);
