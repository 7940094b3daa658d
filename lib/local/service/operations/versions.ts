import { AwsError } from '../../base/api/aws-error.ts';
import { cutPage } from '../page.ts';
import { parseStateMachineArn } from '../resource-arn.ts';
import type { Operation } from '../service.ts';
import { seconds } from '../service.ts';
import { versionNumber } from '../find-machine.ts';
import { findMachine } from '../find-machine.ts';
import type { Machine, Version } from '../state-machines.ts';

/** Makes a version of the machine as it is; none when its last version shows the same revision. */
export function publishVersion(machine: Machine, now: number, description: string | undefined): Version {
  const [newest] = machine.versions;
  if (newest?.revision === machine.revision) return newest;
  const version: Version = {
    number: ++machine.lastVersion,
    revision: machine.revision,
    creationDate: now,
    ...(description !== undefined && { description }),
  };
  machine.versions = [version, ...machine.versions];
  return version;
}

export const publishStateMachineVersion: Operation<'PublishStateMachineVersion'> = (
  service,
  { stateMachineArn, revisionId, description },
) => {
  const machine = findMachine(service, stateMachineArn);
  const current = machine.revision.id;
  if (revisionId !== undefined && revisionId !== (current ?? 'INITIAL')) {
    throw new AwsError(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current ?? 'INITIAL'}.`,
    );
  }
  const version = publishVersion(machine, service.clock.now(), description);
  service.saveMachines();
  return {
    creationDate: seconds(version.creationDate),
    stateMachineVersionArn: `${machine.arn}:${String(version.number)}`,
  };
};

export const deleteStateMachineVersion: Operation<'DeleteStateMachineVersion'> = (
  service,
  { stateMachineVersionArn },
) => {
  const number = versionNumber(stateMachineVersionArn);
  const machine = service.machines.get(parseStateMachineArn(stateMachineVersionArn).machineArn);
  if (machine === undefined) return {};
  const names = [...machine.aliases.values()]
    .filter(({ routes }) => routes.some(({ version }) => version === number))
    .map(({ name }) => name);
  if (names.length > 0) {
    throw new AwsError(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(', ')}]`,
    );
  }
  machine.versions = machine.versions.filter((version) => version.number !== number);
  service.saveMachines();
  return {};
};

export const listStateMachineVersions: Operation<'ListStateMachineVersions'> = (service, request) => {
  const { arn, versions } = findMachine(service, request.stateMachineArn);
  const { items, nextToken } = cutPage(
    versions,
    request,
    `versions ${arn}`,
    ({ number }) => number,
    ({ number }, key) => number < Number(key),
  );
  return {
    stateMachineVersions: items.map(({ number, creationDate }) => ({
      stateMachineVersionArn: `${arn}:${String(number)}`,
      creationDate: seconds(creationDate),
    })),
    nextToken,
  };
};
