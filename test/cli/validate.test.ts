import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from './fake-io.ts';
import { BROKEN, ORDER, project } from './project.ts';

async function validate(argv: readonly string[], files: Parameters<typeof project>[0]) {
  const io = fakeIo({ cwd: project(files) });
  const code = await cli(['validate', ...argv], io);
  return { code, out: io.out(), err: io.err() };
}

describe('validate', () => {
  it('says so when nothing is wrong', async () => {
    expect(await validate(['order.yaml'], { 'order.yaml': ORDER })).toEqual({
      code: 0,
      out: '',
      err: '1 template, 0 errors, 0 warnings\n',
    });
  });

  it('shows every mistake with its place, and counts them', async () => {
    const { code, out, err } = await validate(['.'], { 'a/broken.yml': BROKEN, 'order.yaml': ORDER, 'notes.txt': '' });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/^a\/broken\.yml:9:5: error\[/);
    expect(err).toContain('a/broken.yml:10:20: error[unknown-dependency]');
    expect(err).toMatch(/\n2 templates, 2 errors, 0 warnings\n$/);
  });

  it('names a link that leads in a circle', async () => {
    const cwd = project({});
    symlinkSync('loop.yaml', join(cwd, 'loop.yaml'));
    for (const command of ['validate', 'plan', 'graph', 'run']) {
      const io = fakeIo({ cwd });
      expect(await cli([command, 'loop.yaml'], io)).toBe(1);
      expect(io.err()).toContain('"loop.yaml" cannot be read: its symbolic links lead in a circle.');
    }
  });

  it('prints one JSON array, and nothing else', async () => {
    const { code, out, err } = await validate(['a/broken.yml', '--json'], { 'a/broken.yml': BROKEN });
    expect(code).toBe(1);
    expect(err).toBe('');
    const diagnostics = JSON.parse(out);
    expect(diagnostics).toHaveLength(2);
    expect(diagnostics[1]).toMatchObject({
      file: 'a/broken.yml',
      line: 10,
      column: 20,
      endLine: 10,
      endColumn: 27,
      severity: 'error',
      code: 'unknown-dependency',
      hint: 'Did you mean "reserve"?',
    });
  });

  it('prints an empty array when nothing is wrong', async () => {
    expect(await validate(['order.yaml', '--json'], { 'order.yaml': ORDER })).toEqual({
      code: 0,
      out: '[]\n',
      err: '',
    });
  });

  it('succeeds with warnings', async () => {
    const { code, err } = await validate(['order.yaml'], { 'order.yaml': ORDER + '\nloaded_from: here\n' });
    expect(code).toBe(0);
    expect(err).toMatch(/warning\[/);
    expect(err).toContain('1 template, 0 errors, 1 warning\n');
  });

  it('reports files that are missing, unreadable or not text, and folders without templates', async () => {
    const { code, out } = await validate(['nowhere.yaml', 'empty', 'latin1.yaml', 'order.yaml', '--json'], {
      'empty/notes.txt': '',
      'latin1.yaml': Buffer.from('name: K\u00f6ln', 'latin1'),
      'order.yaml': ORDER,
    });
    expect(code).toBe(1);
    expect(JSON.parse(out).map((each: any) => `${each.file} ${each.code}`)).toEqual([
      'nowhere.yaml file-not-found',
      'empty no-templates',
      'latin1.yaml unreadable-file',
    ]);
    expect(JSON.parse(out)[2].message).toContain('it is not UTF-8 text');
  });

  it('reports two files that define the same template, and takes a file given twice once', async () => {
    const { code, out } = await validate(['.', 'b.yaml', './b.yaml', '--json'], { 'a.yaml': ORDER, 'b.yaml': ORDER });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { file: './b.yaml', line: 2, code: 'duplicate-template', related: [{ file: 'a.yaml', line: 2 }] },
    ]);
  });

  it('takes a warning for an error when it is strict', async () => {
    const files = { 'a.yaml': `${ORDER}owner: logistics\n` };
    expect(await validate(['a.yaml'], files)).toMatchObject({ code: 0 });
    const { code, err } = await validate(['a.yaml', '--strict'], files);
    expect(code).toBe(1);
    expect(err).toContain('warning[unknown-key]');
    expect(await validate(['a.yaml', '--strict'], { 'a.yaml': ORDER })).toMatchObject({ code: 0 });
  });

  it('colours only a terminal, and not when NO_COLOR says so', async () => {
    const cwd = project({ 'broken.yaml': BROKEN });
    const hasColour = async (options: Parameters<typeof fakeIo>[0]) => {
      const io = fakeIo({ cwd, ...options });
      await cli(['validate', 'broken.yaml'], io);
      return io.err().includes('\u001b[');
    };
    expect(await hasColour({})).toBe(false);
    expect(await hasColour({ isTTY: true })).toBe(true);
    expect(await hasColour({ isTTY: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await hasColour({ env: { FORCE_COLOR: '1' } })).toBe(true);
    expect(await hasColour({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(false);
  });
});
