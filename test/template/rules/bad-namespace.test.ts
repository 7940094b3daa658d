import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid } from '../../support/expect-diagnostics.ts';

const withNamespace = (namespace: string) =>
  `name: t\nnamespace_name: ${namespace}\nversion: 1.0.0\nsteps:\n  - { name: a, handler: { callable: A } }\n`;

describe('bad-namespace', () => {
  it('accepts identifiers of up to 29 characters', () => {
    expectValid(withNamespace('orders'));
    expectValid(withNamespace('_Orders_2'));
    expectValid(withNamespace('a'.repeat(29)));
  });

  it('refuses other characters, and says what to write', () => {
    expectDiagnostics(withNamespace('my-shop.orders'), [
      {
        code: 'bad-namespace',
        at: '2:17 my-shop.orders',
        message:
          'The namespace "my-shop.orders" must be 1 to 29 letters, digits and underscores, and not start with a digit.',
        hint: 'Write "my_shop_orders".',
      },
    ]);
    expectDiagnostics(withNamespace('2nd'), [{ code: 'bad-namespace', at: '2:17 2nd', hint: 'Write "_2nd".' }]);
  });

  it('refuses a long one and an empty one', () => {
    const long = 'a'.repeat(30);
    expectDiagnostics(withNamespace(long), [
      { code: 'bad-namespace', at: `2:17 ${long}`, hint: 'It has 30 characters: choose a shorter one.' },
    ]);
    expectDiagnostics(withNamespace("''"), [{ code: 'bad-namespace', at: "2:17 ''" }]);
  });

  it('says nothing about a namespace that is missing', () => {
    expectDiagnostics('name: t\nversion: 1.0.0\nsteps: [{ name: a, handler: { callable: A } }]\n', [
      { code: 'missing-key', at: '1:1 name' },
    ]);
  });
});
