import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../lib/template/parse-template.ts';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

const template = (handler: string) => withSteps`
  - name: a
    handler: ${handler}
`;

describe('readHandler', () => {
  it('takes the method "call" for none, since it is the default', () => {
    const { value } = parseTemplate(template('{ callable: A, method: call, resolver: }'), 'test.yaml');
    expect(value?.steps[0]?.handler).toEqual({
      callable: { value: 'A', span: expect.anything() as unknown },
      initialization: {},
    });
  });

  it('shows the mapping form of a handler that is only a name', () => {
    expectDiagnostics(template('Orders::ShipHandler'), [
      {
        code: 'string-handler',
        at: '6:12 Orders::ShipHandler',
        message: '"handler" must be a mapping, not the text "Orders::ShipHandler".',
        hint: 'Write "handler: { callable: Orders::ShipHandler }".',
      },
    ]);
    expectDiagnostics(template('[A]'), [{ code: 'wrong-type', at: '6:12 [A]' }]);
    expectDiagnostics(template(''), [
      { code: 'wrong-type', at: '6:12', message: '"handler" must be a mapping, not empty.' },
    ]);
  });

  it('reports other words for callable and initialization', () => {
    expectDiagnostics(template('{ class: A, config: { x: 1 } }'), [
      {
        code: 'missing-key',
        at: '6:14 class',
        message: 'The handler of step "a" has no key "callable", which is required.',
        hint: '"class" is not known: rename it to "callable".',
      },
      { code: 'ignored-key', at: '6:24 config', hint: 'Write "initialization".' },
    ]);
  });

  it('refuses an empty callable and a very long one', () => {
    expectDiagnostics(template("{ callable: '' }"), [
      { code: 'bad-length', at: "6:24 ''", message: '"callable" is empty.' },
    ]);
    const long = 'A'.repeat(501);
    expectDiagnostics(template(`{ callable: ${long} }`), [
      { code: 'bad-length', at: `6:24 ${long}`, message: '"callable" has 501 characters; at most 500 are allowed.' },
    ]);
  });
});
