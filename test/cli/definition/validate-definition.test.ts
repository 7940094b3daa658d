import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { ORDER, project } from '../project.ts';
import { ORDER_MACHINE } from './machine.ts';

const BROKEN_MACHINE = `StartAt: A
States:
  A:
    Type: Pass
    Next: B
  "C/[0]":
    Type: Choice
    Choices:
      - { Variable: $.x, IsNull: true, Next: A }
      - { Variable: $.x, IsNull: 7, Next: A }
`;

describe('validate of a state machine', () => {
  it('finds machines and templates in a folder, by name and by content', async () => {
    const files = {
      'order.yaml': ORDER,
      'machines/order.asl.json': ORDER_MACHINE.replace('${Tries}', '3'),
      'machines/plain.yaml': 'StartAt: A\nStates: { A: { Type: Succeed } }\n',
    };
    const io = fakeIo({ cwd: project(files) });
    expect(await cli(['validate', '.'], io)).toBe(0);
    expect(io.err()).toBe('1 template, 2 state machines, 0 errors, 0 warnings\n');
  });

  it('shows each mistake at its place', async () => {
    const io = fakeIo({ cwd: project({ 'broken.asl.yaml': BROKEN_MACHINE }) });
    expect(await cli(['validate', 'broken.asl.yaml', '--json'], io)).toBe(1);
    const found = JSON.parse(io.out()).map(({ code, line, column, message }: any) => ({ code, line, column, message }));
    expect(found).toContainEqual({
      code: 'invalid-definition',
      line: 5,
      column: 11,
      message: "Missing 'Next' target: B.",
    });
    expect(found).toContainEqual(expect.objectContaining({ line: 10, column: 34 }));
    expect(found).toContainEqual(expect.objectContaining({ line: 6, column: 3 }));
  });

  it.each([
    ['bad.asl.json', '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true,}}}', 'invalid-definition'],
    ['bad.asl.yaml', 'StartAt: A\nStates: [\n', 'invalid-definition'],
    ['left.asl.json', ORDER_MACHINE, 'no-substitution'],
  ])('says what is wrong with %s', async (path, text, code) => {
    const io = fakeIo({ cwd: project({ [path]: text }) });
    expect(await cli(['validate', path], io)).toBe(1);
    expect(io.err()).toContain(`error[${code}]`);
  });

  it('tells what Step Functions warns of', async () => {
    const machine = '{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"a":"$.a"},"End":true}}}';
    const io = fakeIo({ cwd: project({ 'a.asl.json': machine }) });
    expect(await cli(['validate', 'a.asl.json'], io)).toBe(0);
    expect(io.err()).toContain('warning[doubtful-definition]');
    expect(await cli(['validate', 'a.asl.json', '--strict'], io)).toBe(1);
  });

  it.each([['plan'], ['compile'], ['generate', 'types'], ['new', 'handler', '--for']])(
    '%s %s says that it takes templates alone',
    async (...command) => {
      const io = fakeIo({ cwd: project({ 'order.asl.json': ORDER_MACHINE }) });
      expect(await cli([...command, 'order.asl.json'], io)).toBe(2);
      expect(io.err()).toContain('"order.asl.json" is a state machine, not a template.');
    },
  );
});
