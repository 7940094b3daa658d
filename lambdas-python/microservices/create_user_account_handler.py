"""Creates the user's account; the same e-mail address always gets the same one."""

from tasker_core import StepContext, StepHandler, StepHandlerResult

from .registration.check_email import check_email
from .registration.user_info import plan_of, user_info_of
from .services.user_service import user_service


class CreateUserAccountHandler(StepHandler):
    handler_name = "Microservices::StepHandlers::CreateUserAccountHandler"

    def call(self, context: StepContext) -> StepHandlerResult:
        info = user_info_of(context)
        name = info.get("name")
        account = user_service().create_account(
            email=check_email(info.get("email")),
            name=name if isinstance(name, str) else None,
            plan=plan_of(info),
        )
        return self.success(account)
