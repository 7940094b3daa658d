import { types } from 'node:util';
import { LambdaFault } from './lambda-function.ts';

/** The body of a failed invocation. */
export interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/**
 * What Lambda answers when a Node handler throws, as the runtime interface client of Node makes it: an Error gives its
 * name, message and stack; another value its type and text.
 */
export function errorPayload(thrown: unknown): ErrorPayload {
  if (thrown instanceof LambdaFault) return { errorType: thrown.errorType, errorMessage: thrown.message };
  try {
    if (isError(thrown)) {
      return {
        errorType: thrown.name.replaceAll('\u007f', '%7F'),
        errorMessage: thrown.message.replaceAll('\u007f', '%7F'),
        trace: (thrown.stack ?? '').replaceAll('\u007f', '%7F').split('\n'),
      };
    }
    return { errorType: typeof thrown, errorMessage: (thrown as string | number).toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

function isError(thrown: unknown): thrown is Error {
  if (types.isNativeError(thrown)) return true;
  const { name, message, stack } = (thrown ?? {}) as Record<string, unknown>;
  return [name, message, stack].every((part) => typeof part === 'string' && part !== '');
}
