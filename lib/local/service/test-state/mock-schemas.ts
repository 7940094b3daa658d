/** A member of what a service answers; `members` are those of an object, or of the objects in a list. */
export interface Member {
  readonly type: 'string' | 'number' | 'object' | 'array';
  readonly required?: true;
  readonly members?: Readonly<Record<string, Member>>;
}

type Members = Readonly<Record<string, Member>>;

const text: Member = { type: 'string' };
const number: Member = { type: 'number' };
const requiredText: Member = { type: 'string', required: true };

const capacity: Members = {
  TableName: text,
  CapacityUnits: number,
  ReadCapacityUnits: number,
  WriteCapacityUnits: number,
};
const consumed: Member = { type: 'object', members: capacity };
const written: Members = {
  Attributes: { type: 'object' },
  ConsumedCapacity: consumed,
  ItemCollectionMetrics: { type: 'object' },
};
const started: Members = { ExecutionArn: requiredText, StartDate: requiredText };
const described: Members = {
  ExecutionArn: requiredText,
  StateMachineArn: requiredText,
  Status: requiredText,
  StartDate: requiredText,
  Name: text,
  Error: text,
  Cause: text,
};

/** What services answer, by service and action: those that the local service can call. */
export const mockSchemas: ReadonlyMap<string, Members> = new Map([
  ['lambda:invoke', { StatusCode: number, FunctionError: text, LogResult: text, ExecutedVersion: text }],
  ['states:startExecution', started],
  ['sfn:startExecution', started],
  ['states:startExecution.sync', described],
  ['sqs:sendMessage', { MessageId: text, MD5OfMessageBody: text, MD5OfMessageAttributes: text, SequenceNumber: text }],
  ['sns:publish', { MessageId: text, SequenceNumber: text }],
  [
    'events:putEvents',
    {
      FailedEntryCount: number,
      Entries: { type: 'array', members: { EventId: text, ErrorCode: text, ErrorMessage: text } },
    },
  ],
  ['dynamodb:getItem', { Item: { type: 'object' }, ConsumedCapacity: consumed }],
  ['dynamodb:putItem', written],
  ['dynamodb:updateItem', written],
  ['dynamodb:deleteItem', written],
]);
