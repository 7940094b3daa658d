import type { JsonObject } from '../../json.ts';
import { auxiliaryName, childName } from '../../contract/state-names.ts';
import type { ChildBlock } from '../../flow/program.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import type { Catcher, Retrier, TaskState } from '../../states-language/types.ts';
import { nextOf, type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { jsonataText } from '../paths/jsonata-text.ts';
import { addTo, addWithin, pick } from '../paths/put-expression.ts';
import { slotExpression } from '../paths/slot-expression.ts';
import type { Line } from './line.ts';
import { testState } from './test-state.ts';

/**
 * Faults of Step Functions in starting the execution; engines differ in how they spell them. An execution that was started all the same is
 * not started again, since it has its name.
 */
const startRetrier = retrierOf([
  'StepFunctions.ExecutionLimitExceeded',
  'StepFunctions.ExecutionLimitExceededException',
  'StepFunctions.ThrottlingException',
  'StepFunctions.SdkClientException',
  'StepFunctions.AWSStepFunctionsException',
]);

/** The same of the calls by the AWS SDK: what has no name of its own has that of the client. */
const callRetrier = retrierOf([
  'Sfn.ExecutionLimitExceededException',
  'Sfn.ThrottlingException',
  'Sfn.SdkClientException',
  'Sfn.SfnException',
]);

/** What an expression raises that fails. */
const EVALUATION_ERROR = 'States.QueryEvaluationError';

/** How often it is looked whether an execution has ended: for some days. */
const lookRetrier: Retrier = { ErrorEquals: [EVALUATION_ERROR], MaxAttempts: 2000, MaxDelaySeconds: 300 };

/** As much of what a broken execution says as the state data has room for, without its input. */
const CAUGHT =
  "{'failure':{'caught':$merge([$states.errorOutput,{'Cause':" +
  '$substring($substringBefore($states.errorOutput.Cause,\'"Input":\'),0,1000)}])}}';

/**
 * A part of the task in an execution of its own: a Task that starts it, waits for it, and puts what it returns where a branch would. The
 * execution succeeds whatever comes of its steps. One that does not is broken, and its first step has failed.
 *
 * The name of the execution is the same until the part has returned. So where the task was stopped with the part, and is redriven, the
 * execution cannot be started again, and nothing that has completed in it runs again: it is redriven, too, and waited for by the same Task,
 * since to start what runs by this name with the same input is to wait for it.
 */
export function printChild(block: ChildBlock, exits: Exits, { functions, inChild }: Line): Fragment {
  const { first, last, branch, tested, lead } = block;
  const name = childName(first, last);
  const machine = functions.ofChild(block);
  // Each part has a variable of its own: one that is assigned outside of a branch cannot be assigned within it.
  const variable = branch.slot.member;
  const check = auxiliaryName(name, 'complete?');
  const goOn = auxiliaryName(name, 'go on');
  const look = auxiliaryName(name, 'has ended?');
  const complete: Exit = tested === undefined ? exits.complete : { Next: check };
  const returned = returnedBy(block, inChild);
  const start: TaskState = {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Comment: `Run the steps from ${first} to ${last} in an execution of their own.`,
    Resource: integrationArn('states:startExecution.sync:2'),
    Arguments: { StateMachineArn: machine, ...startFields(block, inChild) },
    Retry: [startRetrier],
    Catch: [
      {
        ErrorEquals: ['StepFunctions.ExecutionAlreadyExists', 'StepFunctions.ExecutionAlreadyExistsException'],
        // What stands for the machine can be no part of an expression.
        Assign: { [variable]: { machine, name: `{% (${nameOf(block, inChild)};$n) %}` } },
        Output: '{% $states.input %}',
        Next: goOn,
      },
      caughtAt(block, nextOf(exits.incomplete)),
    ],
    ...outputFields(branch.slot, returned('$states.result.Output'), complete),
  };
  const call = (action: string): Pick<TaskState, 'Type' | 'QueryLanguage' | 'Resource' | 'Arguments'> => ({
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: integrationArn(`aws-sdk:sfn:${action}`),
    Arguments: { ExecutionArn: executionArn(variable) },
  });
  const redrive: TaskState = {
    ...call('redriveExecution'),
    Comment: 'The task was stopped while this part ran, and redriven: let the part go on, too.',
    Output: '{% $states.input %}',
    Retry: [callRetrier],
    Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.input %}', Next: look }],
    Next: name,
  };
  const ended =
    `$r:=$states.result;$r.Status='RUNNING'?$error('The part runs still.'):` +
    `$r.Status='SUCCEEDED'?(${addTo(branch.slot, returned('$parse($r.Output)'))}):(${addTo(lead, LOST)})`;
  const describe: TaskState = {
    ...call('describeExecution'),
    Comment:
      'The part cannot go on by a redrive: it has come to its end meanwhile, or runs, or was stopped too long ago.',
    Output: `{% (${ended}) %}`,
    Retry: [callRetrier, lookRetrier],
    Catch: [caughtAt(block, nextOf(exits.incomplete))],
    // Where a Task would end the branch, another state does as well.
    Next: 'Next' in complete ? complete.Next : nextOf(exits.incomplete),
  };
  const states: readonly NamedState[] = [
    [name, start],
    [goOn, redrive],
    [look, describe],
  ];
  if (tested === undefined) return { entry: name, states, blocked: exits.blocked };
  const choice: NamedState = [check, testState(tested, { yes: nextOf(exits.complete), no: nextOf(exits.incomplete) })];
  return { entry: name, states: [...states, choice], blocked: exits.blocked };
}

function retrierOf(ErrorEquals: readonly string[]): Retrier {
  return { ErrorEquals, IntervalSeconds: 2, MaxAttempts: 10, MaxDelaySeconds: 60, JitterStrategy: 'FULL' };
}

/** The first step has failed with what was caught. */
function caughtAt({ lead }: ChildBlock, Next: string): Catcher {
  return { ErrorEquals: ['States.ALL'], Output: `{% (${addTo(lead, CAUGHT)}) %}`, Next };
}

const LOST =
  "{'failure':{'caught':{'Error':'States.TaskFailed','Cause':'The execution that ran this part of the task has ended with '&" +
  "$r.Status&', and cannot go on. Repair the task: what has completed there is not run again then.'}}}";

/**
 * The execution of the task, as the part tells its steps, and the name of the part's own. Neither changes before the part has returned.
 * The name is the task's, as far as it is short enough, with the number of redrives after which the part has returned last.
 */
function nameOf({ returned }: ChildBlock, inChild: boolean): string {
  const execution = inChild ? '$states.input.execution' : '$states.context.Execution';
  return [
    `$e:=${execution}`,
    // Nothing of what is not there.
    `$v:=$sum([${slotExpression(returned)}])`,
    `$n:=($length($e.Name)<71?$e.Name:$hash($e.Id,'SHA-1'))&'-'&$v`,
  ].join(';');
}

/** The ARN of the execution, by what the Task has assigned: that of the machine may be the ARN of a version. */
function executionArn(variable: string): string {
  return `{% $replace($${variable}.machine,/:stateMachine:([^:]+).*/,':execution:$1:')&$${variable}.name %}`;
}

/** The name and the input of the execution. */
function startFields(block: ChildBlock, inChild: boolean): JsonObject {
  const { branch, reads } = block;
  const name = nameOf(block, inChild);
  const execution = "{'Id':$e.Id,'Name':$e.Name,'StartTime':$e.StartTime,'Input':$e.Input,'RedriveCount':$v}";
  const { statements, members } = pick([branch.slot, ...reads]);
  const shared = ['task', 'expires', 'run'].map((member) => `'${member}':$states.input.${member}`);
  const input = `{'execution':${execution},${shared.join(',')},${members}}`;
  return { Name: `{% (${name};$n) %}`, Input: `{% (${[name, ...statements, input].join(';')}) %}` };
}

/** What the execution has returned, with the number of redrives so far. */
function returnedBy({ returned }: ChildBlock, inChild: boolean): (output: string) => string {
  const own = '$states.context.Execution.RedriveCount';
  const count = inChild ? `$states.input.execution.RedriveCount+${own}` : own;
  return (output) => `$merge([${output},{${jsonataText(returned.member)}:${count}+1}])`;
}

/** Where a branch ends with the execution, what it returns is all there is. */
function outputFields(slot: ChildBlock['branch']['slot'], returned: string, exit: Exit) {
  if ('Next' in exit) return { Output: `{% (${addTo(slot, returned)}) %}`, ...exit } as const;
  return { Output: `{% (${addWithin(slot, returned)}) %}`, End: true } as const;
}
