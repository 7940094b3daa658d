import type { StepView, TaskExecution, TaskViews } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import type { Picture } from '../../viz/picture-parts.ts';
import { pictureOfRun } from '../../viz/picture.ts';
import { STATE_GLYPHS } from '../../viz/state-glyphs.ts';
import { markup, type Html } from '../html.ts';
import type { TemplateKey } from '../run-source.ts';
import { pictureFrame } from './picture-frame.ts';
import { templateName } from './start-sections.ts';
import { stepAnchor } from './step-anchor.ts';
import { durationOf, runPath, scrolling, statusPill, stateOf, stepPath, templatePath, timeText } from './words.ts';

/** The templates of which tasks can be made, with their versions. */
export function templatesSections(templates: readonly TemplateKey[], canStart: boolean): Html {
  if (templates.length === 0) {
    return markup`<p>No template is deployed. Write one and serve it here:</p>
<pre tabindex="0">npx tasker-sfn new shop/order
npx tasker-sfn local</pre>`;
  }
  const titleOf = ({ namespace, name }: TemplateKey) => `${namespace}/${name}`;
  const groups = new Map<string, TemplateKey[]>();
  for (const template of templates) groups.set(titleOf(template), [...(groups.get(titleOf(template)) ?? []), template]);
  return scrolling(
    'Templates',
    markup`<table><thead><tr><th scope="col">Template</th><th scope="col">Versions</th><th scope="col">Runs</th>${canStart && markup`<th scope="col">Start</th>`}</tr></thead>
<tbody>${[...groups].map(([title, versions]) => {
      const newest = versions.at(-1);
      if (newest === undefined) return undefined;
      const { namespace, name } = newest;
      return markup`<tr><td><a class="row" href="${templatePath(newest)}">${title}</a></td><td>${versions.map((one) => markup`<a href="${templatePath(one)}">${one.version}</a> `)}</td><td><a href="/?${new URLSearchParams({ namespace, name }).toString()}">Runs</a></td>${canStart && markup`<td><a href="${startPath(newest)}">Start</a></td>`}</tr>`;
    })}</tbody></table>`,
  );
}

/** The form that starts a task of a template. */
export function startPath({ namespace, name, version }: TemplateKey): string {
  return `/start?${new URLSearchParams({ template: `${namespace}/${name}@${version}` }).toString()}`;
}

/** What is known of a template. */
export interface TemplatePage {
  readonly template: TemplateKey;
  /** All versions of it. */
  readonly versions: readonly TemplateKey[];
  /** Its steps, before any run. */
  readonly steps: readonly StepView[];
  readonly picture: Picture | undefined;
  /** The step around which a large picture is shown. */
  readonly at?: string | undefined;
  /** Its newest runs. */
  readonly runs: TaskViews;
  /** Another version, and its steps. */
  readonly other?: { readonly version: string; readonly steps: readonly StepView[] };
  readonly canStart: boolean;
}

/** A template: its picture, how long its steps take, how its newest runs went, and what differs from another version. */
export function templateSections(page: TemplatePage): Html {
  const { template, versions, steps, picture, at, runs, other, canStart } = page;
  const { namespace, name, version } = template;
  return markup`<div class="facts">${canStart && markup`<p><a href="${startPath(template)}">Start a run</a></p>`}<p><a href="/?${new URLSearchParams({ namespace, name }).toString()}">All runs</a></p>
<p><span class="faint">Versions</span> ${versions.map((one) => markup`<a href="${templatePath(one)}"${one.version === version && markup` aria-current="page"`}>${one.version}</a> `)}</p></div>
${
  versions.length > 1 &&
  markup`<form action="${templatePath(template)}" method="get"><label>Compare with<select name="against">${versions
    .filter((one) => one.version !== version)
    .map(
      (one) => markup`<option${one.version === other?.version && markup` selected`}>${one.version}</option>`,
    )}</select></label><button type="submit">Compare</button></form>`
}
${other !== undefined && versionDifferences(other.version, other.steps, steps)}
<h2>Steps</h2>${pictureFrame(picture ?? pictureOfRun(name, version, steps), {
    linkOf: (node) => `#${encodeURIComponent(stepAnchor(node.names[0] ?? ''))}`,
    at,
    path: templatePath(template),
  })}
<h2>How long steps take</h2>${stepTimes(steps, runs.tasks)}
<h2>The newest runs, step by step</h2>${grid(template, steps, runs.tasks)}`;
}

/** Of each step, from its first attempt to its end. */
function stepTimes(steps: readonly StepView[], runs: readonly TaskExecution[]): Html {
  return scrolling(
    'How long steps take',
    markup`<table class="narrow"><thead><tr><th scope="col">Step</th><th scope="col">Depends on</th><th scope="col">At most</th><th scope="col">Complete</th><th scope="col">p50</th><th scope="col">p95</th><th scope="col">Failed</th></tr></thead>
<tbody>${steps.map(({ name, dependencies, maxAttempts }) => {
      const found = runs.flatMap((run) => run.steps.filter((step) => step.name === name));
      const times = found.flatMap((step) => (step.state === 'complete' ? (durationOf(step) ?? []) : []));
      times.sort((a, b) => a - b);
      const part = (share: number) => times[Math.max(0, Math.ceil(times.length * share) - 1)];
      const [half, most] = [part(0.5), part(0.95)];
      const failed = found.filter(({ state }) => state === 'error').length;
      return markup`<tr id="${stepAnchor(name)}"><td class="mono">${name}</td><td class="mono faint">${dependencies.join(', ')}</td><td class="number">${count(maxAttempts, 'attempt')}</td><td class="number">${times.length}</td><td class="number">${half !== undefined && formatDuration(half)}</td><td class="number">${most !== undefined && formatDuration(most)}</td><td class="number">${failed > 0 && markup`<span class="error">${failed}</span>`}</td></tr>`;
    })}</tbody></table>`,
  );
}

/** A line for each run, a cell for each step. */
function grid(template: TemplateKey, steps: readonly StepView[], runs: readonly TaskExecution[]): Html {
  if (runs.length === 0) {
    return markup`<p>It has not run yet. From a terminal:</p>
<pre tabindex="0">npx tasker-sfn task create ${templateName(template)} --context '{}'</pre>`;
  }
  return scrolling(
    'Runs and steps',
    markup`<table class="grid"><thead><tr><th scope="col">Run</th><th scope="col">Status</th>${steps.map(({ name }) => markup`<th scope="col" class="mono upright"><span>${name}</span></th>`)}</tr></thead>
<tbody>${runs.map((run) => {
      const byName = new Map(run.steps.map((step) => [step.name, step]));
      return markup`<tr><td><a class="row" href="${runPath(run.id)}">${timeText(run.startedAt)}</a></td><td>${statusPill(run)}</td>${steps.map(
        ({ name }) => {
          const step = byName.get(name);
          if (step === undefined) return markup`<td></td>`;
          const state = stateOf(step);
          const label = `${name}: ${state.replaceAll('_', ' ')}`;
          return markup`<td><a class="cell ${state}" href="${stepPath(run.id, name)}" title="${label}" aria-label="${label}">${STATE_GLYPHS[state]}</a></td>`;
        },
      )}</tr>`;
    })}</tbody></table>`,
  );
}

function versionDifferences(version: string, before: readonly StepView[], after: readonly StepView[]): Html {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const changes = names.flatMap((name): readonly [string, string][] => {
    const [old, now] = [before, after].map((steps) => steps.find((step) => step.name === name));
    if (old === undefined) return [[name, 'is new']];
    if (now === undefined) return [[name, 'is gone']];
    const lists = [old, now].map(({ dependencies }) => dependencies.join(', ') || 'nothing');
    return [
      ...(lists[0] === lists[1]
        ? []
        : [[name, `depends on ${lists[1] ?? ''}, no more on ${lists[0] ?? ''}`] satisfies [string, string]]),
      ...(old.maxAttempts === now.maxAttempts
        ? []
        : [[name, `has ${count(now.maxAttempts, 'attempt')}, not ${old.maxAttempts}`] satisfies [string, string]]),
    ];
  });
  return markup`<section aria-labelledby="diff-title"><h2 id="diff-title">Since version ${version}</h2>${
    changes.length === 0
      ? markup`<p class="faint">No step has been added, removed, or given other dependencies or attempts.</p>`
      : markup`<ul class="plain">${changes.map(([name, change]) => markup`<li><span class="mono">${name}</span> ${change}</li>`)}</ul>`
  }</section>`;
}
