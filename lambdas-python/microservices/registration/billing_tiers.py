"""What plans cost and offer."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tasker_core.errors import PermanentError


@dataclass(frozen=True)
class BillingTier:
    """What a plan costs, per month in whole US dollars, and offers."""

    price: int
    features: tuple[str, ...]
    trial_days: int


PRO = ("basic_features", "advanced_analytics", "priority_support")
TIERS = {
    "free": BillingTier(0, ("basic_features",), 0),
    "pro": BillingTier(29, PRO, 14),
    "enterprise": BillingTier(299, (*PRO, "custom_integrations", "sso"), 30),
}


def billing_tier_of(plan):
    """The tier of a plan. Raises PermanentError when there is no such plan."""
    tier = TIERS.get(plan)
    if tier is None:
        raise PermanentError(
            f'Unknown plan "{plan}". Allowed are {", ".join(TIERS)}.',
            error_code="UNKNOWN_PLAN",
            metadata={"plan": plan, "allowed": list(TIERS)},
        )
    return tier


def next_billing_date(tier: BillingTier, start: date) -> str:
    """When the first bill is due: at the end of the trial, or in a month's time. YYYY-MM-DD."""
    if tier.trial_days > 0:
        return (start + timedelta(days=tier.trial_days)).isoformat()
    year, month = (start.year + 1, 1) if start.month == 12 else (start.year, start.month + 1)
    # A month's last day stays one: from January 31 to the end of February, not to March.
    return date(year, month, min(start.day, monthrange(year, month)[1])).isoformat()
