/** Whether an event's name fits a pattern, in which `*` stands for any text. */
export function matchesPattern(eventName: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(eventName);
}
