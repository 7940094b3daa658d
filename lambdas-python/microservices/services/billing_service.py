"""Who bills users: over HTTP where BILLING_SERVICE_URL is set, else in memory."""

from .faults import misbehave
from .http_client import address_of, send
from .memory import now, remember
from .stable_id import stable_id


def billing_service():
    """The service."""
    return HttpBillingService() if address_of("billing") else MemoryBillingService()


class HttpBillingService:
    """Over HTTP."""

    def create_profile(self, profile):
        """Creates a user's billing profile, or returns the one that there is."""
        return send("billing", "POST", "/billing_profiles", profile, once=("billing", profile["user_id"]))


class MemoryBillingService:
    """In memory."""

    def create_profile(self, profile):
        """Creates a user's billing profile, or returns the one that there is."""
        user_id = profile["user_id"]
        misbehave("billing", user_id)
        return remember(
            "billing profiles",
            user_id,
            lambda: {
                "billing_id": stable_id("bil", user_id),
                "next_billing_date": profile["next_billing_date"],
                "created_at": now(),
            },
        )
