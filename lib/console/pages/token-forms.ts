import { markup, type Html } from '../html.ts';
import type { ShownRun } from '../shown-run.ts';
import { runPath } from './words.ts';

/** The forms that answer the tasks of a run which wait for a token. */
export function tokenForms({ id, machine }: ShownRun): readonly Html[] {
  return (machine?.states ?? []).flatMap(({ step: { name }, tokens }) =>
    tokens.map(
      (
        token,
      ) => markup`<details class="act"><summary>Answer <span class="mono">${name}</span>, which waits for a token…</summary><p>With an output the state succeeds, and control goes on from it. With an error it fails: its own Retry and Catch say what runs again. A heartbeat lets it wait on.</p>
<form class="act answer" data-path="${runPath(id, 'token')}">${
        token === undefined
          ? markup`<label class="wide">Token<input name="token" required autocomplete="off"></label><p class="faint">What the task was sent does not show its token: the one to whom it was sent has it.</p>`
          : markup`<input type="hidden" name="token" value="${token}">`
      }<fieldset><legend>It went well</legend><label>Output<textarea class="mono" name="output" rows="3" spellcheck="false">{}</textarea></label><button type="submit" name="answer" value="success" class="main">Succeed</button></fieldset>
<fieldset><legend>It failed</legend><label>Error<input name="error" autocomplete="off" maxlength="256"></label><label>Cause<input name="cause" autocomplete="off" maxlength="32768"></label><button type="submit" name="answer" value="failure">Fail</button></fieldset>
<button type="submit" name="answer" value="heartbeat">Send a heartbeat</button><output aria-live="polite"></output></form></details>`,
    ),
  );
}
