import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../lib/template/parse-template.ts';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const template = (environments: string) => withSteps`
  - { name: a, handler: { callable: A } }
environments: ${environments}
`;

describe('readEnvironment', () => {
  it('keeps what each environment overrides, in file order', () => {
    const text = template(
      '{ test: { steps: [{ name: ALL, retry: {} }, { name: a, timeout_seconds: 5 }] }, production: { steps: [] } }',
    );
    expectValid(text);
    const { value } = parseTemplate(text, 'test.yaml');
    expect([...(value?.environments.keys() ?? [])]).toEqual(['test', 'production']);
    expect(value?.environments.get('test')?.steps).toMatchObject([
      { name: { value: 'ALL' }, retry: { maxAttempts: 3 } },
      { name: { value: 'a' }, timeoutSeconds: { value: 5 } },
    ]);
    expect(value?.environments.get('test')?.steps[1]?.retry).toBeUndefined();
  });

  it('accepts an override that leaves keys empty, as Tasker does', () => {
    expectValid(
      template('{ test: { steps: [{ name: a, timeout_seconds: , retry: , handler: { initialization: } }] } }'),
    );
  });

  it('warns of an empty environment and refuses one that is no mapping', () => {
    expectDiagnostics(template('{ test: , staging: [a], production: { steps: [x, {}] } }'), [
      { code: 'empty-value', at: '6:17 test', message: '"test" has no value and is read as {}.' },
      { code: 'wrong-type', at: '6:34 [a]', message: '"staging" must be a mapping, not a list.' },
      { code: 'wrong-type', at: '6:61 x', message: '"steps[0]" must be a mapping, not the text "x".' },
      {
        code: 'missing-key',
        at: '6:64 {}',
        message: 'An override in environment "production" has no key "name", which is required.',
        hint: 'Add "name: ALL".',
      },
    ]);
  });

  it('says what an environment can override', () => {
    const advice =
      'An environment can override "handler.initialization", "timeout_seconds", "retry" and "batch_config" alone.';
    expectDiagnostics(
      template('{ test: { steps: [{ name: a, handler: { callable: B }, dependencies: [], foo: 1 }] } }'),
      [
        {
          code: 'ignored-key',
          at: '6:55 callable',
          message:
            'The key "callable" of the handler of the override of "a" in environment "test" is ignored, here as in Tasker.',
          hint: advice,
        },
        { code: 'ignored-key', at: '6:70 dependencies', hint: advice },
        {
          code: 'unknown-key',
          at: '6:88 foo',
          hint: 'Known keys are "name", "handler", "timeout_seconds", "retry" and "batch_config".',
        },
      ],
    );
  });

  it('reads old spellings in an override', () => {
    expectDiagnostics(template('{ test: { steps: [{ name: a, retry: { limit: 1 } }] } }'), [
      { code: 'legacy-key', at: '6:53 limit', hint: 'Write "max_attempts: 1".' },
    ]);
  });
});
