import type { CompiledWorkflow } from '../../compile.ts';
import { PREFIX_VARIABLE, TASKS_ENDPOINT_VARIABLE } from '../../contract/started-templates.ts';
import {
  localTasks,
  LocalStepFunctions,
  realClock,
  serveStepFunctions,
  virtualClock,
  type LambdaFunction,
} from '../../local/index.ts';
import type { CliIo } from '../io.ts';
import { callsOf, deployWorkflow } from '../local/deploy-workflow.ts';
import { localTables } from '../local/local-tables.ts';
import { regionOf } from '../local/region-of.ts';
import type { RunFlags } from './run-flags.ts';

/** A service in this process for the tasks that a task's handlers start. */
export interface StartedTasks {
  /** What tells handlers where it is. */
  readonly environment: Readonly<Record<string, string>>;
  /** Makes tasks of the templates possible. @param functionOf The ARN of the function that stands for a callable. */
  deploy(workflows: readonly CompiledWorkflow[], functionOf: (callable: string) => string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves Step Functions on a free port. Its time is its own: while a handler waits for a task that it has started, the time of
 * the task that runs the handler is the wall clock's.
 */
export async function serveStarted(
  functions: (name: string) => LambdaFunction | undefined,
  { realTime, allowAws = false, prefix }: Pick<RunFlags, 'realTime' | 'allowAws' | 'prefix'>,
  io: CliIo,
): Promise<StartedTasks> {
  const clock = realTime ? realClock() : virtualClock({ start: io.now() });
  const region = regionOf(io.env);
  const service = await LocalStepFunctions.open({
    invoke: localTasks({ functions, clock, environment: io.env, region, allowAws, tables: localTables }),
    clock,
    region,
  });
  const server = await serveStepFunctions(service, { port: 0 });
  return {
    environment: {
      [TASKS_ENDPOINT_VARIABLE]: server.url,
      ...(prefix !== undefined && { [PREFIX_VARIABLE]: prefix }),
    },
    async deploy(workflows, functionOf) {
      for (const workflow of workflows) {
        const callables = new Map(workflow.functions.map(({ key, callable }) => [key, functionOf(callable)]));
        await deployWorkflow(callsOf(service), workflow, {
          functionOf: (key) => callables.get(key) ?? key,
          prefix,
        });
      }
    },
    async close() {
      await server.close();
      await service.close();
    },
  };
}
