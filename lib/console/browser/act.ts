/** Sends the forms that change something, as JSON: a form of another page cannot. */
export const ACT = String.raw`
document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form.act');
  if (!form) return;
  event.preventDefault();
  const output = form.querySelector('output');
  const buttons = form.querySelectorAll('button[type=submit]');
  const sent = Object.fromEntries(new FormData(form, event.submitter));
  output.className = 'faint';
  output.textContent = 'Sending…';
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await fetch(form.dataset.path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(sent),
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
    for (const button of buttons) button.disabled = false;
  }
});
`;
