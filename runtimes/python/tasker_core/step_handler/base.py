"""The base of handlers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable
from typing import Any, Union

from ..types import StepContext, StepHandlerResult

StepHandlerCallResult = Union[StepHandlerResult, Awaitable[StepHandlerResult]]


class StepHandler(ABC):
    """A handler: a class with a `handler_name`, whose `call` does the work of a step. It may be `async`."""

    handler_name: str = ""
    handler_version: str = "1.0.0"

    @abstractmethod
    def call(self, context: StepContext) -> StepHandlerCallResult:
        """Does the work of the step."""

    @property
    def name(self) -> str:
        """The handler's name; that of its class where it has none."""
        return self.handler_name or type(self).__name__

    @property
    def version(self) -> str:
        """The handler's version."""
        return self.handler_version

    @property
    def capabilities(self) -> list[str]:
        """What the handler can do."""
        return ["process"]

    def config_schema(self) -> dict[str, Any] | None:
        """The JSON Schema of its configuration."""
        return None

    def success(self, result: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None) -> StepHandlerResult:
        """A success."""
        return StepHandlerResult.success(result or {}, metadata)

    def failure(
        self,
        message: str,
        error_type: str = "handler_error",
        retryable: bool = True,
        metadata: dict[str, Any] | None = None,
        error_code: str | None = None,
    ) -> StepHandlerResult:
        """A failure; `retryable` decides whether the step is tried again."""
        return StepHandlerResult.failure(message, error_type, retryable, metadata, error_code)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name!r}, version={self.version!r})"


__all__ = ["StepHandler", "StepHandlerCallResult"]
