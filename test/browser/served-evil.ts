import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWith } from '../../lib/cli/local/answer-with.ts';
import type { HistoryEvent, StateMachine, TaskExecution } from '../../lib/client/index.ts';
import { consoleApp } from '../../lib/console/app.ts';
import { OtherMachines, type MachineCalls } from '../../lib/console/machines/other-machines.ts';
import type { RunActions, RunSource } from '../../lib/console/run-source.ts';
import type { Workshop } from '../../lib/console/workshop.ts';
import { EVIL, taskOf } from '../console/tasks.ts';

/** A console of what no real service tells: every text there is would do something if a page took it for markup; and very much of it. */
export async function serveEvil(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = consoleApp({
    source,
    actions,
    workshop,
    machines: new OtherMachines(
      async () => calls,
      async () => [],
    ),
    changes: { versionOf: () => EVIL, watch: () => () => undefined },
  });
  const answer = answerWith(async () => (request) => app.fetch(request));
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TEMPLATE = { namespace: EVIL, name: EVIL, version: EVIL, stateMachineArn: EVIL };
const MANY = 10_000;

function evilTask(id: string): TaskExecution {
  const task = taskOf(5, EVIL);
  const [first, ...others] = task.steps;
  return { ...task, id, steps: first === undefined ? [] : [{ ...first, name: 'evil', state: 'error' }, ...others] };
}

/** More steps than a template may have; with batches a run has as many. */
const largeTask: TaskExecution = { ...taskOf(1000, ''), id: 'large' };

const machine = {
  Comment: EVIL,
  StartAt: EVIL,
  States: { [EVIL]: { Type: 'Task', Resource: EVIL, End: true } },
} as unknown as StateMachine;

const events = Array.from({ length: 25_000 }, (_, index): HistoryEvent => ({
  id: index + 1,
  previousEventId: index,
  timestamp: index / 100,
  type: 'TaskStateEntered',
  stateEnteredEventDetails: { name: EVIL, input: JSON.stringify({ [EVIL]: EVIL, token: 'hunter2' }) },
}));

const source: RunSource = {
  async viewTasks({ name, page = 1, per_page: perPage = 25 } = {}) {
    const total = name === 'many' ? MANY : 3;
    const many = Array.from({ length: Math.min(perPage, total) }, (_, index) => ({
      ...evilTask(`${EVIL}${(page - 1) * perPage + index}`),
    }));
    const pages = Math.ceil(total / perPage);
    return {
      tasks: many,
      pagination: {
        page,
        per_page: perPage,
        total_count: total,
        total_pages: pages,
        has_next: page < pages,
        has_previous: page > 1,
        is_whole: true,
      },
    };
  },
  viewTask: async (id) => (id === 'large' ? largeTask : evilTask(id)),
  readExecution: async () => ({ definition: machine, events }),
  listTemplates: async () => [
    TEMPLATE,
    ...['evil', 'other'].map((version) => ({ ...TEMPLATE, namespace: 'evil', name: 'evil', version })),
  ],
  definitionOf: async () => machine,
};

export const EVIL_MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:evil';
export const EVIL_EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:evil:evil';

const evilDefinition = JSON.stringify({
  Comment: EVIL,
  StartAt: 'evil',
  States: {
    evil: { Type: 'Task', Resource: `arn:aws:states:::lambda:invoke.waitForTaskToken`, Comment: EVIL, Next: EVIL },
    [EVIL]: { Type: 'Choice', Choices: [{ Variable: EVIL, StringEquals: EVIL, Next: 'evil' }], Default: 'evil' },
  },
});
const DATE = new Date(0);
const details = { resource: EVIL, resourceType: EVIL, error: EVIL, cause: EVIL, parameters: EVIL, region: EVIL };

/** Machines that run no template. */
const calls = {
  listStateMachines: async () => ({
    stateMachines: [
      { stateMachineArn: EVIL_MACHINE, name: 'evil', type: 'STANDARD', creationDate: DATE },
      { stateMachineArn: EVIL, name: EVIL, type: EVIL, creationDate: DATE },
    ],
  }),
  listExecutions: async () => ({
    executions: [{ executionArn: EVIL, name: EVIL, status: EVIL, startDate: DATE, stateMachineArn: EVIL }],
  }),
  describeStateMachine: async () => ({ definition: evilDefinition }),
  describeStateMachineForExecution: async () => ({ definition: evilDefinition }),
  describeExecution: async () => ({
    executionArn: EVIL_EXECUTION,
    stateMachineArn: EVIL_MACHINE,
    status: 'RUNNING',
    startDate: DATE,
    input: JSON.stringify({ [EVIL]: EVIL }),
    output: EVIL,
    error: EVIL,
    cause: EVIL,
  }),
  getExecutionHistory: async () => ({
    events: [
      { id: 1, timestamp: DATE, type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'evil', input: EVIL } },
      { id: 2, previousEventId: 1, timestamp: DATE, type: 'TaskScheduled', taskScheduledEventDetails: details },
      { id: 3, previousEventId: 2, timestamp: DATE, type: 'TaskFailed', taskFailedEventDetails: details },
      { id: 4, previousEventId: 3, timestamp: DATE, type: 'TaskScheduled', taskScheduledEventDetails: details },
      { id: 5, previousEventId: 4, timestamp: DATE, type: 'TaskSubmitted', taskSubmittedEventDetails: details },
    ],
  }),
} as unknown as MachineCalls;

const refuse = async (): Promise<never> => {
  throw new Error(EVIL);
};

const actions: RunActions = {
  createTask: refuse,
  cancelTask: refuse,
  redriveTask: refuse,
  repairTask: refuse,
  resultSchemaOf: async () => undefined,
  requestRulesOf: async () => ({
    inputSchema: {
      type: 'object',
      required: [EVIL],
      properties: { [EVIL]: { type: 'string', description: EVIL }, choice: { enum: [EVIL], title: EVIL } },
    },
  }),
};

const workshop: Workshop = {
  logsOf: () => [
    {
      step: 'evil',
      functionName: EVIL,
      at: 0,
      text: `${EVIL}\n${JSON.stringify({ message: EVIL, level: EVIL, timestamp: EVIL, [EVIL]: EVIL })}`,
    },
  ],
  placeOf: () => ({
    place: EVIL,
    editorUrl: `vscode://file/${encodeURIComponent(EVIL)}`,
    code: [{ number: 1, text: EVIL, isMeant: true }],
  }),
  functions: () => [{ name: EVIL, invocations: 1, failures: 1, reloads: 0, lastError: EVIL, lastErrorAt: 0 }],
  failNext: () => undefined,
};
