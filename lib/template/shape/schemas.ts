import * as z from 'zod';

/** Any mapping; what is in it is read elsewhere, or by nobody. */
export const mapping = z.record(z.string(), z.unknown());
/** Any list; its items are read one by one. */
export const list = z.array(z.unknown());

/** Text of 1 to `longest` characters. */
export function shortText(longest: number): z.ZodString {
  return z.string().min(1).max(longest);
}

export function wholeNumber(min: number, max?: number): z.ZodNumber {
  return max === undefined ? z.int().min(min) : z.int().min(min).max(max);
}

/** Seconds that a step may take: at most what Step Functions accepts. */
export const timeoutSeconds = wholeNumber(1, 99_999_999);

/** The schema without its "optional" and "nullable". */
export function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? innermost(schema.unwrap()) : schema;
}
