import { parseData, printData } from '../../../base/json-text.ts';
import { StatesError } from '../../../base/states-error.ts';
import type { LambdaFunction } from '../../../functions/lambda-function.ts';
import { remote } from '../../../functions/lambda-function.ts';
import type { SdkService } from '../../aws-service.ts';
import type { Metadata, ServiceOptions } from '../../sdk/call-service.ts';
import { failure } from '../../sdk/call-service.ts';
import { loadSdk } from '../../sdk/load-sdk.ts';
import { lambda } from './lambda.ts';

const lambdaSdk: SdkService = {
  ...lambda,
  package: '@aws-sdk/client-lambda',
  client: 'Lambda',
  errorPrefix: ['Lambda', 'Lambda'],
  ownName: 'AWSLambda',
  endpointVariable: 'LAMBDA_ENDPOINT',
};

interface Client {
  invoke(input: { readonly FunctionName: string; readonly Payload: Uint8Array }): Promise<{
    readonly FunctionError?: string;
    readonly Payload?: Uint8Array;
  }>;
}

/** Functions as they are deployed on AWS, with the credentials that the AWS SDK finds. The client is loaded when it is needed. */
export function deployedFunctions({
  region,
  load,
}: Pick<ServiceOptions, 'region' | 'load'>): (nameOrArn: string) => LambdaFunction {
  let connection: Promise<readonly [Client, Readonly<Record<string, unknown>>]> | undefined;
  const connect = async () => {
    const module = await loadSdk(lambdaSdk.package, load);
    const Lambda = module[lambdaSdk.client] as new (options: { readonly region: string }) => Client;
    return [new Lambda({ region }), module] as const;
  };
  return (nameOrArn) =>
    remote(async (event) => {
      const [client, module] = await (connection ??= connect());
      const { FunctionError: isFailed, Payload } = await client
        .invoke({ FunctionName: nameOrArn, Payload: Buffer.from(printData(event)) })
        .catch((error: unknown) => {
          throw failure(error as Error & Metadata, lambdaSdk, true, module);
        });
      const text = Payload === undefined || Payload.length === 0 ? 'null' : Buffer.from(Payload).toString();
      const value = parseData(text);
      if (isFailed === undefined) return value;
      throw new StatesError((value as { readonly errorType?: string } | null)?.errorType ?? 'Lambda.Unknown', text);
    });
}
