"""Whether an exception of others may pass."""

from __future__ import annotations

import builtins

from . import PermanentError, RetryableError


class ErrorClassifier:
    """Classifies exceptions: by what they say of themselves, else by their class, else by the default."""

    PERMANENT_ERROR_CLASSES: tuple[type[BaseException], ...] = (
        PermanentError, ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, SyntaxError,
        NameError, ImportError, NotImplementedError,
    )  # fmt: skip
    RETRYABLE_ERROR_CLASSES: tuple[type[BaseException], ...] = (RetryableError, builtins.TimeoutError, OSError)

    def __init__(self, *, default_retryable: bool = True) -> None:
        self._default_retryable = default_retryable

    def retryable(self, exception: BaseException) -> bool:
        """Whether another attempt may help."""
        return bool(self.classify(exception)["retryable"])

    def permanent(self, exception: BaseException) -> bool:
        """Whether no other attempt helps."""
        return not self.retryable(exception)

    def classify(self, exception: BaseException) -> dict[str, bool | str]:
        """The verdict, and what it rests on."""
        if hasattr(exception, "retryable"):
            retryable, classification = bool(exception.retryable), "explicit_attribute"
        elif isinstance(exception, self.PERMANENT_ERROR_CLASSES):
            retryable, classification = False, "permanent_class"
        elif isinstance(exception, self.RETRYABLE_ERROR_CLASSES):
            retryable, classification = True, "retryable_class"
        else:
            retryable, classification = self._default_retryable, "default"
        return {"error_type": type(exception).__name__, "retryable": retryable, "classification": classification}


_default = ErrorClassifier()


def get_classifier() -> ErrorClassifier:
    """The classifier with the usual default."""
    return _default


def is_retryable(exception: BaseException) -> bool:
    """Whether another attempt may help."""
    return _default.retryable(exception)


def is_permanent(exception: BaseException) -> bool:
    """Whether no other attempt helps."""
    return _default.permanent(exception)


__all__ = ["ErrorClassifier", "get_classifier", "is_retryable", "is_permanent"]
