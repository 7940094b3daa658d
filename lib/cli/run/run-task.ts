import { bindFunctions } from '../../asl/bind-functions.ts';
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
import type { RunResult } from './run-result.ts';
import { unparkResults } from './unpark-results.ts';

export interface RunTaskOptions {
  readonly request: TaskRequest;
  /** The folder of the handlers. */
  readonly handlers: string;
  readonly seed: number;
  /** Waits take as long as they ask for; else the clock jumps over them. */
  readonly realTime: boolean;
  /** Shows what handlers log; else it is dropped. */
  readonly verbose: boolean;
}

/**
 * Runs a task with its real handlers in the built-in engine, shows its progress, and stops it when the user interrupts.
 * There is no result when the handlers cannot be loaded.
 */
export async function runTask(
  workflow: CompiledWorkflow,
  options: RunTaskOptions,
  io: CliIo,
): Promise<Outcome<RunResult>> {
  const clock = options.realTime ? realClock() : virtualClock({ start: io.now() });
  const names = workflow.template.steps.map((step) => step.name.value);
  const progress = showProgress(io, names, clock);
  const note = (step: string, text: string) => options.verbose && progress.note(step, text);
  // Handlers may write to the console as they like; standard output is for the result alone.
  const stopDiverting = io.divert((text) => note('', text));
  try {
    const results = memoryResultStore();
    const loaded = await loadHandlers(workflow, options.handlers, { logger: handlerLog(note), results }, io);
    if (loaded.value === undefined) return { diagnostics: loaded.diagnostics };
    const result = await execute(workflow, loaded.value, options, clock, progress, io);
    return { value: await unparkResults(result, results), diagnostics: [] };
  } finally {
    progress.end();
    stopDiverting();
  }
}

async function execute(
  { template, definition }: CompiledWorkflow,
  functions: ReadonlyMap<string, LambdaFunction>,
  { request, seed }: RunTaskOptions,
  clock: Clock,
  progress: Progress,
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
