import { randomUUID } from 'node:crypto';
import { formatArn } from '../../../states-language/arn.ts';
import { AwsError, validationError } from '../../base/api/aws-error.ts';
import { checkLogging } from '../check-logging.ts';
import { requireDefinition } from '../require-definition.ts';
import { checkName } from '../check-name.ts';
import { checkRole } from '../check-role.ts';
import { cutPage } from '../page.ts';
import { parseStateMachineArn } from '../resource-arn.ts';
import type { Operation } from '../service.ts';
import { seconds } from '../service.ts';
import { finishDeletion } from '../finish-deletion.ts';
import { checkNotDeleting } from '../finish-deletion.ts';
import { findQualified } from '../find-machine.ts';
import { findMachine } from '../find-machine.ts';
import type { Machine, Revision, Settings } from '../state-machines.ts';
import { describeSettings } from '../state-machines.ts';
import { variableReferences } from '../variable-references.ts';
import { tagMap } from './tags.ts';
import { publishVersion } from './versions.ts';

/** Creates a machine; the same call again is answered the same, another one under the same name is refused. */
export const createStateMachine: Operation<'CreateStateMachine'> = (service, request) => {
  const { name, definition: text, roleArn, type = 'STANDARD', tags = [], publish, versionDescription } = request;
  checkName(name);
  checkRole(roleArn);
  checkVersionDescription(publish, versionDescription);
  checkLogging(request);
  const published = {
    ...(publish !== undefined && { publish }),
    ...(versionDescription !== undefined && { versionDescription }),
  };
  const arn = formatArn({ ...service.place, kind: 'stateMachine', machine: name });
  const existing = service.machines.get(arn);
  if (existing !== undefined) {
    if (!isSame(existing, { text, type, published, settings: settingsOf(request) })) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    return describeCreated(existing);
  }
  const creationDate = service.clock.now();
  const machine: Machine = {
    arn,
    name,
    type,
    creationDate,
    published,
    revision: {
      text,
      definition: requireDefinition(text, type),
      roleArn,
      settings: settingsOf(request),
      updateDate: creationDate,
    },
    versions: [],
    lastVersion: 0,
    aliases: new Map(),
    tags: tagMap(tags),
    deleting: false,
  };
  service.machines.set(arn, machine);
  if (publish === true) publishVersion(machine, creationDate, versionDescription);
  service.saveMachines();
  return describeCreated(machine);
};

/** Changes a machine; executions that run go on with what they started with. */
export const updateStateMachine: Operation<'UpdateStateMachine'> = (service, request) => {
  const { stateMachineArn, definition: text, roleArn, publish, versionDescription } = request;
  const machine = findMachine(service, stateMachineArn);
  checkNotDeleting(machine);
  if (roleArn !== undefined) checkRole(roleArn);
  checkVersionDescription(publish, versionDescription);
  const settings = settingsOf(request);
  if (text === undefined && roleArn === undefined && Object.keys(settings).length === 0 && publish !== true) {
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  }
  checkLogging(request);
  const updateDate = service.clock.now();
  const before = machine.revision;
  const after: Revision = {
    ...before,
    ...(text !== undefined && text !== before.text && { text, definition: requireDefinition(text, machine.type) }),
    ...(roleArn !== undefined && { roleArn }),
    settings: { ...before.settings, ...settings },
  };
  if (fingerprint(after) !== fingerprint(before)) machine.revision = { ...after, id: randomUUID(), updateDate };
  const version = publish === true ? publishVersion(machine, updateDate, versionDescription) : undefined;
  service.saveMachines();
  const { id } = machine.revision;
  return {
    updateDate: seconds(updateDate),
    ...(id !== undefined && { revisionId: id }),
    ...(version !== undefined && { stateMachineVersionArn: `${machine.arn}:${String(version.number)}` }),
  };
};

export const describeStateMachine: Operation<'DescribeStateMachine'> = (service, { stateMachineArn, includedData }) => {
  const { machine, revision, versionArn, aliasArn } = findQualified(service, stateMachineArn);
  const version = machine.versions.find(({ number }) => versionArn === `${machine.arn}:${String(number)}`);
  const isWhole = includedData !== 'METADATA_ONLY';
  return {
    stateMachineArn: aliasArn ?? versionArn ?? machine.arn,
    name: machine.name,
    status: machine.deleting ? 'DELETING' : 'ACTIVE',
    definition: isWhole ? revision.text : '{}',
    roleArn: revision.roleArn,
    type: machine.type,
    creationDate: seconds(version?.creationDate ?? machine.creationDate),
    ...describeSettings(revision),
    ...(revision.id !== undefined && { revisionId: revision.id }),
    ...(version?.description !== undefined && { description: version.description }),
    variableReferences: isWhole ? variableReferences(revision.definition) : undefined,
  };
};

/** Deletes a machine with its executions; while some of them run, it only takes no new ones. */
export const deleteStateMachine: Operation<'DeleteStateMachine'> = (service, { stateMachineArn }) => {
  const { machineArn, qualifier } = parseStateMachineArn(stateMachineArn);
  if (qualifier !== undefined)
    throw validationError(`Qualified state machine ARN is not allowed: '${stateMachineArn}'`);
  const machine = service.machines.get(machineArn);
  if (machine === undefined) return {};
  machine.deleting = true;
  finishDeletion(service, machine);
  service.saveMachines();
  return {};
};

export const listStateMachines: Operation<'ListStateMachines'> = ({ machines }, request) => {
  const sorted = [...machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = cutPage(
    sorted,
    request,
    'machines',
    ({ name }) => name,
    ({ name }, key) => name > key,
  );
  return {
    stateMachines: items.map(({ arn, name, type, creationDate }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: seconds(creationDate),
    })),
    nextToken,
  };
};

function checkVersionDescription(publish: boolean | undefined, description: string | undefined): void {
  if (publish === true || description === undefined) return;
  throw validationError('Version description can only be set when publish is true');
}

function settingsOf({ loggingConfiguration, tracingConfiguration, encryptionConfiguration }: Settings): Settings {
  return {
    ...(loggingConfiguration !== undefined && { loggingConfiguration }),
    ...(tracingConfiguration !== undefined && { tracingConfiguration }),
    ...(encryptionConfiguration !== undefined && { encryptionConfiguration }),
  };
}

/** The role and the tags do not count when a machine is created again. */
function isSame(
  { type, published, revision }: Machine,
  other: Pick<Machine, 'type' | 'published'> & Pick<Revision, 'text' | 'settings'>,
): boolean {
  const key = (parts: typeof other) => JSON.stringify([parts.text, parts.type, parts.published, parts.settings]);
  return key({ type, published, text: revision.text, settings: revision.settings }) === key(other);
}

function fingerprint({ text, roleArn, settings }: Revision): string {
  return JSON.stringify([text, roleArn, settings]);
}

function describeCreated({ arn, creationDate, published, versions }: Machine) {
  const first = published.publish === true ? versions.at(-1) : undefined;
  return {
    stateMachineArn: arn,
    creationDate: seconds(creationDate),
    ...(first !== undefined && { stateMachineVersionArn: `${arn}:${String(first.number)}` }),
  };
}
