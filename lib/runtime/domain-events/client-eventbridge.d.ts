/** What is used of a package that the Lambda runtime has, and that is therefore no dependency. */
declare module '@aws-sdk/client-eventbridge' {
  export class PutEventsCommand {
    constructor(input: {
      readonly Entries: readonly {
        readonly EventBusName: string;
        readonly Source: string;
        readonly DetailType: string;
        readonly Detail: string;
        readonly Time: Date;
        readonly Resources: readonly string[];
      }[];
    });
  }

  export class EventBridgeClient {
    constructor(config: object);
    send(command: PutEventsCommand): Promise<{
      readonly FailedEntryCount?: number;
      readonly Entries?: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
    }>;
  }
}
