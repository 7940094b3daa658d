import { Hono } from 'hono';
import type { ApiEnv } from './api-env.ts';
import type { ServedTemplates } from './served-templates.ts';
import type { TemplateDescription } from './template-description.ts';
import type { TaskAccess } from './task-access.ts';

/** The templates, as Tasker's `GET /v1/templates` gives them. */
export interface TemplateListResponse {
  /** The namespaces of the templates. */
  readonly namespaces: readonly {
    /** The namespace. */
    readonly name: string;
    /** Nobody describes a namespace. */
    readonly description: null;
    /** How many templates it has. */
    readonly template_count: number;
  }[];
  /** The templates. */
  readonly templates: readonly {
    /** The template's name. */
    readonly name: string;
    /** The template's namespace. */
    readonly namespace: string;
    /** The template's version. */
    readonly version: string;
    /** What the template is for. */
    readonly description: string | null;
    /** How many steps it has. */
    readonly step_count: number;
  }[];
  /** How many templates there are. */
  readonly total_count: number;
}

/** A template, as Tasker's `GET /v1/templates/{namespace}/{name}/{version}` gives it. */
export interface TemplateResponse extends Omit<TemplateDescription, 'input_schema' | 'identity_strategy'> {
  /** What it asks of requests. */
  readonly configuration: Pick<TemplateDescription, 'input_schema' | 'identity_strategy'>;
}

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
    } satisfies TemplateListResponse);
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
    } satisfies TemplateResponse);
  });

  return routes;
}
