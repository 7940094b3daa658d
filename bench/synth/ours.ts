/** `ours.ts <output> <template> <handlers>`: one run of what `cdk synth` runs, with TaskerWorkflow. */
import { App, Stack } from 'aws-cdk-lib';
import { TaskerWorkflow } from '../../lib/constructs/index.ts';

const [outdir, template = '', handlers = ''] = process.argv.slice(2);
const begun = performance.now();
const app = new App({ outdir, autoSynth: false });
new TaskerWorkflow(new Stack(app, 'Bench'), 'Workflow', { template, handlers });
app.synth();
console.log(performance.now() - begun);
