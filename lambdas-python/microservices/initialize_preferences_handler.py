"""Sets the user's preferences: the plan's defaults, and what the user chose over them."""

from tasker_core.step_handler.functional import depends_on, step_handler

from .registration.preference_defaults import merge_preferences
from .registration.step_results import required
from .registration.user_info import user_info_of
from .services.preferences_service import preferences_service


@step_handler("Microservices::StepHandlers::InitializePreferencesHandler")
@depends_on(account="create_user_account")
async def initialize_preferences(account, context):
    account = required(create_user_account=account)
    preferences = merge_preferences(account["plan"], user_info_of(context).get("preferences"))
    stored = preferences_service().initialize(account["user_id"], preferences)
    return {"user_id": account["user_id"], **stored, "status": "initialized"}
