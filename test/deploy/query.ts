import type { Emulator } from './emulator.ts';
import { send } from './signed-request.ts';

/** Calls one of AWS's older services, which answer in XML. */
export async function query(
  emulator: Emulator,
  service: string,
  params: Readonly<Record<string, string>>,
): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(params).toString();
  const { status, text } = await send({ url: emulator.endpoint, service, method: 'POST', body, headers }, emulator.ca);
  if (status !== 200) throw new Error(`${service} ${params.Action}: ${status} ${text}`);
  return text;
}

/** What stands in each element of a name. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1] as string);
}
