import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wholeDefinition } from '../../lib/asl/child-machines.ts';
import { compileTemplate } from '../../lib/compile.ts';
import type { StateMachine } from '../../lib/states-language/types.ts';
import { forwardEdges } from '../../lib/viz/machine/forward-edges.ts';
import { layOutMachine } from '../../lib/viz/machine/lay-out-machine.ts';
import { machinePictureOf } from '../../lib/viz/machine/machine-picture.ts';
import { drawMachine, renderMachineSvg } from '../../lib/viz/machine/render-machine-svg.ts';
import { templateOf } from '../browser/served-console.ts';
import { pointsOf } from './curves.ts';

const definitionOf = (text: string): StateMachine => {
  const { value } = compileTemplate(text, { file: 'template.yaml' });
  return wholeDefinition(value!);
};
const sizes = {
  node: ({ name }: { readonly name: string }) => ({ width: 60 + name.length * 8, height: 50 }),
  label: (text: string) => ({ width: text.length * 6, height: 16 }),
};

describe('the picture of a machine', () => {
  it.each<readonly [string, string]>([
    ['of 5 steps', templateOf('small', 5)],
    ['of 40 steps', templateOf('middle', 40)],
    ...['expenses/expense_approval', 'imports/csv_import', 'microservices/user_registration'].map(
      (name): readonly [string, string] => [name, readFileSync(`templates/${name}.yaml`, 'utf8')],
    ),
  ])('has no edge through a state or a text (%s)', (_, text) => {
    const layout = layOutMachine(machinePictureOf(definitionOf(text), ''), sizes);
    const parts = [...layout.nodes, ...layout.labels];
    for (const { curve } of layout.edges) {
      const points = pointsOf(curve);
      // Where an edge begins and ends, it touches a part.
      const touched = parts.filter(({ x, y, width, height }) =>
        points
          .slice(2, -2)
          .some((point) => Math.abs(point.x - x) < width / 2 - 1 && Math.abs(point.y - y) < height / 2 - 1),
      );
      expect(touched.map(({ part }) => part)).toEqual([]);
    }
    for (const { x, y, width, height } of [...parts, ...layout.boxes]) {
      expect(Math.min(x - width / 2, y - height / 2)).toBeGreaterThanOrEqual(-0.01);
      expect(x + width / 2).toBeLessThanOrEqual(layout.width + 0.01);
      expect(y + height / 2).toBeLessThanOrEqual(layout.height + 0.01);
    }
  });

  it('holds what is inside of a state in its box', () => {
    const { boxes, nodes } = layOutMachine(machinePictureOf(definitionOf(templateOf('small', 5)), ''), sizes);
    const [box] = boxes;
    const inside = nodes.filter(({ part }) => part.box === box?.part.id);
    expect(inside.length).toBeGreaterThan(3);
    for (const { x, y } of inside) {
      expect(Math.abs(x - box!.x)).toBeLessThan(box!.width / 2);
      expect(Math.abs(y - box!.y)).toBeLessThan(box!.height / 2);
    }
  });

  it('shows states that lead to themselves and back', () => {
    const machine: StateMachine = {
      StartAt: 'A',
      States: {
        A: { Type: 'Wait', Seconds: 1, Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'A' }], Default: 'B' },
      },
    };
    const svg = renderMachineSvg(machine, 'loop');
    expect(svg).toContain('marker-start="url(#next-arrow)"');
    expect(svg).toContain('>otherwise</text>');
    expect(svg).not.toContain('NaN');
  });

  it('tells what has become of the states of a run, and how often control came to them', () => {
    const machine: StateMachine = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Fail' } },
    };
    const run = new Map([
      ['A', { state: 'complete', times: 3 } as const],
      ['B', { state: 'error', times: 1 } as const],
    ]);
    const svg = drawMachine(machinePictureOf(machine, 'run', run), '', (state) => `/states/${state}`);
    expect(svg).toContain('✓ 1 complete · ✕ 1 error');
    expect(svg).toContain('class="state-error"><a id="state_2" href="/states/B" data-next="">');
    expect(svg).toContain('>3 times</text>');
    expect(svg).not.toContain('href="/states/Start"');
  });
});

describe('forwardEdges', () => {
  it('turns what leads back around, and nothing else', () => {
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
      { from: 'a', to: 'c' },
    ];
    expect(forwardEdges(['a', 'b', 'c'], edges).map(({ from, to, isTurned }) => [from, to, isTurned])).toEqual([
      ['a', 'b', false],
      ['b', 'c', false],
      ['a', 'c', true],
      ['a', 'c', false],
    ]);
  });

  it('goes through a long chain', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => String(index));
    const edges = ids.slice(1).map((to, index) => ({ from: String(index), to }));
    expect(forwardEdges(ids, edges).some(({ isTurned }) => isTurned)).toBe(false);
  });
});
