from tasker_core import StepContext
from tasker_core.errors import PermanentError
from tasker_core.step_handler.functional import depends_on, inputs, step_handler

from .order_types import ChargeCardResult, ReserveStockResult
from .services.payment_service import CardDeclinedError, charge


@step_handler("Shop::ChargeCardHandler")
@depends_on(reservation="reserve_stock")
@inputs("card")
def charge_card(reservation: ReserveStockResult, card: str, context: StepContext) -> ChargeCardResult:
    try:
        payment_id, amount = charge(str(context.step_uuid), card, reservation["total"])
    except CardDeclinedError as error:
        raise PermanentError(str(error), error_code="CARD_DECLINED") from error
    return {"payment_id": payment_id, "amount": amount}
