from tasker_core import StepContext, StepHandler, StepHandlerResult
from tasker_core.errors import PermanentError

from .order_types import ReserveStockResult
from .services.stock_service import OutOfStockError, reserve


class ReserveStockHandler(StepHandler):
    handler_name = "Shop::ReserveStockHandler"

    def call(self, context: StepContext) -> StepHandlerResult:
        try:
            # The id of the step is the same on every attempt, so nothing is reserved twice.
            reservation_id, total = reserve(str(context.step_uuid), context.get_input("items"))
        except OutOfStockError as error:
            # Trying again would not help. Anything else that is raised is tried again, as the step's "retry" says.
            raise PermanentError(str(error), error_code="OUT_OF_STOCK") from error
        result: ReserveStockResult = {"reservation_id": reservation_id, "total": total}
        return self.success(result)
