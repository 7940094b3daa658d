"""Runs of a step that gave no answer, since the function crashed or took too long: the machine tells of them."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from tasker_core.types import StepHandlerResult

from .judge import failed
from .step_call import StepCall, read_call
from .wire_error import StepFailed

_TIMEOUTS = ("States.Timeout", "States.HeartbeatTimeout", "Sandbox.Timedout")
# They have used up tries of their own.
_SERVICE_ERRORS = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)


def is_unanswered_run(event: Any) -> bool:
    """Whether the machine tells of such a run, rather than of a step to run."""
    return isinstance(event, dict) and isinstance(event.get("unanswered"), dict)


def read_unanswered(event: dict[str, Any]) -> StepCall:
    """The run, as the call of its handler was read."""
    told = {name: event[name] for name in ("data", "execution", "state") if name in event}
    return read_call({"step": event["unanswered"], **told})


def unanswered_error(call: StepCall, caught: dict[str, Any]) -> StepFailed:
    """The failure of such a run: a crash and a timeout may pass."""
    name = caught["Error"]
    is_timeout = name in _TIMEOUTS
    seconds = call.step.timeout_seconds
    limit = f" within {seconds} s" if is_timeout and seconds is not None else ""
    message = _message_in(caught.get("Cause", "")) or f"The function gave no answer{limit} ({name})."
    failure = StepHandlerResult.failure(message, "timeout" if is_timeout else name, True)
    step = dataclasses.replace(call.step, max_attempts=call.attempt) if name in _SERVICE_ERRORS else call.step
    return failed(dataclasses.replace(call, step=step), failure)


def _message_in(cause: str) -> str:
    """The message in what Lambda makes of an error; of another cause the cause itself."""
    try:
        read = json.loads(cause)
    except ValueError:
        return cause
    told = read.get("errorMessage") if isinstance(read, dict) else None
    return told if isinstance(told, str) else cause
