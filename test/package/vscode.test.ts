import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, inject, it } from 'vitest';
import { run } from './support/run.ts';

const source = resolve(import.meta.dirname, '../../editors/vscode');
const stub = resolve(import.meta.dirname, 'support/vscode-stub.cjs');

it('the extension of VS Code is packaged, and shows what the language server of a project says', () => {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'tasker-sfn-vscode-'))), 'vscode');
  cpSync(source, folder, { recursive: true, filter: (path) => !/\/(?:node_modules|dist|[^/]*\.vsix)$/.test(path) });
  run(folder, 'npm', 'ci', '--no-audit', '--no-fund');
  run(folder, 'npm', 'run', 'package');
  expect(readdirSync(folder)).toContain('tasker-sfn-0.1.0.vsix');

  const project = inject('project');
  const template = join(project, 'templates/slip.yaml');
  mkdirSync(join(project, 'templates'), { recursive: true });
  writeFileSync(
    template,
    `name: slip
namespace_name: shop
version: 1.0.0
steps:
  - { name: charge, dependancies: [reserve], handler: { callable: Charge } }
`,
  );
  const extension = join(folder, 'dist/extension.js');
  expect(JSON.parse(run(project, process.execPath, stub, extension, project, template))).toContainEqual(
    expect.stringContaining('Write "dependencies"'),
  );
});
