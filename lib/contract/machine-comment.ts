import { isJsonObject, type JsonObject } from '../json.ts';
import type { TemplateIdentity } from './state-machine-name.ts';
import type { ResultBudget } from './step-event.ts';

/** What a state machine says of itself in its comment, after a line for people. */
export interface CarriedManifest {
  /** The template that the machine runs. */
  readonly template: TemplateIdentity;
  /** How the steps share the state data. */
  readonly budget: ResultBudget;
  /** In tree order. */
  readonly steps: readonly CarriedStep[];
  /** What the template asks of requests; `{}` of machines whose comment was not given it. */
  readonly rules: RequestRules;
}

/** What a template asks of the requests for its tasks, for who starts tasks without the template at hand. */
export interface RequestRules {
  /** The template's `input_schema`. @default any context is taken */
  readonly inputSchema?: JsonObject;
  /** The template's `identity_strategy`. @default "strict" */
  readonly identityStrategy?: 'strict' | 'caller_provided' | 'always_unique';
  /** By step, its `result_schema`: what an operator's result is judged by. @default any result is taken */
  readonly resultSchemas?: Readonly<Record<string, JsonObject>>;
  /** The thresholds of the template's `lifecycle`, for who watches tasks that run. @default Tasker's */
  readonly stalenessMinutes?: Partial<StalenessMinutes>;
}

/** For how many minutes a task may be in a state before it is stale, in Tasker's words. */
export interface StalenessMinutes {
  /** No step runs, and none waits for its next attempt. */
  readonly waiting_for_dependencies: number;
  /** A step waits for its next attempt, and none runs. */
  readonly waiting_for_retry: number;
  /** A step runs. */
  readonly steps_in_process: number;
}

/** A step of a {@link CarriedManifest}; the names of its states follow from its own, see `state-roles.ts`. */
export interface CarriedStep {
  /** Its name in the template. */
  readonly name: string;
  /** Its type in the template. */
  readonly type: string;
  /** The declared dependencies, sorted. */
  readonly dependencies: readonly string[];
  /** Runs of the handler, the first included. */
  readonly maxAttempts: number;
}

/** On the wire: name, attempts, places of the dependencies among the steps, and the type where it is not `standard`. */
type WireStep = readonly [name: string, maxAttempts: number, dependencies: readonly number[], type?: string];

interface WireManifest {
  /** The version of this form. */
  readonly manifest: 2;
  readonly template: readonly [namespace: string, name: string, version: string];
  readonly budget: readonly [steps: number, reserved: number, copies: number, batches?: number];
  readonly steps: readonly WireStep[];
  readonly input_schema?: JsonObject;
  readonly identity_strategy?: NonNullable<RequestRules['identityStrategy']>;
  readonly result_schemas?: Readonly<Record<string, JsonObject>>;
  readonly staleness?: Partial<StalenessMinutes>;
}

/** The comment of a machine: what it runs, for people, and below it the manifest as JSON in some 20 bytes per step. */
export function writeMachineComment({ template, budget, steps }: Omit<CarriedManifest, 'rules'>): string {
  const { namespace, name, version } = template;
  const place = new Map(steps.map((step, index) => [step.name, index]));
  const shares = [budget.steps, budget.reserved, budget.copies ?? 0] as const;
  const wire: WireManifest = {
    manifest: 2,
    template: [namespace, name, version],
    budget: budget.batches === undefined ? shares : [...shares, budget.batches],
    steps: steps.map((step) => {
      const dependencies = step.dependencies.flatMap((other) => place.get(other) ?? []);
      const common = [step.name, step.maxAttempts, dependencies] as const;
      return step.type === 'standard' ? common : [...common, step.type];
    }),
  };
  return writeWire(`${namespace}/${name} ${version}`, wire);
}

/** A larger schema is not carried: a definition may have 1 MB, and the CLI reads it for every new task. */
const MOST_SCHEMA_CHARS = 65_536;

/** The comment with the rules in its manifest. Whoever deploys a machine adds them: nothing in the machine reads them. */
export function withRequestRules(
  comment: string | undefined,
  { inputSchema, identityStrategy, resultSchemas, stalenessMinutes }: RequestRules,
): string | undefined {
  const wire = readWire(comment);
  if (comment === undefined || wire === undefined) return comment;
  const isCarried = (schemas: object | undefined) =>
    schemas !== undefined && JSON.stringify(schemas).length <= MOST_SCHEMA_CHARS;
  return writeWire(comment.slice(0, comment.lastIndexOf('\n')), {
    ...wire,
    ...(inputSchema !== undefined && isCarried(inputSchema) && { input_schema: inputSchema }),
    ...(identityStrategy !== undefined && { identity_strategy: identityStrategy }),
    ...(resultSchemas !== undefined && isCarried(resultSchemas) && { result_schemas: resultSchemas }),
    ...(stalenessMinutes !== undefined && { staleness: stalenessMinutes }),
  });
}

function writeWire(line: string, wire: WireManifest): string {
  // CloudFormation would take a `${` for a substitution.
  return `${line}\n${JSON.stringify(wire).replaceAll('$', '\\u0024')}`;
}

/** The manifest in a machine's comment; undefined of a machine that has none, or one of a later form. */
export function readMachineComment(comment: string | undefined): CarriedManifest | undefined {
  const wire = readWire(comment);
  if (wire === undefined) return undefined;
  const [namespace, name, version] = wire.template;
  const [share, reserved, copies, batches] = wire.budget;
  const names = wire.steps.map(([step]) => step);
  return {
    template: { namespace, name, version },
    budget: { steps: share, reserved, ...(copies > 0 && { copies }), ...(batches !== undefined && { batches }) },
    steps: wire.steps.map(([step, maxAttempts, dependencies, type = 'standard']) => ({
      name: step,
      type,
      dependencies: dependencies.flatMap((place) => names[place] ?? []),
      maxAttempts,
    })),
    rules: {
      ...(wire.input_schema !== undefined && { inputSchema: wire.input_schema }),
      ...(wire.identity_strategy !== undefined && { identityStrategy: wire.identity_strategy }),
      ...(wire.result_schemas !== undefined && { resultSchemas: wire.result_schemas }),
      ...(wire.staleness !== undefined && { stalenessMinutes: wire.staleness }),
    },
  };
}

function readWire(comment: string | undefined): WireManifest | undefined {
  const json = comment?.slice(comment.lastIndexOf('\n') + 1) ?? '';
  let wire: unknown;
  try {
    wire = JSON.parse(json);
  } catch {
    return undefined;
  }
  return isWireManifest(wire) ? wire : undefined;
}

function isWireManifest(value: unknown): value is WireManifest {
  if (typeof value !== 'object' || value === null) return false;
  const {
    manifest,
    template,
    budget,
    steps,
    input_schema: schema,
    identity_strategy: strategy,
    result_schemas: results,
    staleness,
  } = value as Partial<Record<keyof WireManifest, unknown>>;
  return (
    manifest === 2 &&
    Array.isArray(template) &&
    template.length === 3 &&
    template.every((part) => typeof part === 'string') &&
    Array.isArray(budget) &&
    (budget.length === 3 || budget.length === 4) &&
    budget.every((part) => typeof part === 'number') &&
    Array.isArray(steps) &&
    steps.every(isWireStep) &&
    (schema === undefined || (typeof schema === 'object' && schema !== null && !Array.isArray(schema))) &&
    (results === undefined || (isJsonObject(results) && Object.values(results).every(isJsonObject))) &&
    (staleness === undefined ||
      (isJsonObject(staleness) && Object.values(staleness).every((minutes) => typeof minutes === 'number'))) &&
    (strategy === undefined || ['strict', 'caller_provided', 'always_unique'].includes(strategy as string))
  );
}

function isWireStep(value: unknown): value is WireStep {
  if (!Array.isArray(value)) return false;
  const [name, maxAttempts, dependencies, type] = value as readonly unknown[];
  return (
    typeof name === 'string' &&
    typeof maxAttempts === 'number' &&
    Array.isArray(dependencies) &&
    dependencies.every((place) => typeof place === 'number') &&
    (type === undefined || typeof type === 'string')
  );
}
