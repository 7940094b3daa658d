"""The errors by which a handler says whether another attempt may help."""

from __future__ import annotations

from typing import Any


class TaskerError(Exception):
    """An error of a handler. `retryable` says whether a later attempt may mend it."""

    retryable: bool = True

    def __init__(
        self,
        message: str,
        *,
        retryable: bool | None = None,
        metadata: dict[str, Any] | None = None,
        error_code: str | None = None,
        retry_after: int | float | None = None,
        context: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        if retryable is not None:
            self.retryable = retryable
        self.metadata: dict[str, Any] = metadata or {}
        self.error_code = error_code
        self.retry_after = retry_after
        told = {"error_code": error_code, "retry_after": retry_after}
        self.metadata.update({name: value for name, value in told.items() if value is not None})
        self.metadata.update(context or {})

    def to_dict(self) -> dict[str, Any]:
        """What the error says of itself."""
        return {
            "error_type": type(self).__name__,
            "message": self.message,
            "retryable": self.retryable,
            "metadata": self.metadata,
        }


class RetryableError(TaskerError):
    """It may pass: the step's retry policy decides when it runs again."""

    retryable = True


class PermanentError(TaskerError):
    """No later attempt can mend it: the step fails at once."""

    retryable = False


class TimeoutError(RetryableError):  # noqa: A001
    """Something took too long."""


class NetworkError(RetryableError):
    """Another system could not be reached."""


class RateLimitError(RetryableError):
    """Another system wants fewer requests."""


class ServiceUnavailableError(RetryableError):
    """Another system does not work now."""


class ResourceContentionError(RetryableError):
    """Somebody else holds what is needed."""


class ValidationError(PermanentError):
    """The input is not as it should be."""


class NotFoundError(PermanentError):
    """What is asked for is not there."""


class AuthenticationError(PermanentError):
    """Nobody knows who asks."""


class AuthorizationError(PermanentError):
    """Who asks may not."""


class ConfigurationError(PermanentError):
    """The step is set up wrongly."""


class BusinessLogicError(PermanentError):
    """A rule of the business says no."""


class FFIError(TaskerError):
    """Between Tasker's worker and its core. Nothing raises it here."""


__all__ = [
    "TaskerError", "RetryableError", "PermanentError", "TimeoutError", "NetworkError", "RateLimitError",
    "ServiceUnavailableError", "ResourceContentionError", "ValidationError", "NotFoundError", "AuthenticationError",
    "AuthorizationError", "ConfigurationError", "BusinessLogicError", "FFIError",
]  # fmt: skip
