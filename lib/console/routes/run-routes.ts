import { Hono, type Context } from 'hono';
import type { StepView, TaskExecution } from '../../client/index.ts';
import { TaskerClientError } from '../../client/index.ts';
import { TASK_STATUSES } from '../../client/responses/task-status.ts';
import { renderMachineSvg } from '../../viz/machine/render-machine-svg.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { findRuns } from '../find-runs.ts';
import { markup, type Part } from '../html.ts';
import { actsOn } from '../pages/acts.ts';
import { compareSections } from '../pages/compare-sections.ts';
import { contextSection } from '../pages/context-section.ts';
import { eventSections, eventsSection } from '../pages/events-section.ts';
import { graphSection } from '../pages/graph-section.ts';
import { listSections, SPANS } from '../pages/list-sections.ts';
import { logSection } from '../pages/log-section.ts';
import { runHeader, type RunTab } from '../pages/run-header.ts';
import { stepSections } from '../pages/step-page.ts';
import { stepsTable } from '../pages/steps-table.ts';
import { timelineSection } from '../pages/timeline-section.ts';
import { runPath, stepPath } from '../pages/words.ts';
import { renderReport } from '../report.ts';
import { stateOfStep } from '../state-of-step.ts';
import { liveFor } from './live-routes.ts';
import { pageNumber } from './page-number.ts';
import type { ShowPage } from './show-page.ts';

/** The list of runs, and the pages of each. */
export function runRoutes(options: ConsoleOptions, show: ShowPage): Hono {
  const { source, actions, workshop, drawTemplate, now = Date.now } = options;
  const routes = new Hono();

  routes.get('/', async (c) => {
    const { status = '', namespace = '', name = '', since = '', q = '' } = c.req.query();
    const known = TASK_STATUSES.find((state) => state === status);
    const span = SPANS[since];
    // Taken before the runs are read: what changes meanwhile is told.
    const live = liveFor(options, undefined, String(now()));
    const found = await findRuns(source, {
      page: pageNumber(c.req.query('page')),
      ...(known !== undefined && { status: known }),
      ...(namespace !== '' && { namespace }),
      ...(name !== '' && { name }),
      ...(span !== undefined && { since: now() - span[1] }),
      text: q,
    });
    const content = listSections(found, { status, namespace, name, since, q }, now());
    return show(c, { title: 'Runs', content, ...(live !== undefined && { live }) });
  });

  /** A page of a run, as the run stands. */
  const showRun = async (c: Context, tab: RunTab, contentOf: (task: TaskExecution) => Part | Promise<Part>) => {
    const id = c.req.param('id') ?? '';
    const before = liveFor(options, id);
    const task = await source.viewTask(id);
    const { namespace, name } = task.identity;
    const isOver = task.stoppedAt !== undefined;
    const live = before && { ...before, version: before.version ?? task.updatedAt };
    return show(c, {
      title: `${namespace}/${name}`,
      content: markup`${runHeader(task, tab, now())}${await contentOf(task)}${actsOn(task, actions === undefined)}`,
      up: '/',
      ...(!isOver && live !== undefined && { live }),
    });
  };

  routes.get('/runs/:id', (c) =>
    showRun(c, '', (task) =>
      graphSection(
        task,
        drawTemplate?.(task.identity, task.steps),
        c.req.query('of') === 'states' ? 'states' : 'steps',
      ),
    ),
  );

  routes.get('/runs/:id/machine.svg', async (c) => {
    const { definition } = await source.readExecution(c.req.param('id'));
    return c.body(renderMachineSvg(definition, 'State machine'), 200, {
      'Content-Type': 'image/svg+xml',
      // A picture that is opened as a page has a style sheet of its own, and may have nothing else.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
  });

  routes.get('/runs/:id/timeline', (c) =>
    showRun(c, 'timeline', ({ id, steps, startedAt, stoppedAt, updatedAt }) =>
      timelineSection({
        steps,
        from: Date.parse(startedAt),
        to: stoppedAt === undefined ? Math.max(now(), Date.parse(updatedAt)) : Date.parse(stoppedAt),
        linkOf: (step) => stepPath(id, step),
        canZoom: true,
      }),
    ),
  );

  routes.get('/runs/:id/steps', (c) => showRun(c, 'steps', stepsTable));

  routes.get('/runs/:id/steps/:step', async (c) => {
    const { id, step: name } = c.req.param();
    const before = liveFor(options, id);
    const task = await source.viewTask(id, { keepsInput: (step) => step === name });
    const step = stepNamed(task, name);
    const { definition } = await source.readExecution(id);
    const live = before && { ...before, version: before.version ?? task.updatedAt };
    return show(c, {
      title: name,
      content: stepSections({
        task,
        step,
        state: stateOfStep(definition, name),
        place: workshop?.placeOf(id, name),
        logs: workshop?.logsOf(id).filter((log) => log.step === name) ?? [],
      }),
      up: runPath(id, 'steps'),
      ...(task.stoppedAt === undefined && live !== undefined && { live }),
    });
  });

  routes.get('/runs/:id/events', (c) =>
    showRun(c, 'events', async ({ id }) => {
      const { events } = await source.readExecution(id);
      return eventsSection(id, events, { q: c.req.query('q') ?? '', page: pageNumber(c.req.query('page')) });
    }),
  );

  routes.get('/runs/:id/events/:event', async (c) => {
    const { id, event: number } = c.req.param();
    const { events } = await source.readExecution(id);
    const event = events.find((one) => String(one.id) === number);
    if (event === undefined) throw new TaskerClientError('NOT_FOUND', `The run "${id}" has no event ${number}.`);
    const content = eventSections(id, events, event);
    return show(c, { title: `${number}: ${event.type}`, content, up: runPath(id, 'events') });
  });

  routes.get('/runs/:id/context', (c) => showRun(c, 'context', contextSection));

  routes.get('/runs/:id/log', (c) => showRun(c, 'log', (task) => logSection(task, workshop?.logsOf(task.id))));

  routes.get('/runs/:id/report.html', async (c) => {
    const task = await source.viewTask(c.req.param('id'), { keepsInput: () => true });
    const picture = drawTemplate?.(task.identity, task.steps);
    return c.body(renderReport({ task, now: now(), ...(picture !== undefined && { picture }) }), 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Disposition': `attachment; filename="${task.id.replace(/[^\w.-]/g, '_')}.html"`,
      // The page has a policy of its own.
      'Content-Security-Policy': 'sandbox allow-same-origin',
    });
  });

  routes.get('/compare', async (c) => {
    const { a = '', b = '' } = c.req.query();
    const form = markup`<form action="/compare" method="get"><label class="grow">First run<input name="a" value="${a}" required autocomplete="off"></label><label class="grow">Second run<input name="b" value="${b}" required autocomplete="off"></label><button type="submit">Compare</button></form>`;
    if (a === '' || b === '') {
      const content = markup`${form}<p class="faint">Give the ids of two runs. An id is the last fact above the tabs of a run.</p>`;
      return show(c, { title: 'Compare two runs', content, up: '/' });
    }
    const [first, second] = await Promise.all([source.viewTask(a), source.viewTask(b)]);
    return show(c, { title: 'Two runs', content: markup`${form}${compareSections(first, second)}`, up: '/' });
  });
  return routes;
}

function stepNamed({ id, steps }: TaskExecution, name: string): StepView {
  const step = steps.find((one) => one.name === name);
  if (step !== undefined) return step;
  throw new TaskerClientError(
    'NOT_FOUND',
    `The run "${id}" has no step "${name}": its template has none, or a decision has passed it over.`,
  );
}
