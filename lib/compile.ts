import { checkDefinition, isSurelyTooLarge } from './asl/check-definition.ts';
import { emitProgram } from './asl/emit-program.ts';
import type { WorkflowFunction } from './asl/functions/function-references.ts';
import type { StateMachine } from './states-language/types.ts';
import { hasErrors, type Outcome } from './diagnostics/outcome.ts';
import { collectReports } from './diagnostics/report.ts';
import type { BatchPlace } from './flow/expectation.ts';
import { batchPlaces, fitBatches } from './flow/fit-batches.ts';
import { checkProgram } from './flow/check-program.ts';
import { checkSteps } from './flow/check-steps.ts';
import { costOf } from './flow/cost.ts';
import { manifestOf, type Manifest } from './flow/manifest.ts';
import { planTemplate } from './plan/plan-template.ts';
import type { Sync, WorkflowPlan } from './plan/workflow-plan.ts';
import { parseTemplate } from './template/parse-template.ts';
import { boundSteps } from './template/lifecycle.ts';
import { overrideTimeouts } from './template/override-timeouts.ts';
import { withoutEvents } from './template/without-events.ts';
import { resolveEnvironment } from './template/resolve-environment.ts';
import type { TaskTemplate } from './template/task-template.ts';

export type { WorkflowFunction };

/** How to compile a template. */
export interface CompileOptions {
  /** The name under which diagnostics report the template. */
  readonly file: string;
  /** The overrides of `environments` to apply. Default: none. */
  readonly environment?: string;
  /** How long steps usually take, in ms, by step name; wins over `expected_duration_ms`. */
  readonly durations?: ReadonlyMap<string, number>;
  /** How long one run of a step may take, in seconds, by step name; wins over `timeout_seconds`. Default: none. */
  readonly timeouts?: ReadonlyMap<string, number>;
  /** Steps that run functions of your own, which publish none of their events, by name. Default: none. */
  readonly silent?: ReadonlySet<string>;
  /**
   * How steps wait for each other where the graph is not series-parallel: at `barriers`, which may make some wait for others
   * on which they do not depend, or `exact`, at items of a DynamoDB table; see docs/explanation/planning.md. Default: `barriers`.
   */
  readonly sync?: Sync;
  /** Whether the state machine is to be an Express one: then its batches have no child executions. Default: false. */
  readonly isExpress?: boolean;
}

/** A template, compiled. */
export interface CompiledWorkflow {
  /** The template as it was read, with the environment applied. */
  readonly template: TaskTemplate;
  /** The shape in which its steps run. */
  readonly plan: WorkflowPlan;
  /** What the machine is made of: its steps, and what each state is to a step. */
  readonly manifest: Manifest;
  /** The state machine; `${key}` stands for the function of each callable. */
  readonly definition: StateMachine;
  /** The functions that the definition calls, one per callable. */
  readonly functions: readonly WorkflowFunction[];
  /**
   * State transitions of a run in which every step succeeds at once: at most so many, since a step that need not wait at a rendezvous
   * takes fewer, and so does what a decision skips. Of each batch, one worker counts.
   */
  readonly transitions: number;
  /** Where the workers of its batches run. */
  readonly batches: readonly BatchPlace[];
  /** An upper bound of the events in an execution's history. */
  readonly historyEvents: number;
  /** Bytes of the definition as deployed. */
  readonly definitionBytes: number;
}

/**
 * Compiles a task template to a state machine: parse, apply an environment, plan, build the program, emit. Mistakes come back as
 * diagnostics, all of them; there is a value only when none is an error.
 *
 * @example
 * ```ts
 * import { compileTemplate } from 'tasker-sfn';
 *
 * const { value, diagnostics } = compileTemplate(
 *   'name: hello\nnamespace_name: demo\nversion: 1.0.0\nsteps:\n  - name: greet\n    handler: { callable: Greet }\n',
 *   { file: 'hello.yaml' },
 * );
 * if (value !== undefined) console.log(value.definition.StartAt, value.transitions, diagnostics.length);
 * ```
 */
export function compileTemplate(text: string, options: CompileOptions): Outcome<CompiledWorkflow> {
  const planned = planText(text, options);
  if (planned.value === undefined) return { diagnostics: planned.diagnostics };
  const plan = planned.value;
  const { report, diagnostics } = collectReports();
  diagnostics.push(...planned.diagnostics);

  checkSteps(plan, report);
  if (hasErrors(diagnostics)) return { diagnostics };

  const program = fitBatches(plan, options.isExpress === true);
  const cost = costOf(program);
  const where = plan.template.name.span;
  checkProgram(program, cost, where, report);
  // What is far too large is not printed to be measured.
  if (isSurelyTooLarge(program, where, report)) return { diagnostics };

  const emitted = emitProgram(program);
  checkDefinition(emitted, where, report);
  if (hasErrors(diagnostics)) return { diagnostics };
  return {
    value: {
      template: plan.template,
      plan,
      manifest: manifestOf(program),
      definition: emitted.definition,
      functions: emitted.functions,
      transitions: cost.transitions,
      batches: batchPlaces(program),
      historyEvents: cost.events,
      definitionBytes: emitted.definitionBytes,
    },
    diagnostics,
  };
}

/** The first half of {@link compileTemplate}: there is a plan also of a template that cannot be emitted yet, or not at its size. */
export function planText(
  text: string,
  { file, environment, durations, timeouts, silent, sync }: CompileOptions,
): Outcome<WorkflowPlan> {
  const parsed = parseTemplate(text, file);
  if (parsed.value === undefined || hasErrors(parsed.diagnostics)) return { diagnostics: parsed.diagnostics };

  const resolved =
    environment === undefined
      ? { value: parsed.value, diagnostics: [] }
      : resolveEnvironment(parsed.value, environment);
  const diagnostics = [...parsed.diagnostics, ...resolved.diagnostics];
  if (resolved.value === undefined || hasErrors(diagnostics)) return { diagnostics };

  const own = timeouts === undefined ? resolved.value : overrideTimeouts(resolved.value, timeouts);
  const template = boundSteps(silent === undefined ? own : withoutEvents(own, silent));
  const planned = planTemplate(template, {
    ...(durations !== undefined && { durations }),
    ...(sync !== undefined && { sync }),
  });
  return { ...planned, diagnostics: [...diagnostics, ...planned.diagnostics] };
}
