import { setTimeout as sleep } from 'node:timers/promises';
import { defineHandler, PermanentError } from '@tasker-systems/tasker';

/** What the task's context asks of a step: that it takes its time, or fails. */
interface Wishes {
  readonly slow?: string;
  readonly failing?: string;
}

async function obey(name: string, { slow, failing }: Wishes): Promise<void> {
  if (slow === name) await sleep(2000);
  if (failing === name) throw new PermanentError('as it was asked to');
}

export const a = defineHandler('Crossed.A', {}, async ({ context }) => {
  await obey('a', context.inputData);
  return { from: '"a"' };
});

export const b = defineHandler('Crossed.B', {}, async ({ context }) => {
  await obey('b', context.inputData);
  return { from: '"b"' };
});

export const c = defineHandler('Crossed.C', {}, ({ context }) => ({ saw: [context.getDependencyResult('a')] }));

export const d = defineHandler('Crossed.D', {}, ({ context }) => ({
  saw: [context.getDependencyResult('a'), context.getDependencyResult('b')],
}));

export const e = defineHandler('Crossed.E', {}, ({ context }) => ({
  saw: [context.getDependencyResult('a'), context.getDependencyResult('f')],
}));

export const f = defineHandler('Crossed.F', {}, () => ({ from: '"f"' }));
