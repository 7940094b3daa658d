/** An error answer of DynamoDB, known by its code. */
export class DynamoDbError extends Error {
  readonly code: 'ValidationException' | 'ConditionalCheckFailedException';

  constructor(code: DynamoDbError['code'], message: string) {
    super(message);
    this.name = 'DynamoDbError';
    this.code = code;
  }
}

/** A request that DynamoDB does not accept. */
export function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}
