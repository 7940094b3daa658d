import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo, type FakeIo } from '../fake-io.ts';
import { ORDER, project } from '../project.ts';
import { FUNCTIONS, ORDER_MACHINE } from './machine.ts';

const TRIES = ['--substitute', 'Tries=3'];

function shop(files: Parameters<typeof project>[0] = {}): FakeIo {
  const cwd = project({ 'order.asl.json': ORDER_MACHINE, ...FUNCTIONS, ...files });
  return fakeIo({ cwd, env: { PATH: process.env['PATH'] ?? '' } });
}

describe('run of a state machine', () => {
  it('calls the plain functions of the folder by the names of their files', async () => {
    const io = shop();
    expect(await cli(['run', 'order.asl.json', '--input', '{"items": [1, 2]}', ...TRIES], io)).toBe(0);
    expect(io.out()).toMatch(/^Charge {3}done {2}1 attempt, /);
    expect(io.out()).toContain('\nSUCCEEDED after ');
    expect(io.out()).toContain('"shipped": 200');
    expect(io.err()).toBe('');
  });

  it('answers with mocks, in virtual time, and tells the outcome as JSON', async () => {
    const mocks = {
      Charge: [{ Throw: { Error: 'Busy' } }, { Return: { total: 300, items: [1] } }],
      Ship: { Return: { Payload: 'on its way' } },
    };
    const io = shop({ 'mocks.json': JSON.stringify(mocks) });
    const flags = ['--mocks', 'mocks.json', '--json', '--history', 'history.json'];
    expect(await cli(['run', 'order.asl.json', ...TRIES, ...flags], io)).toBe(0);
    const { status, output, states } = JSON.parse(io.out());
    expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: ['on its way', [1]] });
    expect(states.map(({ name }: any) => name)).toEqual(['Charge', 'Enough?', 'All', 'Ship', 'Each', 'Note']);
    const [{ attempts, startedAt, completedAt }] = states;
    expect(attempts).toBe(2);
    expect(Date.parse(completedAt) - Date.parse(startedAt)).toBe(3_600_000);
    expect(JSON.parse(readFileSync(join(io.cwd, 'history.json'), 'utf8')).events[0].type).toBe('ExecutionStarted');
  });

  it('takes a test case of a mock configuration', async () => {
    const config = {
      StateMachines: { order: { TestCases: { Declined: { Charge: 'Refused' } } } },
      MockedResponses: { Refused: { '0-3': { Throw: { Error: 'Declined' } } } },
    };
    const io = shop({ 'mocks.json': JSON.stringify(config) });
    expect(await cli(['run', 'order.asl.json', ...TRIES, '--mocks', 'mocks.json#Declined'], io)).toBe(1);
    expect(io.out()).toMatch(/\nTell {4}fails\n\nFAILED after .*\nTold\n$/);
  });

  it('reads YAML', async () => {
    const machine = 'StartAt: Greet\nStates:\n  Greet: { Type: Pass, Result: hello, End: true }\n';
    const io = fakeIo({ cwd: project({ 'greet.asl.yaml': machine }) });
    expect(await cli(['run', 'greet.asl.yaml', '--json'], io)).toBe(0);
    expect(JSON.parse(io.out()).output).toBe('hello');
  });

  it.each([
    [[], 'error[no-substitution]: The placeholder "Tries" has no value.'],
    [['--substitute', 'Tries'], 'error: --substitute takes NAME=VALUE'],
    [[...TRIES, '--context', '{}'], 'error: --context is for templates.'],
    [[...TRIES, '--report', 'run.html'], 'error: --report is for templates.'],
    [[...TRIES, '--timeline'], 'error: --timeline is for templates.'],
    [[...TRIES, '--no-input-check'], 'error: --no-input-check is for templates.'],
    [[...TRIES, '--mocks', 'absent.json'], 'error: Reading --mocks: There is no file or folder "absent.json".'],
    [[...TRIES, '--mocks', 'bad.json'], 'the state "Charge" has something that is not a mock'],
    [[...TRIES, '--mocks', 'cases.json'], 'choose one, with --mocks cases.json#TestCase'],
    [[...TRIES, '--mocks', 'cases.json#Other'], 'It has no test case "Other" of "order".'],
    [[...TRIES, '--input', '{'], 'error: --input is not valid JSON'],
    [[...TRIES, '--context-object', '[]'], 'error: --context-object takes a JSON object'],
  ])('refuses %j', async (flags, message) => {
    const io = shop({ 'bad.json': '{"Charge": 3}', 'cases.json': '{"StateMachines": {"order": {}}}' });
    expect(await cli(['run', 'order.asl.json', ...flags], io)).not.toBe(0);
    expect(io.err()).toContain(message);
    expect(io.out()).toBe('');
  });

  it('takes members of the context object', async () => {
    const machine =
      '{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"n.$":"$$.Execution.Name"},"End":true}}}';
    const io = fakeIo({ cwd: project({ 'a.asl.json': machine, 'c.json': '{"Execution":{"Name":"mine"}}' }) });
    expect(await cli(['run', 'a.asl.json', '--json', '--context-object', '@c.json'], io)).toBe(0);
    expect(JSON.parse(io.out()).output).toEqual({ n: 'mine' });
  });

  it('tells placeholders that are left, and runs with them', async () => {
    const machine = '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"${Word}","End":true}}}';
    const io = fakeIo({ cwd: project({ 'a.asl.json': machine }) });
    expect(await cli(['run', 'a.asl.json', '--json'], io)).toBe(0);
    expect(io.err()).toContain('warning[left-placeholder]: The placeholder "Word" has no value and stays in the text.');
    const filled = fakeIo({ cwd: project({ 'a.asl.json': machine }) });
    expect(await cli(['run', 'a.asl.json', '--json', '--substitute', 'Word=say "hi"'], filled)).toBe(0);
    expect(JSON.parse(filled.out()).output).toBe('say "hi"');
  });

  it('keeps the flags of machines from templates', async () => {
    const io = fakeIo({ cwd: project({ 'order.yaml': ORDER }) });
    expect(await cli(['run', 'order.yaml', '--input', '{}'], io)).toBe(2);
    expect(io.err()).toBe('error: --input is for state machines. A task of a template takes --context.\n');
  });
});
