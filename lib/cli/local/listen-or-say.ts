import type { Listening } from '../../local/index.ts';
import { UsageError } from '../exit-code.ts';

/** Starts a server; a port that is in use, or may not be used, is said as what it is. */
export async function listenOrSay(start: () => Promise<Listening>, port: number, flag: string): Promise<Listening> {
  try {
    return await start();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new UsageError(`Port ${port} is in use by another program. Choose another one with ${flag}.`, {
        cause: error,
      });
    }
    if (code === 'EACCES') {
      throw new UsageError(`Port ${port} may not be used. Choose one above 1023 with ${flag}.`, { cause: error });
    }
    throw error;
  }
}
