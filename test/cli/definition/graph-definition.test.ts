import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { ORDER, project } from '../project.ts';
import { linesOf } from '../../viz/curves.ts';
import { ORDER_MACHINE } from './machine.ts';

async function draw(format: string, machine = ORDER_MACHINE): Promise<string> {
  const io = fakeIo({ cwd: project({ 'order.asl.json': machine }) });
  const code = await cli(['graph', 'order.asl.json', '--format', format, '--substitute', 'Tries=3'], io);
  expect(io.err()).toBe('');
  expect(code).toBe(0);
  return io.out();
}

describe('graph of a state machine', () => {
  it('draws states, where control goes and when, and what is inside of states', async () => {
    const text = await draw('mermaid');
    expect(text).toMatch(/^---\ntitle: "order"\n---\nflowchart TD\n/);
    expect(text).toContain('state_1["Charge<br/>function:charge"]');
    expect(text).toContain('state_1 -.->|"Declined"| state_4');
    expect(text).toContain('state_2 -->|"#36;.total #62; 100"| state_3');
    expect(text).toContain('state_2 -->|"otherwise"| state_4');
    expect(text).toMatch(/subgraph state_3_box\["All"\]\n.*state_5\["Ship<br\/>lambda:invoke"\]/);
    // Branches meet before control goes on.
    expect(text).toContain('state_5 --> state_3_join');
    expect(text).toContain('state_3_join --> machine_end');
    expect(text).not.toMatch(/(?:^|\s)end\b(?!\n)/);
  });

  it('draws DOT and SVG', async () => {
    expect(await draw('dot')).toMatch(/^digraph machine \{\n.*subgraph cluster_state_3_box \{.*\}\n$/s);
    const svg = await draw('svg');
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
    expect(svg.match(/<rect class="step"/g)).toHaveLength(9);
    // Up to what it catches, and on from it.
    expect(linesOf(svg, 'catch')).toBe(2);
    expect(svg).not.toContain('NaN');
  });

  it('draws loops, conditions of all kinds, and several ways between two states', async () => {
    const machine = {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Choice',
          Choices: [
            {
              And: [
                { Variable: '$.a', IsPresent: true },
                { Variable: '$.a', StringEquals: 'x' },
              ],
              Next: 'B',
            },
            { Not: { Variable: '$.b', NumericLessThanEqualsPath: '$.c' }, Next: 'B' },
            { Variable: '$.d', IsNull: false, Next: 'A' },
            { Variable: '$.e', StringMatches: 'log-*', Next: 'B' },
            { Variable: '$.f', BooleanEquals: true, Next: 'C' },
          ],
        },
        B: { Type: 'Wait', Seconds: 1, Next: 'A' },
        C: { Type: 'Fail' },
      },
    };

    const dot = await draw('dot', JSON.stringify(machine));
    for (const label of [
      '$.a is present and $.a = \\"x\\"',
      'not $.b ≤ $.c',
      '$.d is not null',
      '$.e like \\"log-*\\"',
    ]) {
      expect(dot).toContain(`label="${label}"`);
    }
    // Nothing ends this machine.
    expect(dot).not.toContain('machine_end');
    expect(await draw('svg', JSON.stringify(machine))).toContain('id="state_2"');
  });

  it('draws conditions of JSONata', async () => {
    const choice = {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.n > 3 %}', Next: 'B' }],
      Default: 'B',
    };
    const machine = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: choice, B: { Type: 'Succeed' } } };
    expect(await draw('dot', JSON.stringify(machine))).toContain('[label="$states.input.n > 3"]');
  });

  it.each([
    ['a.asl.json', ['--run', 'history.json'], '--run is for templates.'],
    ['a.asl.json', ['--sync', 'exact'], '--sync is for templates.'],
    ['order.yaml', ['--substitute', 'A=b'], '--substitute is for state machines'],
  ])('refuses what is nothing for %s: %j', async (file, flags, message) => {
    const machine = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
    const io = fakeIo({ cwd: project({ 'a.asl.json': machine, 'order.yaml': ORDER }) });
    expect(await cli(['graph', file, ...flags], io)).toBe(2);
    expect(io.err()).toContain(`error: ${message}`);
    expect(io.out()).toBe('');
  });
});
