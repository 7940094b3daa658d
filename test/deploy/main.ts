/**
 * Deploys the user registration to MiniStack by the real CDK CLI, uses it through the REST API and through the client, and
 * takes it down again. What MiniStack cannot do is tested on the synthesised templates instead (test/constructs).
 */
import assert from 'node:assert/strict';
import { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import { checkDynamic } from './check-dynamic.ts';
import { checkExact } from './check-exact.ts';
import { checkSplit } from './check-split.ts';
import { checkPython } from './check-python.ts';
import { checkRetained } from './check-retained.ts';
import { checkApi, checkClient, checkDeadLetters, checkParking } from './checks.ts';
import { missingTool, startEmulator } from './emulator.ts';
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

const report = new Report();
const emulator = await startEmulator();
try {
  console.log('MiniStack runs; deploying');
  const before = await listResources(emulator);
  await timed('bootstrap', () => cdk(emulator, 'bootstrap', 'aws://000000000000/us-east-1'));
  const { find } = await timed('deploy', () => deploy(emulator, ...STACKS));
  await report.check('there is something of each kind of resource', async () => {
    const empty = Object.entries(await listResources(emulator)).filter(([, found]) => found.length === 0);
    // Series-parallel workflows need no table.
    assert.deepEqual(
      empty.map(([kind]) => kind),
      ['tables'],
    );
  });
  const client = new TaskerClient({ connection: emulator.connection });

  await checkApi(report, emulator, find('ApiUrl'), client);
  await checkClient(report, client);
  await checkDeadLetters(report, emulator, find('WorkflowDeadLetterQueueUrl'));
  await checkParking(report, emulator, find('WorkflowResultsBucketName'), client);
  await report.check('deploying again changes nothing', async () => {
    const { text } = await deploy(emulator, ...STACKS);
    assert.equal(text.match(/\(no changes\)/g)?.length, STACKS.length, text);
  });
  await checkRetained(report, emulator, client);
  await checkExact(report, emulator, client);
  await checkPython(report, emulator);
  await checkSplit(report, emulator, client);
  await checkDynamic(report, emulator, client);
  await report.check('destroying leaves nothing', async () => {
    await timed('destroy', () => cdk(emulator, 'destroy', ...STACKS, '--force'));
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
