import { auxiliaryName } from '../../contract/state-names.ts';
import type { ProgramStep } from '../../flow/program-step.ts';
import type { Catcher } from '../../states-language/types.ts';
import type { NamedState } from '../fragment.ts';
import type { Line } from '../blocks/line.ts';
import { tellingRetriers } from './retriers.ts';
import { unansweredPayload } from './step-payload.ts';

/** The name of the state that publishes the failure of a run that gave no answer. */
export function publishName(step: string): string {
  return auxiliaryName(step, 'publish');
}

/** How control goes on after it, and where the error lies that the step's Task has caught. */
export interface PublishWays {
  readonly caught: string;
  readonly catchers: readonly Catcher[];
  readonly failed: string;
}

/**
 * A run that crashes or takes too long cannot publish its own failure. Its function does, when the machine tells it: in a new process,
 * and without the handler. It raises the error that it would have raised for such a failure of the handler, and so the way on is that
 * of the step's Task. It never succeeds. Its time is the function's: the step's own may be short for a process that starts anew.
 */
export function publishState(
  step: ProgramStep,
  { functions, inChild }: Pick<Line, 'functions' | 'inChild'>,
  { caught, catchers, failed }: PublishWays,
): NamedState {
  return [
    publishName(step.name),
    {
      Type: 'Task',
      Comment: `Publish that ${step.name} gave no answer.`,
      Resource: functions.of(step.callable),
      Parameters: unansweredPayload(step, caught, inChild),
      Retry: tellingRetriers(step.retries),
      Catch: catchers,
      ResultPath: null,
      Next: failed,
    },
  ];
}
