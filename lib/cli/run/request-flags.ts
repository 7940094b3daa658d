import { InvalidArgumentError, type Command } from 'commander';

/** Adds the flags that make a task request, which `readRequest` reads. */
export function addRequestFlags(command: Command): Command {
  return command
    .option('--context <json>', "the task's context: JSON, or @file (default: {})")
    .option('--request <json>', 'the whole task request: JSON, or @file; the flags below win over it')
    .option('--correlation-id <id>', 'ties the task to what caused it')
    .option('--parent-correlation-id <id>', 'correlation id of the task that this one belongs to')
    .option('--idempotency-key <key>', 'identity of the task')
    .option('--tag <tag>', 'a tag; may be given several times', (tag, tags: string[] = []) => [...tags, tag])
    .option('--initiator <name>', 'who asks for the task')
    .option('--source-system <name>', 'the system that asks for the task')
    .option('--reason <text>', 'why the task is asked for')
    .option('--priority <number>', 'from -100 to 100', integer(-100, 100));
}

/** Reads a whole number of a flag. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
