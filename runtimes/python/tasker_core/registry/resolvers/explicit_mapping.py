"""Handlers by the names under which they are registered."""

from __future__ import annotations

from typing import Any

from ..base_resolver import BaseResolver
from ..handler_definition import HandlerDefinition


class ExplicitMappingResolver(BaseResolver):
    """Knows classes, instances, and functions that make handlers."""

    def __init__(self, name: str = "explicit_mapping") -> None:
        self._name = name
        self._handlers: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The resolver's name."""
        return self._name

    @property
    def priority(self) -> int:
        """The lower, the sooner it is asked."""
        return 10

    def can_resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> bool:
        """Whether the name is registered."""
        return definition.callable in self._handlers

    def resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> Any | None:
        """The handler, made anew where a class is registered."""
        entry = self._handlers.get(definition.callable)
        if isinstance(entry, type):
            return instance_of(entry, definition)
        if callable(entry) and not hasattr(entry, "call"):
            return entry(config or {})
        return entry

    def register(self, key: str, handler: Any) -> None:
        """Registers a handler."""
        self._handlers[key] = handler

    def unregister(self, key: str) -> bool:
        """Removes a handler; False where it was not there."""
        return self._handlers.pop(key, None) is not None

    def registered_callables(self) -> list[str]:
        """The names that are registered."""
        return list(self._handlers)


def instance_of(handler_class: type, definition: HandlerDefinition) -> Any | None:
    """A handler of a class: without arguments, or else with its configuration."""
    try:
        return handler_class()
    except TypeError:
        pass
    try:
        return handler_class(config=definition.initialization)
    except Exception:  # noqa: BLE001
        return None
