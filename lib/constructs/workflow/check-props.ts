import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { checkPrefix } from './check-prefix.ts';
import type { TaskerWorkflowProps } from './tasker-workflow-props.ts';

/** @throws Error when props contradict each other: one of them would be passed over in silence */
export function checkProps(props: TaskerWorkflowProps): void {
  checkPrefix(props.prefix);
  const isExpress = props.stateMachineType === sfn.StateMachineType.EXPRESS;
  if (isExpress && (props.deadLetters === true || props.deadLetterQueue !== undefined)) {
    throw new Error(
      'An Express state machine sends no events, so there are no dead letters. Remove the prop, or use a Standard one.',
    );
  }
  if (isExpress && props.sync === 'exact') {
    throw new Error(
      'An Express state machine cannot wait for a task token, so there is no exact sync. Remove "sync", or use a Standard one.',
    );
  }
  if (props.rendezvousTable !== undefined && props.sync !== 'exact') {
    throw new Error('"rendezvousTable" is given, but "sync" is not "exact". Remove one, or set the other.');
  }
  if (props.deadLetters === false && props.deadLetterQueue !== undefined) {
    throw new Error('"deadLetterQueue" is given, but "deadLetters" is false. Remove one of them.');
  }
  if (props.parkResults === false && (props.resultsBucket !== undefined || props.resultsExpiry !== undefined)) {
    throw new Error('"resultsBucket" or "resultsExpiry" is given, but "parkResults" is false. Remove one of them.');
  }
  if (props.resultsBucket !== undefined && props.resultsExpiry !== undefined) {
    throw new Error('"resultsExpiry" is for the workflow\'s own bucket. Set a lifecycle rule on the bucket you bring.');
  }
  if (props.alarms === false && props.alarmActions !== undefined) {
    throw new Error('"alarmActions" is given, but "alarms" is false. Remove one of them.');
  }
  const { percentage } = props.alias?.shift ?? { percentage: 1 };
  if (!Number.isInteger(percentage) || percentage < 1 || percentage > 99) {
    throw new Error(`"alias.shift.percentage" is ${percentage}. It must be a whole number from 1 to 99.`);
  }
}
