import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from './fake-io.ts';
import { BROKEN, ORDER, project } from './project.ts';

const STAGED = `${ORDER}
environments:
  slow:
    steps:
      - name: charge
        timeout_seconds: 77
`;

describe('compile', () => {
  it('prints the state machine', async () => {
    const io = fakeIo({ cwd: project({ 'order.yaml': ORDER }) });
    expect(await cli(['compile', 'order.yaml'], io)).toBe(0);
    const definition = JSON.parse(io.out());
    expect(definition.StartAt).toBeDefined();
    expect(io.out()).toContain('"Resource": "${');
    expect(io.out().endsWith('}\n')).toBe(true);
    expect(io.err()).toBe('');
  });

  it('prints none with a warning when it is strict', async () => {
    const cwd = project({ 'order.yaml': `${ORDER}owner: logistics\n` });
    const lenient = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml'], lenient)).toBe(0);
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '--strict'], io)).toBe(1);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('warning[unknown-key]');
  });

  it('writes it to a file', async () => {
    const cwd = project({ 'order.yaml': ORDER });
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '-o', 'order.asl.json'], io)).toBe(0);
    expect(io.out()).toBe('');
    expect(JSON.parse(readFileSync(join(cwd, 'order.asl.json'), 'utf8'))).toHaveProperty('States');
  });

  it('writes nothing when the template has errors', async () => {
    const cwd = project({ 'broken.yaml': BROKEN });
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'broken.yaml', '-o', 'out.json'], io)).toBe(1);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('error[unknown-dependency]');
    expect(() => readFileSync(join(cwd, 'out.json'))).toThrow();
  });

  it('applies an environment, and reports one that is not there', async () => {
    const cwd = project({ 'order.yaml': STAGED });
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '--environment', 'slow'], io)).toBe(0);
    expect(io.out()).toContain('"TimeoutSeconds": 77');

    const wrong = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '--environment', 'slwo'], wrong)).toBe(1);
    expect(wrong.err()).toContain('error[unknown-environment]');
    expect(wrong.err()).toContain('Did you mean "slow"?');
  });

  it('makes the folder of the file that it writes', async () => {
    const cwd = project({ 'order.yaml': ORDER });
    expect(await cli(['compile', 'order.yaml', '-o', 'out/deep/order.json'], fakeIo({ cwd }))).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'out/deep/order.json'), 'utf8'))).toHaveProperty('States');
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '-o', 'order.yaml/order.json'], io)).toBe(2);
    expect(io.err()).toMatch(/^error: The file "order.yaml\/order.json" cannot be written: .*\.\n$/);
  });

  it('cannot write into a folder, which is bad usage', async () => {
    const cwd = project({ 'order.yaml': ORDER });
    mkdirSync(join(cwd, 'out'));
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '-o', 'out'], io)).toBe(2);
    expect(io.err()).toBe('error: The file "out" cannot be written: it is a folder.\n');
  });

  it.each([
    ['missing.json', undefined, /Reading --durations: There is no file or folder "missing.json"/],
    ['d.json', '{', /--durations: The file "d.json" does not hold durations of steps: it is not valid JSON/],
    ['d.json', '[]', /--durations/],
    ['d.json', '{"charge": -1}', /"charge"/],
    ['d.json', '{"charge": "1 s"}', /"charge"/],
  ])('takes no durations from %s with %j', async (file, text, message) => {
    const cwd = project({ 'order.yaml': ORDER, ...(text !== undefined && { [file]: text }) });
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '--durations', file], io)).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toMatch(message);
  });
});
