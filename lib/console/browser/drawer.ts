/** Shows a step beside the page on which it is chosen. Without the script, its link leads to the step's own page. */
export const DRAWER = String.raw`
let opener = '';
function goTo(address) {
  history.pushState(null, '', address);
  return refresh();
}
document.addEventListener('click', async (event) => {
  const link = event.target.closest('main a');
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.getAttribute('href'), location.href);
  const isClose = link.hasAttribute('data-close');
  const [, run, step] = /^(\/runs\/[^/]+)\/steps\/([^/]+)$/.exec(address.pathname) ?? [];
  const isHere = run && main.querySelector('.tabs') && location.pathname.startsWith(run) && !link.hasAttribute('data-page');
  if (!isClose && !isHere) return;
  event.preventDefault();
  if (isClose) return closeDrawer();
  opener = link.id || link.getAttribute('href');
  const here = new URL(location.href);
  here.searchParams.set('step', decodeURIComponent(step));
  await goTo(here);
  document.getElementById('drawer')?.focus();
});
async function closeDrawer() {
  const here = new URL(location.href);
  here.searchParams.delete('step');
  await goTo(here);
  const links = [...main.querySelectorAll('a')];
  links.find((link) => link.id === opener || link.getAttribute('href') === opener)?.focus();
}
addEventListener('popstate', refresh);
`;
