/** Zooms and moves pictures and timelines. */
export const PICTURE = String.raw`
const zooms = new Map();
function sizeOf(drawn) {
  if (drawn.naturalWidth) return { width: drawn.naturalWidth, height: drawn.naturalHeight };
  return drawn.viewBox.baseVal;
}
function zoomTo(id, factor) {
  const frame = document.getElementById(id);
  const drawn = frame?.querySelector('svg.workflow, img');
  if (!drawn) return;
  const { width, height } = sizeOf(drawn);
  const fit = Math.min(1, frame.clientWidth / width);
  const scale = factor === undefined ? fit : Math.max(fit / 2, Math.min(4, factor));
  const ratio = scale / (drawn.clientWidth / width);
  const [x, y] = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2];
  zooms.set(id, factor === undefined ? undefined : scale);
  drawn.setAttribute('width', width * scale);
  drawn.setAttribute('height', height * scale);
  frame.dataset.own = factor === undefined ? 'fit' : 'zoomed';
  if (factor !== undefined) frame.scrollTo(x * ratio - frame.clientWidth / 2, y * ratio - frame.clientHeight / 2);
}
function scaleOf(id) {
  const drawn = document.getElementById(id).querySelector('svg.workflow, img');
  return drawn.clientWidth / sizeOf(drawn).width;
}
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-zoom]');
  if (!button) return;
  const { zoom, of } = button.dataset;
  const frame = document.getElementById(of);
  if (frame.classList.contains('picture')) {
    zoomTo(of, zoom === 'fit' ? undefined : zoom === '1' ? 1 : scaleOf(of) * Number(zoom));
  } else {
    const wide = zoom === 'fit' ? 1 : Math.max(1, Math.min(32, Number(frame.dataset.wide ?? 1) * Number(zoom)));
    frame.dataset.wide = wide;
    frame.style.setProperty('--wide', wide);
  }
});
// Text that is shrunk too far cannot be read: then a part of the picture is shown first.
for (const svg of main.querySelectorAll('.picture svg.workflow')) {
  if (scaleOf(svg.parentElement.id) < 0.6) zoomTo(svg.parentElement.id, 0.8);
}
afterRefresh.push(() => zooms.forEach((factor, id) => zoomTo(id, factor)));
document.addEventListener(
  'wheel',
  (event) => {
    const frame = event.target.closest?.('.picture');
    if (!frame || !event.ctrlKey) return;
    event.preventDefault();
    zoomTo(frame.id, scaleOf(frame.id) * Math.exp(-event.deltaY / 300));
  },
  { passive: false },
);
let held;
document.addEventListener('pointerdown', (event) => {
  const frame = event.target.closest('.picture');
  if (!frame || event.button !== 0 || event.pointerType === 'touch' || event.target.closest('[data-next]')) return;
  held = { frame, x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
  frame.setPointerCapture(event.pointerId);
});
document.addEventListener('pointermove', (event) => {
  held?.frame.scrollTo(held.x - event.clientX, held.y - event.clientY);
});
document.addEventListener('pointerup', () => (held = undefined));
`;
