import { AwsError } from '../base/api/aws-error.ts';

/** What the name of a state machine or an execution may not hold. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

/** Checks the name of a state machine or an execution; its length is checked with the request. */
export function checkName(name: string): void {
  if (FORBIDDEN.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}
