import { PermanentError } from 'tasker-sfn/runtime';

const FORM = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const BLOCKED_DOMAINS: readonly string[] = ['tempmail.com', 'throwaway.email', 'mailinator.com'];

/** The address in lower case; throws when it is missing, malformed, or of a disposable kind. */
export function checkEmail(email: unknown): string {
  if (email === undefined || email === null || (typeof email === 'string' && email.trim() === '')) {
    throw new PermanentError('Email address is required', 'MISSING_EMAIL');
  }
  if (typeof email !== 'string' || !FORM.test(email)) {
    throw new PermanentError(
      `Invalid email format: ${typeof email === 'string' ? email : JSON.stringify(email)}`,
      'INVALID_EMAIL',
    );
  }
  const address = email.toLowerCase();
  // A dot at the end of a domain changes nothing about whose it is.
  const domain = address.slice(address.indexOf('@') + 1).replace(/\.$/, '');
  if (BLOCKED_DOMAINS.includes(domain)) {
    throw new PermanentError(`Disposable email addresses are not allowed: ${domain}`, 'BLOCKED_EMAIL_DOMAIN');
  }
  return address;
}
