import { PARKED } from '../../lib/contract/parked-result.ts';
import { runName } from '../../lib/contract/run-name.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';

/** What a handler does in one run, in words that every language can follow. */
export type Behaviour =
  /** Returns this. */
  | { readonly returns: JsonValue }
  /** Returns `{"text": "xxx…"}` of so many characters. */
  | { readonly returns_large: number }
  /** Returns what it sees of its step. */
  | { readonly tells: true }
  /** Returns a failure. */
  | {
      readonly fails: {
        readonly message: string;
        readonly error_type?: string;
        readonly retryable: boolean;
        readonly metadata?: JsonObject;
        readonly error_code?: string;
      };
    }
  /** Raises a PermanentError, a RetryableError, or an error of the class that is named. */
  | {
      readonly raises: {
        readonly class: string;
        readonly message: string;
        readonly code?: string;
        readonly retry_after?: number;
      };
    }
  /** Is ended without an answer. */
  | { readonly crashes: string }
  /** Yields at a checkpoint. */
  | {
      readonly yields: {
        readonly cursor: JsonValue;
        readonly items_processed: number;
        readonly accumulated_results?: JsonObject;
      };
    }
  /** Decides. */
  | { readonly routes: readonly string[] }
  | { readonly skips: string };

/** A workflow that is run to record what its machine sends and what its functions answer. */
export interface Scenario {
  readonly name: string;
  /** The steps of the template, in YAML. */
  readonly steps: string;
  readonly sync?: 'exact';
  /** The execution's input. @default {"context": {}} */
  readonly request?: JsonValue;
  /** The name of the execution. @default one made of the scenario's name */
  readonly execution?: string;
  /** What lies in the store before. */
  readonly kept?: Readonly<Record<string, JsonValue>>;
  /** By step or worker: what its handler does, run by run; the last goes on. @default it tells what it sees */
  readonly behaviours?: Readonly<Record<string, readonly Behaviour[]>>;
  /** The milliseconds that each invocation has. @default 900000 */
  readonly time?: number;
  /** How often the execution is redriven when it has failed. @default never */
  readonly redrives?: number;
  /** After how many milliseconds it is stopped, and redriven. @default never */
  readonly stops?: number;
  /** So many steps are in one execution at most; the others are in executions of their own. @default any number */
  readonly most?: number;
}

const step = (name: string, rest = '') => `  - {name: ${name}, handler: {callable: "Wire::${name}"}${rest}}\n`;
const after = (...names: string[]) => `, dependencies: [${names.join(', ')}]`;
const TRIES = ', retry: {retryable: true, max_attempts: 3, backoff: exponential, backoff_base_ms: 1000}';

const failing = (
  name: string,
  message: string,
  retryable: boolean,
): Readonly<Record<string, readonly Behaviour[]>> => ({
  [name]: [{ fails: { message, retryable } }, { tells: true }],
});

/** As long as an execution's name can be. */
const LONG_ID = 'order-8-'.padEnd(80, 'x');

/** Each shows a part of the wire. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'chain',
    steps:
      step('first') +
      `  - name: second
    dependencies: [first]
    timeout_seconds: 20
    handler: {callable: "Wire::second", method: process, initialization: {table: orders, price: "$5", nested: {list: [1, null]}}}
    retry: {retryable: true, max_attempts: 4, backoff: linear, backoff_base_ms: 2000}
` +
      step('third', after('second')),
    request: {
      context: { order: 7, who: 'Zoë 🦊' },
      correlation_id: 'corr-1',
      tags: ['a'],
      priority: 3,
      initiator: 'tests',
    },
    behaviours: {
      first: [{ returns: { sum: 1.5, nothing: null, text: 'ü\n"q"' } }],
      second: [
        { raises: { class: 'RetryableError', message: 'busy', code: 'BUSY', retry_after: 7 } },
        { fails: { message: 'again', error_type: 'timeout', retryable: true, metadata: { retry_after_seconds: '3' } } },
        { raises: { class: 'TypeError', message: 'no such member' } },
        { tells: true },
      ],
      third: [{ returns: [1, 2] }],
    },
  },
  {
    name: 'single-step',
    steps: step('only', TRIES),
    behaviours: { only: [{ fails: { message: 'not yet', retryable: true } }, { tells: true }] },
    request: { context: { a: 1 }, requested_at: '2026-01-01T00:00:00Z' },
  },
  {
    name: 'method-absent',
    steps: '  - {name: only, handler: {callable: "Wire::only", method: absent}}\n',
  },
  {
    name: 'branches',
    steps:
      step('root') +
      step('left', after('root')) +
      step('right', after('root') + TRIES) +
      step('deep', after('left')) +
      step('join', after('deep', 'right')),
    behaviours: {
      root: [{ returns: null }],
      left: [{ returns: { left: true } }],
      right: [{ fails: { message: 'slow', retryable: true } }, { returns: { right: 2 } }],
    },
  },
  {
    name: 'failures',
    steps:
      step('root') +
      ['permanent', 'exhausted', 'coloured', 'long', 'unsaid', 'inexact', 'reserved']
        .map((name) => step(name, after('root') + (name === 'exhausted' ? ', retry: {max_attempts: 1}' : '')))
        .join(''),
    behaviours: {
      root: [{ returns: {} }],
      permanent: [{ raises: { class: 'PermanentError', message: 'no such order', code: 'NO_ORDER' } }],
      exhausted: [
        { fails: { message: 'still busy', error_type: 'rate_limited', retryable: true, error_code: 'BUSY' } },
      ],
      coloured: [{ fails: { message: '\u001b[31mred\u001b[0m and \u0007', retryable: false } }],
      long: [{ fails: { message: 'long '.repeat(2000), retryable: false, metadata: { more: 'x'.repeat(100) } } }],
      unsaid: [
        {
          fails: {
            message: '',
            error_type: 'permanent_error',
            retryable: false,
            metadata: { deep: { a: [1, { b: null }] } },
          },
        },
      ],
      inexact: [{ returns: { id: 9007199254740994 } }],
      reserved: [{ returns: { tasker_sfn_parked: 1 } }],
    },
  },
  {
    name: 'decision',
    steps:
      step('begin') +
      '  - {name: choose, type: decision, dependencies: [begin], handler: {callable: "Wire::choose"}}\n' +
      step('small', after('choose')) +
      step('large', after('choose')) +
      '  - {name: settle, type: deferred_convergence, dependencies: [small, large], handler: {callable: "Wire::settle"}}\n',
    behaviours: { choose: [{ routes: ['large'] }] },
  },
  {
    name: 'decision-skips',
    steps:
      step('begin') +
      '  - {name: choose, type: decision, dependencies: [begin], handler: {callable: "Wire::choose"}}\n' +
      step('small', after('choose')),
    behaviours: { choose: [{ skips: 'nothing to do' }] },
  },
  {
    name: 'decision-wrong',
    steps:
      step('begin') +
      '  - {name: choose, type: decision, dependencies: [begin], handler: {callable: "Wire::choose"}}\n' +
      step('small', after('choose')),
    behaviours: { choose: [{ routes: ['smal', 'large'] }] },
  },
  ...(['continue_on_failure', 'isolate'] as const).map((strategy): Scenario => ({
    name: `batch-${strategy.replaceAll('_', '-')}`,
    steps: batchSteps(strategy),
    redrives: strategy === 'isolate' ? 1 : 0,
    behaviours: {
      split: [{ returns: batches(3) }],
      work_002: [{ raises: { class: 'PermanentError', message: 'bad row' } }],
      work_003: [{ fails: { message: 'busy', retryable: true } }, { returns: { items_processed: 10 } }],
    },
  })),
  {
    name: 'batch-empty',
    steps: batchSteps('fail_fast'),
    behaviours: { split: [{ returns: { batch_processing_outcome: { type: 'no_batches' } } }] },
  },
  {
    name: 'batch-wrong',
    steps: batchSteps('fail_fast'),
    behaviours: {
      split: [
        {
          returns: {
            batch_processing_outcome: {
              type: 'create_batches',
              worker_template_name: 'wrk',
              worker_count: 1,
              cursor_configs: [{}],
            },
          },
        },
      ],
    },
  },
  {
    name: 'batch-name-taken',
    steps: batchSteps('fail_fast') + step('work_002', after('split')),
    behaviours: { split: [{ returns: batches(3) }] },
  },
  {
    name: 'batch-name-of-another-batch',
    steps:
      batchSteps('fail_fast') +
      `  - {name: split_again, type: batchable, dependencies: [join], handler: {callable: "Wire::split_again"}}
  - name: work_00
    type: batch_worker
    dependencies: [split_again]
    handler: {callable: "Wire::work_00"}
    batch_config: {batch_size: 10, parallelism: 2, cursor_field: row, worker_template: work_00, failure_strategy: isolate}
`,
    behaviours: {
      split: [
        { returns: { batch_processing_outcome: { type: 'create_batches', cursor_configs: [{ batch_id: '00_1' }] } } },
      ],
    },
  },
  {
    name: 'batch-empty-as-text',
    steps: batchSteps('fail_fast'),
    behaviours: { split: [{ returns: { batch_processing_outcome: 'no_batches' } }] },
  },
  wrong('batch-outcomes-wrong', 'batchable', [
    { other: 1 },
    { batch_processing_outcome: 'none' },
    { batch_processing_outcome: [1] },
    { batch_processing_outcome: { type: 'batches' } },
    { batch_processing_outcome: { type: 'create_batches' } },
    { batch_processing_outcome: { type: 'create_batches', worker_template_name: 'after', cursor_configs: [{}] } },
    { batch_processing_outcome: { type: 'create_batches', worker_template_name: 7, cursor_configs: [{}] } },
    { batch_processing_outcome: { type: 'create_batches', worker_count: 2, cursor_configs: [{ batch_id: 'a' }] } },
    { batch_processing_outcome: { type: 'create_batches', worker_count: '1', cursor_configs: [{ batch_id: 'a' }] } },
  ]),
  wrong('batch-cursors-wrong', 'batchable', [
    { batch_processing_outcome: { type: 'create_batches', cursor_configs: ['a'] } },
    { batch_processing_outcome: { type: 'create_batches', cursor_configs: [{ batch_id: 1 }] } },
    { batch_processing_outcome: { type: 'create_batches', cursor_configs: [{ batch_id: 'é"'.repeat(100) }] } },
    {
      batch_processing_outcome: {
        type: 'create_batches',
        cursor_configs: [{ batch_id: 'b' }, { batch_id: 'é"' }, { batch_id: 'é"' }, { batch_id: 'b' }],
      },
    },
    { batch_analyzer_outcome: { cursor_configs: [{ batch_id: 'a' }, { start_cursor: 0 }] } },
  ]),
  wrong('decision-outcomes-wrong', 'decision', [
    { other: 1 },
    { decision_point_outcome: 'no_branches' },
    { decision_point_outcome: { type: 'steps' } },
    { decision_point_outcome: { type: 'create_steps' } },
    { decision_point_outcome: { type: 'create_steps', step_names: ['after_0', 3] } },
    { decision_point_outcome: { type: 'create_steps', step_names: ['é"', 'begin'] } },
    { decision_point_outcome: { type: 'create_steps', step_names: Array.from({ length: 30 }, (_, at) => `s${at}`) } },
    { decision_point_outcome: { type: 'create_steps', step_names: Array.from({ length: 101 }, (_, at) => `s${at}`) } },
  ]),
  {
    name: 'checkpoints',
    steps: step('first') + step('import', after('first') + TRIES),
    behaviours: {
      first: [{ returns: { rows: 30 } }],
      import: [
        { yields: { cursor: 10, items_processed: 10 } },
        { yields: { cursor: { id: 'a' }, items_processed: 20, accumulated_results: { sum: 5 } } },
        { fails: { message: 'lost the connection', retryable: true } },
        { tells: true },
      ],
    },
  },
  {
    name: 'checkpoints-without-time',
    steps: step('first') + step('import', after('first')),
    time: 400,
    behaviours: {
      import: [
        { yields: { cursor: 'x'.repeat(300), items_processed: 10 } },
        { yields: { cursor: null, items_processed: 11 } },
      ],
    },
  },
  {
    name: 'parked',
    steps: step('big') + step('next', after('big')),
    behaviours: { big: [{ returns_large: 200_000 }], next: [{ tells: true }] },
  },
  {
    // So many workers may run that no result has room: those that are smaller than a reference travel.
    name: 'parked-when-crowded',
    steps:
      step('small') +
      step('large', after('small')) +
      '  - {name: split, type: batchable, dependencies: [large], handler: {callable: "Wire::split"}}\n' +
      ['a', 'b', 'c', 'd']
        .map(
          (name) =>
            `  - {name: ${name}, type: batch_worker, dependencies: [split], handler: {callable: "Wire::${name}"}, ` +
            `batch_config: {batch_size: 1, parallelism: 1, cursor_field: id, worker_template: ${name}, failure_strategy: isolate}}\n`,
        )
        .join(''),
    behaviours: {
      small: [{ returns_large: 100 }],
      large: [{ returns_large: 300 }],
      split: [{ returns: { batch_processing_outcome: { type: 'no_batches' } } }],
    },
  },
  {
    name: 'rendezvous',
    sync: 'exact',
    steps: step('a') + step('b') + step('c', after('a')) + step('d', after('a', 'b')),
    behaviours: { a: [{ returns: { a: 1 } }] },
  },
  {
    name: 'redrive',
    steps: step('a') + step('b', after('a')) + step('c', after('a')) + step('d', after('b', 'c')),
    redrives: 1,
    behaviours: failing('b', 'down', false),
  },
  {
    name: 'redrive-of-the-first',
    steps: step('a') + step('b', after('a')),
    redrives: 1,
    behaviours: failing('a', 'down', false),
  },
  {
    name: 'unanswered',
    steps:
      step('a') +
      `  - name: b
    dependencies: [a]
    timeout_seconds: 9
    handler: {callable: "Wire::b"}
    retry: {max_attempts: 2}
    publishes_events: [{name: b.failed, description: It failed, condition: failure, schema: {type: object}}]
`,
    behaviours: { b: [{ crashes: 'Runtime exited with error: exit status 1' }] },
  },
  {
    // The execution of the part goes on, too: what its function has kept before is there.
    name: 'redrive-of-a-part',
    steps: step('first') + step('wait', after('first')) + step('import', after('wait')) + step('last', after('import')),
    most: 3,
    stops: 50_000,
    kept: {
      'wire-redrive-of-a-part-1_0_0/task-of-redrive-of-a-part/import/checkpoint.json': {
        execution: '2026-01-02T03:04:05.000Z',
        yields: 1,
        resumed: 0,
        checkpoint: { cursor: 10, items_processed: 10, timestamp: '2026-01-02T03:04:05.000Z', history: [] },
      },
    },
    behaviours: {
      wait: [{ raises: { class: 'RetryableError', message: 'busy', retry_after: 100 } }, { returns: {} }],
    },
  },
  // Redriven, the group that opens the execution has the request among what steps have left.
  {
    name: 'redrive-like-the-request',
    steps: step('a') + step('b') + step('c', after('a', 'b')),
    redrives: 1,
    // The group is known by this name.
    request: { context: { p_28: 1, a: { result: { of: 'the request' }, after: [] } } },
    behaviours: failing('b', 'down', false),
  },
  {
    name: 'continued',
    execution: 'order-7.run-2',
    steps:
      step('a') +
      step('big', after('a')) +
      step('resolved', after('a')) +
      '  - {name: choose, type: decision, dependencies: [a], handler: {callable: "Wire::choose"}}\n' +
      step('chosen', after('choose')) +
      step('fresh', after('big', 'resolved')),
    kept: { 'wire/order-7/big.json': { text: 'it is large' } },
    request: {
      context: { order: 7 },
      continues: continuation('order-7', {
        results: {
          a: { sum: 1.5 },
          big: { [PARKED]: { uri: 'local:wire/order-7/big.json', bytes: 22 } },
          resolved: null,
          choose: null,
        },
        failures: {},
      }),
    },
  },
  {
    name: 'continued-failures',
    execution: 'order-6.run-2',
    steps: step('a') + step('failed', after('a')) + step('timed_out', after('a')) + step('both', after('failed')),
    request: {
      context: {},
      continues: continuation('order-6', {
        results: { a: {} },
        failures: {
          failed: {
            type: 'permanent_error',
            code: 'NO_ORDER',
            message: 'no such order',
            retryable: false,
            attempts: 1,
          },
          timed_out: { type: 'timeout', message: 'too slow', retryable: true, attempts: 3 },
        },
      }),
    },
  },
  {
    name: 'continued-with-parked-results',
    execution: runName(LONG_ID, 2),
    steps: step('a') + step('b', after('a')) + step('c', after('b')),
    kept: { 'wire/order-8/results.json': { a: { from: 'before' } } },
    request: {
      context: {},
      continues: continuation(LONG_ID, {
        results: { [PARKED]: { uri: 'local:wire/order-8/results.json', bytes: 23 } },
        failures: {},
      }),
    },
    redrives: 1,
    behaviours: failing('b', 'down', false),
  },
  {
    name: 'continued-batch',
    execution: 'order-9.run-2',
    steps: batchSteps('fail_fast'),
    request: {
      context: {},
      continues: continuation('order-9', {
        // A worker that is done replies that, whatever keeps the others from running.
        results: { split: batches(3), work_001: { rows: 10 } },
        failures: {
          work_003: { type: 'handler_error', message: 'bad row', retryable: false, attempts: 2, batch: 'work' },
        },
      }),
    },
  },
  {
    name: 'continued-batch-resolved',
    execution: 'order-9.run-2',
    steps: batchSteps('isolate'),
    request: {
      context: {},
      continues: continuation('order-9', {
        results: { split: batches(2), work_001: null, work_002: { rows: 10 } },
        failures: {},
      }),
    },
  },
  // Anybody may write it into a request; the execution's name says that it is none.
  {
    name: 'continued-by-nobody',
    steps: step('a'),
    request: { context: {}, continues: continuation('order-7', { results: { a: {} }, failures: {} }) },
  },
  { name: 'no-request', steps: step('a') + step('b', after('a')), request: { context: [1] } },
];

/** A step for each outcome that a machine cannot follow: every language says so in the same words. */
function wrong(name: string, type: 'batchable' | 'decision', outcomes: readonly JsonObject[]): Scenario {
  const follower = (at: number) =>
    type === 'decision'
      ? step(`after_${at}`, after(`wrong_${at}`))
      : `  - {name: after_${at}, type: batch_worker, dependencies: [wrong_${at}], handler: {callable: "Wire::after_${at}"}, ` +
        `batch_config: {batch_size: 1, parallelism: 1, cursor_field: id, worker_template: after_${at}, failure_strategy: isolate}}\n`;
  const deciding = (at: number) =>
    `  - {name: wrong_${at}, type: ${type}, dependencies: [begin], handler: {callable: "Wire::wrong_${at}"}}\n`;
  return {
    name,
    steps: step('begin') + outcomes.map((_, at) => deciding(at) + follower(at)).join(''),
    behaviours: Object.fromEntries(outcomes.map((returns, at) => [`wrong_${at}`, [{ returns }]])),
  };
}

function continuation(id: string, told: JsonObject): JsonObject {
  const arn = `arn:aws:states:us-east-1:123456789012:execution:wire:${id}`;
  return {
    task: { id, arn, started_at: '2026-01-01T00:00:00.000Z' },
    run: 2,
    restarts: 1,
    ...told,
    repair: { by: 'Zoë', reason: 'tests', at: '2026-01-02T00:00:00.000Z', actions: [] },
  };
}

function batchSteps(strategy: string): string {
  return `  - {name: split, type: batchable, handler: {callable: "Wire::split", initialization: {worker_template_name: work}}}
  - name: work
    type: batch_worker
    dependencies: [split]
    handler: {callable: "Wire::work", initialization: {size: 2}}
    batch_config: {batch_size: 10, parallelism: 2, cursor_field: row, worker_template: work, failure_strategy: ${strategy}}
    retry: {max_attempts: 2}
  - {name: join, type: deferred_convergence, dependencies: [split, work], handler: {callable: "Wire::join"}}
`;
}

function batches(count: number): JsonObject {
  const cursors = Array.from({ length: count }, (_, index) => ({
    batch_id: `00${index + 1}`,
    start_cursor: index * 10,
    end_cursor: index * 10 + 10,
    batch_size: 10,
  }));
  return {
    batch_processing_outcome: {
      type: 'create_batches',
      worker_template_name: 'work',
      worker_count: count,
      cursor_configs: cursors,
      total_items: count * 10,
    },
  };
}
