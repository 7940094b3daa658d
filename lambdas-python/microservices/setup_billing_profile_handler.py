"""Sets up the billing of a paid plan. A free plan needs none, which is a success too."""

from datetime import datetime, timezone

from tasker_core.step_handler.functional import depends_on, step_handler

from .registration.billing_tiers import billing_tier_of, next_billing_date
from .registration.step_results import required
from .services.billing_service import billing_service


@step_handler("Microservices::StepHandlers::SetupBillingProfileHandler")
@depends_on(account="create_user_account")
def setup_billing_profile(account):
    account = required(create_user_account=account)
    tier = billing_tier_of(account["plan"])
    offer = {
        "user_id": account["user_id"],
        "plan": account["plan"],
        "price": tier.price,
        "currency": "USD",
        "billing_cycle": "monthly",
        "trial_days": tier.trial_days,
    }
    features = list(tier.features)
    if tier.price == 0:
        nothing = {"billing_id": None, "next_billing_date": None}
        return {**offer, **nothing, "features": features, "billing_required": False, "status": "skipped"}
    due = next_billing_date(tier, datetime.now(timezone.utc).date())
    profile = billing_service().create_profile({**offer, "next_billing_date": due})
    return {**offer, **profile, "features": features, "billing_required": True, "status": "active"}
