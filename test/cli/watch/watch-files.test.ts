import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { watchFiles } from '../../../lib/cli/watch/watch-files.ts';
import { project } from '../project.ts';

function watchProject(files: Readonly<Record<string, string>>, watched: { files?: string[]; folders?: string[] }) {
  const cwd = project(files);
  const watcher = watchFiles();
  onTestFinished(() => {
    watcher.close();
  });
  const watch = (each: { files?: string[]; folders?: string[] }) => {
    watcher.watch({
      files: (each.files ?? []).map((file) => join(cwd, file)),
      folders: (each.folders ?? []).map((file) => join(cwd, file)),
    });
  };
  watch(watched);
  const next = async () => [...((await watcher.next()) ?? [])].map((file) => file.slice(cwd.length + 1)).sort();
  return { cwd, watcher, watch, next };
}

it('tells what changes in folders and below them, one batch at a time', async () => {
  const { cwd, next } = watchProject({ 'lambdas/a.ts': '', 'lambdas/shop/b.ts': '' }, { folders: ['lambdas'] });
  writeFileSync(join(cwd, 'lambdas/a.ts'), '1');
  writeFileSync(join(cwd, 'lambdas/shop/b.ts'), '1');
  expect(await next()).toEqual(['lambdas/a.ts', 'lambdas/shop/b.ts']);
  writeFileSync(join(cwd, 'lambdas/shop/new.ts'), '');
  expect(await next()).toEqual(['lambdas/shop/new.ts']);
});

it('tells of single files, and not of those beside them', async () => {
  const { cwd, next } = watchProject({ 'a.yaml': '', 'b.yaml': '' }, { files: ['b.yaml'] });
  writeFileSync(join(cwd, 'a.yaml'), '1');
  // Editors write another file, and put it in the place of the first.
  writeFileSync(join(cwd, 'b.yaml.tmp'), '2');
  renameSync(join(cwd, 'b.yaml.tmp'), join(cwd, 'b.yaml'));
  expect(await next()).toEqual(['b.yaml']);
});

it('passes over dependencies, hidden files and what editors leave', async () => {
  const files = { 'src/node_modules/x/a.js': '', 'src/.git/index': '', 'src/a.ts': '' };
  const { cwd, next } = watchProject(files, { folders: ['src'] });
  for (const file of ['node_modules/x/a.js', '.git/index', 'a.ts~', '.a.ts.swp', '4913', 'a.ts']) {
    writeFileSync(join(cwd, 'src', file), '1');
  }
  expect(await next()).toEqual(['src/a.ts']);
});

it('goes on with what it is told to watch next, and loses nothing meanwhile', async () => {
  const { cwd, watch, next } = watchProject({ 'src/a.ts': '' }, { folders: ['src', 'later'] });
  mkdirSync(join(cwd, 'later'));
  writeFileSync(join(cwd, 'src/a.ts'), '1');
  watch({ folders: ['src', 'later'] });
  expect(await next()).toEqual(['src/a.ts']);
  writeFileSync(join(cwd, 'later/b.ts'), '1');
  expect(await next()).toEqual(['later/b.ts']);
});

it('ends when it is closed', async () => {
  const { watcher } = watchProject({}, {});
  const next = watcher.next();
  watcher.close();
  expect(await next).toBeUndefined();
  expect(await watcher.next()).toBeUndefined();
});
