import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';

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
   * How long logs are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What becomes of the logs when the stack is deleted.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Whose JSON Web Tokens are accepted. */
export interface JwtIssuer {
  /** The issuer's URL, such as that of a Cognito user pool. */
  readonly issuer: string;
  /** For whom the tokens are made: one of these must be in the token's `aud` or `client_id`. */
  readonly audience: readonly string[];
}
