import type { StateMachine } from '../../states-language/types.ts';
import { prefixOf, stateMachineName, type TemplateIdentity } from '../../contract/state-machine-name.ts';
import { machineNameOf } from './arns.ts';
import { indexMachine } from '../view/index-machine.ts';
import { mapWithLimit } from './map-with-limit.ts';
import type { StepFunctions } from './step-functions.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import { isRefusal } from './translate-error.ts';
import { wholeMachine } from './whole-machine.ts';

/** A template and the state machine that runs it. */
export interface DeployedTemplate extends TemplateIdentity {
  /** The ARN of the state machine, without a version or alias. */
  readonly stateMachineArn: string;
}

/** How long a definition is taken for the current one, in ms. */
const FRESH_MS = 60_000;

/** So long after the list of machines was read it is not read again for one that is not in it. */
const JUST_LISTED_MS = 1_000;

/** How the names of machines that run templates end: with a version, or with a hash. */
const OUR_NAMES = /-(?:\d+_\d+_\d+|[0-9a-f]{8})$/;

/** What {@link StateMachines} knows beforehand. */
export interface KnownMachines {
  readonly templates: readonly DeployedTemplate[] | undefined;
  /** The environment's prefix. */
  readonly prefix: string | undefined;
}

/**
 * Knows which state machine runs which template: from a list, or by the names of the account's machines and what their
 * definitions say of themselves. What is not in the list, such as an earlier version, is found in the account.
 */
export class StateMachines {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #fixed: readonly DeployedTemplate[] | undefined;
  readonly #prefix: string | undefined;
  readonly #now: () => number;
  readonly #definitions = new Map<string, { readonly at: number; readonly definition: Promise<StateMachine> }>();
  readonly #found = new Map<string, DeployedTemplate | undefined>();
  #listed: { readonly at: number; readonly arns: Promise<readonly string[]> } | undefined;

  constructor(sfn: () => Promise<StepFunctions>, { templates, prefix }: KnownMachines, now: () => number) {
    this.#sfn = sfn;
    this.#fixed = templates;
    this.#prefix = prefix;
    this.#now = now;
  }

  /** The machine in which tasks of a template are started; fails with `NOT_FOUND` when there is none. */
  async arnOf(identity: TemplateIdentity): Promise<string> {
    const { namespace, name, version } = identity;
    const wanted = stateMachineName(identity, this.#prefix);
    const arn =
      this.#fixed === undefined
        ? (await this.#listedOnes((machine) => machine === wanted))[0]
        : this.#fixed.find((one) => one.namespace === namespace && one.name === name && one.version === version)
            ?.stateMachineArn;
    if (arn !== undefined) return arn;
    throw new TaskerClientError('NOT_FOUND', `There is no template "${namespace}/${name}" of version "${version}".`);
  }

  /** The machines whose names the test holds for: those of the list, or else those of the account. */
  async arnsWhere(test: (machine: string) => boolean): Promise<readonly string[]> {
    const fixed = (this.#fixed ?? []).map((one) => one.stateMachineArn).filter((arn) => test(machineNameOf(arn)));
    return fixed.length > 0 ? fixed : this.#listedOnes(test);
  }

  /** Whether an execution may be of one of the machines, by its ARN. */
  mayRun(executionArn: string): boolean {
    const name = machineNameOf(executionArn);
    return this.#isFixed(name) || (name !== '' && prefixOf(name) === this.#prefix);
  }

  /** All machines that run templates, those in the list first. */
  async all(): Promise<readonly DeployedTemplate[]> {
    const fixed = this.#fixed ?? [];
    const others = await this.#listedOnes((name) => OUR_NAMES.test(name) && !this.#isFixed(name), true);
    const found = await mapWithLimit(others, 5, (arn) => this.#identify(arn));
    return [...fixed, ...found.filter((one) => one !== undefined)];
  }

  /** Fails when Step Functions does not answer. Asks for nothing that reading tasks does not need too. */
  async check(): Promise<void> {
    const sfn = await this.#sfn();
    const [first] = this.#fixed ?? [];
    if (first === undefined) await sfn.listStateMachines({ maxResults: 1 });
    else await sfn.describeStateMachine({ stateMachineArn: first.stateMachineArn });
  }

  /**
   * The current definition of a machine, at most a minute old, with those of parts that run in executions of their own in their places:
   * each costs a call.
   */
  async definition(arn: string): Promise<StateMachine> {
    const { definition } = await wholeMachine(await this.#definition(arn), (part) => this.partDefinition(part));
    return definition;
  }

  /** The current definition of a machine that runs a part of a task; undefined of one that is gone. */
  async partDefinition(arn: string): Promise<StateMachine | undefined> {
    return this.#definition(arn).catch((error: unknown) => {
      if ((error as Error).name === 'StateMachineDoesNotExist') return undefined;
      throw error;
    });
  }

  /** The definition of a machine as it is deployed. */
  async #definition(arn: string): Promise<StateMachine> {
    const known = this.#definitions.get(arn);
    if (known !== undefined && this.#now() - known.at < FRESH_MS) return known.definition;
    const definition = this.#sfn()
      .then((sfn) => sfn.describeStateMachine({ stateMachineArn: arn }))
      .then((machine) => JSON.parse(machine.definition as string) as StateMachine);
    definition.catch(() => this.#definitions.delete(arn));
    this.#definitions.set(arn, { at: this.#now(), definition });
    return definition;
  }

  #isFixed(name: string): boolean {
    return this.#fixed?.some((one) => machineNameOf(one.stateMachineArn) === name) ?? false;
  }

  /**
   * The environment's machines in the account whose names the test holds for. The list is a minute old at most; where it has
   * none of them, or `fresh` asks for it, it is read anew unless it just was.
   */
  async #listedOnes(test: (machine: string) => boolean, fresh = false): Promise<readonly string[]> {
    const choose = (arns: readonly string[]) =>
      arns.filter((arn) => prefixOf(machineNameOf(arn)) === this.#prefix && test(machineNameOf(arn)));
    const age = this.#listed === undefined ? Infinity : this.#now() - this.#listed.at;
    if (this.#listed !== undefined && age < (fresh ? JUST_LISTED_MS : FRESH_MS)) {
      const found = choose(await this.#listed.arns);
      if (found.length > 0 || age < JUST_LISTED_MS) return found;
    }
    const arns = this.#list();
    arns.catch(() => (this.#listed = undefined));
    this.#listed = { at: this.#now(), arns };
    return choose(await arns);
  }

  async #list(): Promise<readonly string[]> {
    const sfn = await this.#sfn();
    const arns: string[] = [];
    let nextToken: string | undefined;
    try {
      do {
        const page = await sfn.listStateMachines({ maxResults: 1000, ...(nextToken !== undefined && { nextToken }) });
        arns.push(...(page.stateMachines ?? []).map((machine) => machine.stateMachineArn as string));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    } catch (error) {
      // Who knows the templates need not be allowed to look for more.
      if (this.#fixed === undefined || !isRefusal(error)) throw error;
    }
    return arns;
  }

  async #identify(arn: string): Promise<DeployedTemplate | undefined> {
    if (!this.#found.has(arn)) {
      const definition = await this.#definition(arn).catch((error: unknown) => {
        // It has been deleted since it was listed, or is not for us to see.
        if (isRefusal(error) || (error as Error).name === 'StateMachineDoesNotExist') return undefined;
        throw error;
      });
      if (definition === undefined) return undefined;
      const { identity } = indexMachine(definition);
      this.#found.set(arn, identity && { ...identity, stateMachineArn: arn });
    }
    return this.#found.get(arn);
  }
}
