/** An error and its cause, where they are known. */
export interface FailureDetails {
  /** The error's name, as `ErrorEquals` compares it. */
  readonly error?: string;
  /** What more is known of it: a text, often JSON. */
  readonly cause?: string;
}

/** Whether a text was cut. */
export interface TextDetails {
  /** True only in CloudWatch Logs: the API tells texts whole. */
  readonly truncated?: boolean;
}

/** What something was given. */
export interface InputDetails {
  /** JSON text; absent where the history is told without data. */
  readonly input?: string;
  /** Whether the input was cut. */
  readonly inputDetails?: TextDetails;
}

/** What something has left. */
export interface OutputDetails {
  /** JSON text; absent where the history is told without data. */
  readonly output?: string;
  /** Whether the output was cut. */
  readonly outputDetails?: TextDetails;
}

/** What a task asks for. */
export interface ServiceDetails {
  /** The service, such as `lambda` or `aws-sdk:s3`. */
  readonly resourceType: string;
  /** The action with its pattern, such as `invoke.waitForTaskToken`. */
  readonly resource: string;
}

/** Whose permissions a task has. */
export interface CredentialsDetails {
  /** What the task's `Credentials` say. */
  readonly taskCredentials?: RoleDetails;
}

/** A role. */
export interface RoleDetails {
  /** The ARN of the role. */
  readonly roleArn?: string;
}

/** How an execution starts. */
export interface ExecutionStartedDetails extends InputDetails, RoleDetails {
  /** The alias through which it was started. */
  readonly stateMachineAliasArn?: string;
  /** The version that it runs. */
  readonly stateMachineVersionArn?: string;
}

/** How often something has been redriven. */
export interface RedrivenDetails {
  /** This time included. */
  readonly redriveCount?: number;
}

/** A state that control enters. */
export interface StateEnteredDetails extends InputDetails {
  /** The state's name. */
  readonly name: string;
}

/** A state that control leaves. */
export interface StateExitedDetails extends OutputDetails {
  /** The state's name. */
  readonly name: string;
  /** The variables that it has set: JSON text, by name. */
  readonly assignedVariables?: Readonly<Record<string, string>>;
  /** Whether the variables were cut. */
  readonly assignedVariablesDetails?: TextDetails;
}

/** How long a task may take. */
export interface TimeoutDetails {
  /** Seconds from its start to its end. */
  readonly timeoutInSeconds?: number;
}

/** How long a task may take, and be silent. */
export interface HeartbeatDetails extends TimeoutDetails {
  /** Seconds from one heartbeat to the next. */
  readonly heartbeatInSeconds?: number;
}

/** A call of a function by its bare ARN. */
export interface FunctionScheduledDetails extends InputDetails, CredentialsDetails, TimeoutDetails {
  /** The ARN of the function. */
  readonly resource: string;
}

/** A task in the queue of an activity. */
export interface ActivityScheduledDetails extends InputDetails, HeartbeatDetails {
  /** The ARN of the activity. */
  readonly resource: string;
}

/** Who has taken a task from a queue. */
export interface WorkerDetails {
  /** As the worker calls itself. */
  readonly workerName?: string;
}

/** A task of a service. */
export interface TaskScheduledDetails extends ServiceDetails, CredentialsDetails, HeartbeatDetails {
  /** Where the service is asked. */
  readonly region: string;
  /** What it is asked: JSON text. */
  readonly parameters: string;
}

/** A Map that starts. */
export interface MapStartedDetails {
  /** How many items it has; 0 where they are still to be read. */
  readonly length?: number;
}

/** An iteration of an inline Map. */
export interface IterationDetails {
  /** The name of the Map. */
  readonly name?: string;
  /** The place of its item, from 0. */
  readonly index?: number;
}

/** The run of a distributed Map. */
export interface MapRunDetails {
  /** Its ARN. */
  readonly mapRunArn?: string;
}

/** An expression that failed. */
export interface EvaluationDetails extends FailureDetails {
  /** The name of the state. */
  readonly state: string;
  /** The field of the expression, such as `Output/id`. */
  readonly location?: string;
}
