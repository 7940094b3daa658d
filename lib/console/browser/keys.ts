/** Listens to keys. What they do stands in the page's help, `?`. */
export const KEYS = String.raw`
const help = document.getElementById('help');
document.getElementById('help-button').addEventListener('click', () => help.showModal());
const PLACES = { r: '/', t: '/templates', m: '/machines', s: '/start', f: '/functions' };
let keyBefore = '';
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const { key, target } = event;
  if (target.matches('input, select, textarea')) {
    if (key === 'Escape') target.blur();
    return;
  }
  const before = keyBefore;
  keyBefore = key;
  const place = before === 'g' && document.querySelector('header nav a[href="' + PLACES[key] + '"]');
  if (place) place.click();
  else if (key === 'j') moveRow(1);
  else if (key === 'k') moveRow(-1);
  else if (key === '/') main.querySelector('input[type=search], input')?.focus();
  else if (key === '?') help.showModal();
  else if (key === '[' || key === ']') moveTab(key === ']' ? 1 : -1);
  else if (key === 'Escape' && document.getElementById('drawer')) closeDrawer();
  else if (key === 'Escape' && main.dataset.up) location.assign(main.dataset.up);
  else if (!key.startsWith('Arrow') || !moveAlongEdges(key, target)) return;
  event.preventDefault();
});
function moveRow(by) {
  const rows = [...main.querySelectorAll('a.row')];
  const at = rows.indexOf(document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}
function moveTab(by) {
  const tabs = [...main.querySelectorAll('.tabs a')];
  const at = tabs.findIndex((tab) => tab.getAttribute('aria-current') === 'page');
  tabs[at + by]?.click();
}
/** From one box of a picture to the next one that lies in the arrow's direction, along an edge where there is one. */
function moveAlongEdges(key, target) {
  const from = target.closest('.workflow [data-next]');
  if (!from) return false;
  const ahead = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
  if (!ahead) return false;
  const centre = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  const nextOf = (node) => node.dataset.next.split(' ');
  const [x, y] = centre(from);
  let best, least = Infinity;
  for (const node of main.querySelectorAll('.workflow [data-next]')) {
    const [dx, dy] = centre(node).map((value, axis) => value - [x, y][axis]);
    const along = dx * ahead[0] + dy * ahead[1];
    const aside = Math.abs(dx * ahead[1]) + Math.abs(dy * ahead[0]);
    if (along < 4) continue;
    const isJoined = nextOf(from).includes(node.id) || nextOf(node).includes(from.id);
    const cost = along + aside * 2 + (isJoined ? 0 : 10000);
    if (cost < least) [best, least] = [node, cost];
  }
  best?.focus();
  best?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return best !== undefined;
}
`;
