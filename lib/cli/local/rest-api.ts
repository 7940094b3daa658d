import type { Api, ReadParked } from '../../api/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { ConsoleOptions } from '../../console/console-options.ts';

/** A workflow with the machine that runs it. */
export interface DeployedWorkflow {
  readonly workflow: CompiledWorkflow;
  readonly stateMachineArn: string;
}

/** What the REST API of this machine is made of. */
export interface RestApiOptions {
  /** Of the Step Functions API. */
  readonly endpoint: string;
  readonly region: string;
  readonly prefix: string | undefined;
  readonly deployed: readonly DeployedWorkflow[];
  /** What the console tells of this machine, and whom it lets in. */
  readonly console: Required<Pick<ConsoleOptions, 'changes' | 'workshop'>> & Pick<ConsoleOptions, 'token'>;
  /** The environment of the functions, which tells where they park results. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The REST API over a Step Functions endpoint of this machine, and the console. */
export async function makeRestApi(options: RestApiOptions): Promise<Pick<Api, 'fetch'>> {
  const { endpoint, region, prefix, deployed, environment } = options;
  const [
    { createApi, describeTemplate },
    { consoleApp, isConsolePath },
    { drawTemplates },
    { TaskerClient },
    { OtherMachines },
  ] = await Promise.all([
    import('../../api/index.ts'),
    import('../../console/app.ts'),
    import('../console/draw-templates.ts'),
    import('../../client/index.ts'),
    import('../../console/machines/other-machines.ts'),
  ]);
  const templates = deployed.map(({ workflow, stateMachineArn }) => ({
    ...describeTemplate(workflow.template),
    stateMachineArn,
  }));
  const connection = { endpoint, region, credentials: localCredentials() };
  const client = new TaskerClient({ connection, templates, ...(prefix !== undefined && { prefix }) });
  const api = createApi({ client, templates, readParked: await readWhereParked(environment) });
  const console = consoleApp({
    ...options.console,
    source: client,
    actions: client,
    machines: OtherMachines.over({ ...connection, credentials: localCredentials() }, () => client.listTemplates()),
    drawTemplate: drawTemplates(deployed.map(({ workflow }) => workflow)),
    apiUrl: endpoint,
  });
  return {
    fetch: (request) => (isConsolePath(new URL(request.url).pathname) ? console : api).fetch(request),
  };
}

/** Reads what the functions have parked, from where they read it themselves. */
async function readWhereParked(environment: RestApiOptions['environment']): Promise<ReadParked> {
  const [{ ApiError }, { openResultStore }, { ResultLostError }] = await Promise.all([
    import('../../api/index.ts'),
    import('../../runtime/results/open-result-store.ts'),
    import('../../runtime/results/result-store.ts'),
  ]);
  const store = openResultStore(environment);
  return async (uri) => {
    try {
      if (store === undefined) throw new ResultLostError(uri, 'there is no place for parked results');
      return await store.get(uri);
    } catch (error) {
      if (error instanceof ResultLostError) throw new ApiError('NOT_FOUND', error.message);
      throw error;
    }
  };
}

/**
 * What the AWS SDK signs all requests with; local engines do not look at the signature. A new object for each client, since
 * the SDK writes into it.
 */
export function localCredentials() {
  return { accessKeyId: 'local', secretAccessKey: 'local' };
}
