"""Who keeps users' preferences: over HTTP where PREFERENCES_SERVICE_URL is set, else in memory."""

from urllib.parse import quote

from .faults import misbehave
from .http_client import address_of, send
from .memory import MEMORIES, now


def preferences_service():
    """The service."""
    return HttpPreferencesService() if address_of("preferences") else MemoryPreferencesService()


class HttpPreferencesService:
    """Over HTTP."""

    def initialize(self, user_id, preferences):
        """Sets all preferences of a user."""
        path = f"/users/{quote(user_id, safe='')}/preferences"
        return send("preferences", "PUT", path, {"preferences": preferences}, once=("preferences", user_id))


class MemoryPreferencesService:
    """In memory."""

    def initialize(self, user_id, preferences):
        """Sets all preferences of a user."""
        misbehave("preferences", user_id)
        stored = {"preferences": preferences, "updated_at": now()}
        MEMORIES["preferences"][user_id] = stored
        return stored
