/** The bank says no, and will say so again. */
export class CardDeclinedError extends Error {
  constructor() {
    super('The bank declined the card.');
    this.name = 'CardDeclinedError';
  }
}

/** Charges a card with an amount in cents. The same key charges once. Put calls of your own payment provider in its place. */
export async function charge(key: string, card: string, amount: number) {
  if (card === 'declined') throw new CardDeclinedError();
  return { paymentId: `payment-${key}`, amount };
}
