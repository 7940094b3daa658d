import { StatesError } from '../../base/states-error.ts';
import type { SdkService } from '../aws-service.ts';

/** Amazon EventBridge. Developer guide: "Add EventBridge events with Step Functions". */
export const eventBridge: SdkService = {
  resources: ['events', 'aws-sdk:eventbridge'],
  actions: {
    putEvents: {
      required: ['Entries'],
      answer: {
        FailedEntryCount: { type: 'number' },
        Entries: {
          type: 'array',
          members: { EventId: { type: 'string' }, ErrorCode: { type: 'string' }, ErrorMessage: { type: 'string' } },
        },
      },
    },
  },
  package: '@aws-sdk/client-eventbridge',
  client: 'EventBridge',
  errorPrefix: ['EventBridge', 'EventBridge'],
  ownName: 'AmazonEventBridge',
  endpointVariable: 'EVENTBRIDGE_ENDPOINT',
  textMembers: ['Detail'],
  checkAnswer: checkEntries,
};

/** The service answers with success although it refused an event: the integration makes an error of it. */
function checkEntries(answer: { readonly FailedEntryCount?: number; readonly Entries?: unknown }): void {
  if ((answer.FailedEntryCount ?? 0) === 0) return;
  throw new StatesError('EventBridge.FailedEntry', JSON.stringify(answer));
}
