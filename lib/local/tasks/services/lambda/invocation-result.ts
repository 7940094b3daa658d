import type { JsonObject } from '../../../../json.ts';
import { parseData } from '../../../base/json-text.ts';

/**
 * The result of `lambda:invoke` with all that AWS puts around the payload, so that sizes are honest. There is no payload when
 * the function was started and not waited for.
 */
export function invocationResult(payload: string | undefined, requestId: string, now: number): JsonObject {
  const status = payload === undefined ? 202 : 200;
  const headers: Readonly<Record<string, string>> = {
    ...(payload !== undefined && { 'X-Amz-Executed-Version': '$LATEST' }),
    'x-amzn-Remapped-Content-Length': '0',
    Connection: 'keep-alive',
    'x-amzn-RequestId': requestId,
    'Content-Length': String(Buffer.byteLength(payload ?? '')),
    Date: new Date(now).toUTCString(),
    'X-Amzn-Trace-Id': `Root=1-${Math.floor(now / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(8)};Parent=0000000000000000;Sampled=0;Lineage=1:00000000:0`,
    'Content-Type': 'application/json',
  };
  return {
    ...(payload === undefined ? {} : { ExecutedVersion: '$LATEST', Payload: parseData(payload) }),
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: status,
  };
}
