import { type ChildProcess, spawn } from 'node:child_process';
import { residentOf, watchChild } from './function-process.ts';
import type { CustomRuntime, SandboxListener, SandboxOptions, SandboxProcess } from './function-process.ts';
import { serveRuntimeApi } from './runtime-api.ts';

/**
 * Starts the process of a custom runtime, with a Runtime API of its own: whatever speaks it runs on this machine as on Lambda,
 * in any language.
 */
export function startRuntime(
  { command: [program = '', ...parameters], folder }: CustomRuntime,
  { environment }: SandboxOptions,
  listener: SandboxListener,
): SandboxProcess {
  const api = serveRuntimeApi(listener.told);
  let child: ChildProcess | undefined;
  let isKilled = false;
  api.address.then(
    (address) => {
      if (isKilled) return api.close();
      child = spawn(program, parameters, {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...environment,
          AWS_LAMBDA_RUNTIME_API: address,
          LAMBDA_TASK_ROOT: folder,
          _HANDLER: 'index.handler',
        },
      });
      watchChild(child, listener, api.close);
    },
    (error: unknown) => {
      listener.ended(`with error: its Runtime API cannot be served: ${String(error)}`);
    },
  );
  return {
    ask: api.ask,
    kill: () => {
      isKilled = true;
      child?.kill('SIGKILL');
    },
    resident: () => (child === undefined ? undefined : residentOf(child)),
  };
}
