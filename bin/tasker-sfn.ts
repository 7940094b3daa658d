#!/usr/bin/env node
import { cli } from '../lib/cli/cli.ts';
import { runAsProcess } from './run-as-process.ts';

// The AWS SDK advises those who choose their Node; whoever runs a command reads our messages.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

await runAsProcess(cli);
