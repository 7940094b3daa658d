/**
 * Deploys the user registration to MiniStack by the real CDK CLI, uses it through the REST API and through the client, and
 * takes it down again. What MiniStack cannot do is tested on the synthesised templates instead (test/constructs).
 * `npm run test:deploy -- repair split` checks those parts alone.
 */
import assert from 'node:assert/strict';
import { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import { checkDynamic } from './check-dynamic.ts';
import { checkExact } from './check-exact.ts';
import { checkSplit } from './check-split.ts';
import { checkPython, checkRuby } from './check-languages.ts';
import { checkRepair } from './check-repair.ts';
import { checkRetained } from './check-retained.ts';
import { checkApi, checkClient, checkDeadLetters, checkParking } from './checks.ts';
import { type Emulator, missingTool, startEmulator } from './emulator.ts';
import { listResources } from './leftovers.ts';
import { Report } from './report.ts';

const STACKS = ['UserRegistration', 'TaskerApi'] as const;

// AWS's clients say on every start that they will want a newer Node one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const missing = missingTool();
if (missing !== undefined) {
  console.log(`Skipped: the deployment test runs MiniStack, which needs ${missing}.`);
  process.exit(0);
}

/** Parts that need nothing of each other. */
const PARTS: Readonly<Record<string, (report: Report, emulator: Emulator, client: TaskerClient) => Promise<void>>> = {
  registration: checkRegistration,
  retained: checkRetained,
  exact: checkExact,
  python: checkPython,
  ruby: checkRuby,
  split: checkSplit,
  dynamic: checkDynamic,
  repair: checkRepair,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}

const report = new Report();
const emulator = await startEmulator();
try {
  console.log('MiniStack runs; deploying');
  await timed('bootstrap', () => cdk(emulator, 'bootstrap', 'aws://000000000000/us-east-1'));
  const before = await listResources(emulator);
  const client = new TaskerClient({ connection: emulator.connection });
  for (const [name, check] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) await check(report, emulator, client);
  }
  await report.check('destroying leaves nothing', async () => {
    assert.deepEqual(await listResources(emulator), before);
  });
} catch (error) {
  await report.check('the deployment test itself', async () => {
    throw error;
  });
} finally {
  await emulator.stop();
}
console.log(report.summary());
process.exitCode = report.hasFailed ? 1 : 0;

async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await run();
  console.log(`  ${what}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}

/** The example with its API, as users deploy it. */
async function checkRegistration(report: Report, emulator: Emulator, client: TaskerClient): Promise<void> {
  const { find } = await timed('deploy', () => deploy(emulator, ...STACKS));
  await report.check('there is something of each kind of resource', async () => {
    const empty = Object.entries(await listResources(emulator)).filter(([, found]) => found.length === 0);
    // Series-parallel workflows need no table.
    assert.deepEqual(
      empty.map(([kind]) => kind),
      ['tables'],
    );
  });
  await checkApi(report, emulator, find('ApiUrl'), client);
  await checkClient(report, client);
  await checkDeadLetters(report, emulator, find('WorkflowDeadLetterQueueUrl'));
  await checkParking(report, emulator, find('WorkflowResultsBucketName'), client);
  await report.check('deploying again changes nothing', async () => {
    const { text } = await deploy(emulator, ...STACKS);
    assert.equal(text.match(/\(no changes\)/g)?.length, STACKS.length, text);
  });
  await report.check('the example can be destroyed', async () => {
    await timed('destroy', () => cdk(emulator, 'destroy', ...STACKS, '--force'));
  });
}
