import { checkDefinition, isSurelyTooLarge } from './asl/check-definition.ts';
import { emitProgram, type ChildMachine, type Emitted } from './asl/emit-program.ts';
import { measureProgram, SERVICE_LIMITS, type MachineLimits } from './asl/measure-program.ts';
import type { WorkflowFunction } from './asl/functions/function-references.ts';
import type { StateMachine } from './states-language/types.ts';
import { hasErrors, type Outcome } from './diagnostics/outcome.ts';
import { collectReports } from './diagnostics/report.ts';
import type { BatchPlace } from './flow/expectation.ts';
import { batchPlaces, fitBatches } from './flow/fit-batches.ts';
import { checkProgram } from './flow/check-program.ts';
import { checkSteps } from './flow/check-steps.ts';
import { costOf, type Cost } from './flow/cost.ts';
import { manifestOf, type Manifest } from './flow/manifest.ts';
import { partTree } from './flow/part-tree.ts';
import type { Program } from './flow/program.ts';
import type { YieldsOf } from './flow/yields.ts';
import { planTemplate } from './plan/plan-template.ts';
import type { Sync, WorkflowPlan } from './plan/workflow-plan.ts';
import { parseTemplate } from './template/parse-template.ts';
import { boundSteps } from './template/lifecycle.ts';
import { overrideTimeouts } from './template/override-timeouts.ts';
import { withoutEvents } from './template/without-events.ts';
import { resolveEnvironment } from './template/resolve-environment.ts';
import type { TaskTemplate } from './template/task-template.ts';

export type { ChildMachine, WorkflowFunction };

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
  /**
   * Steps whose handlers may yield at checkpoints for so long that one history has no room for it, by name: each goes on in child
   * executions then. `run`, `local`, the test kit and the constructs find them by reading the handlers. Default: none, and an execution
   * ends after some 8,000 invocations that yield.
   */
  readonly yields?: ReadonlySet<string>;
}

/** Why a task is split into several executions, and what that costs. */
export interface TaskSplit {
  /**
   * What one machine would have too much of: `bytes` of its definition, `events` of an execution's history, or both. A graph whose steps
   * alone take too many bytes is not printed as one machine, so that its exact size is not known.
   */
  readonly reasons: readonly ('bytes' | 'events')[];
  /** Events of an execution's history, at most, were there one machine. */
  readonly historyEvents: number;
  /** Bytes of the definition, were there one machine; absent where it was not printed. */
  readonly definitionBytes?: number;
  /** State transitions that a task takes for its parts, beside those that it would take in one execution. */
  readonly transitions: number;
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
  /**
   * The state machines that run parts of a task, where one would be too large or write too many events: the definition starts their
   * executions. Parts of parts come after those around them. Mostly there are none.
   */
  readonly children: readonly ChildMachine[];
  /** Why there are several machines, and what that costs; absent where there is one. */
  readonly split?: TaskSplit;
  /** The functions that the definitions call, one per callable. */
  readonly functions: readonly WorkflowFunction[];
  /**
   * State transitions of a run in which every step succeeds at once: at most so many, since a step that need not wait at a rendezvous
   * takes fewer, and so does what a decision skips. Of each batch, one worker counts.
   */
  readonly transitions: number;
  /** Where the workers of its batches run. */
  readonly batches: readonly BatchPlace[];
  /** An upper bound of the events in an execution's history; of several, in the longest. */
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
  return compileWithin(text, options, SERVICE_LIMITS);
}

/** The same within other limits than those of the service. */
export function compileWithin(text: string, options: CompileOptions, given: MachineLimits): Outcome<CompiledWorkflow> {
  const isExpress = options.isExpress === true;
  // Step Functions keeps no history of an Express execution.
  const limits = isExpress ? { ...given, historyEvents: Infinity } : given;
  const planned = planText(text, options);
  if (planned.value === undefined) return { diagnostics: planned.diagnostics };
  const { value, diagnostics } = emitPlan(planned.value, options, limits);
  return { value, diagnostics: [...planned.diagnostics, ...diagnostics] };
}

/**
 * The same workflow, of which some steps may yield for as long as they like: see `yields` of {@link CompileOptions}. Who knows the handlers
 * only once the template is compiled asks for it.
 */
export function lettingYield(workflow: CompiledWorkflow, yields: ReadonlySet<string>): CompiledWorkflow {
  if (yields.size === 0) return workflow;
  // Where there is no room for the states that this takes, the steps yield as often as they can.
  return emitPlan(workflow.plan, { yields }, SERVICE_LIMITS).value ?? workflow;
}

type EmitOptions = Pick<CompileOptions, 'isExpress' | 'yields'>;

/** The second half of {@link compileTemplate}. */
function emitPlan(plan: WorkflowPlan, options: EmitOptions, limits: MachineLimits): Outcome<CompiledWorkflow> {
  const { report, diagnostics } = collectReports();
  checkSteps(plan, report);
  if (hasErrors(diagnostics)) return { diagnostics };

  const { program, cost, emitted, split } = emitWithin(plan, limits, options);
  const where = plan.template.name.span;
  checkProgram(program, cost, where, report, limits.historyEvents);
  checkDefinition(emitted, { limit: limits.definitionBytes, isExpress: options.isExpress === true }, where, report);
  if (hasErrors(diagnostics)) return { diagnostics };
  return {
    value: {
      template: plan.template,
      plan,
      manifest: manifestOf(program),
      definition: emitted.definition,
      children: emitted.children,
      ...(split !== undefined && { split }),
      functions: emitted.functions,
      transitions: cost.transitions,
      batches: batchPlaces(program),
      historyEvents: cost.events,
      definitionBytes: emitted.definitionBytes,
    },
    diagnostics,
  };
}

interface Attempt {
  readonly program: Program;
  readonly cost: Cost;
  readonly emitted: Emitted;
  readonly split?: TaskSplit;
}

/** How much of the limits parts take that are cut by measure. What they take in truth is seen once they are printed. */
const MARGINS = [0.92, 0.8, 0.65];
/** With exact sync, how long what the steps tell each other is depends on how deep the parts lie in one another. */
const EXACT_MARGINS = [0.8, 0.65, 0.5];

/** Emits a plan as one machine, or where that is beyond the limits, as several. The last attempt may be beyond them, too. */
function emitWithin(plan: WorkflowPlan, limits: MachineLimits, { isExpress = false, yields }: EmitOptions): Attempt {
  const { workers, levels } = limits;
  const yieldsOf: YieldsOf = (step) => (yields?.has(step) === true ? limits.yields : undefined);
  const room = { isExpress, workers, levels, yieldsOf };
  const whole = fitBatches(plan, room);
  const cost = costOf(whole);
  let definitionBytes: number | undefined;
  if (cost.events <= limits.historyEvents && whole.main.entries.size <= limits.steps) {
    if (!isSurelyTooLarge(whole, limits.definitionBytes)) {
      const attempt = { program: whole, cost, emitted: emitProgram(whole) };
      if (isWithin(attempt, limits)) return attempt;
      definitionBytes = attempt.emitted.definitionBytes;
    }
  }
  let last: Attempt | undefined;
  // An Express execution starts no others that it waits for.
  if (isExpress) return { program: whole, cost, emitted: emitProgram(whole) };
  for (const margin of whole.main.hasRendezvous ? EXACT_MARGINS : MARGINS) {
    const scale = measureProgram(whole, limits, margin);
    const tree = partTree(plan.tree, { ...scale, leaf: ({ name }) => scale.leaf(name.value) });
    const program = fitBatches(plan, room, tree);
    const parted = costOf(program);
    const split = splitOf(whole, { whole: cost, parted, definitionBytes }, limits);
    last = { program, cost: parted, emitted: emitProgram(program), split };
    if (isWithin(last, limits)) return last;
  }
  return last ?? { program: whole, cost, emitted: emitProgram(whole) };
}

/** What one machine would be, and why there are several. */
function splitOf(
  program: Program,
  {
    whole,
    parted,
    definitionBytes,
  }: { readonly whole: Cost; readonly parted: Cost; readonly definitionBytes: number | undefined },
  limits: MachineLimits,
): TaskSplit {
  const isTooLarge =
    definitionBytes === undefined
      ? isSurelyTooLarge(program, limits.definitionBytes)
      : definitionBytes > limits.definitionBytes;
  return {
    reasons: [
      ...(isTooLarge ? (['bytes'] as const) : []),
      ...(whole.events > limits.historyEvents ? (['events'] as const) : []),
    ],
    historyEvents: whole.events,
    ...(definitionBytes !== undefined && { definitionBytes }),
    transitions: parted.transitions - whole.transitions,
  };
}

function isWithin({ cost, emitted }: Attempt, { definitionBytes, historyEvents }: MachineLimits): boolean {
  return (
    cost.events <= historyEvents &&
    [emitted, ...emitted.children].every((machine) => machine.definitionBytes <= definitionBytes)
  );
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
