/** The place of a step on a page, as the part of an address behind `#`. */
export function stepAnchor(name: string): string {
  return `step-${encodeURIComponent(name)}`;
}
