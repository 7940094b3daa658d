"""Welcomes the user, in words that depend on the account, its billing and its preferences."""

from tasker_core.step_handler.functional import depends_on, step_handler

from .registration.step_results import required
from .registration.welcome_messages import welcome_messages
from .services.notification_service import notification_service


@step_handler("Microservices::StepHandlers::SendWelcomeSequenceHandler")
@depends_on(account="create_user_account", billing="setup_billing_profile", chosen="initialize_preferences")
def send_welcome_sequence(account, billing, chosen):
    required(create_user_account=account, setup_billing_profile=billing, initialize_preferences=chosen)
    messages = welcome_messages(
        email=account["email"],
        name=account["name"],
        plan=account["plan"],
        trial_days=billing["trial_days"],
        wants_push=chosen["preferences"].get("notifications", {}).get("push") is True,
    )
    delivery = notification_service().send_welcome(account["user_id"], messages)
    return {
        "user_id": account["user_id"],
        "channels_used": list(dict.fromkeys(message["channel"] for message in messages)),
        "messages_sent": len(messages),
        "status": "sent",
        **delivery,
    }
