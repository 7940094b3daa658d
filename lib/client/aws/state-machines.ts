import type { StateMachine } from '../../states-language/types.ts';
import { stateMachineName, type TemplateIdentity } from '../../contract/state-machine-name.ts';
import { machineNameOf } from './arns.ts';
import { indexMachine } from '../view/index-machine.ts';
import { mapWithLimit } from './map-with-limit.ts';
import type { StepFunctions } from './step-functions.ts';
import { TaskerClientError } from '../tasker-client-error.ts';

/** A template and the state machine that runs it. */
export interface DeployedTemplate extends TemplateIdentity {
  /** The ARN of the state machine, without a version or alias. */
  readonly stateMachineArn: string;
}

/** How long a definition is taken for the current one, in ms. */
const FRESH_MS = 60_000;

/**
 * Knows which state machine runs which template: from a list, or by the names of the account's machines and what their
 * definitions say of themselves.
 */
export class StateMachines {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #fixed: readonly DeployedTemplate[] | undefined;
  readonly #now: () => number;
  readonly #definitions = new Map<string, { readonly at: number; readonly definition: Promise<StateMachine> }>();
  readonly #found = new Map<string, DeployedTemplate | undefined>();

  constructor(sfn: () => Promise<StepFunctions>, fixed: readonly DeployedTemplate[] | undefined, now: () => number) {
    this.#sfn = sfn;
    this.#fixed = fixed;
    this.#now = now;
  }

  /** The machine of a template; fails with `NOT_FOUND` when there is none. */
  async arnOf(identity: TemplateIdentity): Promise<string> {
    const { namespace, name, version } = identity;
    const wanted = stateMachineName(identity);
    const arn =
      this.#fixed === undefined
        ? (await this.arns()).find((candidate) => machineNameOf(candidate) === wanted)
        : this.#fixed.find((one) => one.namespace === namespace && one.name === name && one.version === version)
            ?.stateMachineArn;
    if (arn !== undefined) return arn;
    throw new TaskerClientError('NOT_FOUND', `There is no template "${namespace}/${name}" of version "${version}".`);
  }

  /** The ARNs of all machines that may run templates. */
  async arns(): Promise<readonly string[]> {
    if (this.#fixed !== undefined) return this.#fixed.map((one) => one.stateMachineArn);
    const sfn = await this.#sfn();
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.listStateMachines({ maxResults: 1000, ...(nextToken !== undefined && { nextToken }) });
      arns.push(...(page.stateMachines ?? []).map((machine) => machine.stateMachineArn as string));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return arns;
  }

  /** Whether an execution may be of one of the machines; where these are not listed, any may. */
  mayRun(executionArn: string): boolean {
    const name = machineNameOf(executionArn);
    return this.#fixed?.some((one) => machineNameOf(one.stateMachineArn) === name) ?? true;
  }

  /** All machines that run templates. */
  async all(): Promise<readonly DeployedTemplate[]> {
    if (this.#fixed !== undefined) return this.#fixed;
    const found = await mapWithLimit(await this.arns(), 5, (arn) => this.#identify(arn));
    return found.filter((one) => one !== undefined);
  }

  /** Fails when Step Functions does not answer. Asks for nothing that reading tasks does not need too. */
  async check(): Promise<void> {
    const sfn = await this.#sfn();
    const [first] = this.#fixed ?? [];
    if (first === undefined) await sfn.listStateMachines({ maxResults: 1 });
    else await sfn.describeStateMachine({ stateMachineArn: first.stateMachineArn });
  }

  /** The current definition of a machine, at most a minute old. */
  async definition(arn: string): Promise<StateMachine> {
    const known = this.#definitions.get(arn);
    if (known !== undefined && this.#now() - known.at < FRESH_MS) return known.definition;
    const definition = this.#sfn()
      .then((sfn) => sfn.describeStateMachine({ stateMachineArn: arn }))
      .then((machine) => JSON.parse(machine.definition as string) as StateMachine);
    definition.catch(() => this.#definitions.delete(arn));
    this.#definitions.set(arn, { at: this.#now(), definition });
    return definition;
  }

  async #identify(arn: string): Promise<DeployedTemplate | undefined> {
    if (!this.#found.has(arn)) {
      const { identity } = indexMachine(await this.definition(arn));
      this.#found.set(arn, identity && { ...identity, stateMachineArn: arn });
    }
    return this.#found.get(arn);
  }
}
