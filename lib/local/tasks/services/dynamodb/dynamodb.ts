import type { Member, Members, SdkService } from '../../aws-service.ts';
import { toApiTypeNames, toSdkTypeNames } from './attribute-names.ts';

const consumed: Member = {
  type: 'object',
  members: {
    TableName: { type: 'string' },
    CapacityUnits: { type: 'number' },
    ReadCapacityUnits: { type: 'number' },
    WriteCapacityUnits: { type: 'number' },
  },
};
const written: Members = {
  Attributes: { type: 'object' },
  ConsumedCapacity: consumed,
  ItemCollectionMetrics: { type: 'object' },
};

/** Amazon DynamoDB. Developer guide: "Perform Amazon DynamoDB CRUD operations with Step Functions". */
export const dynamoDb: SdkService = {
  resources: ['dynamodb', 'aws-sdk:dynamodb'],
  actions: {
    getItem: { required: ['TableName', 'Key'], answer: { Item: { type: 'object' }, ConsumedCapacity: consumed } },
    putItem: { required: ['TableName', 'Item'], answer: written },
    updateItem: { required: ['TableName', 'Key'], answer: written },
    deleteItem: { required: ['TableName', 'Key'], answer: written },
  },
  package: '@aws-sdk/client-dynamodb',
  client: 'DynamoDB',
  errorPrefix: ['DynamoDB', 'DynamoDb'],
  ownName: 'AmazonDynamoDBv2',
  endpointVariable: 'DYNAMODB_ENDPOINT',
  blobMembers: ['B', 'BS'],
  sdkForm: { toApi: toApiTypeNames, fromApi: toSdkTypeNames },
};
