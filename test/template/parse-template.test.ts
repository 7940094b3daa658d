import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../lib/template/parse-template.ts';
import type { TaskTemplate } from '../../lib/template/task-template.ts';
import { expectDiagnostics, expectValid, withSteps } from '../support/expect-diagnostics.ts';

const shipped = readFileSync('templates/microservices/user_registration.yaml', 'utf8');
const story = readFileSync('test/template/fixtures/user-registration-story.yaml', 'utf8');

const outline = (template: TaskTemplate | undefined) =>
  template?.steps.map(({ name, handler, dependencies, retry }) => ({
    name: name.value,
    callable: handler.callable.value,
    dependencies: dependencies.map(({ value }) => value),
    retry,
  }));

describe('parseTemplate', () => {
  it('reads the shipped template without a word', () => {
    expectValid(shipped);
    const { value } = parseTemplate(shipped, 'user_registration.yaml');
    expect(value).toMatchObject({
      name: { value: 'user_registration' },
      namespace: { value: 'microservices' },
      version: { value: '1.0.0' },
    });
    expect(outline(value)).toMatchInlineSnapshot(`
      [
        {
          "callable": "Microservices::StepHandlers::CreateUserAccountHandler",
          "dependencies": [],
          "name": "create_user_account",
          "retry": {
            "backoff": "exponential",
            "baseMs": 2000,
            "maxAttempts": 3,
            "maxMs": 30000,
            "retryable": true,
          },
        },
        {
          "callable": "Microservices::StepHandlers::SetupBillingProfileHandler",
          "dependencies": [
            "create_user_account",
          ],
          "name": "setup_billing_profile",
          "retry": {
            "backoff": "exponential",
            "baseMs": 2000,
            "maxAttempts": 3,
            "maxMs": 30000,
            "retryable": true,
          },
        },
        {
          "callable": "Microservices::StepHandlers::InitializePreferencesHandler",
          "dependencies": [
            "create_user_account",
          ],
          "name": "initialize_preferences",
          "retry": {
            "backoff": "exponential",
            "baseMs": 2000,
            "maxAttempts": 3,
            "maxMs": 30000,
            "retryable": true,
          },
        },
        {
          "callable": "Microservices::StepHandlers::SendWelcomeSequenceHandler",
          "dependencies": [
            "setup_billing_profile",
            "initialize_preferences",
          ],
          "name": "send_welcome_sequence",
          "retry": {
            "backoff": "exponential",
            "baseMs": 2000,
            "maxAttempts": 2,
            "maxMs": 20000,
            "retryable": true,
          },
        },
        {
          "callable": "Microservices::StepHandlers::UpdateUserStatusHandler",
          "dependencies": [
            "send_welcome_sequence",
          ],
          "name": "update_user_status",
          "retry": {
            "backoff": "exponential",
            "baseMs": 1000,
            "maxAttempts": 2,
            "maxMs": 30000,
            "retryable": true,
          },
        },
      ]
    `);
    expect(value?.steps.every((step) => step.resultSchema?.value['type'] === 'object')).toBe(true);
  });

  it('reads the delays in seconds of the story as the same policies, with warnings', () => {
    const { value, diagnostics } = parseTemplate(story, 'story.yaml');
    expect(outline(value)).toEqual(outline(parseTemplate(shipped, 'user_registration.yaml').value));
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
      Array.from({ length: 8 }, () => 'warning legacy-key'),
    );
    expect(diagnostics[0]?.hint).toBe('Write "backoff_base_ms: 2000".');
  });

  it('gives a value in spite of warnings, and none in spite of an error', () => {
    expect(
      parseTemplate(`${withSteps`- { name: a, handler: { callable: A } }`}foo: 1\n`, 't.yaml').value,
    ).toBeDefined();
    expect(parseTemplate(withSteps`- { name: a, handler: A }`, 't.yaml').value).toBeUndefined();
  });

  it('reports in the order of the text, whichever check found it', () => {
    expectDiagnostics(
      `foo: 1\n${withSteps`
        - { name: a, handler: { callable: A }, dependencies: [b] }
        - { name: 'b!', handler: { callable: B }, retry: { limit: 3 } }
      `}name: again\n`,
      [
        { code: 'unknown-key', at: '1:1 foo' },
        { code: 'unknown-dependency', at: '6:55 b' },
        { code: 'bad-step-name', at: "7:11 'b!'" },
        { code: 'legacy-key', at: '7:52 limit' },
        { code: 'duplicate-key', at: '8:1 name' },
      ],
    );
  });

  it('keeps the place of every value that can be wrong', () => {
    const text = withSteps`- { name: a, handler: { callable: A }, timeout_seconds: 5 }`;
    const step = parseTemplate(text, 't.yaml').value?.steps[0];
    const spans = [step?.name.span, step?.handler.callable.span, step?.timeoutSeconds?.span];
    expect(spans.map((span) => span && text.slice(span.start, span.end))).toEqual(['a', 'A', '5']);
    expect(step?.name.span.file).toEqual({ path: 't.yaml', text });
  });
});
