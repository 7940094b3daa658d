"""What a handler returned or raised, as a result."""

from __future__ import annotations

from typing import Any

from tasker_core.errors import PermanentError, RetryableError
from tasker_core.types import ErrorType, StepHandlerResult

_SAID_ELSEWHERE = {"message", "args", "name", "code", "retryable", "metadata", "error_code", "retry_after"}


def result_of(returned: Any) -> StepHandlerResult:
    """A dictionary or a model is a success, nothing is `{}`, anything else is `{"result": …}`. An exception that is returned is raised."""
    if isinstance(returned, StepHandlerResult):
        return returned
    if isinstance(returned, BaseException):
        raise returned
    if isinstance(returned, dict):
        return StepHandlerResult.success(returned)
    if hasattr(returned, "model_dump"):
        return StepHandlerResult.success(returned.model_dump(mode="json"))
    return StepHandlerResult.success({} if returned is None else {"result": returned})


def failure_of(error: BaseException) -> StepHandlerResult:
    """A PermanentError is permanent, and so is whatever says `retryable = False` of itself; what nobody classified may pass."""
    retryable = getattr(error, "retryable", True) is not False
    ours = isinstance(error, (PermanentError, RetryableError))
    if not retryable:
        error_type = ErrorType.PERMANENT_ERROR.value
    else:
        error_type = ErrorType.RETRYABLE_ERROR.value if isinstance(error, RetryableError) else type(error).__name__
    metadata = dict(error.metadata) if ours else _foreign_metadata(error, error_type)
    failure = StepHandlerResult.failure(message_of(error), error_type, retryable, metadata, _code_of(error))
    failure.cause = error
    return failure


def message_of(error: BaseException) -> str:
    """What an exception says; its class where it says nothing."""
    try:
        return str(error) or type(error).__name__
    except Exception:  # noqa: BLE001
        return type(error).__name__


def as_code(code: Any) -> str | None:
    """A code as text: a text, or a number such as 42; None when it is none."""
    if isinstance(code, bool):
        return None
    if isinstance(code, (int, float)):
        return str(code)
    return code if isinstance(code, str) and code != "" else None


def read_error_code(metadata: dict[str, Any]) -> str | None:
    """The code in an error's metadata, under any of the names in use."""
    for name in ("error_code", "errorCode", "code"):
        if metadata.get(name) is not None:
            return as_code(metadata[name])
    return None


def _code_of(error: BaseException) -> str | None:
    return as_code(getattr(error, "error_code", None)) or as_code(getattr(error, "code", None))


def _foreign_metadata(error: BaseException, error_type: str) -> dict[str, Any]:
    """What an exception of others says of itself beside its message: plain values alone, for objects may hold credentials."""
    own = getattr(error, "__dict__", {})
    plain = {
        name: value
        for name, value in own.items()
        if not name.startswith("_") and name not in _SAID_ELSEWHERE and isinstance(value, (str, int, float, bool))
    }
    told = getattr(error, "metadata", None)
    name = type(error).__name__
    return {
        **({"errorType": name} if name != error_type else {}),
        **plain,
        **(told if isinstance(told, dict) else {}),
    }
