import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';

// What an import of a state machine has to say.

/**
 * `new template --from` could not carry this over: a template cannot say it, or the command cannot write it in
 * TypeScript. The rest is imported.
 *
 * **Fix:** see the hint. It says where the same is done in a template or in a handler.
 *
 * @example
 * ```json
 * {"message": "\"Pause\" waits, which no step does: what follows starts at once.", "hint": "Start the second part as a task of its own when it is time, or let a step fail with a retry_after."}
 * ```
 */
export const notImported = defineDiagnostic({
  code: 'not-imported',
  severity: 'warning',
  message: ({ message }: { message: string; hint: string }) => message,
  hint: ({ hint }) => hint,
});

/**
 * No template can say what this state machine does, as with a loop, so nothing is written.
 *
 * **Fix:** see the hint, change a copy of the machine, and import that.
 *
 * @example
 * ```json
 * {"message": "\"Check\" leads back to \"Poll\", and a template has no loops.", "hint": "Wait within a step: throw a RetryableError until the work is done, or yield a checkpoint. Then import the machine without the loop."}
 * ```
 */
export const importRefused = defineDiagnostic({
  code: 'import-refused',
  severity: 'error',
  message: ({ message }: { message: string; hint: string }) => message,
  hint: ({ hint }) => hint,
});
