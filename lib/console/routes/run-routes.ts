import { Hono, type Context } from 'hono';
import type { StepView } from '../../client/index.ts';
import { TaskerClientError } from '../../client/index.ts';
import { noStep } from '../../client/no-step.ts';
import { TASK_STATUSES } from '../../client/responses/task-status.ts';
import { viewStates } from '../../client/view/view-states.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { exampleContext } from '../example-context.ts';
import { findRuns } from '../find-runs.ts';
import { markup, type Part } from '../html.ts';
import { actsOn } from '../pages/acts.ts';
import { compareSections } from '../pages/compare-sections.ts';
import { contextSection } from '../pages/context-section.ts';
import { drawer } from '../pages/drawer.ts';
import { emptyRuns } from '../pages/empty-runs.ts';
import { eventSections, eventsSection } from '../pages/events-section.ts';
import { graphSection } from '../pages/graph-section.ts';
import { listSections, SPANS } from '../pages/list-sections.ts';
import { logSection } from '../pages/log-section.ts';
import {
  coldStartsText,
  logsAreElsewhere,
  readLogSection,
  stepLogPath,
  type ReadLog,
} from '../pages/read-log-section.ts';
import { runHeader, type RunTab } from '../pages/run-header.ts';
import { stepSections } from '../pages/step-page.ts';
import { stepsSections, workersSections } from '../pages/steps-table.ts';
import { timelineSection } from '../pages/timeline-section.ts';
import { runPath, stepPath } from '../pages/words.ts';
import { withColdStarts, withToldColdStarts } from '../cold-starts.ts';
import { renderReport } from '../report.ts';
import { logTexts } from '../log-lines.ts';
import type { ShownRun } from '../shown-run.ts';
import { asJson, stateOfStep } from '../state-of-step.ts';
import { readRecord, recordOf, titleOf, viewRun } from '../view-run.ts';
import { liveFor } from './live-routes.ts';
import { pageNumber } from './page-number.ts';
import type { ShowPage } from './show-page.ts';

/** The list of runs, and the pages of each. */
export function runRoutes(options: ConsoleOptions, show: ShowPage): Hono {
  const { source, machines, actions, workshop, drawTemplate, apiUrl, now = Date.now } = options;
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
    const query = { status, namespace, name, since, q };
    const empty = found.tasks.length === 0 ? await emptyList() : markup``;
    const content = listSections(found, query, { now: now(), empty });
    return show(c, { title: 'Runs', content, ...(live !== undefined && { live }) });
  });

  const emptyList = async () => {
    const [template] = await source.listTemplates();
    const rules = template === undefined ? undefined : await actions?.requestRulesOf(template);
    const [canStart, hasMachines] = [actions !== undefined, machines !== undefined];
    return emptyRuns({ template, context: exampleContext(rules ?? {}), canStart, hasMachines, apiUrl });
  };

  /** A run with what the attempts of a step were given. */
  const viewWithInput = async (id: string, name: string) =>
    viewRun(options, id, { keepsInput: (step) => step === name });

  /** All that is known of a step. */
  const stepContent = async (task: ShownRun, name: string) => {
    const view = task.machine?.states.find((one) => one.step.name === name);
    return stepSections({
      task,
      step: stepNamed(task, name),
      state: view === undefined ? stateOfStep((await recordOf(options, task)).definition, name) : asJson(view.state),
      view,
      place: workshop?.placeOf(task.id, name),
      logs: workshop?.logsOf(task.id).filter((log) => log.step === name) ?? [],
      logPath:
        workshop === undefined && source.readLogs !== undefined && task.machine === undefined
          ? stepLogPath(task.id, name)
          : undefined,
    });
  };

  /** The step that is chosen on a page of a run, beside what the page shows. */
  const drawerOf = async (c: Context, task: ShownRun) => {
    const { step } = c.req.query();
    if (step === undefined || !task.steps.some(({ name }) => name === step)) return undefined;
    const rest = new URLSearchParams(c.req.query());
    rest.delete('step');
    return drawer(
      step,
      stepPath(task.id, step),
      `${c.req.path}?${rest.toString()}`,
      await stepContent(await viewWithInput(task.id, step), step),
    );
  };

  /** A page of a run, as the run stands. */
  const showRun = async (c: Context, tab: RunTab, contentOf: (task: ShownRun) => Part | Promise<Part>) => {
    const id = c.req.param('id') ?? '';
    const before = liveFor(options, id);
    const task = await viewRun(options, id);
    const isOver = task.stoppedAt !== undefined;
    const live = before && { ...before, version: before.version ?? task.updatedAt };
    return show(c, {
      title: titleOf(task),
      content: markup`${runHeader(task, tab, now(), actsOn(task, actions === undefined))}${await contentOf(task)}${await drawerOf(c, task)}`,
      up: '/',
      ...(!isOver && live !== undefined && { live }),
    });
  };

  routes.get('/runs/:id', (c) =>
    showRun(c, '', async (task) => {
      if (c.req.query('of') !== 'states' || task.machine !== undefined) {
        const { at } = c.req.query();
        return graphSection(task, drawTemplate?.(task.identity, allSteps(task)), { at: at === '' ? undefined : at });
      }
      const { definition, events } = await recordOf(options, task);
      return graphSection(task, undefined, { states: { definition, states: viewStates(definition, events) } });
    }),
  );

  /** The logs of a run, where Lambda keeps them. Each reading costs calls of CloudWatch Logs. */
  const readLog = async (id: string, step?: string): Promise<ReadLog> => {
    try {
      return { kind: 'lines', lines: (await source.readLogs?.(id, step === undefined ? {} : { step })) ?? [] };
    } catch (error) {
      return { kind: 'failure', message: (error as Error).message };
    }
  };

  routes.get('/runs/:id/timeline', (c) =>
    showRun(c, 'timeline', async ({ id, steps, startedAt, stoppedAt, updatedAt, machine }) => {
      const canAsk = workshop === undefined && source.readLogs !== undefined && machine === undefined;
      const log = canAsk && c.req.query('cold') !== undefined ? await readLog(id) : undefined;
      return markup`${timelineSection({
        steps:
          workshop !== undefined
            ? withColdStarts(steps, workshop.logsOf(id))
            : withToldColdStarts(steps, log?.kind === 'lines' ? log.lines : []),
        from: Date.parse(startedAt),
        to: stoppedAt === undefined ? Math.max(now(), Date.parse(updatedAt)) : Date.parse(stoppedAt),
        linkOf: (step) => stepPath(id, step),
        canZoom: true,
      })}${canAsk && coldStartsText(id, log)}`;
    }),
  );

  routes.get('/runs/:id/steps', (c) =>
    showRun(c, 'steps', (task) => {
      const { q = '', state = '', page } = c.req.query();
      return stepsSections(task, { q, state, page: pageNumber(page) });
    }),
  );

  routes.get('/runs/:id/steps/:step', async (c) => {
    const { id, step: name } = c.req.param();
    const before = liveFor(options, id);
    const task = await viewWithInput(id, name);
    const live = before && { ...before, version: before.version ?? task.updatedAt };
    const workers = task.steps.filter((step) => step.template === name && step.name !== name);
    return show(c, {
      title: name,
      content:
        workers.length > 0
          ? workersSections(task, name, workers, pageNumber(c.req.query('page')))
          : await stepContent(task, name),
      up: runPath(id, 'steps'),
      ...(task.stoppedAt === undefined && live !== undefined && { live }),
    });
  });

  routes.get('/runs/:id/events', (c) =>
    showRun(c, 'events', async (task) => {
      const { events } = await recordOf(options, task);
      return eventsSection(task.id, events, { q: c.req.query('q') ?? '', page: pageNumber(c.req.query('page')) });
    }),
  );

  routes.get('/runs/:id/events/:event', async (c) => {
    const { id, event: number } = c.req.param();
    const { events } = await readRecord(options, id);
    const event = events.find((one) => String(one.id) === number);
    if (event === undefined) throw new TaskerClientError('NOT_FOUND', `The run "${id}" has no event ${number}.`);
    const content = eventSections(id, events, event);
    return show(c, { title: `${number}: ${event.type}`, content, up: runPath(id, 'events') });
  });

  routes.get('/runs/:id/context', (c) => showRun(c, 'context', contextSection));

  routes.get('/runs/:id/log', (c) =>
    showRun(c, 'log', async (task) => {
      if (workshop !== undefined) return logSection(task, workshop.logsOf(task.id));
      if (source.readLogs === undefined) return logsAreElsewhere(task);
      const step = task.steps.find(({ name }) => name === c.req.query('only'))?.name;
      return readLogSection(task, await readLog(task.id, step), step);
    }),
  );

  routes.get('/runs/:id/report.html', async (c) => {
    const task = await viewRun(options, c.req.param('id'), { keepsInput: () => true });
    const picture = drawTemplate?.(task.identity, allSteps(task));
    return c.body(
      renderReport({
        task,
        now: now(),
        redact: c.req.query('redact') !== undefined,
        ...(workshop !== undefined && { logs: logTexts(workshop.logsOf(task.id)) }),
        ...(picture !== undefined && { picture }),
      }),
      200,
      {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Disposition': `attachment; filename="${task.id.replace(/[^\w.-]/g, '_')}.html"`,
        // The page has a policy of its own.
        'Content-Security-Policy': 'sandbox allow-same-origin',
      },
    );
  });

  routes.get('/compare', async (c) => {
    const { a = '', b = '' } = c.req.query();
    const form = markup`<form action="/compare" method="get"><label class="grow">First run<input name="a" value="${a}" required autocomplete="off"></label><label class="grow">Second run<input name="b" value="${b}" required autocomplete="off"></label><button type="submit">Compare</button></form>`;
    if (a === '' || b === '') {
      const content = markup`${form}<p class="faint">Give the ids of two runs. An id is the last fact above the tabs of a run.</p>`;
      return show(c, { title: 'Compare two runs', content, up: '/' });
    }
    const [first, second] = await Promise.all([viewRun(options, a), viewRun(options, b)]);
    return show(c, { title: 'Two runs', content: markup`${form}${compareSections(first, second)}`, up: '/' });
  });
  return routes;
}

/** Those that are no part of it, too. */
function allSteps({ steps, skipped = [] }: ShownRun): readonly StepView[] {
  return [...steps, ...skipped];
}

function stepNamed(run: ShownRun, name: string): StepView {
  const step = run.steps.find((one) => one.name === name);
  if (step !== undefined) return step;
  throw noStep(run, name);
}
