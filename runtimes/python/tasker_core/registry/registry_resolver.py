"""Resolvers by a pattern of names."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from .base_resolver import BaseResolver
from .handler_definition import HandlerDefinition


class RegistryResolver(BaseResolver):
    """A resolver for names that match a pattern, or begin with a prefix."""

    _name: ClassVar[str] = "custom_resolver"
    _priority: ClassVar[int] = 50
    pattern: ClassVar[str | None] = None
    prefix: ClassVar[str | None] = None

    @property
    def name(self) -> str:
        """The resolver's name."""
        return self._name

    @property
    def priority(self) -> int:
        """The lower, the sooner it is asked."""
        return self._priority

    def can_resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> bool:
        """Whether the name fits."""
        if self.pattern:
            return re.match(self.pattern, definition.callable) is not None
        return bool(self.prefix) and definition.callable.startswith(self.prefix or "")

    def resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> Any | None:
        """The handler."""
        return self.resolve_handler(definition, config or {})

    def resolve_handler(self, definition: HandlerDefinition, config: dict[str, Any]) -> Any | None:
        """The handler; for subclasses."""
        raise NotImplementedError(f"{type(self).__name__}.resolve_handler() must be implemented")
