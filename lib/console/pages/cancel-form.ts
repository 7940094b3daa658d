import { markup, type Html } from '../html.ts';

/** Cancels a run; it says first what comes of that. */
export function cancelForm(id: string): Html {
  return markup`<section aria-labelledby="act-title"><h2 id="act-title">Act</h2>
<p>Cancelling stops the run for good. Handlers that run are not interrupted; what they return is lost.</p>
<form class="act" data-path="/runs/${encodeURIComponent(id)}/cancel"><label>Reason<input name="reason" autocomplete="off"></label><button type="submit">Cancel the run</button><output></output></form></section>`;
}
