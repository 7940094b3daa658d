/** Where the AWS API declares an error: it stands before the name on the wire, and SDKs drop it. */
const NAMESPACES: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  InternalFailure: 'com.amazon.coral.service',
};

/** An error answer of the Step Functions API; its name is the one that an SDK gives the error. */
export class AwsError extends Error {
  /** What a `ValidationException` says beside its message. */
  readonly reason: string | undefined;

  constructor(name: string, message: string, reason?: string) {
    super(message);
    this.name = name;
    this.reason = reason;
  }

  /** HTTP status: Step Functions answers every mistake of the caller with 400. */
  get status(): number {
    return this.name === 'InternalFailure' ? 500 : 400;
  }

  /** The body of the answer. */
  toJSON(): { readonly __type: string; readonly message: string; readonly reason?: string } {
    const namespace = NAMESPACES[this.name] ?? 'com.amazonaws.swf.service.v2.model';
    const reason = this.reason === undefined ? {} : { reason: this.reason };
    return { __type: `${namespace}#${this.name}`, message: this.message, ...reason };
  }
}

/** A request that breaks a constraint which its shape alone does not tell. */
export function validationError(message: string, reason?: string): AwsError {
  return new AwsError('ValidationException', message, reason);
}
