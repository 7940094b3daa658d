"""A handler of which another method runs."""

from __future__ import annotations

from typing import Any


class MethodDispatchWrapper:
    """Calls another method of a handler as `call`."""

    def __init__(self, handler: Any, target_method: str) -> None:
        if not hasattr(handler, target_method):
            raise AttributeError(f"Handler {type(handler).__name__} does not have method '{target_method}'")
        self._handler = handler
        self._target_method = target_method

    @property
    def handler(self) -> Any:
        """The handler."""
        return self._handler

    @property
    def target_method(self) -> str:
        """The method that runs."""
        return self._target_method

    def call(self, context: Any) -> Any:
        """Calls the method."""
        return getattr(self._handler, self._target_method)(context)

    def unwrap(self) -> Any:
        """The handler."""
        return self._handler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handler, name)
