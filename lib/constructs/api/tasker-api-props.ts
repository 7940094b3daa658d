import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { ApiRoute } from '../../api/index.ts';
import type { Sync } from '../../plan/workflow-plan.ts';

/** What a {@link TaskerApi} is made from. */
export interface TaskerApiProps {
  /** The folder with the task templates that the API serves. */
  readonly templates: string;

  /**
   * The prefix of the environment that the API serves: it sees the tasks of the workflows that have the same, and of no
   * others.
   *
   * @default none: the API serves the workflows without a prefix
   */
  readonly prefix?: string;

  /**
   * Lets callers in who bring a JSON Web Token, instead of those whom IAM lets in.
   *
   * @default IAM authorization
   */
  readonly jwt?: JwtIssuer;

  /**
   * Lets callers in who send one of the API's keys as `x-api-key`, instead of those whom IAM lets in. The API is then a
   * REST API of API Gateway, since its HTTP APIs have no keys.
   *
   * @default false
   */
  readonly apiKey?: boolean;

  /**
   * Adds `POST /start/{namespace}/{name}/{version}` for each template, which API Gateway hands to Step Functions itself,
   * without a function in between. The request's shape is checked, and the context as far as API Gateway's JSON Schema
   * goes; every request makes a new task. The API is then a REST API of API Gateway, since its HTTP APIs check nothing.
   *
   * @default false
   */
  readonly directStart?: boolean;

  /**
   * How the workflows are compiled, as their own `sync` says: it decides how large a request of {@link TaskerApiProps.directStart} may
   * be.
   *
   * @default "barriers"
   */
  readonly sync?: Sync;

  /**
   * The environment of the templates that have it, as the workflows' own `environment` says; for `directStart`, like `sync`.
   *
   * @default none
   */
  readonly environment?: string;

  /**
   * The durations by which the workflows are planned, as their own `durations` says; for `directStart`, like `sync`.
   *
   * @default the durations that the templates give
   */
  readonly durations?: string;

  /**
   * Says who is let in, instead of IAM or {@link TaskerApiProps.jwt}: any authorizer of HTTP APIs, or one of REST APIs, such as
   * `CognitoUserPoolsAuthorizer`. The API is then of that kind.
   *
   * @default IAM authorization
   */
  readonly authorizer?: ApiAuthorizer;

  /**
   * Says who is let in to single routes, such as `{ 'GET /health': new HttpNoneAuthorizer() }`; wins over `authorizer`.
   *
   * @default all routes have one
   */
  readonly routeAuthorizers?: Readonly<Partial<Record<ApiRoute, ApiAuthorizer>>>;

  /**
   * The scopes that a token must have, one of each list: to read, to create tasks, and to cancel or repair them; or of single
   * routes, such as `'GET /v1/templates'`, which win.
   *
   * @default none
   */
  readonly scopes?: ApiScopes;

  /**
   * The claim of a token that lists the namespaces whose tasks its bearer may see and start: `shop` for everything there,
   * `shop:read` for reading, `*` for all.
   *
   * @default everyone who is let in may do everything in all namespaces
   */
  readonly namespaceClaim?: string;

  /**
   * The pages of which origins may call the API from a browser. Preflight requests need no authorization.
   *
   * @default none
   */
  readonly cors?: CorsProps;

  /**
   * A domain of your own; its record in the DNS is yours to make, for the domain name that the construct `Domain` has.
   *
   * @default API Gateway's own domain name
   */
  readonly domain?: ApiDomain;

  /**
   * How many requests per second the API takes, steadily and at once.
   *
   * @default the account's quota
   */
  readonly throttle?: apigatewayv2.ThrottleSettings;

  /**
   * The log of requests.
   *
   * @default a log group of the API's own
   */
  readonly accessLog?: logs.ILogGroup;

  /**
   * The network of the function, from which it must reach Step Functions.
   *
   * @default none
   */
  readonly vpc?: ec2.IVpc;

  /**
   * What alarms on the function set off: it fails, or Lambda throttles it. Without actions there are no alarms.
   *
   * @default none
   */
  readonly alarmActions?: readonly cloudwatch.IAlarmAction[];

  /**
   * The buckets of parked results, which the API then reads for `GET …/workflow_steps/{name}/result`; with their keys, where
   * CDK knows them.
   *
   * @default none: the answer for a parked result is 501, and where it lies
   */
  readonly resultsBuckets?: readonly s3.IBucket[];

  /**
   * The logs of steps, which the API then reads for `GET /v1/tasks/{id}/logs`: the `stepLogGroup` of workflows.
   *
   * @default none: that route is answered with 403
   */
  readonly stepLogGroups?: readonly logs.ILogGroup[];

  /**
   * Whether X-Ray traces requests, so that a task's trace begins with the one that created it: in the function, and in API Gateway where
   * it is a REST API; its HTTP APIs cannot.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * How long logs are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the logs of the API. The API's function may decrypt with it: so give the key of the workflows, if
   * they have one. Where theirs are several, each wants `key.grantDecrypt(api.function)`.
   *
   * @default keys that AWS owns
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What becomes of the logs when the stack is deleted.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** An authorizer of HTTP APIs or of REST APIs. */
export type ApiAuthorizer = apigatewayv2.IHttpRouteAuthorizer | apigateway.IAuthorizer;

/** The scopes of tokens, by what they are needed for: a kind of requests, or a route. */
export interface ApiScopes extends Readonly<Partial<Record<ApiRoute, readonly string[]>>> {
  /** For `GET`. */
  readonly read?: readonly string[];
  /** For `POST`. */
  readonly create?: readonly string[];
  /** For `DELETE` and `PATCH`. */
  readonly change?: readonly string[];
}

/** Which pages may call the API from a browser. */
export interface CorsProps {
  /** Origins such as `https://shop.example.com`; `*` for all. */
  readonly allowOrigins: readonly string[];
  /**
   * Headers that a page may send.
   *
   * @default those that the API reads, and those that authorize: `Authorization`, `X-Api-Key`, and those of signed requests
   */
  readonly allowHeaders?: readonly string[];
  /**
   * Whether the browser sends cookies and the like along.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * How long a browser remembers the answer.
   *
   * @default Duration.hours(1)
   */
  readonly maxAge?: Duration;
}

/** A domain of your own. */
export interface ApiDomain {
  /** Such as `tasks.example.com`. */
  readonly domainName: string;
  /** A certificate for it, in the API's region. */
  readonly certificate: acm.ICertificate;
}

/** Whose JSON Web Tokens are accepted. */
export interface JwtIssuer {
  /** The issuer's URL, such as that of a Cognito user pool. */
  readonly issuer: string;
  /** For whom the tokens are made: one of these must be in the token's `aud` or `client_id`. */
  readonly audience: readonly string[];
}
