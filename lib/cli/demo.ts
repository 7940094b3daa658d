import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompiledWorkflow } from '../compile.ts';
import type { JsonObject } from '../json.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import { drawPlan } from '../viz/draw-plan.ts';
import { wrapText } from '../viz/wrap-text.ts';
import { identityOf } from '../project/index.ts';
import { coloursFor } from './colours.ts';
import { compileOne } from './compile-one.ts';
import { ExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { exitCodeOf } from './run/run-result.ts';
import { runResultText } from './run/run-result-text.ts';
import { runTask } from './run/run-task.ts';
import { addressTo } from './run/task-request.ts';
import { writeHistory } from './run/write-history.ts';
import { writeReport, type ReportedRun } from './run/write-report.ts';

const TEMPLATE = 'templates/microservices/user_registration.yaml';

/** Tells the in-memory services of the example how to misbehave. */
const FAULTS_VARIABLE = 'TASKER_SFN_DEMO_FAULTS';

/** The demo's users; each has an e-mail of its own, since the same one would get the same account. */
const USERS = {
  ada: userInfo('Ada Lovelace', 'ada@example.com'),
  grace: userInfo('Grace Hopper', 'grace@example.com'),
} as const;

const NEXT = [
  [
    'see a permanent failure: a disposable address',
    `npx tasker-sfn run ${TEMPLATE} --context '{"user_info": {"name": "X", "email": "x@mailinator.com"}}'`,
  ],
  ['watch runs in the web console, and start some', 'npx tasker-sfn local'],
  ['see the workflow', `npx tasker-sfn graph ${TEMPLATE} --format svg > workflow.svg`],
  ['see the state machine that AWS would run', `npx tasker-sfn compile ${TEMPLATE}`],
] as const;

/** The other examples, each with one idea. */
const EXAMPLES = [
  [
    'a checkout: money is taken once, although the answer of the payment provider gets lost',
    'ecommerce/checkout',
    { cart: [{ sku: 'lamp', quantity: 2 }], customer: { email: 'ada@example.com' }, card: 'tok_flaky' },
  ],
  ['a data pipeline: three sources side by side', 'analytics/sales_pipeline', { days: 30 }],
  [
    'an approval: a decision, its branches, and what joins them',
    'expenses/expense_approval',
    { expense: { employee: 'Ada', amount: 9000, category: 'travel' } },
  ],
  [
    'a CSV import: a batch with checkpoints, large results, and a row that cannot be read',
    'imports/csv_import',
    { rows: 5000, poisoned: 1417 },
  ],
  [
    'two teams: customer success starts a task of the payments team, and waits for it',
    'customer_success/process_refund',
    { ticket_id: 't-1', customer_id: 'c-1', payment_id: 'pay_1', refund_amount: 80 },
  ],
] as const;

/**
 * Shows what this is: the user registration, drawn, run well, and run with a billing service that fails twice. At the end it names the
 * other examples.
 */
export async function demo(io: CliIo): Promise<ExitCode> {
  // One story on one stream, so that progress and results stay in order when they are piped.
  const stage: CliIo = { ...io, stderr: io.stdout };
  const colours = coloursFor(stage.stdout, stage);
  const width = Math.min(stage.stdout.columns ?? 80, 100);
  const say = (text = '') => wrapText(text, width).forEach((line) => stage.stdout.write(`${line}\n`));
  const chapter = (title: string) => stage.stdout.write(`\n${wrapText(title, width).map(colours.bold).join('\n')}\n\n`);

  const compiled = compileOne(TEMPLATE, {}, stage);
  if (compiled === undefined) return ExitCode.failed;
  const { template, plan, transitions, definitionBytes } = compiled;

  say(
    'tasker-sfn compiles Tasker task templates to AWS Step Functions, and runs them right here: no account, no Docker.',
  );
  chapter(
    `${template.name.value}: ${count(template.steps.length, 'step')}, ${count(transitions, 'state transition')}, ${formatNumber(definitionBytes)} bytes of States Language`,
  );
  drawPlan(plan, width)?.forEach((line) => stage.stdout.write(`${line}\n`));

  chapter('1. All goes well');
  const well = await play(compiled, USERS.ada, stage, 'with result');
  if (typeof well === 'number') return well;

  chapter('2. The billing service fails twice, and recovers');
  say('The waits between attempts cost no time here: the clock jumps over them.');
  say();
  const faulty = { ...stage, env: { ...stage.env, [FAULTS_VARIABLE]: 'billing:fail=2' } };
  const recovered = await play(compiled, USERS.grace, faulty, 'without result');
  if (typeof recovered === 'number') return recovered;

  const offer = (what: string, command: string) => stage.stdout.write(`${colours.dim(`# ${what}`)}\n${command}\n`);
  chapter('Next');
  for (const [what, command] of NEXT) offer(what, command);

  chapter('More examples');
  for (const [what, name, context] of EXAMPLES) {
    offer(what, `npx tasker-sfn run templates/${name}.yaml --context '${JSON.stringify(context)}'`);
  }

  chapter('The run that you have just seen');
  const { report, history } = keep(recovered, stage);
  offer('in the web console: each attempt and each wait', `npx tasker-sfn console --history ${history}`);
  offer('as one page, to be opened in a browser', report);
  return ExitCode.ok;
}

/** Runs one registration; the result is that of its last step. Where it does not succeed, the exit code. */
async function play(
  compiled: CompiledWorkflow,
  user: JsonObject,
  io: CliIo,
  shows: 'with result' | 'without result',
): Promise<ReportedRun | ExitCode> {
  const request = addressTo(identityOf(compiled.template), { context: { user_info: user } });
  const { value: result, diagnostics } = await runTask(
    compiled,
    request,
    { handlers: 'lambdas', seed: 0, keepsLogs: true },
    io,
  );
  printDiagnostics(diagnostics, io);
  if (result === undefined) return ExitCode.failed;
  const last = shows === 'with result' ? result.steps.at(-1)?.result : undefined;
  const output = last === undefined ? undefined : JSON.stringify(last);
  io.stdout.write('\n' + runResultText({ ...result, output }, coloursFor(io.stdout, io)));
  const code = exitCodeOf(result);
  return code === ExitCode.ok ? { workflow: compiled, request, result, redact: false } : code;
}

/** Keeps what happened in a run: a report to be opened, and a history for the console. */
function keep(run: ReportedRun, io: CliIo): { readonly report: string; readonly history: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-demo-'));
  const [report, history] = [join(folder, 'report.html'), join(folder, 'demo.json')];
  writeReport(report, run, io);
  writeHistory(history, run.result, io);
  return { report: pathToFileURL(report).href, history };
}

function userInfo(name: string, email: string): JsonObject {
  return { name, email, plan: 'pro', source: 'demo', preferences: { notifications: { push: true } } };
}
