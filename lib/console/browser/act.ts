/** Sends the forms that change something, as JSON: a form of another page cannot. */
export const ACT = String.raw`
document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form.act');
  if (!form) return;
  event.preventDefault();
  const output = form.querySelector('output');
  const button = form.querySelector('button[type=submit]');
  output.className = 'faint';
  output.textContent = 'Sending…';
  button.disabled = true;
  try {
    const answer = await fetch(form.dataset.path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    const { error, goTo } = await answer.json();
    if (answer.ok && goTo) return location.assign(goTo);
    if (answer.ok) return location.reload();
    output.className = 'error';
    output.textContent = error;
  } catch (error) {
    output.className = 'error';
    output.textContent = 'It could not be sent: ' + error.message;
  } finally {
    button.disabled = false;
  }
});
`;
