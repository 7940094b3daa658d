"""Who writes to users: over HTTP where NOTIFICATION_SERVICE_URL is set, else in memory."""

from .faults import misbehave
from .http_client import address_of, send
from .memory import now, remember


def notification_service():
    """The service."""
    return HttpNotificationService() if address_of("notification") else MemoryNotificationService()


class HttpNotificationService:
    """Over HTTP."""

    def send_welcome(self, user_id, messages):
        """Sends a user's welcome messages; a repeated call sends nothing twice."""
        body = {"user_id": user_id, "messages": messages}
        return send("notification", "POST", "/notifications", body, once=("welcome", user_id))


class MemoryNotificationService:
    """In memory."""

    def send_welcome(self, user_id, messages):
        """Sends a user's welcome messages; a repeated call sends nothing twice."""
        misbehave("notification", user_id)
        return remember("deliveries", user_id, lambda: {"sent_at": now()})
