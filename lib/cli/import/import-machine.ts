import { isJsonObject } from '../../json.ts';
import type {
  ChoiceState,
  FailState,
  MapState,
  ParallelState,
  State,
  StateMachine,
  SubMachine,
  TaskState,
} from '../../states-language/types.ts';
import { conditionOf } from './choice-code.ts';
import { at, dataAt, either, fromTemplate, put, readPath, REQUEST, unknownIn, type Data, type Way } from './data.ts';
import type { ImportedStep, Route, Rule } from './imported-step.ts';
import { ImportRefused, type Problem } from './problem.ts';
import { readRetry } from './read-retry.ts';

/** A state machine as the steps of a template, and what of it they do not say. */
export interface ImportedMachine {
  readonly steps: readonly ImportedStep[];
  readonly problems: readonly Problem[];
}

/** A way on which control reaches a state: what is done by then, and the state's input. */
interface Arrival {
  /** The steps that have to be done; none at the beginning. */
  readonly after: readonly string[];
  readonly data: Data;
  readonly way: Way;
}

/** What lies around the states of a branch. */
interface Level {
  readonly states: Readonly<Record<string, State>>;
  readonly location: string;
  /** The first steps of what follows the branch. */
  readonly next: () => readonly string[];
}

const STEP_NAME = /^[A-Za-z0-9_][\w\-. ]{0,254}$/;

/**
 * Turns a state machine into steps. States that do work, choose or fail become steps; the others only move data, which the
 * handlers then do.
 *
 * @throws ImportRefused when no template can say it
 */
export function importMachine(machine: StateMachine): ImportedMachine {
  return new Importer(machine).run();
}

class Importer {
  readonly #machine: StateMachine;
  readonly #steps: ImportedStep[] = [];
  readonly #problems: Problem[] = [];
  readonly #names = new Map<string, string>();
  #begin: string | undefined;

  constructor(machine: StateMachine) {
    this.#machine = machine;
  }

  run(): ImportedMachine {
    const level: Level = { states: this.#machine.States, location: '', next: () => [] };
    if (this.#machine.QueryLanguage === 'JSONata') {
      this.#lost(
        level,
        '',
        '/QueryLanguage',
        'The expressions in JSONata are not carried over.',
        'Write them in TypeScript, in the handlers: each names what its state had.',
      );
    }
    this.#runBranch(this.#machine.StartAt, level, { after: [], data: REQUEST, way: [] });
    if (this.#steps.length === 0) {
      throw new ImportRefused({
        location: '/States',
        state: '',
        message: 'No state of this machine does work, so there would be no step.',
        hint: 'A template needs at least one Task.',
      });
    }
    return { steps: this.#steps, problems: this.#problems };
  }

  /** Walks through the states of a branch in the order in which control meets them, and gives how it ends. */
  #runBranch(start: string, level: Level, arrival: Arrival): Arrival {
    const arrivals = new Map<string, Arrival[]>([[start, [arrival]]]);
    const ends: Arrival[] = [];
    const order = this.#orderOf(start, level);
    const reach = (next: string | undefined, one: Arrival) => {
      if (next === undefined) ends.push(one);
      else arrivals.set(next, [...(arrivals.get(next) ?? []), one]);
    };
    for (const name of order) this.#enter(name, level, merge(arrivals.get(name) ?? []), reach);
    for (const name of Object.keys(level.states)) {
      if (order.includes(name)) continue;
      this.#lost(
        level,
        name,
        `/States/${name}`,
        `"${name}" is only reached after an error, which no step can wait for.`,
        'Do it in the handler that may fail, or in a task of its own.',
      );
    }
    return merge(ends);
  }

  /** The states that control can reach without an error, each after all that lead to it. */
  #orderOf(start: string, level: Level): readonly string[] {
    const done: string[] = [];
    const open = new Set<string>();
    const visit = (name: string, from: string) => {
      if (done.includes(name)) return;
      if (open.has(name)) {
        throw new ImportRefused({
          location: `${level.location}/States/${from}`,
          state: from,
          message: `"${from}" leads back to "${name}", and a template has no loops.`,
          hint: `Wait within a step: throw a RetryableError until the work is done, or yield a checkpoint. Then import the machine without the loop.`,
        });
      }
      open.add(name);
      const state = this.#stateOf(name, level);
      for (const next of nextOf(state)) visit(next, name);
      open.delete(name);
      done.push(name);
    };
    visit(start, start);
    return done.reverse();
  }

  #enter(name: string, level: Level, arrival: Arrival, reach: (next: string | undefined, one: Arrival) => void): void {
    const state = this.#stateOf(name, level);
    if ('QueryLanguage' in state && state.QueryLanguage === 'JSONata') {
      this.#lost(
        level,
        name,
        '/QueryLanguage',
        `The expressions in JSONata of "${name}" are not carried over.`,
        'Write them in TypeScript, in the handler.',
      );
    }
    for (const field of ['Assign', 'Output', 'Arguments'] as const) {
      if (field in state)
        this.#lost(
          level,
          name,
          `/${field}`,
          `"${field}" of "${name}" is not carried over.`,
          'Write it in TypeScript, in the handlers that need it.',
        );
    }
    const next = 'Next' in state ? state.Next : undefined;
    switch (state.Type) {
      case 'Pass': {
        const result = state.Result !== undefined ? ({ kind: 'literal', value: state.Result } as const) : undefined;
        return reach(next, {
          ...arrival,
          data: this.#output(name, level, state, arrival.data, result ?? this.#input(name, level, state, arrival.data)),
        });
      }
      case 'Wait':
        this.#lost(
          level,
          name,
          '',
          `"${name}" waits, which no step does: what follows starts at once.`,
          'Start the second part as a task of its own when it is time, or let a step fail with a retry_after.',
        );
        return reach(next, {
          ...arrival,
          data: this.#output(name, level, state, arrival.data, this.#input(name, level, state, arrival.data)),
        });
      case 'Succeed':
        return reach(undefined, arrival);
      case 'Fail':
        return this.#fail(name, state, arrival);
      case 'Task':
        return reach(next, this.#task(name, level, state, arrival));
      case 'Choice':
        return this.#choice(name, level, state, arrival, reach);
      case 'Parallel':
        return reach(next, this.#parallel(name, level, state, arrival));
      case 'Map':
        return reach(next, this.#map(name, level, state, arrival));
    }
  }

  #task(name: string, level: Level, state: TaskState, arrival: Arrival): Arrival {
    this.#judgeTask(name, level, state);
    const input = this.#input(name, level, state, arrival.data);
    const isInvoke = /:lambda:invoke/.test(state.Resource);
    const step = this.#add(
      name,
      arrival,
      {
        kind: 'task',
        resource: resourceText(state),
        input: isInvoke ? at(input, ['Payload']) : input,
        isPayload: isInvoke,
      },
      state,
      level,
    );
    const result: Data = { kind: 'result', step };
    const answer: Data = isInvoke ? { kind: 'object', members: { Payload: result } } : result;
    return { after: [step], data: this.#output(name, level, state, arrival.data, answer), way: [{ ran: step }] };
  }

  #judgeTask(name: string, level: Level, state: TaskState): void {
    const resource = state.Resource;
    if (resource.endsWith('.waitForTaskToken')) {
      this.#lost(
        level,
        name,
        '/Resource',
        `"${name}" waits for a callback, which no handler gets.`,
        'Let the step ask whether the work is done, and throw a RetryableError until it is.',
      );
    } else if (/\.sync(:2)?$/.test(resource)) {
      this.#lost(
        level,
        name,
        '/Resource',
        `"${name}" waits until a job has ended, which its handler has to do.`,
        'Start the job and throw a RetryableError until it is done.',
      );
    }
    for (const field of ['HeartbeatSeconds', 'HeartbeatSecondsPath', 'TimeoutSecondsPath', 'Credentials'] as const) {
      if (field in state)
        this.#lost(
          level,
          name,
          `/${field}`,
          `"${field}" of "${name}" is not carried over: templates have no such key.`,
          'See to it in the handler.',
        );
    }
  }

  #fail(name: string, state: FailState, arrival: Arrival): void {
    const text = (path: string | undefined, value: string | undefined): Data =>
      path === undefined ? { kind: 'literal', value: value ?? '' } : dataAt(path, arrival.data);
    this.#add(name, arrival, {
      kind: 'fail',
      error: text(state.ErrorPath, state.Error),
      cause: text(state.CausePath, state.Cause),
    });
  }

  #choice(
    name: string,
    level: Level,
    state: ChoiceState,
    arrival: Arrival,
    reach: (next: string, one: Arrival) => void,
  ): void {
    const input = this.#input(name, level, state, arrival.data);
    const routeTo = (next: string): Route => ({ next, steps: this.#entriesOf(next, level) });
    const rules = state.Choices.map((rule, index): Rule => {
      const { Next: next, ...source } = rule;
      const condition = conditionOf(rule, input);
      if (condition === undefined) {
        this.#lost(
          level,
          name,
          `/Choices[${index}]`,
          `This rule of "${name}" cannot be said in TypeScript by this command.`,
          'Write it in the handler, which fails until then.',
        );
      }
      return { condition, source: JSON.stringify(source), route: routeTo(next) };
    });
    const from = arrival.after.length > 0 ? arrival : { ...arrival, after: [this.#beginning()] };
    const decision = this.#add(name, from, {
      kind: 'decision',
      rules,
      ...(state.Default !== undefined && { otherwise: routeTo(state.Default) }),
    });
    for (const next of new Set(nextOf(state))) {
      const data = this.#output(name, level, state, arrival.data, input);
      reach(next, { after: [decision], data, way: [{ decision, chose: next }] });
    }
  }

  #parallel(name: string, level: Level, state: ParallelState, arrival: Arrival): Arrival {
    this.#judgeCatch(name, level, state);
    if (state.Retry !== undefined) {
      this.#lost(
        level,
        name,
        '/Retry',
        `"Retry" of "${name}" is not carried over: a template tries steps again, not groups of them.`,
        'Give the steps within a retry policy.',
      );
    }
    const input = this.#input(name, level, state, arrival.data);
    const follows = () =>
      'Next' in state && state.Next !== undefined ? this.#entriesOf(state.Next, level) : level.next();
    const ends = state.Branches.map((branch, index) =>
      this.#runBranch(
        branch.StartAt,
        { states: branch.States, location: `${level.location}/States/${name}/Branches[${index}]`, next: follows },
        { ...arrival, data: input },
      ),
    );
    const done = new Set(ends.flatMap(({ after }) => after));
    const own = [...done].filter((step) => !arrival.after.includes(step));
    const data = this.#output(name, level, state, arrival.data, { kind: 'list', items: ends.map((end) => end.data) });
    const [first] = own;
    return {
      after: own.length > 0 ? own : arrival.after,
      data,
      way: first === undefined ? arrival.way : [{ ran: first }],
    };
  }

  #map(name: string, level: Level, state: MapState, arrival: Arrival): Arrival {
    this.#judgeCatch(name, level, state);
    const processor = state.ItemProcessor ?? state.Iterator;
    const input = this.#input(name, level, state, arrival.data);
    const body = processor === undefined ? undefined : onlyTask(processor);
    const items = state.ItemsPath === undefined ? input : dataAt(state.ItemsPath, input);
    if (body === undefined || unknownIn(items).length > 0 || 'ItemReader' in state) {
      this.#lost(
        level,
        name,
        '',
        `"${name}" runs more than one Task for each item, or reads its items from elsewhere; a batch has one worker.`,
        `The step "${name}" stands for all of it: write it in its handler, or split it into a batch.`,
      );
      const step = this.#add(name, arrival, {
        kind: 'task',
        resource: `Map, ${Object.keys(processor?.States ?? {}).join(', ')}`,
        input,
        isPayload: false,
      });
      return {
        after: [step],
        data: this.#output(name, level, state, arrival.data, { kind: 'result', step }),
        way: [{ ran: step }],
      };
    }
    const [taskName, task] = body;
    const place = {
      ...level,
      states: processor?.States ?? {},
      location: `${level.location}/States/${name}/${state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor'}`,
    };
    this.#judgeTask(taskName, place, task);
    const selector = state.ItemSelector ?? (state as { readonly Parameters?: unknown }).Parameters;
    const item: Data = isJsonObject(selector) ? fromTemplate(selector, input) : { kind: 'item' };
    const isInvoke = /:lambda:invoke/.test(task.Resource);
    const sent = this.#input(taskName, place, task, item);
    const worker = this.#nameFor(taskName);
    const split = this.#add(name, arrival, { kind: 'split', worker, items });
    this.#add(
      taskName,
      { after: [split], data: item, way: [] },
      {
        kind: 'worker',
        resource: resourceText(task),
        items,
        input: isInvoke ? at(sent, ['Payload']) : sent,
        parallelism: typeof state.MaxConcurrency === 'number' && state.MaxConcurrency > 0 ? state.MaxConcurrency : 40,
      },
      task,
      place,
    );
    const data = this.#output(name, level, state, arrival.data, { kind: 'workers', worker });
    // Without items no worker runs, and what follows the step that splits goes on all the same.
    return { after: [split, worker], data, way: [{ ran: split }] };
  }

  /** The steps that run first when control reaches a state. */
  #entriesOf(name: string, level: Level): readonly string[] {
    const state = this.#stateOf(name, level);
    const after = () =>
      'Next' in state && state.Next !== undefined ? this.#entriesOf(state.Next, level) : level.next();
    switch (state.Type) {
      case 'Task':
      case 'Choice':
      case 'Fail':
      case 'Map':
        return [this.#nameFor(name)];
      case 'Pass':
      case 'Wait':
        return after();
      case 'Succeed':
        return level.next();
      case 'Parallel': {
        const first = state.Branches.flatMap((branch, index) =>
          this.#entriesOf(branch.StartAt, {
            states: branch.States,
            location: `${level.location}/States/${name}/Branches[${index}]`,
            next: () => [],
          }),
        );
        return first.length > 0 ? [...new Set(first)] : after();
      }
    }
  }

  /** The state's input as it works on it. */
  #input(name: string, level: Level, state: State, raw: Data): Data {
    const fields = state as { readonly InputPath?: string | null; readonly Parameters?: unknown };
    const chosen = this.#pathIn(name, level, 'InputPath', fields.InputPath, raw);
    if (state.Type === 'Map' || !isJsonObject(fields.Parameters)) return chosen;
    return this.#known(name, level, '/Parameters', fromTemplate(fields.Parameters, chosen));
  }

  /** What goes on to the next state. */
  #output(name: string, level: Level, state: State, raw: Data, result: Data): Data {
    const fields = state as {
      readonly ResultSelector?: unknown;
      readonly ResultPath?: string | null;
      readonly OutputPath?: string | null;
    };
    const selected = isJsonObject(fields.ResultSelector)
      ? this.#known(name, level, '/ResultSelector', fromTemplate(fields.ResultSelector, result))
      : result;
    return this.#pathIn(name, level, 'OutputPath', fields.OutputPath, this.#placed(fields.ResultPath, raw, selected));
  }

  #placed(resultPath: string | null | undefined, raw: Data, result: Data): Data {
    if (resultPath === null) return raw;
    return put(raw, readPath((resultPath ?? '$').slice(1)) ?? [], result);
  }

  #pathIn(name: string, level: Level, field: string, path: string | null | undefined, data: Data): Data {
    if (path === null) return { kind: 'object', members: {} };
    return path === undefined ? data : this.#known(name, level, `/${field}`, dataAt(path, data));
  }

  /** Tells which expressions in it cannot be said. */
  #known(name: string, level: Level, field: string, data: Data): Data {
    for (const text of unknownIn(data)) {
      this.#lost(
        level,
        name,
        field,
        `The expression ${text} of "${name}" is not carried over.`,
        'Write it in TypeScript, where the handler has "undefined".',
      );
    }
    return data;
  }

  #add(name: string, { after }: Arrival, work: ImportedStep['work'], task?: TaskState, level?: Level): string {
    const step = this.#nameFor(name);
    const policy = task === undefined || level === undefined ? undefined : this.#policyOf(name, level, task);
    this.#steps.push({
      name: step,
      dependencies: after,
      work,
      ...policy,
      ...(task?.Comment !== undefined && { description: task.Comment }),
    });
    return step;
  }

  #policyOf(name: string, level: Level, task: TaskState): Pick<ImportedStep, 'retry' | 'timeoutSeconds'> {
    this.#judgeCatch(name, level, task);
    const { retry, problems } = readRetry(name, task.Retry ?? []);
    for (const { field, message, hint } of problems) this.#lost(level, name, field, message, hint);
    const { TimeoutSeconds: timeoutSeconds } = task;
    return typeof timeoutSeconds === 'number' ? { retry, timeoutSeconds } : { retry };
  }

  /** A way on after an error is none that a step can take; where it ends in a Fail, the task fails all the same. */
  #judgeCatch(name: string, level: Level, { Catch: catchers = [] }: Pick<TaskState, 'Catch'>): void {
    for (const [index, { Next: next }] of catchers.entries()) {
      if (this.#endsInFail(next, level)) continue;
      this.#lost(
        level,
        name,
        `/Catch[${index}]`,
        `"${name}" goes on with "${next}" after an error; in a template, what depends on a failed step does not run.`,
        'Catch the error in the handler and return it in the result, for a decision that follows.',
      );
    }
  }

  #endsInFail(name: string, level: Level): boolean {
    const state = level.states[name];
    if (state?.Type === 'Fail') return true;
    return state?.Type === 'Pass' && state.Next !== undefined && this.#endsInFail(state.Next, level);
  }

  #beginning(): string {
    if (this.#begin !== undefined) return this.#begin;
    const taken = new Set(this.#names.values());
    let name = 'begin';
    while (taken.has(name) || name in this.#machine.States) name += '_';
    this.#names.set('\u0000begin', name);
    this.#steps.push({ name, dependencies: [], work: { kind: 'begin' } });
    return (this.#begin = name);
  }

  /** The step of a state: its own name where steps may have it. Names of states are unique in a machine, at any depth. */
  #nameFor(state: string): string {
    const known = this.#names.get(state);
    if (known !== undefined) return known;
    const taken = new Set(this.#names.values());
    let name = STEP_NAME.test(state) ? state : state.replace(/[^\w\-. ]+/g, '_').replace(/^[^\w]+/, '') || 'step';
    while (taken.has(name)) name += '_';
    this.#names.set(state, name);
    return name;
  }

  #stateOf(name: string, level: Level): State {
    const state = level.states[name];
    if (state === undefined) throw new Error(`There is no state "${name}" at ${level.location}.`);
    return state;
  }

  #lost(level: Level, state: string, field: string, message: string, hint: string): void {
    const location =
      state === '' || field.startsWith('/States/')
        ? `${level.location}${field}`
        : `${level.location}/States/${state}${field}`;
    if (this.#problems.some((each) => each.location === location && each.message === message)) return;
    this.#problems.push({ location, state, message, hint });
  }
}

/** The ways that meet, as one. */
function merge(arrivals: readonly Arrival[]): Arrival {
  const [first, ...others] = arrivals;
  if (first === undefined) return { after: [], data: REQUEST, way: [] };
  if (others.length === 0) return first;
  return {
    after: [...new Set(arrivals.flatMap(({ after }) => after))],
    data: either(arrivals),
    way: arrivals.flatMap(({ way }) => way),
  };
}

function nextOf(state: State): readonly string[] {
  if (state.Type === 'Choice') {
    return [...state.Choices.map(({ Next: next }) => next), ...(state.Default === undefined ? [] : [state.Default])];
  }
  return 'Next' in state && state.Next !== undefined ? [state.Next] : [];
}

function onlyTask({ StartAt: start, States: states }: SubMachine): readonly [string, TaskState] | undefined {
  const state = states[start];
  const isWhole =
    Object.keys(states).length === 1 &&
    state?.Type === 'Task' &&
    state.ResultPath === undefined &&
    state.OutputPath === undefined &&
    state.ResultSelector === undefined;
  return isWhole ? [start, state] : undefined;
}

/** Whom a Task asks, for the comment in its handler. */
function resourceText(state: TaskState): string {
  const parameters = state.Parameters;
  const name = isJsonObject(parameters) ? (parameters['FunctionName'] ?? parameters['FunctionName.$']) : undefined;
  return typeof name === 'string' ? `${state.Resource} ${name}` : state.Resource;
}
