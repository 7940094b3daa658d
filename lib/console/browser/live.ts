/**
 * Keeps a page up to date: the server tells that something has changed, and the page is read anew. Where events do not come
 * through, the page is read every two seconds.
 */
export const LIVE = String.raw`
const main = document.querySelector('main');
const sign = document.getElementById('live');
let stream, timer, isReading = false, isStale = false;
const afterRefresh = [];
async function refresh() {
  isStale = true;
  if (isReading) return;
  isReading = true;
  try {
    while (isStale) {
      isStale = false;
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (answer.status >= 500) return say('lost');
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      morph(main, page.querySelector('main'));
      document.title = page.title;
      for (const work of afterRefresh) work();
    }
    if (!main.dataset.live) return close();
  } catch {
    say('lost');
  } finally {
    isReading = false;
  }
}
function say(state) {
  sign.textContent = { live: '● live', lost: '○ not connected', polled: '● every 2 s', '': '' }[state];
  sign.dataset.state = state;
}
function close() {
  stream?.close();
  stream = undefined;
  clearInterval(timer);
  timer = undefined;
  say('');
}
function listen() {
  close();
  if (!main.dataset.live || document.hidden) return;
  stream = new EventSource(main.dataset.live + '&since=' + encodeURIComponent(main.dataset.version ?? ''));
  stream.onopen = () => say('live');
  stream.onmessage = () => refresh();
  stream.onerror = () => {
    // The browser connects again by itself, unless it has given up.
    if (stream?.readyState !== EventSource.CLOSED) return say('lost');
    close();
    say('polled');
    timer = setInterval(refresh, 2000);
  };
}
document.addEventListener('visibilitychange', listen);
listen();
setInterval(() => {
  for (const clock of main.querySelectorAll('[data-since]')) {
    const seconds = Math.max(0, Math.floor((Date.now() - Number(clock.dataset.since)) / 1000));
    const minutes = Math.floor(seconds / 60);
    clock.textContent = minutes > 0 ? minutes + ' min ' + (seconds % 60) + ' s' : seconds + ' s';
  }
}, 1000);
`;
