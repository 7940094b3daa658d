import { Hono } from 'hono';
import { TaskerClientError } from '../../client/index.ts';
import { whyNotJson } from '../../json.ts';
import type { ConsoleOptions } from '../console-options.ts';
import type { TokenAnswer } from '../machines/other-machines.ts';
import { machineSections, machinesSections } from '../pages/machine-sections.ts';
import { runPath } from '../pages/words.ts';
import { bodyOf, textIn } from './form-body.ts';
import { liveFor } from './live-routes.ts';
import { pageNumber } from './page-number.ts';
import type { ShowPage } from './show-page.ts';

/** The state machines that run no template, and what can be done with their executions. */
export function machineRoutes(options: ConsoleOptions, show: ShowPage): Hono {
  const { machines, actions, now = Date.now } = options;
  const routes = new Hono();
  if (machines === undefined) return routes;

  routes.get('/machines', async (c) => {
    const live = liveFor(options, undefined, String(now()));
    const found = await machines.list(true);
    const page = await machines.executions(undefined, pageNumber(c.req.query('page')));
    const content = machinesSections(found, page, now());
    return show(c, { title: 'State machines', content, up: '/', ...(live !== undefined && { live }) });
  });

  routes.get('/machines/:arn', async (c) => {
    const live = liveFor(options, undefined, String(now()));
    const { from, page } = c.req.query();
    const machine = await machines.machine(c.req.param('arn'));
    const executions = await machines.executions(machine.arn, pageNumber(page));
    const earlier = from === undefined ? undefined : await machines.view(from);
    const content = machineSections(machine, executions, {
      now: now(),
      canStart: actions !== undefined,
      input: JSON.stringify(earlier?.machine?.input ?? {}, null, 2),
    });
    return show(c, { title: machine.name, content, up: '/machines', ...(live !== undefined && { live }) });
  });

  if (actions === undefined) return routes;

  routes.post('/machines/:arn/start', async (c) => {
    const body = await bodyOf(c);
    const [input, name] = [textIn(body, 'input'), textIn(body, 'name')];
    checkJson('input', input);
    const arn = await machines.start(c.req.param('arn'), input, name === '' ? undefined : name);
    return c.json({ goTo: runPath(arn) });
  });

  routes.post('/runs/:id/token', async (c) => {
    const body = await bodyOf(c);
    const token = textIn(body, 'token');
    if (token === '') throw new TaskerClientError('BAD_REQUEST', 'Give the token of the task.');
    await machines.answer(token, readAnswer(body));
    return c.json({ done: true });
  });
  return routes;
}

function readAnswer(body: Readonly<Record<string, unknown>>): TokenAnswer {
  const kind = textIn(body, 'answer');
  switch (kind) {
    case 'success': {
      const output = textIn(body, 'output');
      checkJson('output', output);
      return { kind, output };
    }
    case 'failure':
      return { kind, error: textIn(body, 'error'), cause: textIn(body, 'cause') };
    case 'heartbeat':
      return { kind };
    default:
      throw new TaskerClientError('BAD_REQUEST', '"answer" must be success, failure or heartbeat.');
  }
}

function checkJson(what: string, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new TaskerClientError('BAD_REQUEST', `The ${what} is not valid JSON: ${whyNotJson(error)}`);
  }
}
