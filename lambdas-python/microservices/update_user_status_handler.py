"""Makes the account active, and sums the registration up."""

from tasker_core import StepContext, StepHandler, StepHandlerResult

from .registration.step_results import required
from .registration.user_info import user_info_of
from .services.user_service import user_service

STEPS = ("create_user_account", "setup_billing_profile", "initialize_preferences", "send_welcome_sequence")


class UpdateUserStatusHandler(StepHandler):
    handler_name = "Microservices::StepHandlers::UpdateUserStatusHandler"

    async def call(self, context: StepContext) -> StepHandlerResult:
        results = {step: context.get_dependency_result(step) for step in STEPS}
        required(**results)
        account, billing, chosen, welcome = results.values()
        activated_at = user_service().activate(account["user_id"])
        return self.success(
            {
                "user_id": account["user_id"],
                "status": "active",
                "activated_at": activated_at,
                "registration_summary": {
                    "email": account["email"],
                    "name": account["name"],
                    "plan": account["plan"],
                    "source": user_info_of(context).get("source"),
                    "registered_at": account["created_at"],
                    "billing_id": billing["billing_id"],
                    "trial_days": billing["trial_days"],
                    "next_billing_date": billing["next_billing_date"],
                    "notifications": chosen["preferences"].get("notifications", {}),
                    "welcome_channels": welcome["channels_used"],
                    "welcome_messages": welcome["messages_sent"],
                },
            }
        )
