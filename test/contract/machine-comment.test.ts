import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readMachineComment,
  writeMachineComment,
  withRequestRules,
  type CarriedManifest,
  type RequestRules,
} from '../../lib/contract/machine-comment.ts';

const template = { namespace: 'shop', name: 'checkout', version: '1.0.0' };
const manifest: CarriedManifest = {
  template,
  budget: { steps: 3, reserved: 9 },
  steps: [
    { name: 'pay', type: 'standard', dependencies: [], maxAttempts: 3 },
    { name: 'approve', type: 'decision', dependencies: ['pay'], maxAttempts: 1 },
    { name: 'ship', type: 'standard', dependencies: ['approve', 'pay'], maxAttempts: 3 },
  ],
  rules: {},
};

describe("a machine's comment", () => {
  it('begins with what people look for, and carries the manifest below it', () => {
    expect(writeMachineComment(manifest).split('\n')).toEqual([
      'shop/checkout 1.0.0',
      '{"manifest":2,"template":["shop","checkout","1.0.0"],"budget":[3,9,0],"steps":[["pay",3,[]],["approve",1,[0],"decision"],["ship",3,[1,0]]]}',
    ]);
  });

  it('gives back what was written, whatever the names are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 8 }), fc.string(), (names, text) => {
        const odd: CarriedManifest = {
          template: { namespace: text, name: `${text}\n{}`, version: '$' },
          budget: { steps: names.length, reserved: 7, ...(names.length > 3 && { copies: 2 }) },
          steps: names.map((name, index) => ({
            name,
            type: index % 2 === 0 ? 'standard' : 'batchable',
            dependencies: names.slice(0, index),
            maxAttempts: index + 1,
          })),
          rules: {},
        };
        expect(readMachineComment(writeMachineComment(odd))).toEqual(odd);
      }),
    );
  });

  it('holds nothing that CloudFormation would replace', () => {
    const named = { ...manifest, template, steps: [{ ...manifest.steps[0]!, name: '${Handler}' }] };
    expect(writeMachineComment(named)).not.toContain('$');
    expect(readMachineComment(writeMachineComment(named))).toEqual(named);
  });

  it('takes what a template asks of requests, and is otherwise as it was', () => {
    const rules: RequestRules = {
      inputSchema: { type: 'object', properties: { code: { pattern: '^${x}$' } } },
      identityStrategy: 'always_unique',
      stalenessMinutes: { waiting_for_retry: 5 },
    };
    const comment = withRequestRules(writeMachineComment(manifest), rules);
    expect(comment).not.toContain('$');
    expect(readMachineComment(comment)).toEqual({ ...manifest, rules });
    expect(withRequestRules(writeMachineComment(manifest), {})).toBe(writeMachineComment(manifest));
    const large: RequestRules = { inputSchema: { description: 'x'.repeat(65_536) } };
    expect(withRequestRules(writeMachineComment(manifest), large)).toBe(writeMachineComment(manifest));
    expect(withRequestRules('A machine of somebody else.', rules)).toBe('A machine of somebody else.');
  });

  it.each([
    undefined,
    '',
    'A machine of somebody else.',
    'null',
    '[]',
    '{"manifest":1,"template":["a","b","c"],"budget":[1,9,0],"steps":[]}',
    '{"manifest":2,"template":["a","b"],"budget":[1,9,0],"steps":[]}',
    '{"manifest":2,"template":["a","b",1],"budget":[1,9,0],"steps":[]}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,9,0],"steps":["pay"]}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,9,0],"steps":[["pay","3",[]]]}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,9,0],"steps":[["pay",3,["a"]]]}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,9,0],"steps":[["pay",3,[],1]]}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,9,0],"steps":[],"input_schema":[]}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,9,0],"steps":[],"identity_strategy":"none"}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,9,0],"steps":[],"staleness":{"waiting_for_retry":"5"}}',
    '{"manifest":2,"template":["a","b","c"],"steps":[]}',
    '{"manifest":2,"template":["a","b","c"],"budget":[1,"9",0],"steps":[]}',
  ])('carries no manifest in %j', (comment) => {
    expect(readMachineComment(comment)).toBeUndefined();
  });
});
