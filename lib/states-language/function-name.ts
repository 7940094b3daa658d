import { parseArn } from './arn.ts';

/**
 * The name of a Lambda function that may be given as its name, its ARN or a part of the ARN, each with or without a version or
 * an alias. API reference of Lambda: "FunctionName".
 *
 * @example
 * ```ts
 * import { functionNameOf } from '../states-language/function-name.ts';
 * functionNameOf('123456789012:function:charge:live'); // charge
 * ```
 */
export function functionNameOf(text: string): string {
  const arn = parseArn(text);
  if (arn?.kind === 'function') return arn.name;
  const parts = text.split(':');
  return parts[parts.indexOf('function') + 1] ?? text;
}
