import { describe, expect, it } from 'vitest';
import { describeTemplate } from '../../lib/api/template-description.ts';
import { compileTemplate } from '../../lib/compile.ts';

const text = `
name: checkout
namespace_name: shop
version: 1.2.0
description: Sells a cart
identity_strategy: caller_provided
input_schema:
  type: object
  required: [cart]
steps:
  - name: charge
    handler: { callable: Charge }
    retry: { max_attempts: 5 }
    result_schema: { type: object }
  - name: ship
    description: Sends the parcel
    handler: { callable: Ship }
    dependencies: [charge]
    retry: { retryable: false, max_attempts: 1 }
`;

describe('describeTemplate', () => {
  it('keeps what the API answers and checks, as plain JSON', () => {
    const { value } = compileTemplate(text, { file: 'checkout.yaml' });
    const description = describeTemplate(value!.template);
    expect(JSON.parse(JSON.stringify(description))).toEqual({
      namespace: 'shop',
      name: 'checkout',
      version: '1.2.0',
      description: 'Sells a cart',
      input_schema: { type: 'object', required: ['cart'] },
      identity_strategy: 'caller_provided',
      steps: [
        {
          name: 'charge',
          description: null,
          dependencies: [],
          default_retryable: true,
          default_max_attempts: 5,
          result_schema: { type: 'object' },
        },
        {
          name: 'ship',
          description: 'Sends the parcel',
          dependencies: ['charge'],
          default_retryable: false,
          default_max_attempts: 1,
          result_schema: null,
        },
      ],
    });
  });

  it('takes the defaults of Tasker', () => {
    const bare = 'name: a\nnamespace_name: b\nversion: 1.0.0\nsteps:\n  - name: c\n    handler: { callable: D }\n';
    const { value } = compileTemplate(bare, { file: 'a.yaml' });
    expect(describeTemplate(value!.template)).toMatchObject({
      description: null,
      input_schema: null,
      identity_strategy: 'strict',
      steps: [{ default_retryable: true, default_max_attempts: 3 }],
    });
  });
});
