import { AwsError, validationError } from '../../base/api/aws-error.ts';
import { cutPage } from '../page.ts';
import type { RequestOf } from '../../base/api/requests.ts';
import { invalidArn, parseStateMachineArn } from '../resource-arn.ts';
import type { Operation, Service } from '../service.ts';
import { seconds } from '../service.ts';
import { noStateMachine } from '../find-machine.ts';
import { findMachine } from '../find-machine.ts';
import type { Alias, Machine } from '../state-machines.ts';

export const createStateMachineAlias: Operation<'CreateStateMachineAlias'> = (service, request) => {
  const { name, description, routingConfiguration } = request;
  const { machine, routes } = readRoutes(service, routingConfiguration);
  const now = service.clock.now();
  const alias: Alias = {
    name,
    routes,
    creationDate: now,
    updateDate: now,
    ...(description !== undefined && { description }),
  };
  const existing = machine.aliases.get(name);
  if (existing !== undefined && contentOf(existing) !== contentOf(alias)) {
    throw new AwsError(
      'ConflictException',
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    );
  }
  if (existing === undefined) machine.aliases.set(name, alias);
  service.saveMachines();
  return {
    stateMachineAliasArn: `${machine.arn}:${name}`,
    creationDate: seconds((existing ?? alias).creationDate),
  };
};

export const updateStateMachineAlias: Operation<'UpdateStateMachineAlias'> = (service, request) => {
  const { stateMachineAliasArn, description, routingConfiguration } = request;
  const { machine, alias } = findAlias(service, stateMachineAliasArn);
  const updateDate = service.clock.now();
  machine.aliases.set(alias.name, {
    ...alias,
    updateDate,
    ...(description !== undefined && { description }),
    ...(routingConfiguration !== undefined && { routes: readRoutes(service, routingConfiguration).routes }),
  });
  service.saveMachines();
  return { updateDate: seconds(updateDate) };
};

export const describeStateMachineAlias: Operation<'DescribeStateMachineAlias'> = (
  service,
  { stateMachineAliasArn },
) => {
  const { machine, alias } = findAlias(service, stateMachineAliasArn);
  return {
    stateMachineAliasArn,
    name: alias.name,
    ...(alias.description !== undefined && { description: alias.description }),
    routingConfiguration: alias.routes.map(({ version, weight }) => ({
      stateMachineVersionArn: `${machine.arn}:${String(version)}`,
      weight,
    })),
    creationDate: seconds(alias.creationDate),
    updateDate: seconds(alias.updateDate),
  };
};

export const deleteStateMachineAlias: Operation<'DeleteStateMachineAlias'> = (service, { stateMachineAliasArn }) => {
  const { machineArn, qualifier } = parseStateMachineArn(stateMachineAliasArn);
  if (qualifier === undefined) throw invalidArn(`Not a state machine alias: ${stateMachineAliasArn}`);
  service.machines.get(machineArn)?.aliases.delete(qualifier);
  service.saveMachines();
  return {};
};

export const listStateMachineAliases: Operation<'ListStateMachineAliases'> = (service, request) => {
  const { arn, aliases } = findMachine(service, request.stateMachineArn);
  const { items, nextToken } = cutPage(
    [...aliases.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    request,
    `aliases ${arn}`,
    ({ name }) => name,
    ({ name }, key) => name > key,
  );
  return {
    stateMachineAliases: items.map(({ name, creationDate }) => ({
      stateMachineAliasArn: `${arn}:${name}`,
      creationDate: seconds(creationDate),
    })),
    nextToken,
  };
};

function findAlias({ machines }: Service, arn: string): { readonly machine: Machine; readonly alias: Alias } {
  const { machineArn, qualifier } = parseStateMachineArn(arn);
  const machine = machines.get(machineArn);
  const alias = qualifier === undefined ? undefined : machine?.aliases.get(qualifier);
  if (machine !== undefined && alias !== undefined) return { machine, alias };
  throw new AwsError('ResourceNotFound', 'Request references a resource that does not exist.');
}

function readRoutes(
  { machines }: Service,
  configuration: NonNullable<RequestOf<'UpdateStateMachineAlias'>['routingConfiguration']>,
): { readonly machine: Machine; readonly routes: Alias['routes'] } {
  const arns = configuration.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const received = `Received: [${arns.join(', ')}]`;
  const targets = arns.map(parseStateMachineArn);
  if (targets.some(({ qualifier }) => qualifier === undefined || !/^\d+$/.test(qualifier))) {
    throw validationError(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (new Set(arns).size < arns.length) {
    throw validationError(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
  }
  const weights = configuration.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw validationError(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
  }
  const machineArn = targets[0]?.machineArn ?? '';
  const machine = machines.get(machineArn);
  if (machine === undefined) throw noStateMachine(machineArn);
  if (targets.some((target) => target.machineArn !== machineArn)) {
    throw validationError(`Routing configuration must contain versions of one state machine. ${received}`);
  }
  const routes = configuration.map(({ weight }, index) => ({ version: Number(targets[index]?.qualifier), weight }));
  const missing = routes.findIndex(({ version }) => !machine.versions.some(({ number }) => number === version));
  if (missing >= 0) throw new AwsError('ResourceNotFound', `Resource not found: '${String(arns[missing])}'`);
  return { machine, routes };
}

function contentOf({ description, routes }: Alias): string {
  return JSON.stringify([description, routes]);
}
