/*
 * What an editor preloads by NODE_OPTIONS into the processes that it debugs: opens the inspector, starts the debugger, and waits
 * until that lets the process go on. BREAKPOINT says where to stop, as JSON.
 */
const { spawn } = require('node:child_process');
const inspector = require('node:inspector');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const { BREAKPOINT: wanted, NODE_OPTIONS: _, ...env } = process.env;
if (isMainThread && wanted !== undefined) {
  inspector.open(0, '127.0.0.1');
  const args = ['--experimental-websocket', '--no-warnings', join(__dirname, 'debugger.cjs'), inspector.url(), wanted];
  spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).unref();
  inspector.waitForDebugger();
}
