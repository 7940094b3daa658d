import type { Attribute } from './attribute.ts';

/** Where a value is in an item: names of attributes and places in lists. Developer guide: "Document paths". */
export type DocumentPath = readonly (string | number)[];

/** What an expression reads. */
export type Operand =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'value'; readonly value: Attribute }
  | { readonly kind: 'size'; readonly of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition. Developer guide: "Condition and filter expressions, operators, and functions". */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly lower: Operand; readonly upper: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly choices: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: DocumentPath }
  | { readonly kind: 'type'; readonly path: DocumentPath; readonly type: string }
  | { readonly kind: 'begins_with' | 'contains'; readonly left: Operand; readonly right: Operand };

/** What SET gives an attribute. */
export type NewValue =
  | Operand
  | { readonly kind: 'if_not_exists'; readonly path: DocumentPath; readonly otherwise: NewValue }
  | { readonly kind: 'list_append' | '+' | '-'; readonly left: NewValue; readonly right: NewValue };

/** One change of an item. Developer guide: "Update expressions". */
export type Change =
  | { readonly kind: 'SET'; readonly path: DocumentPath; readonly value: NewValue }
  | { readonly kind: 'REMOVE'; readonly path: DocumentPath }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: DocumentPath; readonly value: Attribute };
