import { describe, expect, it } from 'vitest';
import { StatesError } from '../../../lib/local/index.ts';
import { LAMBDA, machine, runMachine } from '../../conformance/run-machine.ts';

const all = { ErrorEquals: ['States.ALL'] };

describe('recover', () => {
  it('leaves alone what was ended: a retrier that no longer counts draws no delay', async () => {
    const idOf = async (Retry: readonly object[]) => {
      const task = { Type: 'Task', Resource: LAMBDA, Retry, End: true };
      const Branches = [
        machine({ Late: task }),
        machine({ Pause: { Type: 'Wait', Seconds: 1, Next: 'No' }, No: { Type: 'Fail', Error: 'No' } }),
      ];
      const definition = machine({
        P: { Type: 'Parallel', Branches, Catch: [{ ...all, Next: 'Pause2' }], End: true },
        Pause2: { Type: 'Wait', Seconds: 9, Next: 'Id' },
        Id: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, End: true },
      });
      const { status, output } = await runMachine(definition, {}, { Late: ['hang'] }, { seed: 3 });
      expect(status).toBe('SUCCEEDED');
      return output;
    };
    expect(await idOf([{ ...all, JitterStrategy: 'FULL' }])).toEqual(await idOf([]));
  });

  it('hands on an error without a name or a cause as empty texts', async () => {
    const { output } = await runMachine(
      machine({
        T: { Type: 'Task', Resource: LAMBDA, Catch: [{ ...all, Next: 'Done' }], End: true },
        Done: { Type: 'Succeed' },
      }),
      {},
      {},
      {
        invoke: async () => {
          throw new StatesError(undefined);
        },
      },
    );
    expect(output).toEqual({ Error: '', Cause: '' });
  });
});
