import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDoors } from './support/architecture/doors.ts';
import {
  findCycles,
  findViolations,
  readHouse,
  type House,
  type HouseRules,
} from './support/architecture/find-violations.ts';

const root = resolve(import.meta.dirname, '..');
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => existsSync(join(root, file)));

/** The rules of the house: the tables of ARCHITECTURE.md, and what it says beside them. */
const rules: HouseRules = {
  doors: readDoors(architecture),
  open: ['json', 'lookup'],
  pure: {
    json: [],
    lookup: [],
    diagnostics: [],
    graph: [],
    contract: [],
    'states-language': [],
    schema: ['ajv', 'ajv-draft-04', 'ajv-formats', 're2js', '@eslint-community/regexpp'],
    template: ['yaml', 'zod'],
    plan: [],
    flow: [],
    asl: [],
    viz: [],
    compile: [],
  },
  forbidden: {
    cli: ['aws-cdk-lib', 'constructs'],
    runtime: ['yaml', 'zod', 'aws-cdk-lib', 'constructs'],
  },
  lazy: { runtime: ['@aws-sdk/'] },
};

const lib = filesBelow('lib');

describe('the house', () => {
  it('has a row for every room', () => {
    const rooms = readdirSync(join(root, 'lib')).map((name) => name.replace(/\.ts$/, ''));
    expect([...rules.doors.keys()].filter((room) => !room.includes('/')).sort()).toEqual(rooms.sort());
  });

  it('keeps to its doors', () => {
    expect(findViolations(lib, rules)).toEqual([]);
  });

  it('has no circle of imports between files, of types neither', () => {
    expect(findCycles(lib)).toEqual([]);
    expect(findCycles(filesBelow('bin'))).toEqual([]);
    expect(findCycles(filesBelow('lambdas'))).toEqual([]);
  });

  it('has pure rooms alone where it says so', () => {
    const [, list = ''] = /The core \(([^)]*)\)/.exec(architecture) ?? [];
    expect([...list.matchAll(/`([\w-]+)(?:\.ts)?`/g)].map(([, room]) => room).sort()).toEqual(
      Object.keys(rules.pure).sort(),
    );
  });
});

describe('ARCHITECTURE.md', () => {
  it.each(pathsIn(architecture))('names %s, which exists', (path) => {
    const pattern = new RegExp(
      `^(?:lib/)?${path
        .replace(/\/$/, '')
        .replaceAll('.', '\\.')
        .replace(/<[^>]+>/g, '[^/]+')}(?:/|$)`,
    );
    expect(tracked.some((file) => pattern.test(file))).toBe(true);
  });
});

// Who opens a room finds at its door what enters, what leaves, and where to go on.
describe('the README of a room', () => {
  const rooms = [...rules.doors.keys()].filter((room) => existsSync(join(root, 'lib', room, '/')));
  it.each(rooms)('lib/%s/README.md is a page at most, and names what exists', (room) => {
    const folder = join(root, 'lib', room);
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme.startsWith(`# ${room.split('/').at(-1)}\n\n`)).toBe(true);
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
    const known = tracked.map((file) => `/${file}/`);
    const isKnown = (path: string) => known.some((file) => file.includes(`/${path.replace(/\/$/, '')}/`));
    // Neither what is published nor what is made is a file of the house.
    const named = pathsIn(readme).filter((path) => !/^(tasker-sfn\/|<)/.test(path));
    expect(named.filter((path) => !isKnown(path))).toEqual([]);
  });

  it('is of every folder of rooms', () => {
    const folders = [...rules.doors.keys()].flatMap((room) =>
      room.includes('/') ? [room.slice(0, room.lastIndexOf('/'))] : [],
    );
    for (const folder of folders) expect(rooms).toContain(folder);
  });
});

/** The files and folders that a page names in its tables and lists: what is in backticks and has a slash or an ending. */
function pathsIn(markdown: string): readonly string[] {
  const tokens = [...markdown.matchAll(/`([^`\s]+)`/g)].map(([, token = '']) => token);
  return [...new Set(tokens)].filter((token) => /^[\w<>./-]+$/.test(token) && /\/|\.(ts|md|json|mjs)$/.test(token));
}

// A guard that nobody has seen to fail guards nothing: each kind of breach, planted in a copy, must be told.
describe('the guard', () => {
  it.each<[kind: string, file: string, text: string, told: string]>([
    ['a room without a row', 'attic/box.ts', 'export const a = 1;', 'its room is not in the table of ARCHITECTURE.md'],
    [
      'a door that is not there',
      'graph/x.ts',
      "import { a } from '../plan/plan-template.ts';",
      'no door from graph to plan',
    ],
    ['… of types', 'graph/x.ts', "import type { A } from '../plan/region.ts';", 'no door from graph to plan'],
    ['… by an export', 'graph/x.ts', "export * from '../plan/region.ts';", 'no door from graph to plan'],
    ['… in a type', 'graph/x.ts', "export type A = import('../plan/region.ts').Region;", 'no door from graph to plan'],
    [
      '… when needed',
      'graph/x.ts',
      "export const a = () => import('../plan/region.ts');",
      'no door from graph to plan',
    ],
    [
      'a value where types alone may pass',
      'flow/x.ts',
      "import { parseTemplate } from '../template/parse-template.ts';",
      'flow may import types alone from template',
    ],
    [
      '… among types',
      'flow/x.ts',
      "import { type TaskTemplate, parseTemplate } from '../template/parse-template.ts';",
      'flow may import types alone from template',
    ],
    [
      'an import for its effect',
      'flow/x.ts',
      "import '../template/a.ts';",
      'flow may import types alone from template',
    ],
    [
      'the service from the language of the engine',
      'local/language/x.ts',
      "import { serve } from '../service/serve.ts';",
      'no door from local/language to local/service',
    ],
    [
      'a template in the engine',
      'local/engine/x.ts',
      "import type { A } from '../../template/a.ts';",
      'no door from local/engine to template',
    ],
    ["a module of Node's", 'plan/x.ts', "import { readFileSync } from 'node:fs';", "must not import Node's node:fs"],
    ['… by its old name', 'plan/x.ts', "import fs from 'fs';", "must not import Node's fs"],
    ['… below it', 'plan/x.ts', "import fs from 'fs/promises';", "must not import Node's fs/promises"],
    ['… required', 'plan/x.ts', "const fs = require('fs');", "must not import Node's fs"],
    ['… by import =', 'plan/x.ts', "import fs = require('fs');", "must not import Node's fs"],
    ['… got', 'plan/x.ts', "const fs = process.getBuiltinModule('fs');", "must not import Node's fs"],
    ['… computed', 'plan/x.ts', "const fs = import('f' + 's');", 'must not use an import of a computed name'],
    ['a package', 'plan/x.ts', "import { S3 } from '@aws-sdk/client-s3';", 'must not import @aws-sdk/client-s3'],
    ['the clock', 'plan/x.ts', 'export const a = Date.now();', 'must not use Date.now'],
    ['… as a date', 'plan/x.ts', 'export const a = new Date();', 'must not use new Date()'],
    ['… as a text', 'plan/x.ts', 'export const a = Date();', 'must not use Date()'],
    ['… under another name', 'plan/x.ts', 'const D = Date; export const a = D.now();', 'must not use D = Date'],
    ['… a member by its text', 'plan/x.ts', "export const a = Date['now']();", "must not use Date['now']"],
    ['… of high resolution', 'plan/x.ts', 'export const a = performance.now();', 'must not use performance.now'],
    ['a timer', 'plan/x.ts', 'setTimeout(() => {}, 1);', 'must not use setTimeout'],
    ['randomness', 'plan/x.ts', 'export const a = Math.random();', 'must not use Math.random'],
    [
      '… taken apart',
      'plan/x.ts',
      'const { random } = Math; export const a = random();',
      'must not use { random } = Math',
    ],
    ['… of crypto', 'plan/x.ts', 'export const a = crypto.randomUUID();', 'must not use crypto.randomUUID'],
    ['the environment', 'plan/x.ts', 'export const a = process.env.HOME;', 'must not use process.env'],
    ['… of the global object', 'plan/x.ts', 'export const a = globalThis.process;', 'must not use globalThis.process'],
    ['… of the module', 'plan/x.ts', 'export const a = import.meta.url;', 'must not use import.meta'],
    ['the console', 'plan/x.ts', "console.log('a');", 'must not use console.log'],
    ['the network', 'plan/x.ts', "export const a = fetch('http://localhost');", 'must not use fetch'],
    ['CDK in the command line', 'cli/x.ts', "import { App } from 'aws-cdk-lib';", 'cli must never load aws-cdk-lib'],
    [
      '… when needed',
      'cli/x.ts',
      "export const a = () => import('aws-cdk-lib/core');",
      'cli must never load aws-cdk-lib/core',
    ],
    [
      'the constructs in the command line',
      'cli/x.ts',
      "import { A } from '../constructs/index.ts';",
      'no door from cli to constructs',
    ],
    ['a parser in the runtime', 'runtime/x.ts', "import { parse } from 'yaml';", 'runtime must never load yaml'],
    [
      'an SDK loaded at once',
      'runtime/x.ts',
      "import { S3 } from '@aws-sdk/client-s3';",
      'runtime must import @aws-sdk/client-s3 when needed',
    ],
  ])('tells of %s', (_, file, text, told) => {
    const problems = findViolations(new Map([...lib, ...readHouse([[file, text]])]), rules);
    expect(problems).not.toEqual([]);
    for (const problem of problems) expect(problem.startsWith(file)).toBe(true);
    expect(problems.join('\n')).toContain(told);
  });

  it('lets pass what is none', () => {
    const text = [
      "import type { Step } from '../template/task-template.ts';",
      'export const a = (date: string) => new Date(date).getTime() + Date.parse(date) + Math.max(1, 2);',
      'export const b = { process: 1, console: 2 }.process;',
      'export const c = (fetch: () => number, step: Step) => fetch() + (step instanceof Date ? 1 : 0);',
      'export type D = typeof process | Promise<Date>;',
    ].join('\n');
    expect(findViolations(readHouse([['plan/x.ts', text]]), rules)).toEqual([]);
    const lazy = "export const a = () => import('@aws-sdk/client-s3');\nimport type { S3 } from '@aws-sdk/client-s3';";
    expect(findViolations(readHouse([['runtime/x.ts', lazy]]), rules)).toEqual([]);
  });

  it('tells of circles, of values and of types', () => {
    const circle = readHouse([
      ['plan/a.ts', "import { b } from './b.ts';"],
      ['plan/b.ts', "import type { C } from './c.ts';"],
      ['plan/c.ts', "export type { A } from './a.ts';"],
    ]);
    expect(findCycles(circle)).toEqual(['plan/a.ts → plan/b.ts → plan/c.ts → plan/a.ts']);
    expect(findCycles(circle, ['value'])).toEqual([]);
  });
});

function filesBelow(folder: string): House {
  const base = join(root, folder);
  return readHouse(
    readdirSync(base, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(base, file), 'utf8')]),
  );
}
