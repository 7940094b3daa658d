/** A message to a new user. */
export interface Message {
  readonly channel: 'email' | 'push';
  readonly type: 'welcome' | 'trial_started';
  readonly recipient?: string;
  readonly subject?: string;
  readonly body?: string;
}

/** What the messages depend on. */
export interface NewUser {
  readonly email: string;
  readonly name: string | null;
  readonly plan: string;
  readonly trialDays: number;
  readonly wantsPush: boolean;
}

/** The messages that a new user gets: always a welcome, a word on the trial if there is one, a push if wanted. */
export function welcomeMessages({ email, name, plan, trialDays, wantsPush }: NewUser): readonly Message[] {
  const messages: Message[] = [
    { channel: 'email', type: 'welcome', recipient: email, subject: `Welcome to Tasker, ${name ?? 'friend'}!` },
  ];
  if (trialDays > 0) {
    const subject = `Your ${capitalise(plan)} trial has started`;
    messages.push({ channel: 'email', type: 'trial_started', recipient: email, subject });
  }
  if (wantsPush) {
    messages.push({ channel: 'push', type: 'welcome', body: `Your ${plan} account is ready. Let's get started!` });
  }
  return messages;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
