import { Hono } from 'hono';
import type { ApiEnv } from './api-env.ts';
import type { Catalogue } from './catalogue.ts';

/** The routes below `/v1/templates`. Tasker: "Templates". */
export function templateRoutes(catalogue: Catalogue): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/', (c) => {
    const namespace = c.req.query('namespace');
    const entries = catalogue.entries.filter((entry) => namespace === undefined || entry.namespace === namespace);
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

  routes.get('/:namespace/:name/:version', (c) => {
    const { name, namespace, version, description, input_schema, identity_strategy, steps } = catalogue.find(
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
