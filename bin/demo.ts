import { demo } from '../lib/cli/demo.ts';
import { runAsProcess } from './run-as-process.ts';

await runAsProcess((_, io) => demo(io, (faults) => (process.env['TASKER_SFN_DEMO_FAULTS'] = faults)));
