/** Details of events of an execution's history. API reference: "HistoryEvent". What may be absent is left out by AWS or by an engine. */

/** An error and its cause, where they are known. */
export interface FailureDetails {
  readonly error?: string;
  readonly cause?: string;
}

/** Whether a text was cut. Step Functions cuts texts in CloudWatch Logs; the API gives them whole. */
export interface TextDetails {
  readonly truncated?: boolean;
}

/** JSON text that something was given. */
export interface InputDetails {
  readonly input?: string;
  readonly inputDetails?: TextDetails;
}

/** JSON text that something has left. */
export interface OutputDetails {
  readonly output?: string;
  readonly outputDetails?: TextDetails;
}

/** The service of a task, such as `lambda`, and its action, such as `invoke.waitForTaskToken`. */
export interface ServiceDetails {
  readonly resourceType: string;
  readonly resource: string;
}

/** The role that a task's `Credentials` name. */
export interface CredentialsDetails {
  readonly taskCredentials?: { readonly roleArn?: string };
}

/** How an execution starts. */
export interface ExecutionStartedDetails extends InputDetails {
  readonly roleArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly stateMachineVersionArn?: string;
}

/** A state that control enters. */
export interface StateEnteredDetails extends InputDetails {
  readonly name: string;
}

/** A state that control leaves, and the variables that it has set, as JSON text by name. */
export interface StateExitedDetails extends OutputDetails {
  readonly name: string;
  readonly assignedVariables?: Readonly<Record<string, string>>;
  readonly assignedVariablesDetails?: TextDetails;
}

/** A call of a function by its bare ARN. Times in seconds. */
export interface FunctionScheduledDetails extends InputDetails, CredentialsDetails {
  /** The ARN of the function. */
  readonly resource: string;
  readonly timeoutInSeconds?: number;
}

/** A task in the queue of an activity. Times in seconds. */
export interface ActivityScheduledDetails extends InputDetails {
  /** The ARN of the activity. */
  readonly resource: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

/** A task of a service. Times in seconds. */
export interface TaskScheduledDetails extends ServiceDetails, CredentialsDetails {
  readonly region: string;
  /** JSON text. */
  readonly parameters: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

/** An iteration of an inline Map: the Map's name, and the item's place from 0. */
export interface IterationDetails {
  readonly name?: string;
  readonly index?: number;
}

/** An expression that failed: where, by state and by field. */
export interface EvaluationDetails extends FailureDetails {
  readonly state: string;
  readonly location?: string;
}
