/** Makes what a page shows equal to what it should show now, and leaves alone what the reader does: focus, text, what is open. */
export const MORPH = String.raw`
function morph(shown, fresh) {
  if (shown.isEqualNode(fresh)) return;
  if (shown.nodeType !== fresh.nodeType || shown.nodeName !== fresh.nodeName || shown.id !== fresh.id) {
    shown.replaceWith(fresh);
  } else if (shown.nodeType !== Node.ELEMENT_NODE) {
    shown.data = fresh.data;
  } else {
    morphAttributes(shown, fresh);
    morphChildren(shown, fresh);
  }
}
/** What belongs to the reader once the page is there. */
const OWN = new Set(['open', 'value', 'checked', 'data-own']);
function morphAttributes(shown, fresh) {
  for (const { name } of [...shown.attributes]) {
    if (!OWN.has(name) && !fresh.hasAttribute(name)) shown.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!OWN.has(name) && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
}
function morphChildren(shown, fresh) {
  const known = new Map([...shown.children].filter(({ id }) => id).map((child) => [child.id, child]));
  let place = shown.firstChild;
  for (const next of [...fresh.childNodes]) {
    const same = next.id ? known.get(next.id) : place && !place.id ? place : undefined;
    if (!same) shown.insertBefore(next, place);
    else {
      if (same !== place) shown.insertBefore(same, place);
      else place = place.nextSibling;
      morph(same, next);
    }
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
}
`;
