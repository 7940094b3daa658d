"""What the caller says about the new user; nothing of it has been checked."""

import json

from tasker_core.errors import PermanentError


def user_info_of(context):
    """The user's data as it was given; nothing where none was."""
    info = context.get_input("user_info")
    return info if isinstance(info, dict) else {}


def plan_of(info):
    """The plan in lower case: `free` where the user chose none. Whether there is such a plan is for billing to say."""
    chosen = "free" if info.get("plan") is None else info["plan"]
    if not isinstance(chosen, str):
        raise PermanentError(f"The plan must be a name, not {json.dumps(chosen)}.", error_code="UNKNOWN_PLAN")
    return chosen.strip().lower() or "free"
