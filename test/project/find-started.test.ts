import { describe, expect, it } from 'vitest';
import { compileFile, findStarted } from '../../lib/project/index.ts';
import { project } from '../cli/project.ts';

const template = (name: string, starts: readonly string[] = []) =>
  JSON.stringify({
    name,
    namespace_name: 'shop',
    version: '1.0.0',
    steps: [{ name: 'go', handler: { callable: 'Go', initialization: { starts_tasks: starts } } }],
  });

function find(files: Readonly<Record<string, string>>, path: string) {
  const from = project(files);
  const outcome = findStarted(compileFile(path, { from }).value!, { from });
  return {
    names: outcome.value?.map(({ template: { name } }) => name.value),
    problems: outcome.diagnostics.map(({ code, message }) => `${code}: ${message}`),
  };
}

describe('findStarted', () => {
  it('finds the templates that steps name, and those that these name, each once', () => {
    const files = {
      'templates/a.yaml': template('a', ['shop/b', 'shop/c/1.0.0']),
      'templates/b.yaml': template('b', ['shop/c', 'shop/a']),
      'templates/deep/c.yaml': template('c'),
      'templates/d.yaml': template('d'),
    };
    const { names, problems } = find(files, 'templates/a.yaml');
    expect(problems).toEqual([]);
    expect(names?.sort()).toEqual(['a', 'b', 'c']);
    expect(find(files, 'templates/d.yaml').names).toEqual([]);
  });

  it('looks beside the template where there is no folder for them', () => {
    expect(find({ 'x/a.yaml': template('a', ['shop/b']), 'x/b.yaml': template('b') }, 'x/a.yaml').names).toEqual(['b']);
  });

  it('says which it does not find', () => {
    expect(find({ 'templates/a.yaml': template('a', ['shop/a/2.0.0']) }, 'templates/a.yaml')).toEqual({
      names: undefined,
      problems: [
        'unknown-started-template: Step "go" starts tasks of "shop/a/2.0.0", but "templates" has no such template.',
      ],
    });
  });
});
