import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { readTextFile } from '../../lib/project/index.ts';
import { walkFolder } from '../../lib/project/walk-folder.ts';
import { makeFolder } from '../support/handler-folder.ts';

function read(bytes: Uint8Array | string) {
  const folder = makeFolder();
  writeFileSync(join(folder, 'a.yaml'), bytes);
  const { value, diagnostics } = readTextFile('a.yaml', folder);
  return { text: value?.text, problems: diagnostics.map((each) => renderDiagnostic(each)) };
}

describe('readTextFile', () => {
  it('decodes UTF-8, and drops a byte order mark', () => {
    expect(read('name: K\u00f6ln \u{1f600}\n')).toEqual({ text: 'name: K\u00f6ln \u{1f600}\n', problems: [] });
    expect(read('\ufeffname: x\n').text).toBe('name: x\n');
    expect(read('a\ufffdb').text).toBe('a\ufffdb');
    expect(read('')).toEqual({ text: '', problems: [] });
  });

  it('shows the first byte that is no UTF-8', () => {
    const latin1 = read(Buffer.from('name: one\ncity: K\u00f6ln\nnote: \u00e9\n', 'latin1'));
    expect(latin1.text).toBeUndefined();
    expect(latin1.problems).toEqual([
      'a.yaml:2:8: error[unreadable-file]: "a.yaml" cannot be read: it is not UTF-8 text: the byte 0xf6 here does not belong to a ' +
        'character; save the file as UTF-8.\n  |\n2 | city: K\ufffdln\n  |        ^',
    ]);
  });

  it('finds the place behind characters of several bytes, and a character that the end cuts', () => {
    const bytes = (...parts: (string | number)[]) =>
      Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))));
    expect(read(bytes('\u{1f600}\u00f6', 0xff, 'x')).problems[0]).toMatch(/^a\.yaml:1:4: .*0xff/);
    expect(read(bytes('ab', 0xe2, 0x82)).problems[0]).toMatch(/^a\.yaml:1:3: .*its end/);
    expect(read(bytes(0xc3, 0x28)).problems[0]).toMatch(/^a\.yaml:1:1: /);
  });

  it('knows a binary file by its zeros', () => {
    expect(read(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff])).problems[0]).toContain(
      'it is a binary file, not a text',
    );
  });

  it('knows UTF-16 by its mark', () => {
    expect(read(Buffer.from('\ufeffname: x', 'utf16le')).problems[0]).toContain('it is UTF-16 text; save it as UTF-8');
  });

  it('says what is no file, and never waits for one', async () => {
    const folder = makeFolder();
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    mkdirSync(join(folder, 'folder.yaml'));
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    symlinkSync('nowhere', join(folder, 'broken.yaml'));
    writeFileSync(join(folder, 'huge.yaml'), '');
    truncateSync(join(folder, 'huge.yaml'), 100 * 1024 ** 3);
    writeFileSync(join(folder, 'file.yaml'), 'x');
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(folder, 'socket.yaml'), done));
    onTestFinished(() => void server.close());

    const problem = (path: string) => readTextFile(path, folder).diagnostics.map(({ message }) => message);
    expect(problem('pipe.yaml')).toEqual(['"pipe.yaml" cannot be read: it is a named pipe, not a file.']);
    expect(problem('socket.yaml')).toEqual(['"socket.yaml" cannot be read: it is a socket, not a file.']);
    expect(problem('/dev/zero')).toEqual(['"/dev/zero" cannot be read: it is a device, not a file.']);
    expect(problem('folder.yaml')).toEqual(['"folder.yaml" cannot be read: it is a folder.']);
    expect(problem('loop.yaml')).toEqual(['"loop.yaml" cannot be read: its symbolic links lead in a circle.']);
    expect(problem('huge.yaml')).toEqual(['"huge.yaml" cannot be read: it is larger than 64 MiB.']);
    expect(problem('nowhere.yaml')).toEqual(['There is no file or folder "nowhere.yaml".']);
    expect(problem('file.yaml/x')).toEqual(['"file.yaml/x" cannot be read: a part of the path is not a folder.']);

    // The same folder, walked.
    const walked = walkFolder('.', folder, { isWanted: (name) => name.endsWith('.yaml') });
    expect(walked.files).toEqual(['file.yaml', 'huge.yaml']);
    expect(walked.diagnostics.map(({ message }) => message).sort()).toEqual([
      '"broken.yaml" cannot be read: it is a link to a file that is not there.',
      '"loop.yaml" cannot be read: its symbolic links lead in a circle.',
      '"pipe.yaml" cannot be read: it is a named pipe, not a file.',
      '"socket.yaml" cannot be read: it is a socket, not a file.',
    ]);
  });

  it('reads a pipe that is open already, such as what a shell makes of <(command)', () => {
    const script = `
      import { readTextFile } from ${JSON.stringify(new URL('../../lib/project/index.ts', import.meta.url).href)};
      console.log(JSON.stringify(readTextFile('/dev/stdin', '/').value));`;
    const argv = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script];
    const shell = 'printf "name: x" | "$0" "$@"';
    expect(JSON.parse(execFileSync('sh', ['-c', shell, process.execPath, ...argv], { encoding: 'utf8' }))).toEqual({
      path: '/dev/stdin',
      text: 'name: x',
    });
  });
});

describe('walkFolder', () => {
  it('enters folders, but not hidden ones, packages, or links, and so comes to an end', () => {
    const folder = makeFolder();
    for (const each of ['b/deep', 'a', '.git', 'node_modules', 'dist'])
      mkdirSync(join(folder, each), { recursive: true });
    for (const each of ['b/deep', 'a', '.git', 'node_modules', 'dist', '.']) {
      writeFileSync(join(folder, each, 'x.yml'), '');
    }
    symlinkSync('..', join(folder, 'b/up'));
    symlinkSync('..', join(folder, 'b/up.yml'));
    symlinkSync('x.yml', join(folder, 'y.yml'));
    const isWanted = (name: string) => name.endsWith('.yml');
    expect(walkFolder('.', folder, { isWanted, skips: ['dist'] })).toEqual({
      files: ['a/x.yml', 'b/deep/x.yml', 'x.yml', 'y.yml'],
      diagnostics: [],
    });
  });
});
