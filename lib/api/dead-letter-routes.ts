import { Hono } from 'hono';
import type { DeadLetterUpdate } from '../client/dead-letters/dead-letter.ts';
import type { TaskerClient } from '../client/tasker-client.ts';
import type { ApiEnv } from './api-env.ts';
import { ApiError } from './api-error.ts';
import { refuse } from './refuse.ts';
import { judgeOf } from '../schema/judge.ts';
import type { TaskAccess } from './task-access.ts';

/** Tasker's body of `PATCH /v1/dlq/entry/{id}`. */
export const deadLetterUpdateSchema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    resolution_status: { enum: ['pending', 'manually_resolved', 'permanently_failed', 'cancelled'] },
    resolution_notes: { type: 'string', maxLength: 10_000 },
    resolved_by: { type: 'string', maxLength: 255 },
    metadata: { type: 'object' },
  },
} as const;

/** The routes below `/v1/dlq`. Tasker: "Dead letter queue". */
export function deadLetterRoutes(client: TaskerClient, access: TaskAccess): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/', async (c) => {
    const { limit, offset, ...filters } = c.req.query();
    const names = ['namespace', 'name', 'version', 'resolution_status'] as const;
    const filter = Object.fromEntries(
      names.flatMap((name) =>
        filters[name] || (name === 'resolution_status' && name in filters) ? [[name, filters[name]]] : [],
      ),
    );
    if (filter['namespace'] !== undefined) await access.demand(c, 'read', filter['namespace']);
    const mayRead = access.readableNamespaces(c);
    const numbers = {
      ...(limit !== undefined && { limit: Number(limit) }),
      ...(offset !== undefined && { offset: Number(offset) }),
    };
    return c.json(await client.listDeadLetters({ ...filter, ...numbers }, mayRead && { isWanted: mayRead }));
  });

  routes.get('/stats', async (c) => {
    const mayRead = access.readableNamespaces(c);
    return c.json(await client.deadLetterStats(mayRead && { isWanted: mayRead }));
  });

  routes.get('/task/:id', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    return c.json(await client.getDeadLetter(c.req.param('id')));
  });

  routes.patch('/entry/:id', async (c) => {
    await access.demandTask(c, 'cancel', c.req.param('id'));
    const body: unknown = await c.req.json().catch(() => {
      throw new ApiError('JSON_ERROR', 'The body is not JSON.');
    });
    refuse(judgeOf(deadLetterUpdateSchema)(body), '', 'The body is no update of a dead letter');
    return c.json(await client.updateDeadLetter(c.req.param('id'), body as DeadLetterUpdate));
  });

  return routes;
}
