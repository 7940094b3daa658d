import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LspClient } from '../support/lsp-client.ts';
import { npmInstall } from './support/install-package.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tasker-sfn-editors-')));
const good = readFileSync(join(root, 'scaffold/templates/shop/order.yaml'), 'utf8').replace(
  /\$schema=\S+/,
  `$schema=${pathToFileURL(join(root, 'schema/task-template.json')).href}`,
);

/** The server of the YAML extension of VS Code, and of most other editors. */
describe('yaml-language-server, with the line that new templates begin with', () => {
  let server: LspClient;
  let files = 0;

  beforeAll(async () => {
    mkdirSync(join(folder, 'templates'), { recursive: true });
    npmInstall(folder, ['yaml-language-server@2.0.0']);
    const program = join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server');
    server = new LspClient(process.execPath, [program, '--stdio'], folder, { validate: true, completion: true });
    await server.request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
    });
    server.notify('initialized', {});
  });
  afterAll(() => {
    server.kill();
    rmSync(folder, { recursive: true });
  });

  function open(text: string): string {
    const uri = pathToFileURL(join(folder, 'templates', `${++files}.yaml`)).href;
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return uri;
  }

  it('finds nothing wrong with a good file', async () => {
    expect(await server.diagnostics(open(good))).toEqual([]);
  });

  it.each([
    ['dependencies: [reserve_stock]', 'dependancies: [reserve_stock]', 'Property dependancies is not allowed.'],
    ['max_attempts: 3', 'max_attempts: often', 'Incorrect type. Expected "integer".'],
    ['backoff: exponential', 'backoff: double', 'Value is not accepted. Valid values: "none", "linear"'],
  ])('finds what is wrong: %s as %s', async (right, wrong, message) => {
    expect(good).toContain(right);
    const found = await server.diagnostics(open(good.replace(right, wrong)));
    expect(found.map((each) => each.message)).toEqual([expect.stringContaining(message)]);
  });

  it('completes keys, and says what they mean', async () => {
    const text = `${good}    re\n`;
    const uri = open(text);
    const position = { line: text.split('\n').length - 2, character: 6 };
    const { items } = await server.request('textDocument/completion', { textDocument: { uri }, position });
    const labels = items.map(({ label }: { label: string }) => label);
    expect(labels).toContain('publishes_events');
    expect(labels).not.toContain('retry_limit');
    const hover = await server.request('textDocument/hover', {
      textDocument: { uri: open(good) },
      position: { line: good.split('\n').findIndex((line) => line.includes('timeout_seconds')), character: 8 },
    });
    expect(JSON.stringify(hover.contents)).toContain('Ends one run of the step');
  });
});
