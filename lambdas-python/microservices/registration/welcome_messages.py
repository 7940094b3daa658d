"""Messages to new users."""


def welcome_messages(*, email, name, plan, trial_days, wants_push):
    """The messages that a new user gets: always a welcome, a word on the trial if there is one, a push if wanted."""
    subject = f"Welcome to Tasker, {'friend' if name is None else name}!"
    messages = [{"channel": "email", "type": "welcome", "recipient": email, "subject": subject}]
    if trial_days > 0:
        started = f"Your {plan.capitalize()} trial has started"
        messages.append({"channel": "email", "type": "trial_started", "recipient": email, "subject": started})
    if wants_push:
        body = f"Your {plan} account is ready. Let's get started!"
        messages.append({"channel": "push", "type": "welcome", "body": body})
    return messages
