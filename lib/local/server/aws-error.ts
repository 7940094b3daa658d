/** Where the AWS API declares an error: it stands before the name on the wire, and SDKs drop it. */
const NAMESPACES: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  InternalFailure: 'com.amazon.coral.service',
};

/** An error answer of the Step Functions API; its name is the one that an SDK gives the error. */
export class AwsError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }

  /** HTTP status: Step Functions answers every mistake of the caller with 400. */
  get status(): number {
    return this.name === 'InternalFailure' ? 500 : 400;
  }

  /** The body of the answer. */
  toJSON(): { readonly __type: string; readonly message: string } {
    const namespace = NAMESPACES[this.name] ?? 'com.amazonaws.swf.service.v2.model';
    return { __type: `${namespace}#${this.name}`, message: this.message };
  }
}

/** A request that breaks a constraint which its shape alone does not tell. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
