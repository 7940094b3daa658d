import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { languageServer } from '../../../lib/cli/language-server/language-server.ts';
import { fakeIo } from '../fake-io.ts';
import { ORDER, project } from '../project.ts';

const HANDLERS = `import { defineHandler } from 'tasker-sfn/runtime';
export const Reserve = defineHandler('Shop::ReserveHandler', {}, async () => ({}));
export const Charge = defineHandler('Shop::ChargeHandler', {}, async () => ({}));
export const Pack = defineHandler('Shop::PackHandler', {}, async () => ({}));
export const Ship = defineHandler('Shop::ShipHandler', {}, async () => ({}));
`;

/** A server with one document, spoken to over streams as an editor does. */
async function serve(text: string) {
  const cwd = project({ 'templates/order.yaml': text, 'lambdas/shop.ts': HANDLERS });
  const input = new PassThrough();
  const io = fakeIo({ cwd });
  const ended = languageServer(join(cwd, 'lambdas'), input, io);
  const uri = pathToFileURL(join(cwd, 'templates/order.yaml')).href;
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    // In pieces, as a pipe may give them.
    const bytes = Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    input.write(bytes.subarray(0, 25));
    input.write(bytes.subarray(25));
  };
  const messages = () =>
    io
      .out()
      .split(/Content-Length: \d+\r\n\r\n/)
      .filter((each) => each !== '')
      .map((each) => JSON.parse(each));
  let lastId = 0;
  const request = async (method: string, params: object = {}) => {
    const id = ++lastId;
    send({ id, method, params });
    await expect.poll(() => messages().some((each) => each.id === id)).toBe(true);
    const { result, error } = messages().find((each) => each.id === id);
    if (error !== undefined) throw new Error(error.message);
    return result;
  };
  await request('initialize', { capabilities: {} });
  send({ method: 'initialized', params: {} });
  let shown = 0;
  const diagnostics = async () => {
    const all = () => messages().filter(({ method }) => method === 'textDocument/publishDiagnostics');
    await expect.poll(() => all().length).toBeGreaterThan(shown);
    shown = all().length;
    return all().at(-1).params.diagnostics as any[];
  };
  const change = async (next: string) => {
    send({ method: 'textDocument/didChange', params: { textDocument: { uri }, contentChanges: [{ text: next }] } });
    return diagnostics();
  };
  send({ method: 'textDocument/didOpen', params: { textDocument: { uri, text } } });
  const first = await diagnostics();
  /** Asks at the place behind a text, in what the document is now. */
  const at = (method: string, now: string, behind: string, more: object = {}) => {
    expect(now).toContain(behind);
    const lines = now.slice(0, now.indexOf(behind) + behind.length).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)!.length };
    return request(`textDocument/${method}`, { textDocument: { uri }, position, ...more });
  };
  return { cwd, uri, io, input, ended, send, request, change, first, at };
}

const labels = (items: any[]) => items.map(({ label }) => label as string);

describe('language-server', () => {
  it('tells all that is wrong, as it is typed, handlers included', async () => {
    const { first, change } = await serve(ORDER);
    expect(first).toEqual([]);
    const wrong = await change(
      ORDER.replace('dependencies: [reserve]', 'dependencies: [resreve]').replace('PackHandler', 'PakHandler'),
    );
    expect(wrong.map(({ code, severity }) => [code, severity])).toEqual([
      ['unknown-dependency', 1],
      ['handler-not-found', 1],
    ]);
    const line = ORDER.split('\n').findIndex((each) => each.includes('dependencies: [reserve]'));
    expect(wrong[0].range).toEqual({ start: { line, character: 19 }, end: { line, character: 26 } });
    expect(wrong[0].message).toContain('Did you mean "reserve"?');
    expect(await change(ORDER)).toEqual([]);
  });

  it('completes names of steps, callables, keys and values, also in a half-written file', async () => {
    const { change, at } = await serve(ORDER);
    const half = `${ORDER}  - name: thank
    handler: { callable: Shop::ThankHandler }
    retry:
      backoff: exponential
      ba
    dependencies: [ship, `;
    await change(half);
    expect(labels(await at('completion', half, 'dependencies: [ship, '))).toEqual([
      'reserve',
      'charge',
      'pack',
      'ship',
    ]);
    expect(labels(await at('completion', half, '\n      ba'))).toEqual(
      expect.arrayContaining(['max_attempts', 'backoff', 'backoff_base_ms']),
    );
    expect(labels(await at('completion', half, '\n      backoff: '))).toEqual([
      'none',
      'linear',
      'exponential',
      'fibonacci',
    ]);
    expect(labels(await at('completion', half, 'callable: Shop::Tha'))).toContain('Shop::ReserveHandler');
    const inList = `${ORDER}  - name: thank\n    depends_on:\n      - re`;
    await change(inList);
    expect(labels(await at('completion', inList, 'depends_on:\n      - re'))).toContain('reserve');
    const step = `${ORDER}    ti`;
    await change(step);
    const keys = await at('completion', step, '\n    ti');
    expect(labels(keys)).toContain('timeout_seconds');
    expect(labels(keys)).not.toContain('retry_limit');
    expect(keys.find(({ label }: any) => label === 'timeout_seconds').documentation).toContain('Ends one run');
    const top = `${ORDER}desc`;
    await change(top);
    expect(labels(await at('completion', top, '\ndesc'))).toContain('input_schema');
  });

  it('goes to handlers, and to steps', async () => {
    const { cwd, uri, at } = await serve(ORDER);
    const handler = await at('definition', ORDER, 'callable: Shop::Pack');
    expect(handler.uri).toBe(pathToFileURL(join(cwd, 'lambdas/shop.ts')).href);
    expect(handler.range.start).toEqual({ line: 3, character: 13 });
    const line = ORDER.split('\n').findIndex((each) => each.includes('name: charge'));
    expect(await at('definition', ORDER, 'dependencies: [char')).toMatchObject({ uri, range: { start: { line } } });
    expect(await at('definition', ORDER, 'version: 1')).toBeNull();
  });

  it('shows the plan, and when a step runs', async () => {
    const { at } = await serve(ORDER);
    const { contents } = await at('hover', ORDER, '- name: shi');
    expect(contents.value).toContain('**ship**: Shop::ShipHandler');
    expect(contents.value).toContain('It waits for charge, pack.');
    expect(contents.value).toMatch(/```\n[^]*reserve[^]*charge[^]*pack[^]*ship[^]*\n```/);
    expect((await at('hover', ORDER, 'callable: Shop::Char')).contents.value).toContain('lambdas/shop.ts');
  });

  it('renames a step wherever it is named', async () => {
    const { uri, at } = await serve(ORDER);
    expect(await at('prepareRename', ORDER, '[charge')).toMatchObject({ placeholder: 'charge' });
    const { changes } = await at('rename', ORDER, '[charge', { newName: 'pay' });
    const lines = ORDER.split('\n');
    const renamed = changes[uri].map(({ range, newText }: any) => {
      expect(newText).toBe('pay');
      return lines[range.start.line]!.slice(range.start.character, range.end.character);
    });
    expect(renamed).toEqual(['charge', 'charge']);
    expect(await at('prepareRename', ORDER, 'callable: Shop::Pack')).toBeNull();
  });

  it('offers to run the template', async () => {
    const { cwd, uri, request } = await serve(ORDER);
    const [lens] = await request('textDocument/codeLens', { textDocument: { uri } });
    expect(lens.command).toEqual({
      title: 'Run',
      command: 'tasker-sfn.run',
      arguments: [join(cwd, 'templates/order.yaml')],
    });
    expect(existsSync(lens.command.arguments[0])).toBe(true);
  });

  it('looks at a document that was never saved, which cannot be run', async () => {
    const { request, send, io } = await serve(ORDER);
    const textDocument = { uri: 'untitled:Untitled-1', text: ORDER };
    send({ method: 'textDocument/didOpen', params: { textDocument } });
    await expect.poll(() => io.out()).toContain('{"uri":"untitled:Untitled-1","diagnostics":[]}');
    expect(await request('textDocument/codeLens', { textDocument })).toEqual([]);
  });

  it('answers what it does not know or understand with an error, and goes on', async () => {
    const { request, send, input, io } = await serve(ORDER);
    await expect(request('textDocument/foldingRange')).rejects.toThrow(
      'There is no method "textDocument/foldingRange".',
    );
    await expect(request('textDocument/hover', { textDocument: { uri: 'file:///x.yaml' } })).rejects.toThrow(
      'is not open',
    );
    input.write('Content-Length: 3\r\n\r\n{{{');
    await expect.poll(() => io.out()).toContain('"code":-32700');
    input.write('Content-Length: 4\r\n\r\nnull');
    await expect.poll(() => io.out()).toContain('A message is a JSON object, and not null.');
    send({ method: 'textDocument/didOpen', params: {} });
    await expect.poll(() => io.out()).toContain('"method":"window/logMessage"');
    expect(await request('shutdown')).toBeNull();
  });

  it('ends as the protocol asks: well after a shutdown, badly without', async () => {
    const polite = await serve(ORDER);
    await polite.request('shutdown');
    polite.send({ method: 'exit' });
    expect(await polite.ended).toBe(0);
    const rude = await serve(ORDER);
    rude.input.end();
    expect(await rude.ended).toBe(1);
  });
});
