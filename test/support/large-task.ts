/**
 * The text of a template of 31 steps that is split by the limits of AWS: two branches of steps with many attempts, and a step after
 * them. All attempts together could write more events than one execution may.
 *
 * @param more What every step has besides, by its name.
 */
export function largeTaskText(
  callable: string,
  { name = 'large', more = () => ({}) }: { readonly name?: string; readonly more?: (step: string) => object } = {},
): string {
  const branch = (prefix: string) =>
    Array.from({ length: 15 }, (_, index) => ({
      name: `${prefix}${index + 1}`,
      ...(index > 0 && { dependencies: [`${prefix}${index}`] }),
    }));
  const steps = [...branch('a'), ...branch('b'), { name: 'last', dependencies: ['a15', 'b15'] }];
  const retry = { max_attempts: 100, backoff: 'none' };
  return JSON.stringify({
    name,
    namespace_name: 'large',
    version: '1.0.0',
    steps: steps.map((step) => ({ ...step, handler: { callable }, retry, ...more(step.name) })),
  });
}
