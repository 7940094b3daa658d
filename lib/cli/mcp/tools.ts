import { z } from 'zod';
import { RESOLUTION_STATUSES } from '../../client/dead-letters/resolution-status.ts';
import { TASK_STATUSES } from '../../client/responses/task-status.ts';
import { commandTool, type Tool } from './tool.ts';

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

/** Every tool, in the order in which assistants see them. */
export const tools: readonly Tool[] = [
  commandTool({
    name: 'validate',
    title: 'Validate templates',
    description:
      'Report every mistake in task templates and state machines, each with its place, a code and a hint: [] when there is none.',
    command: 'validate',
    operands: ['paths'],
    input: z.object({ paths: z.array(z.string()).min(1).describe('files, or folders to search') }),
    failureIsAnswer: true,
  }),
  commandTool({
    name: 'explain_diagnostic',
    title: 'Explain a diagnostic',
    description: 'Explain what a diagnostic means, with an example, and how to mend it.',
    command: 'explain',
    operands: ['code'],
    input: z.object({ code: z.string().describe('its code, such as unknown-dependency') }),
  }),
  commandTool({
    name: 'plan',
    title: 'Plan a template',
    description:
      'Tell in which shape the steps of a template run (in series and in parallel), its critical path, barriers, state transitions and size.',
    command: 'plan',
    operands: ['template'],
    input: z.object({ template: file, environment, sync }),
    failureIsAnswer: true,
  }),
  commandTool({
    name: 'graph',
    title: 'Draw a template',
    description: 'Draw the graph of a template, or of a state machine.',
    command: 'graph',
    operands: ['template'],
    input: z.object({
      template: fileOrMachine,
      format: z.enum(['mermaid', 'dot', 'svg']).optional().describe('default: mermaid'),
    }),
  }),
  commandTool({
    name: 'compile',
    title: 'Compile a template',
    description: 'Compile a template to its state machine in Amazon States Language.',
    command: 'compile',
    operands: ['template'],
    input: z.object({ template: file, environment, sync }),
    failureIsAnswer: true,
  }),
  commandTool({
    name: 'cost',
    title: 'Price a template',
    description: 'Tell what 1,000 tasks of a template cost on AWS.',
    command: 'cost',
    operands: ['template'],
    input: z.object({ template: file }),
    failureIsAnswer: true,
  }),
  commandTool({
    name: 'run',
    title: 'Run a task on this machine',
    description:
      "Run a task of a template with the project's handlers, or a state machine, in the built-in engine, in virtual time. Nothing on AWS is touched by the engine; handlers do what they do.",
    command: 'run',
    operands: ['file'],
    reaches: 'handlers',
    input: z.object({
      file: fileOrMachine,
      context: json.optional().describe("a template's task context"),
      input: json.optional().describe("a state machine's input"),
      mocks: z.string().optional().describe("path of a state machine's mocks: answers by state"),
      environment,
      seed: z.number().int().min(0).optional().describe('what jitter is drawn from'),
    }),
    failureIsAnswer: true,
  }),
  commandTool({
    name: 'list_tasks',
    title: 'List tasks',
    description: 'List tasks on Step Functions, newest first.',
    command: 'task list',
    reaches: 'service',
    input: z.object({
      template,
      namespace: z.string().optional(),
      status: z.enum(TASK_STATUSES).optional(),
      page: z.number().int().min(1).optional(),
      per_page: z.number().int().min(1).max(100).optional(),
    }),
  }),
  commandTool({
    name: 'get_task',
    title: 'Show a task',
    description: 'Show a task: its status, what failed and what is blocked.',
    command: 'task get',
    operands: ['id'],
    reaches: 'service',
    input: z.object({ id: taskId }),
  }),
  commandTool({
    name: 'list_steps',
    title: "List a task's steps",
    description: 'List the steps of a task, each with its state, attempts, result or error, and what it waited for.',
    command: 'task steps',
    operands: ['id'],
    reaches: 'service',
    input: z.object({ id: taskId }),
  }),
  commandTool({
    name: 'get_step',
    title: 'Show a step',
    description: 'Show a step of a task, with every attempt and its result.',
    command: 'task step',
    operands: ['id', 'step'],
    reaches: 'service',
    input: z.object({
      id: taskId,
      step: z.string().describe("the step's name"),
      inputs: z.boolean().optional().describe('what its function was sent, too'),
    }),
  }),
  commandTool({
    name: 'list_dead_letters',
    title: 'List dead letters',
    description: 'List tasks that failed, timed out or were aborted, and how it stands with them.',
    command: 'dlq list',
    reaches: 'service',
    input: z.object({ template, status: z.enum(RESOLUTION_STATUSES).optional() }),
  }),
  commandTool({
    name: 'get_dead_letter',
    title: 'Show a dead letter',
    description: 'Show why a task ended, and what to do about it.',
    command: 'dlq get',
    operands: ['id'],
    reaches: 'service',
    input: z.object({ id: taskId }),
  }),
  commandTool({
    name: 'list_investigation_queue',
    title: 'List what to look into',
    description: 'List the dead letters that nobody has dealt with, the most urgent first.',
    command: 'dlq investigation-queue',
    reaches: 'service',
    input: z.object({ template }),
  }),
  commandTool({
    name: 'list_staleness',
    title: 'List tasks that are late',
    description: 'List the tasks that run, those first that have been in their state for too long.',
    command: 'dlq staleness',
    reaches: 'service',
    input: z.object({ template }),
  }),
  commandTool({
    name: 'read_logs',
    title: 'Read the logs of a task',
    description: 'Read what the functions of a task have logged, oldest line first.',
    command: 'task logs',
    operands: ['id'],
    reaches: 'service',
    input: z.object({ id: taskId, step: z.string().optional(), attempt: z.number().int().min(1).optional() }),
  }),
  commandTool({
    name: 'create_task',
    title: 'Create a task',
    description: 'Start a task of a deployed template. Asks for confirmation.',
    command: 'task create',
    operands: ['template'],
    reaches: 'service',
    input: z.object({
      template: z.string().describe('namespace/name, namespace/name@version, or a template file'),
      context: json.optional().describe("the task's context"),
      reason: z.string().optional(),
      idempotency_key: z.string().optional(),
      confirm,
    }),
    changes: (args) => `starts a task of ${args.template} with the context ${JSON.stringify(args.context ?? {})}`,
  }),
  commandTool({
    name: 'cancel_task',
    title: 'Cancel a task',
    description: 'Cancel a task that runs. It cannot be taken back. Asks for confirmation.',
    command: 'task cancel',
    operands: ['id'],
    reaches: 'service',
    input: z.object({ id: taskId, reason: z.string().optional(), confirm }),
    changes: ({ id }) => `cancels the task ${id}`,
  }),
  commandTool({
    name: 'redrive_task',
    title: 'Redrive a task',
    description:
      'Let a task that failed, timed out or was aborted go on from the steps that are not complete. Asks for confirmation.',
    command: 'task redrive',
    operands: ['id'],
    reaches: 'service',
    input: z.object({ id: taskId, confirm }),
    changes: ({ id }) => `runs the steps of the task ${id} again that are not complete`,
  }),
  commandTool({
    name: 'retry_steps',
    title: 'Retry steps',
    description:
      'Let the failed steps of a task that has ended run again, or those that are named, with attempts anew; the task goes on. Asks for confirmation.',
    command: 'task retry',
    operands: ['id'],
    reaches: 'service',
    input: z.object({
      id: taskId,
      steps: z.array(z.string()).min(1).optional().describe('default: every step that failed'),
      ...repair,
    }),
    changes: ({ id, steps = ['that failed'] }) => `runs the steps ${steps.join(', ')} of the task ${id} again`,
  }),
  commandTool({
    name: 'resolve_steps',
    title: 'Resolve steps',
    description:
      'Settle steps of a task that has ended without results, so that what waits for them runs. Asks for confirmation.',
    command: 'task resolve',
    operands: ['id'],
    reaches: 'service',
    input: z.object({ id: taskId, steps: z.array(z.string()).min(1), ...repair }),
    changes: ({ id, steps: named }) => `settles the steps ${named.join(', ')} of the task ${id} without results`,
  }),
  commandTool({
    name: 'complete_step',
    title: 'Complete a step',
    description:
      'Complete a step of a task that has ended with a result, so that what waits for it runs. Asks for confirmation.',
    command: 'task complete',
    operands: ['id'],
    reaches: 'service',
    input: z.object({
      id: taskId,
      step: z.string().describe("the step's name"),
      result: json.describe('what the steps that follow it see'),
      metadata: json.optional().describe('anything to note beside it'),
      ...repair,
    }),
    changes: ({ id, step, result }) => `completes the step ${step} of the task ${id} with ${JSON.stringify(result)}`,
  }),
];
