import { type Context, Hono } from 'hono';
import type { DeadLetterUpdate } from '../client/dead-letters/dead-letter.ts';
import type { TaskerClient } from '../client/tasker-client.ts';
import type { ApiEnv } from './api-env.ts';
import { readJsonBody } from './read-json-body.ts';
import { refuse } from './refuse.ts';
import { judgeOf } from '../schema/judge.ts';
import { numbersIn } from './query-numbers.ts';
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
  const readable = (c: Context<ApiEnv>) => {
    const mayRead = access.readableNamespaces(c);
    return mayRead && { isWanted: mayRead };
  };
  /** The template that a query names. An empty field of a form filters nothing. */
  const templateIn = async (c: Context<ApiEnv>) => {
    const { namespace, name, version } = c.req.query();
    if (namespace) await access.demand(c, 'read', namespace);
    return { ...(namespace && { namespace }), ...(name && { name }), ...(version && { version }) };
  };

  routes.get('/', async (c) => {
    const { resolution_status: status } = c.req.query();
    const filter = {
      ...(await templateIn(c)),
      // No dead letter has an empty status.
      ...(status !== undefined && { resolution_status: status }),
      ...numbersIn(c, 'limit', 'offset'),
    };
    return c.json(await client.listDeadLetters(filter, readable(c)));
  });

  routes.get('/investigation-queue', async (c) =>
    c.json(await client.listInvestigationQueue({ ...(await templateIn(c)), ...numbersIn(c, 'limit') }, readable(c))),
  );

  routes.get('/staleness', async (c) =>
    c.json(await client.listStaleness({ ...(await templateIn(c)), ...numbersIn(c, 'limit') }, readable(c))),
  );

  routes.get('/stats', async (c) => c.json(await client.deadLetterStats(readable(c))));

  routes.get('/task/:id', async (c) => {
    await access.demandTask(c, 'read', c.req.param('id'));
    return c.json(await client.getDeadLetter(c.req.param('id')));
  });

  routes.patch('/entry/:id', async (c) => {
    await access.demandTask(c, 'cancel', c.req.param('id'));
    const body = await readJsonBody(c);
    refuse(judgeOf(deadLetterUpdateSchema)(body), '', 'The body is not an update of a dead letter');
    return c.json(await client.updateDeadLetter(c.req.param('id'), body as DeadLetterUpdate));
  });

  return routes;
}
