import type { CallToolResult } from '@modelcontextprotocol/server';
import { ExitCode } from '../exit-code.ts';
import type { CliIo, Output } from '../io.ts';

/** What a command wrote, and how it ended. */
export interface Captured {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** The world of a command that an assistant runs: what it writes is kept, and a call that is given up interrupts it. */
export function captureIo(
  world: CliIo,
  signal: AbortSignal,
): { readonly io: CliIo; readonly captured: () => Omit<Captured, 'code'> } {
  const written = { out: '', err: '' };
  const output = (name: keyof typeof written): Output => ({
    write: (text) => void (written[name] += text),
    isTTY: false,
  });
  const io: CliIo = {
    stdout: output('out'),
    stderr: output('err'),
    env: world.env,
    cwd: world.cwd,
    now: () => world.now(),
    onInterrupt(listener) {
      signal.addEventListener('abort', listener, { once: true });
      return () => signal.removeEventListener('abort', listener);
    },
  };
  return { io, captured: () => written };
}

interface AnswerOptions {
  /** Whether the end with 1 is an answer, and no failure of the tool. */
  readonly failureIsAnswer?: boolean;
  /** What comes before what the command says. */
  readonly before?: string;
}

/** What a tool answers: the document of the command, or, where there is none, what it told the user. */
export function answerOf(
  captured: Captured | undefined,
  { failureIsAnswer = false, before }: AnswerOptions = {},
): CallToolResult {
  const { code = ExitCode.ok, out = '', err = '' } = captured ?? {};
  const isError = code !== ExitCode.ok && !(failureIsAnswer && code === ExitCode.failed && out !== '');
  // The document comes last.
  const texts = [before ?? '', isError || out === '' ? err : '', out].map((text) => text.trim());
  return {
    content: texts.filter((text) => text !== '').map((text) => ({ type: 'text', text })),
    ...(isError && { isError }),
  };
}
