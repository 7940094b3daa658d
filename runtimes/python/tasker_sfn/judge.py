"""What the machine has to do with a failure."""

from __future__ import annotations

import math
import re
import time
from email.utils import parsedate_to_datetime
from typing import Any

from tasker_core.types import StepHandlerResult

from .contract import EXHAUSTED, PERMANENT, RETRY_AFTER, cause_share
from .json_text import plain
from .outcome import as_code, read_error_code
from .step_call import StepCall
from .wire_error import StepFailed

# The longest wait that a Wait state takes, in seconds.
_LONGEST_WAIT = 99_999_999


def failed(call: StepCall, failure: StepHandlerResult) -> StepFailed:
    """The error for a handler's failure. Handlers fill failures with anything: whether the step is tried again never depends on that."""
    retryable = bool(failure.retryable)
    retry_after = retry_after_of(failure, time.time())
    error, wait = _judge(call, retryable, retry_after)
    step = call.step
    metadata = failure.metadata if isinstance(failure.metadata, dict) else {}
    message = failure.error_message
    details: dict[str, Any] = {}
    if wait is not None:
        details["retry"] = f"@{wait[0]}@{wait[1]}@{call.attempt}@{step.name}@"
    details.update(
        error=error,
        message=str("The handler reported a failure without a message." if message is None else message),
        code=as_code(failure.error_code) or read_error_code(metadata),
        type=_type_of(failure),
        retryable=retryable,
        step=step.name,
        attempts=call.attempt,
    )
    if wait is not None and retry_after is not None:
        details["retry_after"] = retry_after
    if metadata:
        details["metadata"] = {str(name): _in_json(value) for name, value in metadata.items()}
    return StepFailed(details, cause_share(call.budget, call.batch["of"] if call.batch else None), failure.cause)


def _type_of(failure: StepHandlerResult) -> str:
    kind: Any = failure.error_type
    return "handler_error" if kind is None else str(getattr(kind, "value", kind))


def _judge(call: StepCall, retryable: bool, retry_after: int | None) -> tuple[str, tuple[int, int] | None]:
    """The error's name, and of a wait the seconds that it takes at least, and those that it does not reach."""
    if not retryable:
        return PERMANENT, None
    if call.attempt >= call.step.max_attempts:
        return EXHAUSTED, None
    if retry_after is not None:
        return RETRY_AFTER, (retry_after, retry_after + 1)
    delays = call.step.delays
    longest = delays[call.attempt - 1] if call.attempt <= len(delays) else 1
    return RETRY_AFTER, (0, longest + 1)


def retry_after_of(failure: StepHandlerResult, now: float) -> int | None:
    """The whole seconds that a failure asks to wait: from its metadata, a header or a hint. At least 1; None when it asks for nothing."""
    orchestration = failure.orchestration_metadata or {}
    seconds = _read_retry_after(failure.metadata if isinstance(failure.metadata, dict) else {})
    if seconds is None:
        seconds = _header_seconds(orchestration.get("headers") or {}, now)
    if seconds is None:
        hint = orchestration.get("backoff_hint")
        seconds = _read_retry_after({"retry_after": hint.get("delay_seconds")}) if isinstance(hint, dict) else None
    return None if seconds is None else min(max(1, math.ceil(seconds)), _LONGEST_WAIT)


def _read_retry_after(metadata: dict[str, Any]) -> float | None:
    for name in ("retry_after", "retryAfter", "retry_after_seconds"):
        given = metadata.get(name)
        if given is None:
            continue
        if isinstance(given, str) and re.fullmatch(r"\d+", given):
            return float(given)
        good = isinstance(given, (int, float)) and not isinstance(given, bool) and math.isfinite(given) and given >= 0
        return float(given) if good else None
    return None


def _header_seconds(headers: Any, now: float) -> float | None:
    for name, value in headers.items() if isinstance(headers, dict) else ():
        if str(name).lower() != "retry-after":
            continue
        text = str(value).strip()
        if re.fullmatch(r"\d+", text):
            return float(text)
        try:
            return max(0.0, parsedate_to_datetime(text).timestamp() - now)
        except ValueError:
            return None
    return None


def _in_json(value: Any) -> Any:
    """What JSON cannot carry stands there in words."""
    try:
        return plain(value)
    except Exception:  # noqa: BLE001
        try:
            return str(value)
        except Exception:  # noqa: BLE001
            return "something that cannot be shown"
