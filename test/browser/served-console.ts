import { localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import { functionNameOf } from '../../lib/states-language/function-name.ts';
import { HandlerRecords } from '../../lib/cli/local/handler-records.ts';
import { answerWith } from '../../lib/cli/local/answer-with.ts';
import { deployWorkflow } from '../../lib/cli/local/deploy-workflow.ts';
import { InjectedFaults } from '../../lib/cli/local/injected-faults.ts';
import { drawTemplates } from '../../lib/cli/console/draw-templates.ts';
import { TaskerClient } from '../../lib/client/index.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { consoleApp } from '../../lib/console/app.ts';
import { OtherMachines } from '../../lib/console/machines/other-machines.ts';
import { ChangeFeed } from '../../lib/console/live/change-feed.ts';
import { lambdaInvoker, LocalStepFunctions, realClock, serveStepFunctions } from '../../lib/local/index.ts';
import { createStepFunction, defineHandler, PermanentError } from '../../lib/runtime/index.ts';

/** A console on a local service that really runs templates, as `tasker-sfn local` serves it. */
export interface ServedConsole {
  readonly service: LocalStepFunctions;
  readonly url: string;
  readonly client: TaskerClient;
  /** Lets the handler of a step go on that waits; resolves when the machine has been told, in ms since 1970. */
  readonly release: (step: string) => Promise<number>;
  close(): Promise<void>;
}

/**
 * Serves templates. A handler whose step is named in the context's `hold` waits to be released; one that is named in `fail` fails
 * for good; one in `flaky` fails once.
 */
export async function serveConsole(templates: readonly string[]): Promise<ServedConsole> {
  const workflows = templates.map((text) => {
    const { value, diagnostics } = compileTemplate(text, { file: 'template.yaml' });
    if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    return value;
  });
  const held = new Map<string, () => void>();
  const failed = new Set<string>();
  const clock = realClock();
  const changes = new ChangeFeed();
  const faults = new InjectedFaults(undefined);
  const records = new HandlerRecords({ cwd: process.cwd(), now: Date.now }, faults.failNext);
  const functions = new Map(
    workflows.flatMap((workflow) =>
      workflow.functions.map(({ key, callable }) => {
        const handler = defineHandler(callable, {}, async ({ context }) => {
          const step = context.event.workflowStep.name;
          const named = (list: string) => {
            const steps = context.getInput(list);
            return Array.isArray(steps) && steps.includes(step);
          };
          if (named('hold')) await new Promise<void>((resolve) => held.set(step, resolve));
          if (named('fail')) throw new PermanentError(`The step ${step} was made to fail.`, 'MADE_TO_FAIL');
          const run = `${context.taskUuid} ${step}`;
          if (named('flaky') && !failed.has(run)) {
            failed.add(run);
            throw new Error('It fails once.');
          }
          return { step, password: 'hunter2' };
        });
        return [key, createStepFunction(handler, { logger: () => {} })] as const;
      }),
    ),
  );
  const service = await LocalStepFunctions.open({
    invoke: faults.wrap(
      lambdaInvoker((arn) => {
        const name = functionNameOf(arn);
        // Whoever is asked answers by a token, later.
        if (name === 'ask') return async () => null;
        const run = functions.get(name);
        return (
          run &&
          (async (event, context) => {
            records.logged(
              name,
              `{"level":"INFO","message":"invoked","timestamp":"${new Date().toISOString()}"}\n`,
              JSON.stringify(event),
            );
            return run(event, context);
          })
        );
      }, clock),
    ),
    clock,
    observe: (execution) => {
      faults.begun(execution);
      return changes.begun(execution);
    },
  });
  const server = await serveStepFunctions(service, {
    port: 0,
    report: (problem) => console.error(problem),
    others: answerWith(async () => (request) => app.fetch(request)),
  });
  const { url } = server;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new TaskerClient({ connection: { endpoint: url, region: 'us-east-1', credentials } });
  const machines = OtherMachines.over({ endpoint: url, region: 'us-east-1', credentials: { ...credentials } }, () =>
    client.listTemplates(),
  );
  const app = consoleApp({
    machines,
    source: client,
    actions: client,
    changes,
    workshop: records,
    drawTemplate: drawTemplates(workflows),
    apiUrl: url,
  });
  for (const workflow of workflows)
    await deployWorkflow(machineCalls(service), workflow, { functionOf: localFunctionArn });
  records.serve(
    new Map([...functions.keys()].map((name) => [name, { file: '/handlers.mjs', memory: 256, timeout: 60 }])),
  );
  return {
    url,
    client,
    service,
    async release(step) {
      while (!held.has(step)) await new Promise((resolve) => setTimeout(resolve, 1));
      held.get(step)?.();
      held.delete(step);
      return Date.now();
    },
    async close() {
      changes.close();
      await server.close();
      await service.close();
    },
  };
}

function machineCalls(service: LocalStepFunctions) {
  return {
    createStateMachine: (input: object) => service.call('CreateStateMachine', input),
    updateStateMachine: (input: object) => service.call('UpdateStateMachine', input),
    listStateMachines: (input: object) => service.call('ListStateMachines', input),
    tagResource: (input: object) => service.call('TagResource', input),
  };
}

/** A template of so many steps: each third one joins two before it, so that it has a shape. */
export function templateOf(name: string, size: number): string {
  const step = (index: number) => `step_${index}`;
  const dependencies = (index: number) => {
    if (index === 0) return [];
    if (index % 3 === 0) return [step(index - 1), step(index - 2)];
    return [step(Math.floor((index - 1) / 3) * 3)];
  };
  const steps = Array.from(
    { length: size },
    (_, index) =>
      `  - { name: ${step(index)}, handler: { callable: Work }, dependencies: [${dependencies(index).join(', ')}] }`,
  );
  return [`name: ${name}`, 'namespace_name: shop', 'version: 1.0.0', 'steps:', ...steps, ''].join('\n');
}
