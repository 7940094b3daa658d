"""A handler as a template names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class HandlerDefinition:
    """A handler's name, its method and its configuration."""

    callable: str
    handler_method: str | None = None
    resolver: str | None = None
    initialization: dict[str, Any] = field(default_factory=dict)

    def effective_method(self) -> str:
        """The method that runs."""
        return self.handler_method or "call"

    def uses_method_dispatch(self) -> bool:
        """Whether another method than `call` runs."""
        return self.effective_method() != "call"

    def has_resolver_hint(self) -> bool:
        """Whether it names the resolver to ask."""
        return bool(self.resolver)

    @classmethod
    def from_callable(cls, callable_str: str) -> HandlerDefinition:
        """The handler of a name."""
        return cls(callable_str)

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> HandlerDefinition:
        """Reads it of a template's `handler`."""
        told = data or {}
        return cls(told.get("callable", ""), told.get("method"), told.get("resolver"), told.get("initialization") or {})
