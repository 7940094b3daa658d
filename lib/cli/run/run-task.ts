import { bindFunctions } from '../../asl/functions/bind-functions.ts';
import { ExecutionView } from '../../client/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { JsonValue } from '../../contract/json.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import {
  localTasks,
  realClock,
  startExecution,
  virtualClock,
  type Clock,
  type LambdaFunction,
} from '../../local/index.ts';
import { memoryResultStore } from '../../runtime/index.ts';
import type { CliIo } from '../io.ts';
import { localTables } from '../local/local-tables.ts';
import { regionOf } from '../local/region-of.ts';
import { containCrashes, crashable } from './contain-crashes.ts';
import { handlerLog } from './handler-log.ts';
import { loadHandlers } from './load-handlers.ts';
import { showProgress, type Progress } from './progress.ts';
import type { RunFlags } from './run-flags.ts';
import type { RunResult } from './run-result.ts';
import { unparkResults } from './unpark-results.ts';

/** What a run in this process needs of the flags. */
export type RunTaskFlags = Pick<RunFlags, 'handlers' | 'seed' | 'realTime' | 'verbose'>;

/**
 * Runs a task with its real handlers in the built-in engine, shows its progress, and stops it when the user interrupts.
 * There is no result when the handlers cannot be loaded.
 */
export async function runTask(
  workflow: CompiledWorkflow,
  request: TaskRequest,
  flags: RunTaskFlags,
  io: CliIo,
): Promise<Outcome<RunResult>> {
  const clock = flags.realTime ? realClock() : virtualClock({ start: io.now() });
  const names = workflow.template.steps.map((step) => step.name.value);
  const progress = showProgress(io, names, clock);
  const note = (step: string, text: string) => flags.verbose === true && progress.note(step, text);
  // Handlers may write to the console as they like; standard output is for the result alone.
  const stopDiverting = io.divert((text) => note('', text));
  try {
    const results = memoryResultStore();
    const loaded = await loadHandlers(workflow, flags.handlers, { logger: handlerLog(note), results }, io);
    if (loaded.value === undefined) return { diagnostics: loaded.diagnostics };
    const result = await execute(workflow, loaded.value, { request, seed: flags.seed, clock, progress }, io);
    return { value: await unparkResults(result, results), diagnostics: [] };
  } finally {
    progress.end();
    stopDiverting();
  }
}

interface Execution {
  readonly request: TaskRequest;
  readonly seed: number;
  readonly clock: Clock;
  readonly progress: Progress;
}

async function execute(
  { template, definition }: CompiledWorkflow,
  functions: ReadonlyMap<string, LambdaFunction>,
  { request, seed, clock, progress }: Execution,
  io: CliIo,
): Promise<RunResult> {
  const view = new ExecutionView(definition);
  const crashables = new Map([...functions].map(([key, run]) => [key, crashable(run)]));
  const stopContaining = containCrashes();
  const execution = startExecution({
    definition: bindFunctions(definition, (key) => key),
    input: request as JsonValue,
    invoke: localTasks({
      functions: (key) => crashables.get(key),
      clock,
      environment: io.env,
      region: regionOf(io.env),
      tables: localTables,
    }),
    clock,
    seed,
    stateMachineName: `${template.namespace.value}-${template.name.value}`,
    onEvent: (event) => {
      view.apply(event);
      progress.update(view.steps());
    },
  });
  const stopListening = io.onInterrupt(() => {
    // A second interrupt is not ours any more: it ends the process.
    stopListening();
    execution.stop('Interrupted', 'The user interrupted the run.');
  });
  const outcome = await execution.finished;
  stopListening();
  stopContaining();
  return {
    ...outcome,
    executionArn: execution.arn,
    elapsed: outcome.stopDate - outcome.startDate,
    steps: view.steps(),
    history: execution.history,
  };
}
