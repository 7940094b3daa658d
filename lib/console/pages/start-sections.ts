import type { JsonObject } from '../../json.ts';
import type { RequestRules, TaskExecution } from '../../client/index.ts';
import { markup, type Html } from '../html.ts';
import { fieldsOf, type Field } from '../schema-fields.ts';
import type { TemplateKey } from '../run-source.ts';

/** What a start form is made of. */
export interface StartPage {
  readonly templates: readonly TemplateKey[];
  readonly chosen: TemplateKey | undefined;
  readonly rules: RequestRules;
  /** What stands in the form first. */
  readonly context: JsonObject;
  /** The newest runs of the template, whose contexts can be taken again. */
  readonly last: readonly TaskExecution[];
  /** The steps that can be made to fail; none where the handlers run elsewhere. */
  readonly breakable: readonly string[];
  /** Of the REST API; undefined where there is none here. */
  readonly apiUrl: string | undefined;
}

/** A template, as the command line writes it. */
export function templateName({ namespace, name, version }: TemplateKey): string {
  return `${namespace}/${name}@${version}`;
}

/** The form that starts a run: fields for what the template's schema tells of, and the same as JSON beside them. */
export function startSections(page: StartPage): Html {
  const { templates, chosen } = page;
  if (templates.length === 0)
    return markup`<p>No template is deployed, so nothing can be started. See <a href="/templates">templates</a>.</p>`;
  return markup`<form action="/start" method="get"><label class="grow">Template<select name="template">${chosen === undefined && markup`<option value="">choose one</option>`}${templates.map(
    (template) =>
      markup`<option${chosen !== undefined && templateName(template) === templateName(chosen) && markup` selected`}>${templateName(template)}</option>`,
  )}</select></label><button type="submit">Choose</button></form>
${chosen !== undefined && formOf(page, chosen)}`;
}

function formOf({ rules, context, last, breakable, apiUrl = '' }: StartPage, chosen: TemplateKey): Html {
  const fields = rules.inputSchema === undefined ? [] : fieldsOf(rules.inputSchema);
  const task = templateName(chosen);
  return markup`<form class="act start" id="start-form" data-path="/start" data-task="${task}" data-url="${apiUrl}"><input type="hidden" name="template" value="${task}">
<div class="pair"><fieldset><legend>Fields</legend>${
    fields.length === 0
      ? markup`<p class="faint">The template has no input_schema that tells of fields: write the context as JSON.</p>`
      : fields.map(fieldOf)
  }</fieldset>
<fieldset><legend>As JSON</legend>${
    last.length > 0 &&
    markup`<label>Take that of an earlier run<select name="last"><option value="">–</option>${last.map(
      ({ id, startedAt, request }) =>
        markup`<option value="${JSON.stringify(request.context ?? {}, null, 2)}">${startedAt.slice(0, 19).replace('T', ' ')} ${id.slice(-10)}</option>`,
    )}</select></label>`
  }<label>Context<textarea name="context" rows="14" spellcheck="false" class="mono">${JSON.stringify(context, null, 2)}</textarea></label></fieldset></div>
<div class="row-of-fields"><label>Idempotency key<input name="idempotency_key" autocomplete="off" placeholder="none"></label>${
    breakable.length > 0 &&
    markup`<label>Let a step fail<select name="fail_step"><option value="">no step</option>${breakable.map((step) => markup`<option>${step}</option>`)}</select></label><label>How often<input name="fail_times" type="number" min="1" max="99" value="1"></label>`
  }<button type="submit" class="main">Start</button><output aria-live="polite"></output></div></form>
<h2>The same from elsewhere</h2>${(
    [
      ['cli', 'Command line'],
      ['curl', 'curl'],
      ['test', 'Test'],
    ] as const
  ).map(
    ([kind, title]) =>
      markup`<h3>${title} <button type="button" data-copy="copy-${kind}" aria-label="Copy for ${title}">Copy</button></h3><pre tabindex="0" id="copy-${kind}" data-own></pre>`,
  )}`;
}

function fieldOf({ path, kind, isRequired, description, choices = [] }: Field): Html {
  const at = markup`data-at="${JSON.stringify(path)}" data-kind="${kind}" aria-required="${String(isRequired)}"`;
  const name = markup`<span><span class="mono">${path.join('.')}</span>${isRequired && markup` <span aria-hidden="true">*</span>`}</span>`;
  const input =
    kind === 'boolean'
      ? markup`<input type="checkbox" ${at}>`
      : kind === 'choice'
        ? markup`<select ${at}><option value=""></option>${choices.map((choice) => markup`<option>${choice}</option>`)}</select>`
        : markup`<input ${at}${kind === 'number' && markup` type="number" step="any"`}${kind === 'json' && markup` placeholder="JSON"`} autocomplete="off">`;
  return markup`<label${kind === 'boolean' && markup` class="check"`}>${name}${input}${description !== undefined && markup`<small>${description}</small>`}</label>`;
}
