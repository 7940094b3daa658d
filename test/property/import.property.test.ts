import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { State, StateMachine } from '../../lib/states-language/types.ts';
import { importAndRun } from '../cli/import/import-and-run.ts';

const numRuns = process.env['FUZZ'] === undefined ? 12 : 250;

/** A piece of a machine: what it does, before it has names. */
type Piece =
  | { readonly kind: 'task'; readonly resultPath: string | null | undefined; readonly outputPath: string | undefined }
  | { readonly kind: 'pass'; readonly result: number | undefined }
  | { readonly kind: 'sequence'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'parallel'; readonly branches: readonly Piece[]; readonly resultPath: string | undefined }
  | { readonly kind: 'choice'; readonly cases: readonly Piece[]; readonly otherwise: Piece | 'past' };

const { piece } = fc.letrec<{ piece: Piece }>((tie) => ({
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('task' as const),
        resultPath: fc.constantFrom('$.r', '$.r.deep', null, undefined),
        outputPath: fc.constant(undefined),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), result: fc.option(fc.nat(3), { nil: undefined }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('sequence' as const),
        pieces: fc.array(tie('piece'), { minLength: 2, maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('parallel' as const),
        branches: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }),
        resultPath: fc.constantFrom('$.all', undefined),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('choice' as const),
        cases: fc.array(tie('piece'), { minLength: 1, maxLength: 2 }),
        otherwise: fc.oneof(tie('piece'), fc.constant('past' as const)),
      }),
    },
  ),
}));

/** Lays pieces out as states; each is entered by its first name and left to `next`. */
class Layout {
  readonly states: Record<string, State> = {};
  readonly #counter: { value: number };

  constructor(counter = { value: 0 }) {
    this.#counter = counter;
  }

  add(each: Piece, next: string | undefined): string {
    const name = `${each.kind}${this.#counter.value++}`;
    const onward = next === undefined ? { End: true as const } : { Next: next };
    switch (each.kind) {
      case 'task': {
        const { resultPath } = each;
        // What a path is put into has to be an object.
        const keeps = resultPath === undefined ? {} : { ResultPath: resultPath };
        this.states[name] = {
          Type: 'Task',
          Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
          ...keeps,
          ...onward,
        };
        return name;
      }
      case 'pass':
        this.states[name] = {
          Type: 'Pass',
          ...(each.result === undefined ? { Parameters: { 'was.$': '$' } } : { Result: { is: each.result } }),
          ...onward,
        };
        return name;
      case 'sequence':
        return each.pieces.reduceRight<string | undefined>((follows, inner) => this.add(inner, follows), next) ?? name;
      case 'parallel': {
        const branches = each.branches.map((branch) => {
          const layout = new Layout(this.#counter);
          return { StartAt: layout.add(branch, undefined), States: layout.states };
        });
        // A list is no object to put a value into.
        this.states[name] = {
          Type: 'Parallel',
          Branches: branches,
          ResultSelector: { 'all.$': '$' },
          ...(each.resultPath === undefined ? {} : { ResultPath: each.resultPath }),
          ...onward,
        };
        return name;
      }
      case 'choice': {
        const starts = each.cases.map((one) => this.add(one, next));
        const otherwise = each.otherwise === 'past' ? (next ?? this.#succeed()) : this.add(each.otherwise, next);
        this.states[name] = {
          Type: 'Choice',
          Choices: starts.map((start, index) => ({
            Variable: '$$.Execution.Input.n',
            NumericEquals: index,
            Next: start,
          })),
          Default: otherwise,
        };
        return name;
      }
    }
  }

  #succeed(): string {
    const name = `done${this.#counter.value++}`;
    this.states[name] = { Type: 'Succeed' };
    return name;
  }
}

function machineOf(each: Piece): StateMachine {
  const layout = new Layout();
  // Each machine has a Task, so that there is a step.
  return {
    StartAt: layout.add(
      { kind: 'sequence', pieces: [{ kind: 'task', resultPath: '$.first', outputPath: undefined }, each] },
      undefined,
    ),
    States: layout.states,
  };
}

describe('an imported machine', () => {
  it('runs the same tasks on the same input, and ends the same, whatever it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(piece, fc.nat(2), async (each, n) => {
        const { original, imported, notImported } = await importAndRun(machineOf(each), { n });
        expect(notImported).toEqual([]);
        expect(imported).toEqual(original);
      }),
      { numRuns, interruptAfterTimeLimit: 100_000 },
    );
  }, 600_000);
});
