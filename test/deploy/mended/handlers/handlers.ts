import { existsSync } from 'node:fs';
import { defineHandler, PermanentError } from '@tasker-systems/tasker';

/** The bank says no until a file of the name that the context gives is there. */
export const Charge = defineHandler('Deploy::Charge', {}, ({ context }) => {
  const { bank } = context.inputData as { readonly bank: string };
  if (!existsSync(bank)) throw new PermanentError('The bank says no.', { error_code: 'REFUSED' });
  return { payment_id: 'pay_7' };
});

export const Ship = defineHandler('Deploy::Ship', {}, ({ context }) => ({
  paid: context.getDependencyResult('charge') as object,
}));
