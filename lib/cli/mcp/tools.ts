import { z } from 'zod';
import { RESOLUTION_STATUSES } from '../../client/dead-letters/resolution-status.ts';
import { TASK_STATUSES } from '../../client/responses/task-status.ts';
import type { ConnectionFlags } from '../task/connection-flags.ts';
import { commandTool, type Desk, type Tool } from './tool.ts';

const file = z.string().describe('path of a task template (.yaml), from the folder in which the server runs');
const fileOrMachine = z
  .string()
  .describe('path of a task template (.yaml), or of a state machine (.asl.json, .asl.yaml)');
const environment = z.string().optional().describe('name of an environment whose overrides apply');
const sync = z.enum(['barriers', 'exact']).optional().describe('how a graph waits that is not series-parallel');
const taskId = z.string().describe("the task's id, or the ARN of its execution");
const template = z.string().optional().describe('namespace/name or namespace/name@version');
const confirm = z.boolean().optional().describe('true once the user has agreed; without it, nothing is done');
const json = z.record(z.string(), z.unknown());
/** What is kept of every repair. */
const repair = {
  reason: z.string().describe('why; it is kept with the task'),
  by: z.string().optional().describe('who repairs it, which is kept too; default: who is signed in to this machine'),
  confirm,
};

/** A flag with its value, as one word, so that a value is never taken for a flag; nothing where it is absent. */
function flag(name: string, value: string | number | undefined): readonly string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

function jsonFlag(name: string, value: unknown): readonly string[] {
  return value === undefined ? [] : [`--${name}=${JSON.stringify(value)}`];
}

function steps(names: readonly string[] = []): readonly string[] {
  return names.flatMap((name) => flag('step', name));
}

function why({ reason, by }: { readonly reason: string; readonly by?: string | undefined }): readonly string[] {
  return [...flag('reason', reason), ...flag('by', by)];
}

/** Where Step Functions is: the user has said it to the server, and no assistant can say it otherwise. */
function connection({ flags }: Desk): readonly string[] {
  const names = ['endpoint', 'region', 'profile', 'prefix'] as const satisfies readonly (keyof ConnectionFlags)[];
  return names.flatMap((name) => flag(name, flags[name]));
}

/** Every tool, in the order in which assistants see them. */
export const tools: readonly Tool[] = [
  commandTool({
    name: 'validate',
    title: 'Validate templates',
    description:
      'Report every mistake in task templates and state machines, each with its place, a code and a hint: [] when there is none.',
    input: z.object({ paths: z.array(z.string()).min(1).describe('files, or folders to search') }),
    failureIsAnswer: true,
    argv: ({ paths }) => ['validate', '--json', '--', ...paths],
  }),
  commandTool({
    name: 'explain_diagnostic',
    title: 'Explain a diagnostic',
    description: 'Explain what a diagnostic means, with an example, and how to mend it.',
    input: z.object({ code: z.string().describe('its code, such as unknown-dependency') }),
    argv: ({ code }) => ['explain', '--json', '--', code],
  }),
  commandTool({
    name: 'plan',
    title: 'Plan a template',
    description:
      'Tell in which shape the steps of a template run (in series and in parallel), its critical path, barriers, state transitions and size.',
    input: z.object({ template: file, environment, sync }),
    failureIsAnswer: true,
    argv: ({ template: path, ...given }) => [
      'plan',
      '--json',
      ...flag('environment', given.environment),
      ...flag('sync', given.sync),
      '--',
      path,
    ],
  }),
  commandTool({
    name: 'graph',
    title: 'Draw a template',
    description: 'Draw the graph of a template, or of a state machine.',
    input: z.object({
      template: fileOrMachine,
      format: z.enum(['mermaid', 'dot', 'svg']).optional().describe('default: mermaid'),
    }),
    argv: ({ template: path, format }) => ['graph', '--json', ...flag('format', format), '--', path],
  }),
  commandTool({
    name: 'compile',
    title: 'Compile a template',
    description: 'Compile a template to its state machine in Amazon States Language.',
    input: z.object({ template: file, environment, sync }),
    failureIsAnswer: true,
    argv: ({ template: path, ...given }) => [
      'compile',
      '--json',
      ...flag('environment', given.environment),
      ...flag('sync', given.sync),
      '--',
      path,
    ],
  }),
  commandTool({
    name: 'cost',
    title: 'Price a template',
    description: 'Tell what 1,000 tasks of a template cost on AWS.',
    input: z.object({ template: file }),
    failureIsAnswer: true,
    argv: ({ template: path }) => ['cost', '--json', '--', path],
  }),
  commandTool({
    name: 'run',
    title: 'Run a task on this machine',
    description:
      "Run a task of a template with the project's handlers, or a state machine, in the built-in engine, in virtual time. Nothing on AWS is touched by the engine; handlers do what they do.",
    input: z.object({
      file: fileOrMachine,
      context: json.optional().describe("a template's task context"),
      input: json.optional().describe("a state machine's input"),
      mocks: z.string().optional().describe("path of a state machine's mocks: answers by state"),
      environment,
      seed: z.number().int().min(0).optional().describe('what jitter is drawn from'),
    }),
    failureIsAnswer: true,
    argv: (args, { flags }) => [
      'run',
      '--json',
      ...flag('handlers', flags.handlers),
      ...jsonFlag('context', args.context),
      ...jsonFlag('input', args.input),
      ...flag('mocks', args.mocks),
      ...flag('environment', args.environment),
      ...flag('seed', args.seed),
      '--',
      args.file,
    ],
  }),
  commandTool({
    name: 'list_tasks',
    title: 'List tasks',
    description: 'List tasks on Step Functions, newest first.',
    input: z.object({
      template,
      namespace: z.string().optional(),
      status: z.enum(TASK_STATUSES).optional(),
      page: z.number().int().min(1).optional(),
      per_page: z.number().int().min(1).max(100).optional(),
    }),
    argv: (args, desk) => [
      'task',
      'list',
      '--json',
      ...connection(desk),
      ...flag('template', args.template),
      ...flag('namespace', args.namespace),
      ...flag('status', args.status),
      ...flag('page', args.page),
      ...flag('per-page', args.per_page),
    ],
  }),
  commandTool({
    name: 'get_task',
    title: 'Show a task',
    description: 'Show a task: its status, what failed and what is blocked.',
    input: z.object({ id: taskId }),
    argv: ({ id }, desk) => ['task', 'get', '--json', ...connection(desk), '--', id],
  }),
  commandTool({
    name: 'list_steps',
    title: "List a task's steps",
    description: 'List the steps of a task, each with its state, attempts, result or error, and what it waited for.',
    input: z.object({ id: taskId }),
    argv: ({ id }, desk) => ['task', 'steps', '--json', ...connection(desk), '--', id],
  }),
  commandTool({
    name: 'get_step',
    title: 'Show a step',
    description: 'Show a step of a task, with every attempt and its result.',
    input: z.object({
      id: taskId,
      step: z.string().describe("the step's name"),
      inputs: z.boolean().optional().describe('what its function was sent, too'),
    }),
    argv: ({ id, step, inputs }, desk) => [
      'task',
      'step',
      '--json',
      ...(inputs === true ? ['--inputs'] : []),
      ...connection(desk),
      '--',
      id,
      step,
    ],
  }),
  commandTool({
    name: 'list_dead_letters',
    title: 'List dead letters',
    description: 'List tasks that failed, timed out or were aborted, and how it stands with them.',
    input: z.object({ template, status: z.enum(RESOLUTION_STATUSES).optional() }),
    argv: (args, desk) => [
      'dlq',
      'list',
      '--json',
      ...connection(desk),
      ...flag('template', args.template),
      ...flag('status', args.status),
    ],
  }),
  commandTool({
    name: 'get_dead_letter',
    title: 'Show a dead letter',
    description: 'Show why a task ended, and what to do about it.',
    input: z.object({ id: taskId }),
    argv: ({ id }, desk) => ['dlq', 'get', '--json', ...connection(desk), '--', id],
  }),
  commandTool({
    name: 'list_investigation_queue',
    title: 'List what to look into',
    description: 'List the dead letters that nobody has dealt with, the most urgent first.',
    input: z.object({ template }),
    argv: (args, desk) => [
      'dlq',
      'investigation-queue',
      '--json',
      ...connection(desk),
      ...flag('template', args.template),
    ],
  }),
  commandTool({
    name: 'list_staleness',
    title: 'List tasks that are late',
    description: 'List the tasks that run, those first that have been in their state for too long.',
    input: z.object({ template }),
    argv: (args, desk) => ['dlq', 'staleness', '--json', ...connection(desk), ...flag('template', args.template)],
  }),
  commandTool({
    name: 'read_logs',
    title: 'Read the logs of a task',
    description: 'Read what the functions of a task have logged, oldest line first.',
    input: z.object({ id: taskId, step: z.string().optional(), attempt: z.number().int().min(1).optional() }),
    argv: ({ id, step, attempt }, desk) => [
      'task',
      'logs',
      '--json',
      ...connection(desk),
      ...flag('step', step),
      ...flag('attempt', attempt),
      '--',
      id,
    ],
  }),
  commandTool({
    name: 'create_task',
    title: 'Create a task',
    description: 'Start a task of a deployed template. Asks for confirmation.',
    input: z.object({
      template: z.string().describe('namespace/name, namespace/name@version, or a template file'),
      context: json.optional().describe("the task's context"),
      reason: z.string().optional(),
      idempotency_key: z.string().optional(),
      confirm,
    }),
    changes: (args) => `starts a task of ${args.template} with the context ${JSON.stringify(args.context ?? {})}`,
    argv: (args, desk) => [
      'task',
      'create',
      '--json',
      ...connection(desk),
      ...jsonFlag('context', args.context),
      ...flag('reason', args.reason),
      ...flag('idempotency-key', args.idempotency_key),
      '--',
      args.template,
    ],
  }),
  commandTool({
    name: 'cancel_task',
    title: 'Cancel a task',
    description: 'Cancel a task that runs. It cannot be taken back. Asks for confirmation.',
    input: z.object({ id: taskId, reason: z.string().optional(), confirm }),
    changes: ({ id }) => `cancels the task ${id}`,
    preview: ({ id }, desk) => ['task', 'get', '--json', ...connection(desk), '--', id],
    argv: ({ id, reason }, desk) => [
      'task',
      'cancel',
      '--json',
      ...connection(desk),
      ...flag('reason', reason),
      '--',
      id,
    ],
  }),
  commandTool({
    name: 'redrive_task',
    title: 'Redrive a task',
    description:
      'Let a task that failed, timed out or was aborted go on from the steps that are not complete. Asks for confirmation.',
    input: z.object({ id: taskId, confirm }),
    changes: ({ id }) => `runs the steps of the task ${id} again that are not complete`,
    preview: ({ id }, desk) => ['task', 'get', '--json', ...connection(desk), '--', id],
    argv: ({ id }, desk) => ['task', 'redrive', '--json', ...connection(desk), '--', id],
  }),
  commandTool({
    name: 'retry_steps',
    title: 'Retry steps',
    description:
      'Let the failed steps of a task that has ended run again, or those that are named, with attempts anew; the task goes on. Asks for confirmation.',
    input: z.object({
      id: taskId,
      steps: z.array(z.string()).min(1).optional().describe('default: every step that failed'),
      ...repair,
    }),
    changes: ({ id, steps = ['that failed'] }) => `runs the steps ${steps.join(', ')} of the task ${id} again`,
    preview: ({ id }, desk) => ['task', 'get', '--json', ...connection(desk), '--', id],
    argv: (args, desk) => [
      'task',
      'retry',
      '--json',
      ...connection(desk),
      ...steps(args.steps),
      ...why(args),
      '--',
      args.id,
    ],
  }),
  commandTool({
    name: 'resolve_steps',
    title: 'Resolve steps',
    description:
      'Settle steps of a task that has ended without results, so that what waits for them runs. Asks for confirmation.',
    input: z.object({ id: taskId, steps: z.array(z.string()).min(1), ...repair }),
    changes: ({ id, steps: named }) => `settles the steps ${named.join(', ')} of the task ${id} without results`,
    preview: ({ id }, desk) => ['task', 'get', '--json', ...connection(desk), '--', id],
    argv: (args, desk) => [
      'task',
      'resolve',
      '--json',
      ...connection(desk),
      ...steps(args.steps),
      ...why(args),
      '--',
      args.id,
    ],
  }),
  commandTool({
    name: 'complete_step',
    title: 'Complete a step',
    description:
      'Complete a step of a task that has ended with a result, so that what waits for it runs. Asks for confirmation.',
    input: z.object({
      id: taskId,
      step: z.string().describe("the step's name"),
      result: json.describe('what the steps that follow it see'),
      metadata: json.optional().describe('anything to note beside it'),
      ...repair,
    }),
    changes: ({ id, step, result }) => `completes the step ${step} of the task ${id} with ${JSON.stringify(result)}`,
    preview: ({ id }, desk) => ['task', 'get', '--json', ...connection(desk), '--', id],
    argv: (args, desk) => [
      'task',
      'complete',
      '--json',
      ...connection(desk),
      ...flag('step', args.step),
      ...jsonFlag('result', args.result),
      ...jsonFlag('metadata', args.metadata),
      ...why(args),
      '--',
      args.id,
    ],
  }),
];
