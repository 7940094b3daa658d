import { Hono } from 'hono';
import type { TaskFilter } from '../client/aws/list-tasks.ts';
import type { TaskerClient } from '../client/tasker-client.ts';
import type { StepState } from '../client/view/step-view.ts';
import type { ApiEnv } from './api-env.ts';
import { ApiError } from './api-error.ts';
import { scopeOf } from './namespace-path.ts';
import type { ServedTemplates } from './served-templates.ts';
import { judgeOf } from '../schema/judge.ts';
import { numbersIn } from './query-numbers.ts';
import { refuse } from './refuse.ts';
import { readStepRepair } from './read-step-repair.ts';
import { readTaskRequest } from './read-task-request.ts';
import { stepResult, type ReadParked } from './step-result.ts';
import type { TaskAccess } from './task-access.ts';

/** What the routes of tasks work with. */
export interface TaskRouteOptions {
  readonly client: TaskerClient;
  readonly served: ServedTemplates;
  readonly access: TaskAccess;
  readonly readParked: ReadParked | undefined;
}

/** The routes below `/v1/tasks`. Tasker: "REST API". */
export function taskRoutes({ client, served, access, readParked }: TaskRouteOptions): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.post('/', async (c) => {
    const request = await readTaskRequest(c);
    await access.demand(c, 'create', request.namespace);
    const template = served.find(request);
    served.checkContext(template, request.context);
    const traceparent = c.req.header('traceparent');
    const task = await client.createTask(request, {
      identity: template.identity_strategy,
      ...(traceparent !== undefined && { traceparent }),
    });
    return c.json(task, 201, {
      Location: `${scopeOf(c.req).path}/v1/tasks/${task.task_uuid}`,
      'X-Correlation-Id': task.correlation_id,
    });
  });

  routes.get('/', async (c) => {
    const filters = c.req.query();
    const names = ['namespace', 'name', 'version', 'status', 'initiator', 'source_system'] as const;
    const filter: TaskFilter = Object.fromEntries(
      // An empty field of a form filters nothing; no task has an empty status.
      names.flatMap((name) => (filters[name] || (name === 'status' && name in filters) ? [[name, filters[name]]] : [])),
    );
    if (filter.namespace !== undefined) await access.demand(c, 'read', filter.namespace);
    const mayRead = access.readableNamespaces(c);
    const page = numbersIn(c, 'page', 'per_page');
    return c.json(await client.listTasks({ ...filter, ...page }, mayRead && { isWanted: mayRead }));
  });

  routes.get('/:id', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    return c.json(await client.getTask(c.req.param('id')));
  });

  routes.delete('/:id', async (c) => {
    await access.demandTask(c, 'cancel', c.req.param('id'));
    return c.json(await client.cancelTask(c.req.param('id'), c.req.query('reason')));
  });

  routes.get('/:id/logs', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    const step = c.req.query('step');
    const filter = { ...(step && { step }), ...numbersIn(c, 'attempt') };
    return c.json(await client.readLogs(c.req.param('id'), filter));
  });

  routes.get('/:id/workflow_steps', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    const { next, state } = c.req.query();
    const { limit } = numbersIn(c, 'limit');
    const page = {
      ...(next !== undefined && { next }),
      ...(state !== undefined && { state: state as StepState }),
      ...(limit !== undefined && { limit }),
    };
    const steps = await client.listTaskSteps(c.req.param('id'), page);
    const last = steps.at(-1)?.name;
    if (limit === undefined || steps.length < limit || last === undefined) return c.json(steps);
    const query = new URLSearchParams({ limit: String(limit), next: last, ...(state !== undefined && { state }) });
    // The page is full, and another may follow: it may be empty.
    return c.json(steps, 200, {
      Link: `<${scopeOf(c.req).path}/v1/tasks/${c.req.param('id')}/workflow_steps?${query.toString()}>; rel="next"`,
    });
  });

  routes.get('/:id/workflow_steps/:step', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    const inputs = isAsked(c.req.query('inputs'));
    return c.json(await client.getStep(c.req.param('id'), c.req.param('step'), { inputs }));
  });

  routes.get('/:id/workflow_steps/:step/result', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    const step = await client.getStep(c.req.param('id'), c.req.param('step'));
    return c.body(await stepResult(step, readParked), 200, { 'Content-Type': 'application/json' });
  });

  routes.get('/:id/workflow_steps/:step/audit', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    return c.json(await client.getStepAuditHistory(c.req.param('id'), c.req.param('step')));
  });

  routes.patch('/:id/workflow_steps/:step', async (c) => {
    const { id, step } = c.req.param();
    await access.demandTask(c, 'repair', id);
    const repair = await readStepRepair(c, step);
    const [action] = repair.actions;
    if (action?.action === 'complete_manually') {
      const schema = await client.resultSchemaOf(id, step);
      if (schema !== undefined) {
        refuse(
          judgeOf(schema)(action.result),
          '/completion_data/result',
          `The result breaks the result schema of "${step}"`,
        );
      }
    }
    await client.repairTask(id, repair);
    return c.json(await client.getStep(id, step));
  });

  return routes;
}

/** Reads a switch of the query. */
function isAsked(value: string | undefined): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw new ApiError('BAD_REQUEST', `"inputs" must be true or false, not "${value}".`);
}
