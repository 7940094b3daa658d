import type { JsonObject, JsonValue } from '../../../json.ts';
import { isObject } from '../../base/data.ts';
import type { SdkService } from '../aws-service.ts';
import { printData } from '../../base/json-text.ts';

/** What a state sends, in the form of the API. */
export function toRequest(value: JsonValue, service: SdkService): unknown {
  if (Array.isArray(value)) return value.map((item: JsonValue) => toRequest(item, service));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = service.isCamelCase === true ? key.charAt(0).toLowerCase() + key.slice(1) : key;
      if (service.textMembers?.includes(name) === true && typeof member !== 'string') {
        return [name, printData(member)];
      }
      return [
        name,
        service.blobMembers?.includes(name) === true ? toBytes(member, service) : toRequest(member, service),
      ];
    }),
  );
}

/** Bytes are base64 in a state, alone or in a list. */
function toBytes(value: JsonValue, service: SdkService): unknown {
  if (Array.isArray(value)) return value.map((item: JsonValue) => toBytes(item, service));
  return typeof value === 'string' ? Buffer.from(value, 'base64') : toRequest(value, service);
}

/** What the API answers, in the form that a state sees: a stream is its text, bytes are base64, and a date is a text. */
export async function fromAnswer(answer: object, service: SdkService): Promise<JsonObject> {
  return (await toJson(answer, service, service.isCamelCase === true)) as JsonObject;
}

async function toJson(value: unknown, service: SdkService, capitalize: boolean): Promise<JsonValue | undefined> {
  if (typeof value !== 'object' || value === null) return value as JsonValue | undefined;
  if (isStream(value)) return value.transformToString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) {
    return Promise.all(value.map(async (item: unknown) => (await toJson(item, service, capitalize)) ?? null));
  }
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(value)) {
    // The keys of a map are the user's own.
    const json = await toJson(
      member,
      service,
      service.isCamelCase === true && service.mapMembers?.includes(key) !== true,
    );
    if (json !== undefined) members.push([capitalize ? capitalized(key) : key, json]);
  }
  return Object.fromEntries(members);
}

/** A stream of the AWS SDK. */
interface SdkStream {
  transformToString(): Promise<string>;
}

function isStream(value: object): value is SdkStream {
  return 'transformToString' in value && typeof value.transformToString === 'function';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
