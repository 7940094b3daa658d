import { defineHandler, PermanentError } from '@tasker-systems/tasker';

/** Tells how many steps it sees; fails where the task's context names its step. */
export const Work = defineHandler('Deploy.Work', {}, ({ context }) => {
  const { failing } = context.inputData as { readonly failing?: string };
  if (failing === context.event.workflowStep.name) throw new PermanentError('as it was asked to');
  return { saw: Object.keys(context.dependencyResults).length };
});
