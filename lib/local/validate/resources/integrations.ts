/** An action of an optimised integration. */
export interface IntegratedAction {
  /** How it can be called; '' is "request response". */
  readonly patterns: readonly Pattern[];
  /** The API whose input has its fields; undefined where its fields are its own. */
  readonly api?: string;
}

/** What stands behind the action in a resource. */
export type Pattern = '' | 'sync' | 'sync:2' | 'waitForTaskToken';

const once: readonly Pattern[] = [''];
const job: readonly Pattern[] = ['', 'sync'];
const callback: readonly Pattern[] = ['', 'waitForTaskToken'];
const every: readonly Pattern[] = ['', 'sync', 'waitForTaskToken'];

function actions(patterns: readonly Pattern[], names: string, api?: string): Record<string, IntegratedAction> {
  const action: IntegratedAction = { patterns, ...(api !== undefined && { api }) };
  return Object.fromEntries(names.split(' ').map((name) => [name, action]));
}

/**
 * The optimised integrations, their actions, and how each can be called. Developer guide: "Integrating optimized services", and the
 * page of each service.
 */
export const INTEGRATIONS: Readonly<Record<string, Readonly<Record<string, IntegratedAction>>>> = {
  apigateway: actions(callback, 'invoke'),
  athena: {
    ...actions(job, 'startQueryExecution', 'athena'),
    ...actions(once, 'stopQueryExecution getQueryExecution getQueryResults', 'athena'),
  },
  batch: actions(job, 'submitJob', 'batch'),
  bedrock: { ...actions(callback, 'invokeModel'), ...actions(job, 'createModelCustomizationJob', 'bedrock') },
  codebuild: {
    ...actions(job, 'startBuild startBuildBatch retryBuildBatch', 'codebuild'),
    ...actions(once, 'stopBuild batchDeleteBuilds batchGetReports stopBuildBatch deleteBuildBatch', 'codebuild'),
  },
  databrew: actions(job, 'startJobRun', 'databrew'),
  dynamodb: actions(once, 'getItem putItem updateItem deleteItem', 'dynamodb'),
  ecs: actions(every, 'runTask', 'ecs'),
  eks: {
    ...actions(job, 'createCluster createFargateProfile createNodegroup', 'eks'),
    ...actions(job, 'deleteCluster deleteFargateProfile deleteNodegroup', 'eks'),
    ...actions(once, 'call'),
    ...actions(every, 'runJob'),
  },
  elasticmapreduce: {
    ...actions(job, 'createCluster terminateCluster addStep'),
    ...actions(once, 'cancelStep setClusterTerminationProtection modifyInstanceFleetByName modifyInstanceGroupByName'),
  },
  'emr-containers': {
    ...actions(once, 'createVirtualCluster', 'emrcontainers'),
    ...actions(job, 'deleteVirtualCluster startJobRun', 'emrcontainers'),
  },
  'emr-serverless': actions(
    job,
    'createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun',
    'emrserverless',
  ),
  events: actions(callback, 'putEvents', 'eventbridge'),
  glue: actions(job, 'startJobRun', 'glue'),
  http: actions(once, 'invoke'),
  lambda: actions(callback, 'invoke', 'lambda'),
  mediaconvert: actions(job, 'createJob', 'mediaconvert'),
  sagemaker: {
    ...actions(job, 'createHyperParameterTuningJob createLabelingJob createProcessingJob', 'sagemaker'),
    ...actions(job, 'createTrainingJob createTransformJob', 'sagemaker'),
    ...actions(once, 'createEndpoint createEndpointConfig createModel updateEndpoint', 'sagemaker'),
  },
  sns: actions(callback, 'publish', 'sns'),
  sqs: actions(callback, 'sendMessage', 'sqs'),
  states: actions(['', 'sync', 'sync:2', 'waitForTaskToken'], 'startExecution', 'sfn'),
};
