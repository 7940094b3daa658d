#!/usr/bin/env node
import { cli } from '../lib/cli/cli.ts';
import { runAsProcess } from './run-as-process.ts';

await runAsProcess(cli);
