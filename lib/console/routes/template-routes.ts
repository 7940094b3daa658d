import { Hono } from 'hono';
import { TaskerClientError, viewExecution } from '../../client/index.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { functionsSection } from '../pages/functions-section.ts';
import { templateSections, templatesSections } from '../pages/template-sections.ts';
import type { TemplateKey } from '../run-source.ts';
import type { ShowPage } from './show-page.ts';

/** The newest runs that a template's page tells of: each costs up to two calls on AWS, once. */
const RUNS = 25;

/** What can be run: templates and functions. */
export function templateRoutes({ source, actions, workshop, drawTemplate }: ConsoleOptions, show: ShowPage): Hono {
  const routes = new Hono();
  const canStart = actions !== undefined;

  routes.get('/templates', async (c) => {
    const content = templatesSections(await source.listTemplates(), canStart);
    return show(c, { title: 'Templates', content, up: '/' });
  });

  routes.get('/templates/:namespace/:name/:version', async (c) => {
    const { namespace, name, version } = c.req.param();
    const all = (await source.listTemplates()).filter((one) => one.namespace === namespace && one.name === name);
    const template = all.find((one) => one.version === version);
    if (template === undefined) {
      throw new TaskerClientError('NOT_FOUND', `There is no template "${namespace}/${name}" of version "${version}".`);
    }
    const stepsOf = async (key: TemplateKey) =>
      viewExecution({ definition: await source.definitionOf(key), events: [] });
    const other = all.find((one) => one.version !== version && one.version === c.req.query('against'));
    const content = templateSections({
      template,
      versions: all,
      steps: await stepsOf(template),
      picture: drawTemplate?.(template),
      at: c.req.query('at'),
      runs: await source.viewTasks({ namespace, name, version, per_page: RUNS }),
      ...(other !== undefined && { other: { version: other.version, steps: await stepsOf(other) } }),
      canStart,
    });
    return show(c, { title: `${namespace}/${name} ${version}`, content, up: '/templates' });
  });

  if (workshop !== undefined) {
    routes.get('/functions', (c) =>
      show(c, { title: 'Functions', content: functionsSection(workshop.functions()), up: '/' }),
    );
  }
  return routes;
}
