import { Hono } from 'hono';
import type { TaskerClient } from '../client/tasker-client.ts';
import type { ApiEnv } from './api-env.ts';
import { ApiError } from './api-error.ts';
import type { Catalogue } from './catalogue.ts';
import { readTaskRequest } from './read-task-request.ts';

/** The routes below `/v1/tasks`. Tasker: "REST API". */
export function taskRoutes(client: TaskerClient, catalogue: Catalogue): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.post('/', async (c) => {
    const request = await readTaskRequest(c);
    const template = catalogue.find(request);
    catalogue.checkContext(template, request.context);
    const task = await client.createTask(request, { identity: template.identity_strategy });
    return c.json(task, 201, {
      Location: `/v1/tasks/${task.task_uuid}`,
      'X-Correlation-Id': task.correlation_id,
    });
  });

  routes.get('/', async (c) => {
    const { page, per_page, ...filters } = c.req.query();
    const names = ['namespace', 'name', 'version', 'status', 'initiator', 'source_system'] as const;
    const filter = Object.fromEntries(names.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])));
    return c.json(
      await client.listTasks({
        ...filter,
        ...(page !== undefined && { page: Number(page) }),
        ...(per_page !== undefined && { per_page: Number(per_page) }),
      }),
    );
  });

  routes.get('/:id', async (c) => c.json(await client.getTask(c.req.param('id'))));

  routes.delete('/:id', async (c) => c.json(await client.cancelTask(c.req.param('id'))));

  routes.get('/:id/workflow_steps', async (c) => c.json(await client.listTaskSteps(c.req.param('id'))));

  routes.get('/:id/workflow_steps/:step', async (c) =>
    c.json(await client.getStep(c.req.param('id'), c.req.param('step'))),
  );

  routes.patch('/:id/workflow_steps/:step', () => {
    throw new ApiError(
      'NOT_IMPLEMENTED',
      'A step cannot be reset, resolved or completed by hand yet. Create the task again once the cause is repaired.',
    );
  });

  return routes;
}
