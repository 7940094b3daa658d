/**
 * Lambda's own client of the Runtime API for Python, the package that its runtime is made of, as an oracle: it and what runs functions on
 * this machine answer the same, and it tells the class of a step's failure, by which the machine goes on.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LambdaHost } from '../../lib/local/index.ts';

const runtime = resolve(import.meta.dirname, '../../runtimes/python');

/** A function that does what it is told, and one made of a step handler. */
const CODE = `
import sys
sys.path.insert(0, ${JSON.stringify(runtime)})
from tasker_core import StepHandler
from tasker_core.errors import PermanentError, RetryableError
from tasker_sfn import create_step_function


class NoStock(Exception):
    pass


class Ship(StepHandler):
    handler_name = "Shop::Ship"

    def call(self, context):
        if context.get_input("raises") == "permanent":
            raise PermanentError("No such address", error_code="NO_ADDRESS")
        if context.get_input("raises") == "retryable":
            raise RetryableError("The carrier is closed", retry_after=30)
        return self.success({"shipped": True})


ship = create_step_function(Ship)
ACTIONS = {
    "answer": lambda event, context: {"é": [1, 2.5, None, True], "left": context.get_remaining_time_in_millis() > 1000},
    "nothing": lambda event, context: None,
    "own class": lambda event, context: fail(NoStock("none é left")),
    "standard class": lambda event, context: {}["absent"],
    "no JSON": lambda event, context: {1, 2},
    "a class of others": lambda event, context: fail(PermanentError("never", error_code="NEVER")),
    "exit": lambda event, context: sys.exit(3),
    "tells": lambda event, context: [context.function_name, context.memory_limit_in_mb, context.function_version, context.invoked_function_arn],
}


def fail(error):
    raise error


def handler(event, context):
    return ACTIONS[event["do"]](event, context) if "do" in event else ship(event, context)
`;

const step = (raises?: string) => ({
  task: { wire: 1, template: ['shop', 'order', '1.0.0'], budget: { steps: 1, reserved: 4096 } },
  step: { name: 'ship', callable: 'Shop::Ship' },
  data: { context: { raises } },
  execution: {
    Id: 'arn:aws:states:us-east-1:123456789012:execution:shop-order-1_0_0:t1',
    Name: 't1',
    StartTime: '2026-01-02T03:04:05.000Z',
  },
});
const actions = ['answer', 'nothing', 'own class', 'standard class', 'no JSON', 'a class of others', 'exit', 'tells'];
const EVENTS: readonly (readonly [name: string, event: object])[] = [
  ...actions.map((action) => [action, { do: action }] as const),
  ['a step', step()],
  ['a permanent failure', step('permanent')],
  ['a failure that may pass', step('retryable')],
];

/** Modules, some of which cannot be loaded. */
const MODULES = {
  works: CODE,
  'a missing module': 'import no_such_module',
  'a syntax error': 'def handler(event, context:\n',
  'a module that raises': 'raise KeyError("x")',
};
/** By which names the machine goes on. */
const NAMES = { 'a permanent failure': 'PermanentError', 'a failure that may pass': 'RetryAfterError' };

/** Compares the two; throws where they differ. */
export async function checkLambdaClient(python: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-lambda-client-'));
  const ours = `import sys; sys.path.insert(0, ${JSON.stringify(runtime)}); from tasker_sfn.bootstrap import main; main()`;
  const answers = async (code: string, events: typeof EVENTS, command: readonly string[]) => {
    writeFileSync(join(folder, 'index.py'), code);
    const own = { file: join(folder, 'index.py'), command, timeout: 20, memory: 256 };
    const host = new LambdaHost({ functions: new Map([['ship', own]]), environment: { PATH: process.env.PATH } });
    try {
      const told: Record<string, unknown> = {};
      for (const [name, event] of events) {
        const { failed, payload } = await host.invoke('ship', JSON.stringify(event), 'request-1');
        told[name] = { failed, payload: readable(payload) };
      }
      return told;
    } finally {
      host.close();
    }
  };
  try {
    let cases = 0;
    for (const [name, code] of Object.entries(MODULES)) {
      const events = code === CODE ? EVENTS : [[name, {}] as const];
      const original = await answers(code, events, [python, '-m', 'awslambdaric', 'index.handler']);
      const here = await answers(code, events, [python, '-c', ours]);
      for (const [event, each] of Object.entries(original)) {
        const both = `Lambda's client answers ${JSON.stringify(each)}, ours ${JSON.stringify(here[event])}`;
        assert.deepEqual(here[event], each, `${event}: ${both}`);
        cases++;
      }
      for (const [event, error] of Object.entries(code === CODE ? NAMES : {})) {
        assert.equal((original[event] as { payload: { errorType: string } }).payload.errorType, error);
      }
    }
    console.log(
      `Lambda's client for Python: ${cases} cases, 0 mismatches; it tells failures by the classes of the machine`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without numbers of requests, and the frames of those who call. Of a start that fails, we tell the frames and Lambda's client does not. */
function readable(payload: string): unknown {
  const value = JSON.parse(payload) as Record<string, unknown> | null;
  if (value === null || typeof value !== 'object' || !('errorType' in value)) return value;
  const { stackTrace, ...rest } = value;
  delete rest.requestId;
  if (String(rest.errorType).startsWith('Runtime.')) return rest;
  const ownFrames = (stackTrace as readonly string[] | undefined)?.filter((frame) => frame.includes('index.py'));
  return { ...rest, ownFrames };
}
