import type { Api } from '../../api/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';

/** A workflow with the machine that runs it. */
export interface DeployedWorkflow {
  readonly workflow: CompiledWorkflow;
  readonly stateMachineArn: string;
}

/** The REST API over a Step Functions endpoint of this machine. */
export async function makeRestApi(
  endpoint: string,
  region: string,
  deployed: readonly DeployedWorkflow[],
): Promise<Api> {
  const [{ createApi, describeTemplate }, { TaskerClient }] = await Promise.all([
    import('../../api/index.ts'),
    import('../../client/index.ts'),
  ]);
  const templates = deployed.map(({ workflow, stateMachineArn }) => ({
    ...describeTemplate(workflow.template),
    stateMachineArn,
  }));
  const connection = { endpoint, region, credentials: LOCAL_CREDENTIALS };
  return createApi({ client: new TaskerClient({ connection, templates }), templates });
}

/** The AWS SDK signs all requests; local engines do not look at the signature. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;
