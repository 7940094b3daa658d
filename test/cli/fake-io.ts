import type { CliIo, Output } from '../../lib/cli/io.ts';

/** A world for a command: what it wrote can be read, and it can be interrupted. */
export interface FakeIo extends CliIo {
  readonly out: () => string;
  readonly err: () => string;
  interrupt(): void;
}

export interface FakeIoOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function fakeIo({ cwd = '.', env = {}, isTTY = false, columns = 80 }: FakeIoOptions = {}): FakeIo {
  const written = { out: '', err: '' };
  const output = (name: keyof typeof written): Output => ({
    write: (text) => void (written[name] += text),
    isTTY,
    columns,
  });
  const listeners = new Set<() => void>();
  return {
    stdout: output('out'),
    stderr: output('err'),
    env,
    cwd,
    now: () => Date.UTC(2026, 0, 1),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    out: () => written.out,
    err: () => written.err,
    interrupt() {
      const called = [...listeners];
      listeners.clear();
      for (const listener of called) listener();
    },
  };
}
