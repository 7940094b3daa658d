import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { childExecutionsArn, machineArn } from './task-permissions.ts';

/**
 * Lets a state machine run the workers of large batches: start executions that are its own children, follow, stop and redrive them, and
 * read the lists of workers that its functions park. AWS: "IAM policies for using Distributed Map states".
 *
 * @param results Where the lists lie: in which bucket, and below which name.
 */
export function allowChildren(
  machine: sfn.StateMachine,
  machineName: string,
  results: { readonly bucket: s3.IBucket | undefined; readonly folder: string },
): void {
  const children = childExecutionsArn(machine, machineName);
  machine.addToRolePolicy(
    new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [machineArn(machine, machineName)] }),
  );
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      resources: [children],
    }),
  );
  acknowledgeWildcard(machine, children, 'Runs of distributed Maps name the child executions of this state machine.');
  const { bucket, folder } = results;
  if (bucket === undefined) return;
  const lists = bucket.arnForObjects(`${folder}*`);
  machine.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [lists] }));
  bucket.encryptionKey?.grantDecrypt(machine);
  acknowledgeWildcard(machine, lists, 'Each task has a list of workers of its own.');
}
