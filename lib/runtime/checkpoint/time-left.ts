/** The longest run of a Lambda function. */
const LONGEST_MS = 900_000;

/** The milliseconds that an invocation has left: until Lambda or the step's `timeout_seconds` ends it, whichever is sooner. */
export function timeLeftOf(
  invocation: { getRemainingTimeInMillis?(): number } | undefined,
  timeoutSeconds = Infinity,
): () => number {
  const begun = performance.now();
  const lambdaLeft = () => invocation?.getRemainingTimeInMillis?.() ?? LONGEST_MS - (performance.now() - begun);
  // What Lambda has left when the step's own time is over.
  const unused = Math.max(0, lambdaLeft() - timeoutSeconds * 1000);
  return () => Math.max(0, lambdaLeft() - unused);
}
