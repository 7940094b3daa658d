"""Handlers that a resolver finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tasker_core.errors import PermanentError
from tasker_core.registry import HandlerDefinition, ResolutionError


def finder_of_resolver(resolver: Any) -> Callable[[Any], Any]:
    """Asks a resolver for the handler of each run. One that knows no such handler fails the step for good."""

    def find(step: Any) -> Any:
        try:
            handler = resolver.resolve(HandlerDefinition(step.callable, step.method, resolver.name, step.config))
        except ResolutionError as error:
            raise PermanentError(str(error), error_code="HANDLER_NOT_FOUND") from error
        if handler is None:
            message = f'The resolver "{resolver.name}" knows no handler "{step.callable}".'
            raise PermanentError(message, error_code="HANDLER_NOT_FOUND")
        return handler

    return find
