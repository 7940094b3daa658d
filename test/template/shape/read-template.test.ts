import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../lib/template/parse-template.ts';
import { dedent } from '../../support/dedent.ts';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const steps = 'steps: [{ name: a, handler: { callable: A } }]\n';

describe('readTemplate', () => {
  it('keeps what is at the top level', () => {
    const { value } = parseTemplate(
      dedent`
        name: t
        namespace_name: n
        version: 1.0.0
        description: All of it
        metadata: { author: me, tags: [x], documentation_url: , notes: my own }
        system_dependencies: { primary: default, secondary: [] }
        domain_events: [{ name: order.created, description: d, schema: {} }]
        input_schema: { type: object }
        identity_strategy: caller_provided
        lifecycle: { max_duration_minutes: 60, staleness_action: error }
        steps: [{ name: a, handler: { callable: A } }]
      `,
      'test.yaml',
    );
    expect(value).toMatchObject({
      description: 'All of it',
      metadata: { author: 'me', tags: ['x'], documentation_url: null, notes: 'my own' },
      domainEvents: [{ name: 'order.created', description: 'd', schema: {} }],
      inputSchema: { value: { type: 'object' } },
      identityStrategy: 'caller_provided',
      lifecycle: { max_duration_minutes: 60, staleness_action: 'error' },
    });
  });

  it('names every required key that is missing, and what to write', () => {
    expectDiagnostics('description: nothing else\n', [
      {
        code: 'missing-key',
        at: '1:1 description',
        message: 'The template has no key "name", which is required.',
        hint: 'Add "name: my_task".',
      },
      { code: 'missing-key', at: '1:1 description', hint: 'Add "namespace_name: my_namespace".' },
      { code: 'missing-key', at: '1:1 description', hint: `Add "version: '1.0.0'".` },
      { code: 'missing-key', at: '1:1 description', hint: 'Add "steps: […]".' },
    ]);
  });

  it('takes a misspelt required key for one mistake', () => {
    expectDiagnostics(`nmae: t\nnamespace: n\nversoin: 1.0.0\nstep_templates: []\n`, [
      {
        code: 'missing-key',
        at: '1:1 nmae',
        message: 'The template has no key "name", which is required.',
        hint: '"nmae" is not known: rename it to "name".',
      },
      { code: 'missing-key', at: '2:1 namespace', hint: '"namespace" is not known: rename it to "namespace_name".' },
      { code: 'missing-key', at: '3:1 versoin', hint: '"versoin" is not known: rename it to "version".' },
      { code: 'missing-key', at: '4:1 step_templates', hint: '"step_templates" is not known: rename it to "steps".' },
    ]);
  });

  it('warns of keys that Tasker ignores, and says what to write', () => {
    const ignored = ['task_handler', 'task_handler_class', 'handler_class', 'loaded_from', 'mixins', 'namespace'];
    const text = `name: t\nnamespace_name: n\nversion: 1.0.0\n${steps}${ignored.map((key) => `${key}: x\n`).join('')}`;
    expectDiagnostics(
      text,
      ignored.map((key, index) => ({ code: 'ignored-key', at: `${5 + index}:1 ${key}` })),
    );
    expectDiagnostics(`name: t\nnamespace_name: n\nversion: 1.0.0\n${steps}task_handler: { callable: X }\n`, [
      {
        code: 'ignored-key',
        at: '5:1 task_handler',
        message: 'The key "task_handler" of the template is ignored, here as in Tasker.',
        hint: 'Remove it: a task has no handler of its own, only its steps have.',
      },
    ]);
  });

  it('warns of unknown keys, with the likely one or all of them', () => {
    expectDiagnostics(`name: t\nnamespace_name: n\nversion: 1.0.0\n${steps}descriptoin: d\nfoo: 1\n`, [
      {
        code: 'unknown-key',
        at: '5:1 descriptoin',
        message: 'The template has no key "descriptoin": it is ignored.',
        hint: 'Did you mean "description"?',
      },
      {
        code: 'unknown-key',
        at: '6:1 foo',
        hint: 'Known keys are "name", "namespace_name", "version", "description", "metadata", "system_dependencies", "domain_events", "input_schema", "identity_strategy", "lifecycle", "steps" and "environments".',
      },
    ]);
  });

  it('refuses a key that is a slip away from one that counts', () => {
    expectDiagnostics(`name: t\nnamespace_name: n\nversion: 1.0.0\n${steps}enviroments: {}\n`, [
      {
        code: 'misspelt-key',
        at: '5:1 enviroments',
        message:
          'The template has no key "enviroments". It looks like a misspelt "environments", and would have no effect.',
        hint: 'Write "environments", or rename the key if it is a note of yours.',
      },
    ]);
  });

  it.each([
    ['1.0', '1.0.0'],
    ['2', '2.0.0'],
    ['1.', '1.0.0'],
    ['3.10', '3.10.0'],
    ['.5', '1.0.0'],
  ])('says that %s is a number, and how to write it', (version, fixed) => {
    expectDiagnostics(`name: t\nnamespace_name: n\nversion: ${version}\n${steps}`, [
      {
        code: 'numeric-version',
        at: `3:10 ${version}`,
        message: `"version" must be text, but YAML reads ${version} as a number.`,
        hint: `Write "version: '${fixed}'".`,
      },
    ]);
  });

  it('checks the ranges of lifecycle, and the types of stored parts', () => {
    expectDiagnostics(
      dedent`
        name: t
        namespace_name: n
        version: 1.0.0
        metadata: { tags: [1], author: [me] }
        system_dependencies: { primary: 1, secondray: [] }
        domain_events: [order.created, { name: a.b, schema: [] }]
        lifecycle: { max_duration_minutes: 43201, max_waiting_for_retry_minutes: 0, staleness_action: drop }
        identity_strategy: stict
        steps: [{ name: a, handler: { callable: A } }]
      `,
      [
        { code: 'wrong-type', at: '4:20 1', message: '"tags[0]" must be text, not the number 1.', hint: 'Write "1".' },
        { code: 'wrong-type', at: '4:32 [me]', message: '"author" must be text, not a list.' },
        { code: 'wrong-type', at: '5:33 1' },
        { code: 'unknown-key', at: '5:36 secondray', hint: 'Did you mean "secondary"?' },
        { code: 'wrong-type', at: '6:17 order.created' },
        { code: 'wrong-type', at: '6:53 []' },
        {
          code: 'out-of-range',
          at: '7:36 43201',
          message: '"max_duration_minutes" is 43,201, but must be from 1 to 43,200.',
        },
        { code: 'out-of-range', at: '7:74 0' },
        {
          code: 'bad-value',
          at: '7:95 drop',
          message: '"staleness_action" is "drop", but must be "dlq", "error" or "none".',
        },
        { code: 'bad-value', at: '8:20 stict', hint: 'Did you mean "strict"?' },
      ],
    );
  });

  it('reports wrong types of the main parts without looking inside', () => {
    expectDiagnostics(
      'name: [t]\nnamespace_name: 5\nversion: 1.0.0\nsteps: { a: 1 }\nenvironments: []\ninput_schema: text\n',
      [
        { code: 'wrong-type', at: '1:7 [t]', message: '"name" must be text, not a list.' },
        {
          code: 'wrong-type',
          at: '2:17 5',
          message: '"namespace_name" must be text, not the number 5.',
          hint: 'Write "5".',
        },
        { code: 'wrong-type', at: '4:8 { a: 1 }', message: '"steps" must be a list, not a mapping.' },
        { code: 'wrong-type', at: '5:15 []', message: '"environments" must be a mapping, not a list.' },
        { code: 'wrong-type', at: '6:15 text', message: '"input_schema" must be a mapping, not the text "text".' },
      ],
    );
  });

  it('accepts empty optional keys as Tasker does, and warns of empty lists and mappings, which Tasker refuses', () => {
    expectValid(
      `description:\nlifecycle:\nmetadata:\ninput_schema:\n${withSteps`
      - { name: a, handler: { callable: A }, timeout_seconds: , system_dependency: , batch_config: , result_schema: }
    `}`,
    );
    expectDiagnostics(
      dedent`
        name: t
        namespace_name: n
        version: 1.0.0
        domain_events:
        environments:
        steps:
          - name: a
            handler: { callable: A, initialization: }
            dependencies:
            retry:
            publishes_events:
      `,
      [
        {
          code: 'empty-value',
          at: '4:1 domain_events',
          message: '"domain_events" has no value and is read as [].',
          hint: 'Tasker refuses this: write "domain_events: []", or remove the key.',
        },
        { code: 'empty-value', at: '5:1 environments', message: '"environments" has no value and is read as {}.' },
        { code: 'empty-value', at: '8:29 initialization' },
        { code: 'empty-value', at: '9:5 dependencies' },
        { code: 'empty-value', at: '10:5 retry' },
        { code: 'empty-value', at: '11:5 publishes_events' },
      ],
    );
  });

  it('refuses empty values of keys that need one', () => {
    expectDiagnostics('name:\nnamespace_name: n\nversion: 1.0.0\nsteps:\n', [
      { code: 'wrong-type', at: '1:6', message: '"name" must be text, not empty.' },
      { code: 'wrong-type', at: '4:7', message: '"steps" must be a list, not empty.' },
    ]);
  });
});
