"""Who keeps users' accounts: over HTTP where USER_SERVICE_URL is set, else in memory."""

import secrets
from urllib.parse import quote

from .faults import misbehave
from .http_client import address_of, send
from .memory import now, remember
from .stable_id import stable_id


def user_service():
    """The service."""
    return HttpUserService() if address_of("user") else MemoryUserService()


class HttpUserService:
    """Over HTTP."""

    def create_account(self, *, email, name, plan):
        """Creates the account of an e-mail address, or returns the one that it has."""
        body = {"email": email, "name": name, "plan": plan}
        return send("user", "POST", "/users", body, once=("account", email))

    def activate(self, user_id):
        """Makes an account active; once it is, it stays so since then."""
        body = {"status": "active"}
        answer = send("user", "PATCH", f"/users/{quote(user_id, safe='')}", body, once=("activation", user_id))
        return answer["activated_at"]


class MemoryUserService:
    """In memory."""

    def create_account(self, *, email, name, plan):
        """Creates the account of an e-mail address, or returns the one that it has."""
        user_id = stable_id("usr", email)
        misbehave("user", user_id)
        return remember(
            "accounts",
            user_id,
            lambda: {
                "user_id": user_id,
                "email": email,
                "name": name,
                "plan": plan,
                "status": "created",
                "email_verified": False,
                "verification_token": secrets.token_urlsafe(32),
                "created_at": now(),
            },
        )

    def activate(self, user_id):
        """Makes an account active; once it is, it stays so since then."""
        misbehave("user", user_id)
        return remember("activations", user_id, now)
