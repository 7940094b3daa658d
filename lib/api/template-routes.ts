import { Hono } from 'hono';
import type { ApiEnv } from './api-env.ts';
import type { ServedTemplates } from './served-templates.ts';
import type { TaskAccess } from './task-access.ts';

/** The routes below `/v1/templates`. Tasker: "Templates". */
export function templateRoutes(served: ServedTemplates, access: TaskAccess): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/', async (c) => {
    const namespace = c.req.query('namespace');
    const readable = await access.readable(c, served.entries);
    const entries = readable.filter((entry) => namespace === undefined || entry.namespace === namespace);
    const namespaces = [...new Set(entries.map((entry) => entry.namespace))].sort();
    return c.json({
      namespaces: namespaces.map((name) => ({
        name,
        description: null,
        template_count: entries.filter((entry) => entry.namespace === name).length,
      })),
      templates: entries.map(({ name, namespace, version, description, steps }) => ({
        name,
        namespace,
        version,
        description,
        step_count: steps.length,
      })),
      total_count: entries.length,
    });
  });

  routes.get('/:namespace/:name/:version', async (c) => {
    await access.demand(c, 'read', c.req.param('namespace'));
    const { name, namespace, version, description, input_schema, identity_strategy, steps } = served.find(
      c.req.param(),
    );
    return c.json({
      name,
      namespace,
      version,
      description,
      configuration: { input_schema, identity_strategy },
      steps,
    });
  });

  return routes;
}
