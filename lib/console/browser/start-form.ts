/** Keeps the fields of a start form and its JSON in step, and writes the request down as others would send it. */
export const START_FORM = String.raw`
const start = document.getElementById('start-form');
if (start) {
  const json = start.querySelector('textarea[name=context]');
  const fields = [...start.querySelectorAll('[data-at]')];
  const pathOf = (field) => JSON.parse(field.dataset.at);
  const read = () => {
    try {
      const value = JSON.parse(json.value);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
    } catch {
      return undefined;
    }
  };
  const valueOf = (field) => {
    if (field.type === 'checkbox') return field.checked;
    if (field.value === '') return undefined;
    if (field.dataset.kind === 'number') return Number(field.value);
    if (field.dataset.kind !== 'json') return field.value;
    try {
      return JSON.parse(field.value);
    } catch {
      return undefined;
    }
  };
  const put = (object, [key, ...rest], value) => {
    if (rest.length > 0) {
      const inner = typeof object[key] === 'object' && object[key] !== null ? object[key] : {};
      put(inner, rest, value);
      if (Object.keys(inner).length > 0 || object[key] !== undefined) object[key] = inner;
    } else if (value === undefined) delete object[key];
    else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  };
  const fill = () => {
    const context = read();
    json.setAttribute('aria-invalid', String(context === undefined));
    if (context !== undefined) {
      for (const field of fields) {
        const value = pathOf(field).reduce((inner, key) => (inner == null ? undefined : inner[key]), context);
        if (field === document.activeElement) continue;
        if (field.type === 'checkbox') field.checked = value === true;
        else if (value === undefined) field.value = '';
        else field.value = field.dataset.kind === 'json' ? JSON.stringify(value) : String(value);
      }
    }
    copies();
  };
  const copies = () => {
    const { task, url } = start.dataset;
    const [, namespace, name, version] = /^([^/]*)\/([^@]*)@(.*)$/.exec(task);
    const context = read() ?? {};
    const key = start.elements.idempotency_key.value;
    const request = { namespace, name, version, context, ...(key && { idempotency_key: key }) };
    const word = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
    const texts = {
      cli: 'npx tasker-sfn task create ' + word(task) + ' --context ' + word(JSON.stringify(context)) +
        (key ? ' --idempotency-key ' + word(key) : '') + (url ? ' --endpoint ' + url : ''),
      curl: 'curl ' + (url || '$API_URL') + "/v1/tasks -H 'Content-Type: application/json' -d " + word(
        JSON.stringify({ ...request, initiator: 'me', source_system: 'console', reason: 'started by hand' })),
      test: "const run = await runTask('" + name + ".yaml', {\n  context: " +
        JSON.stringify(context, null, 2).replaceAll('\n', '\n  ') + ',\n});\nexpect(run.status).toBe(\'complete\');',
    };
    for (const [kind, text] of Object.entries(texts)) document.getElementById('copy-' + kind).textContent = text;
  };
  for (const field of fields) {
    field.addEventListener('input', () => {
      const context = read() ?? {};
      put(context, pathOf(field), valueOf(field));
      json.value = JSON.stringify(context, null, 2);
      json.setAttribute('aria-invalid', 'false');
      copies();
    });
  }
  json.addEventListener('input', fill);
  start.elements.idempotency_key.addEventListener('input', copies);
  start.elements.last?.addEventListener('change', ({ target }) => {
    if (target.value === '') return;
    json.value = target.value;
    fill();
  });
  fill();
}
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  const text = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = text), 1500);
});
`;
