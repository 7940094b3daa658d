import { describe, expect, it } from 'vitest';
import { HandlerRecords } from '../../../lib/cli/local/handler-records.ts';
import { project } from '../project.ts';

const eventOf = (run: string, step: string) =>
  JSON.stringify({ execution: { Execution: { Name: run } }, step: { name: step } });

function open() {
  const cwd = project({ 'lambdas/charge.ts': ['one', 'two', 'three', 'four', 'five', 'six'].join('\n') });
  const records = new HandlerRecords({ cwd, now: () => 5 }, () => undefined);
  records.serve(new Map([['Charge', { file: '/a.mjs', version: '1', memory: 256, timeout: 60 }]]));
  return { cwd, records };
}

describe('HandlerRecords', () => {
  it('keeps what the invocations of a run have logged', () => {
    const { records } = open();
    records.logged('Charge', 'hello\n', eventOf('r', 'charge'));
    records.logged('Charge', 'plain', 'null');
    expect(records.logsOf('r')).toEqual([{ step: 'charge', functionName: 'Charge', at: 5, text: 'hello\n' }]);
    expect(records.logsOf('other')).toEqual([]);
  });

  it('shows the lines around where a step threw', () => {
    const { cwd, records } = open();
    records.thrown('Charge', ['Error: no', `    at x (${cwd}/lambdas/charge.ts:4:2)`], eventOf('r', 'charge'));
    const place = records.placeOf('r', 'charge');
    expect(place?.place).toBe('lambdas/charge.ts:4:2');
    expect(place?.editorUrl).toMatch(/^vscode:\/\/file\/.*\/lambdas\/charge\.ts:4:2$/);
    expect(place?.code).toEqual([
      { number: 2, text: 'two', isMeant: false },
      { number: 3, text: 'three', isMeant: false },
      { number: 4, text: 'four', isMeant: true },
      { number: 5, text: 'five', isMeant: false },
      { number: 6, text: 'six', isMeant: false },
    ]);
  });

  it('counts what functions did, and how often their code has changed', () => {
    const { records } = open();
    records.logged('Charge', '', eventOf('r', 'charge'));
    records.thrown('Charge', ['Error: no'], eventOf('r', 'charge'));
    const served = (version: string) => new Map([['Charge', { file: '/a.mjs', version, memory: 256, timeout: 60 }]]);
    records.serve(served('2'));
    records.serve(served('2'));
    expect(records.functions()).toEqual([
      {
        name: 'Charge',
        invocations: 1,
        failures: 1,
        reloads: 1,
        lastError: 'Error: no',
        lastErrorAt: 5,
        memory: 256,
        timeout: 60,
      },
    ]);
  });

  it('forgets the runs that did nothing for longest', () => {
    const { records } = open();
    for (let run = 0; run <= 500; run++) records.logged('Charge', 'x', eventOf(`r${run}`, 'charge'));
    expect([records.logsOf('r0').length, records.logsOf('r1').length]).toEqual([0, 1]);
  });
});
