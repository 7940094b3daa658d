/** The longest run of a Lambda function. */
const LONGEST_MS = 900_000;

/** The milliseconds that an invocation has left: until Lambda or the step's `timeout_seconds` ends it, whichever is sooner. */
export function timeLeftOf(
  invocation: { getRemainingTimeInMillis?(): number } | undefined,
  timeoutSeconds: number | undefined,
): () => number {
  const begun = performance.now();
  const lambdaLeft = () => invocation?.getRemainingTimeInMillis?.() ?? LONGEST_MS - (performance.now() - begun);
  const atFirst = lambdaLeft();
  return () => {
    const left = lambdaLeft();
    const stepLeft = timeoutSeconds === undefined ? left : timeoutSeconds * 1000 - (atFirst - left);
    return Math.max(0, Math.min(left, stepLeft));
  };
}
