"""A user's settings."""

from tasker_core.errors import PermanentError

COMMON = {
    "theme": "light",
    "language": "en",
    "timezone": "UTC",
    "notifications": {"email": True, "push": False, "sms": False},
}
DEFAULTS = {
    "free": {**COMMON, "marketing_emails": True, "weekly_digest": False},
    "pro": {**COMMON, "marketing_emails": True, "weekly_digest": True, "beta_features": False},
    "enterprise": {
        **COMMON,
        "marketing_emails": False,
        "weekly_digest": True,
        "beta_features": False,
        "audit_emails": True,
    },
}


def merge_preferences(plan, own):
    """A plan's defaults with the user's own settings over them, those of `notifications` one by one."""
    defaults = DEFAULTS.get(plan, COMMON)
    chosen = settings("preferences", own)
    notifications = settings("preferences.notifications", chosen.get("notifications"))
    return {**defaults, **chosen, "notifications": {**defaults["notifications"], **notifications}}


def settings(name, value):
    """Settings that were given; none where there are none."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise PermanentError(f'"{name}" must be an object of settings.', error_code="INVALID_PREFERENCES")
