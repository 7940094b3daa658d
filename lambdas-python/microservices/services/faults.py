"""Lets in-memory services misbehave, as the variable TASKER_SFN_DEMO_FAULTS says: `billing:fail=2,preferences:slow=3000ms`."""

import os
import re
import time

from tasker_core.errors import PermanentError, RetryableError

from .memory import MEMORIES

VARIABLE = "TASKER_SFN_DEMO_FAULTS"
SERVICES = ("user", "billing", "preferences", "notification")
FAULT = re.compile(r"(\w+):(fail|down|reject|slow)(?:=(\d+)(ms|s)?)?")


def misbehave(service, user_key):
    """`fail=2` fails the first two calls for each user, `down` every call, `reject` refuses for good, `slow=3000ms` takes its time."""
    for item in re.split(r"[\s,;]+", os.environ.get(VARIABLE, "")):
        if item == "":
            continue
        found = FAULT.fullmatch(item)
        if found is None or found[1] not in SERVICES:
            raise PermanentError(
                f'"{item}" in {VARIABLE} is not a fault. Write <service>:fail=2, :down, :reject or :slow=3000ms, '
                f"where the service is {', '.join(SERVICES)}.",
                error_code="INVALID_FAULT",
            )
        if found[1] == service:
            commit(service, user_key, found[2], int(found[3] or 1), found[4])


def commit(service, user_key, kind, amount, unit):
    """Does it."""
    if kind == "slow":
        time.sleep(amount if unit == "s" else amount / 1000)
        return
    if kind == "reject":
        message = f"The {service} service rejected the request."
        raise PermanentError(message, error_code="SERVICE_REJECTED", metadata={"service": service})
    calls = MEMORIES[f"calls of {service}"]
    calls[user_key] = calls.get(user_key, 0) + 1
    if kind == "down" or calls[user_key] <= amount:
        message = f"The {service} service is temporarily unavailable."
        raise RetryableError(message, error_code="SERVICE_UNAVAILABLE", metadata={"service": service})
