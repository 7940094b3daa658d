import type { JsonObject } from '../../json.ts';
import { auxiliaryName, childName } from '../../contract/state-names.ts';
import type { ChildBlock } from '../../flow/program.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import type { Retrier } from '../../states-language/types.ts';
import { nextOf, type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { addTo, addWithin, pick } from '../paths/put-expression.ts';
import type { Line } from './line.ts';
import { testState } from './test-state.ts';

/**
 * Faults of Step Functions in starting the execution; engines differ in how they spell them. An execution that was started all the same is
 * not started again, since it has its name.
 */
const startRetrier: Retrier = {
  ErrorEquals: [
    'StepFunctions.ExecutionLimitExceeded',
    'StepFunctions.ExecutionLimitExceededException',
    'StepFunctions.ThrottlingException',
    'StepFunctions.SdkClientException',
    'StepFunctions.AWSStepFunctionsException',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 10,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/** As much of what a broken execution says as the state data has room for, without its input. */
const CAUGHT =
  "{'failure':{'caught':$merge([$states.errorOutput,{'Cause':" +
  '$substring($substringBefore($states.errorOutput.Cause,\'"Input":\'),0,1000)}])}}';

/**
 * A part of the task in an execution of its own: a Task that starts it, waits for it, and puts what it returns where a branch would. The
 * execution succeeds whatever comes of its steps. One that does not is broken, and its first step has failed.
 */
export function printChild(block: ChildBlock, exits: Exits, { functions, inChild }: Line): Fragment {
  const { first, last, branch, tested, lead } = block;
  const name = childName(first, last);
  const check = auxiliaryName(name, 'complete?');
  const task: NamedState = [
    name,
    {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Comment: `Run the steps from ${first} to ${last} in an execution of their own.`,
      Resource: integrationArn('states:startExecution.sync:2'),
      Arguments: { StateMachineArn: functions.ofChild(block), ...startFields(block, inChild) },
      Retry: [startRetrier],
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Output: `{% (${addTo(lead, CAUGHT)}) %}`,
          Next: nextOf(exits.incomplete),
        },
      ],
      ...outputFields(branch.slot, tested === undefined ? exits.complete : { Next: check }),
    },
  ];
  if (tested === undefined) return { entry: name, states: [task], blocked: exits.blocked };
  const choice: NamedState = [check, testState(tested, { yes: nextOf(exits.complete), no: nextOf(exits.incomplete) })];
  return { entry: name, states: [task, choice], blocked: exits.blocked };
}

/**
 * The name and the input of the execution. The name is the task's, as far as it is short enough, with the number of redrives: each time the
 * task is redriven there is another execution.
 */
function startFields({ branch, reads }: ChildBlock, inChild: boolean): JsonObject {
  const execution = inChild ? '$states.input.execution' : '$states.context.Execution';
  return {
    Name: `{% ($e:=${execution};($length($e.Name)<71?$e.Name:$hash($e.Id,'SHA-1'))&'-'&$e.RedriveCount) %}`,
    Input: `{% $states.input.{'execution':${execution},'task':task,'expires':expires,'run':run,${pick([branch.slot, ...reads])}} %}`,
  };
}

/** Where a branch ends with the execution, what it returns is all there is. */
function outputFields(slot: ChildBlock['branch']['slot'], exit: Exit) {
  const returned = '$states.result.Output';
  if ('Next' in exit) return { Output: `{% (${addTo(slot, returned)}) %}`, ...exit } as const;
  return { Output: `{% (${addWithin(slot, returned)}) %}`, End: true } as const;
}
