"""The base of resolvers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from .handler_definition import HandlerDefinition


class BaseResolver(ABC):
    """Finds handlers by name. Those with the lower priority are asked first."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The resolver's name."""

    @property
    @abstractmethod
    def priority(self) -> int:
        """The lower, the sooner it is asked."""

    @abstractmethod
    def can_resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> bool:
        """Whether it may know the handler."""

    @abstractmethod
    def resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> Any | None:
        """The handler; None where it does not know it."""

    def registered_callables(self) -> list[str]:
        """The names that it knows."""
        return []
