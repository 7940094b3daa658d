import { Hono } from 'hono';
import { TaskerClientError, viewExecution } from '../../client/index.ts';
import { isJsonObject, whyNotJson, type JsonObject, type JsonValue } from '../../json.ts';
import { checkContext, checkResult } from '../../schema/check-context.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { exampleContext } from '../example-context.ts';
import { startSections, templateName } from '../pages/start-sections.ts';
import { runPath } from '../pages/words.ts';
import { bodyOf, textIn } from './form-body.ts';
import { readRepair } from './read-repair.ts';
import type { ShowPage } from './show-page.ts';

/** Earlier runs whose contexts a start form offers. */
const LAST = 5;

/** What changes something. Forms of other pages cannot send JSON, and who serves the console lets no other origin in. */
export function actRoutes(options: ConsoleOptions, show: ShowPage): Hono {
  const { source, machines, actions, workshop, apiUrl } = options;
  const routes = new Hono();
  routes.post('*', async (c, next) => {
    if (!/^application\/json\s*(?:;|$)/i.test(c.req.header('Content-Type') ?? '')) {
      return c.json({ error: 'application/json is taken alone.' }, 415);
    }
    if (actions === undefined) return c.json({ error: 'The console is read-only.' }, 403);
    return next();
  });
  if (actions === undefined) return routes;

  routes.post('/runs/:id/cancel', async (c) => {
    const reason = textIn(await bodyOf(c), 'reason');
    const id = c.req.param('id');
    if ((await machines?.isExecution(id)) === true) await machines?.cancel(id, reason);
    else await actions.cancelTask(id, reason === '' ? undefined : reason);
    return c.json({ done: true });
  });

  routes.post('/runs/:id/redrive', async (c) => {
    const id = c.req.param('id');
    if ((await machines?.isExecution(id)) === true) await machines?.redrive(id);
    else await actions.redriveTask(id);
    return c.json({ done: true });
  });

  routes.post('/runs/:id/repair', async (c) => {
    const id = c.req.param('id');
    const repair = readRepair(await bodyOf(c));
    for (const { step, ...done } of repair.actions) {
      if (done.action !== 'complete_manually') continue;
      const schema = await actions.resultSchemaOf(id, step);
      const violations = schema === undefined ? [] : checkResult(schema, done.result);
      if (violations.length > 0) {
        throw new TaskerClientError(
          'BAD_REQUEST',
          `The result_schema of "${step}" is not met: ${violations.join(' ')}`,
        );
      }
    }
    await actions.repairTask(id, repair);
    return c.json({ done: true });
  });

  routes.get('/start', async (c) => {
    const { from, template = '' } = c.req.query();
    const templates = await source.listTemplates();
    const earlier = from === undefined ? undefined : await source.viewTask(from);
    const wanted = earlier === undefined ? template : templateName(earlier.identity);
    const chosen =
      templates.find((one) => templateName(one) === wanted) ?? (templates.length === 1 ? templates[0] : undefined);
    const last =
      chosen === undefined
        ? []
        : (await source.viewTasks({ namespace: chosen.namespace, name: chosen.name, per_page: LAST })).tasks;
    const definition = chosen === undefined || workshop === undefined ? undefined : await source.definitionOf(chosen);
    const rules = chosen === undefined ? {} : await actions.requestRulesOf(chosen);
    const content = startSections({
      templates,
      chosen,
      rules,
      context: earlier?.request.context ?? exampleContext(rules),
      last,
      breakable: definition === undefined ? [] : viewExecution({ definition, events: [] }).map(({ name }) => name),
      apiUrl,
    });
    return show(c, { title: 'Start a run', content, up: '/' });
  });

  routes.post('/start', async (c) => {
    const body = await bodyOf(c);
    const wanted = textIn(body, 'template');
    const template = (await source.listTemplates()).find((one) => templateName(one) === wanted);
    if (template === undefined) throw new TaskerClientError('BAD_REQUEST', `There is no template "${wanted}".`);
    const context = readContext(textIn(body, 'context'));
    const { inputSchema, identityStrategy: identity } = await actions.requestRulesOf(template);
    const violations = inputSchema === undefined ? [] : checkContext(inputSchema, context);
    if (violations.length > 0) {
      throw new TaskerClientError('BAD_REQUEST', `The input_schema is not met: ${violations.join(' ')}`);
    }
    const [step, key] = [textIn(body, 'fail_step'), textIn(body, 'idempotency_key')];
    if (step !== '') workshop?.failNext(template, step, Number(textIn(body, 'fail_times')) || 1);
    const { namespace, name, version } = template;
    const request = { namespace, name, version, context, source_system: 'console', reason: 'Started in the console' };
    const task = await actions
      .createTask(
        { ...request, ...(key !== '' && { idempotency_key: key }) },
        identity === undefined ? {} : { identity },
      )
      .catch((error: unknown) => {
        throw key === '' ? withWayOut(error) : error;
      });
    return c.json({ goTo: runPath(task.task_uuid) });
  });
  return routes;
}

/** The same context is the same task to most templates: then a key makes it another one. */
function withWayOut(error: unknown): unknown {
  if (!(error instanceof TaskerClientError) || error.code !== 'CONFLICT') return error;
  const message = `${error.message} To run it again, give an idempotency key, or change the context.`;
  return new TaskerClientError(error.code, message, { cause: error });
}

function readContext(text: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new TaskerClientError('BAD_REQUEST', `The context is not valid JSON: ${whyNotJson(error)}`);
  }
  if (isJsonObject(value)) return value;
  throw new TaskerClientError('BAD_REQUEST', 'The context must be a JSON object.');
}
