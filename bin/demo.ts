import { demo } from '../lib/cli/demo.ts';
import { runAsProcess } from './run-as-process.ts';

await runAsProcess((_, io) => demo(io));
