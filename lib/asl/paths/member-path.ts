/** A reference path to a member of an object: `$.steps.x`, or `$.steps['a b']` where the name is no identifier. */
export function memberPath(base: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${base}.${name}` : `${base}['${name}']`;
}
