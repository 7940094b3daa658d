import { describe, expect, it } from 'vitest';
import { readTraceHeader, traceHeaderOf, writeTraceparent } from '../../lib/contract/trace-context.ts';

const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';

describe('the context of a trace', () => {
  it('is the same in the words of X-Ray and of W3C', () => {
    const place = readTraceHeader(header);
    expect(place).toEqual({
      traceId: '5759e988bd862e3fe1be46a994272793',
      spanId: '53995c3f42cd8ad8',
      isSampled: true,
    });
    expect(place && writeTraceparent(place)).toBe(traceparent);
    expect(traceHeaderOf(traceparent)).toBe(header);
    expect(traceHeaderOf('00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00')).toMatch(/;Sampled=0$/);
  });

  it('is read as Lambda writes it, with more in it and in any order', () => {
    const more = `Sampled=0;Parent=53995c3f42cd8ad8;Lineage=1:a:0;Root=1-5759e988-bd862e3fe1be46a994272793`;
    expect(readTraceHeader(more)).toMatchObject({ spanId: '53995c3f42cd8ad8', isSampled: false });
    // A later version of the header may say more.
    expect(traceHeaderOf(` ${traceparent.replace(/^00/, 'cc')}-later `)).toBe(header);
  });

  it.each([
    undefined,
    '',
    'Root=1-5759e988-bd862e3fe1be46a994272793',
    'Self=1;Parent=53995c3f42cd8ad8',
    'Root=;Parent=',
  ])('is none in %j', (text) => expect(readTraceHeader(text)).toBeUndefined());

  it.each([
    '',
    '00-0-0-01',
    `ff${traceparent.slice(2)}`,
    '00-00000000000000000000000000000000-53995c3f42cd8ad8-01',
    '00-5759e988bd862e3fe1be46a994272793-0000000000000000-01',
    traceparent.toUpperCase(),
    `${traceparent}"; x`,
  ])('is none in %j', (text) => expect(traceHeaderOf(text)).toBeUndefined());
});
