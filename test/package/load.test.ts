import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Format } from 'esbuild';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { run } from './support/run.ts';
import { subpaths } from './support/subpaths.ts';

const project = inject('project');

function node(file: string, code: string): string {
  writeFileSync(join(project, file), code);
  return run(project, process.execPath, file);
}

describe.each(subpaths)('%s', (subpath) => {
  it('is one module, imported and required', () => {
    const code = `
      import { createRequire } from 'node:module';
      import * as imported from '${subpath}';
      const required = createRequire(import.meta.url)('${subpath}');
      const names = Object.keys(imported);
      console.log(names.length > 0 && names.every((name) => imported[name] === required[name]));`;
    expect(node('both.mjs', code)).toBe('true\n');
  });

  it.each<Format>(['cjs', 'esm'])('can be bundled as %s and loaded, by what it needs', async (format) => {
    const folder = join(project, 'bundles');
    mkdirSync(folder, { recursive: true });
    const extension = format === 'cjs' ? 'cjs' : 'mjs';
    const file = `${subpath.replace('/', '-')}.${extension}`;
    const { warnings } = await build({
      stdin: {
        contents: `import * as entry from '${subpath}'; console.log(Object.keys(entry).length > 0);`,
        resolveDir: project,
      },
      outfile: join(folder, file),
      bundle: true,
      platform: 'node',
      format,
      // What is not pure JavaScript, or is the CDK.
      external: ['esbuild', 'aws-cdk-lib', 'constructs'],
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
    expect(run(folder, process.execPath, file)).toBe('true\n');
  });
});

describe('the build in CommonJS', () => {
  beforeAll(() => mkdirSync(join(project, 'commonjs'), { recursive: true }));

  it('is what CommonJS gets that cannot load ES modules, with classes that its entries share', () => {
    const code = `
      const [client, api] = ['client', 'api'].map((name) => require('tasker-sfn/' + name));
      const failed = () => { throw new client.TaskerClientError('NOT_FOUND', 'There is no such task.'); };
      const refused = { createTask: failed, getTask: failed, listTasks: failed, health: failed };
      const app = api.createApi({ client: refused, templates: [] });
      app.fetch(new Request('http://localhost/v1/tasks/x')).then(({ status }) => {
        console.log(require.resolve('tasker-sfn/api').includes('cjs'), status);
      });`;
    writeFileSync(join(project, 'commonjs/shared.cjs'), code);
    expect(run(project, process.execPath, '--no-experimental-require-module', 'commonjs/shared.cjs')).toBe(
      'true 404\n',
    );
  });

  it('evaluates JSONata', () => {
    const code = `
      const { runStateMachine } = require('tasker-sfn/local');
      const definition = {
        QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Output: '{% 1 + 1 %}', End: true } },
      };
      runStateMachine({ definition }).then(({ output }) => console.log(output));`;
    writeFileSync(join(project, 'commonjs/jsonata.cjs'), code);
    expect(run(project, process.execPath, '--no-experimental-require-module', 'commonjs/jsonata.cjs')).toBe('2\n');
  });
});
