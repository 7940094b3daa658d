/** Thrown when a retrier would try a state again. */
export class RetryPending extends Error {
  constructor() {
    super('A retrier would try the state again.');
    this.name = 'RetryPending';
  }
}
