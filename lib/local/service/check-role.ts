import { splitArn } from '../../states-language/arn.ts';
import { AwsError } from '../base/api/aws-error.ts';

/** Checks that a text is the ARN of a role; whether there is such a role, nobody asks here. */
export function checkRole(text: string): void {
  const { service, account = '', type = '' } = splitArn(text) ?? {};
  if (service === 'iam' && /^\d{12}$/.test(account) && /^role\/./.test(type)) return;
  throw new AwsError('InvalidArn', `Invalid Role Arn: '${text}'`);
}
