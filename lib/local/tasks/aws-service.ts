import type { JsonValue } from '../../json.ts';
import type { Resource } from '../../states-language/resource.ts';

/** All that Step Functions knows of an AWS service: one file each in `services/`. */
export interface AwsService {
  /** The names that a `Resource` has for it: that of the optimised integration, and that of the AWS SDK integration. */
  readonly resources: readonly string[];
  /** Actions of which more is known than their names. */
  readonly actions: Readonly<Record<string, ServiceAction>>;
}

/** What is known of an action. */
export interface ServiceAction {
  /** Fields without which the optimised integration does not call the service. Developer guide: "Integrating optimized services". */
  readonly required?: readonly string[];
  /** What the service answers, by member: what `TestState` checks mocked results against. */
  readonly answer: Members;
  /** What a task with `.sync` gets in the end. */
  readonly syncAnswer?: Members;
}

/** The members of an object. */
export type Members = Readonly<Record<string, Member>>;

/** A member of what a service answers; `members` are those of an object, or of the objects in a list. */
export interface Member {
  readonly type: 'string' | 'number' | 'object' | 'array';
  readonly required?: true;
  readonly members?: Members;
}

/** A service that tasks may call through the AWS SDK. */
export interface SdkService extends AwsService {
  readonly package: string;
  /** The client that the package exports; its methods are named like the actions. */
  readonly client: string;
  /** Stands before the names of errors: of the optimised integration, and of the AWS SDK integration. */
  readonly errorPrefix: readonly [own: string, sdk: string];
  /** The service in the causes of errors of the optimised integration. */
  readonly ownName: string;
  /** The variable that gives the endpoint, as Step Functions Local names it. */
  readonly endpointVariable: string;
  /** Members that may be JSON values where the API wants text. */
  readonly textMembers?: readonly string[];
  /** Members that are bytes: base64 in a state. */
  readonly blobMembers?: readonly string[];
  /** Members whose keys are the user's own. */
  readonly mapMembers?: readonly string[];
  /** What the client is told where the user names an endpoint. */
  readonly atEndpoint?: Readonly<Record<string, unknown>>;
  /** Whether the API's own members start with a small letter; in a state they start with a capital one. */
  readonly isCamelCase?: true;
  /** The form that JSON has in the AWS SDK integration, where it is not the API's. */
  readonly sdkForm?: {
    readonly toApi: (value: JsonValue) => JsonValue;
    readonly fromApi: (value: JsonValue) => JsonValue;
  };
  /** Throws where the optimised integration takes an answer for a failure. */
  readonly checkAnswer?: (answer: object) => void;
}

/** Whether a resource is one of the service's. */
export function isOfService({ resources }: AwsService, resource: Resource): resource is Resource & { kind: 'service' } {
  return resource.kind === 'service' && resources.includes(resource.service);
}

/** Whether a service has an optimised integration under the name; else it is called through the AWS SDK integration. */
export function isOptimised(service: string): boolean {
  return !service.startsWith('aws-sdk:');
}

/** The action of a resource, without its pattern. */
export function actionName({ action }: { readonly action: string }): string {
  return action.replace(/\..*$/, '');
}

/** What is known of the action of a resource. */
export function actionOf({ actions }: AwsService, resource: { readonly action: string }): ServiceAction | undefined {
  const name = actionName(resource);
  return Object.hasOwn(actions, name) ? actions[name] : undefined;
}
