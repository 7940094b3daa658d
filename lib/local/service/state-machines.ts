import type { StateMachine } from '../../states-language/types.ts';
import type { RequestOf } from '../base/api/requests.ts';

/** What a state machine is at one time. */
export interface Revision {
  /** The first revision has none. */
  readonly id?: string;
  /** The definition as it was given. */
  readonly text: string;
  readonly definition: StateMachine;
  readonly roleArn: string;
  readonly settings: Settings;
  /** ms since 1970; so all dates of the records. */
  readonly updateDate: number;
}

/** Settings that are kept and told, but change nothing here. */
export type Settings = Pick<
  RequestOf<'CreateStateMachine'>,
  'loggingConfiguration' | 'tracingConfiguration' | 'encryptionConfiguration'
>;

/** A published revision. */
export interface Version {
  readonly number: number;
  readonly revision: Revision;
  readonly description?: string;
  readonly creationDate: number;
}

/** A name for one or two versions. */
export interface Alias {
  readonly name: string;
  readonly description?: string;
  readonly routes: readonly { readonly version: number; readonly weight: number }[];
  readonly creationDate: number;
  readonly updateDate: number;
}

/** A state machine, with all that belongs to it but its executions. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly creationDate: number;
  /** What `CreateStateMachine` was told of a first version: part of what makes a second call the same. */
  readonly published: { readonly publish?: boolean; readonly versionDescription?: string };
  revision: Revision;
  /** Newest first. */
  versions: readonly Version[];
  /** Numbers are not given twice. */
  lastVersion: number;
  readonly aliases: Map<string, Alias>;
  readonly tags: Map<string, string>;
  deleting: boolean;
}

/** The revision's settings with the service's defaults, as the API describes them. */
export function describeSettings({ settings }: Revision) {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = settings;
  return {
    loggingConfiguration: { level: 'OFF', includeExecutionData: false, ...loggingConfiguration } as const,
    tracingConfiguration: { enabled: false, ...tracingConfiguration },
    encryptionConfiguration: encryptionConfiguration ?? ({ type: 'AWS_OWNED_KEY' } as const),
  };
}
