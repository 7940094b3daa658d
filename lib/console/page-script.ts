/** The script of the console's pages: it brings them up to date, sends forms that act, and listens to keys. */
export const PAGE_SCRIPT = `'use strict';
const main = document.querySelector('main');
let latest;
const openIds = () => new Set([...main.querySelectorAll('details[open][id]')].map(({ id }) => id));
async function refresh() {
  const typing = main.contains(document.activeElement) && document.activeElement.matches('input, select');
  if (document.hidden || typing || !isLive()) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const text = await answer.text();
  if (text === latest) return;
  latest = text;
  const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
  const open = openIds();
  const focused = document.activeElement?.closest?.('[href], [id]');
  const place = focused?.getAttribute('href') ? 'a[href="' + CSS.escape(focused.getAttribute('href')) + '"]' : undefined;
  main.replaceChildren(...fresh.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (place) main.querySelector(place)?.focus();
}
const isLive = () => location.pathname === '/' || main.querySelector('.RUNNING, .PENDING_REDRIVE') !== null;
setInterval(() => refresh().catch(() => undefined), 2000);
document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form.act');
  if (!form) return;
  event.preventDefault();
  const output = form.querySelector('output');
  output.textContent = 'Sending…';
  try {
    const answer = await fetch(form.dataset.path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    output.textContent = answer.ok ? 'Done.' : (await answer.json()).error;
    if (answer.ok) location.reload();
  } catch (error) {
    output.textContent = 'It could not be sent: ' + error.message;
  }
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches('input, select, textarea')) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const rows = [...main.querySelectorAll('a.row, details.step > summary')];
  const at = rows.indexOf(document.activeElement);
  if (event.key === 'j') rows[Math.min(rows.length - 1, at + 1)]?.focus();
  else if (event.key === 'k') rows[Math.max(0, at - 1)]?.focus();
  else if (event.key === '/') main.querySelector('input')?.focus();
  else if (event.key === 'r' && keyBefore === 'g') location.assign('/');
  else if (event.key !== 'g') return;
  keyBefore = event.key;
  event.preventDefault();
});
let keyBefore = '';
`;
