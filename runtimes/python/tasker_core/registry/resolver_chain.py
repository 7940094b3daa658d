"""Resolvers, one after the other."""

from __future__ import annotations

from typing import Any

from .base_resolver import BaseResolver
from .handler_definition import HandlerDefinition
from .method_dispatch_wrapper import MethodDispatchWrapper


class ResolverNotFoundError(Exception):
    """A template names a resolver that is not there."""


class ResolutionError(Exception):
    """A handler could not be found."""


class ResolverChain:
    """Asks resolvers in the order of their priorities; a definition that names one asks that alone."""

    def __init__(self) -> None:
        self._resolvers: list[BaseResolver] = []

    @classmethod
    def default(cls) -> ResolverChain:
        """Registered handlers first, then classes by their modules."""
        from .resolvers import ClassLookupResolver, ExplicitMappingResolver

        return cls().add_resolver(ExplicitMappingResolver()).add_resolver(ClassLookupResolver())

    def add_resolver(self, resolver: BaseResolver) -> ResolverChain:
        """Adds a resolver."""
        self._resolvers = sorted([*self._resolvers, resolver], key=lambda each: each.priority)
        return self

    def remove_resolver(self, name: str) -> BaseResolver | None:
        """Removes a resolver."""
        found = self.get_resolver(name)
        self._resolvers = [each for each in self._resolvers if each is not found]
        return found

    def get_resolver(self, name: str) -> BaseResolver | None:
        """The resolver of a name."""
        return next((each for each in self._resolvers if each.name == name), None)

    @property
    def explicit_resolver(self) -> BaseResolver | None:
        """The one that handlers are registered with."""
        return self.get_resolver("explicit_mapping")

    def resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> Any | None:
        """The handler; None where nobody knows it."""
        for resolver in self._asked(definition):
            if not definition.has_resolver_hint() and not resolver.can_resolve(definition, config):
                continue
            handler = resolver.resolve(definition, config)
            if handler is not None:
                return self.wrap_for_method_dispatch(handler, definition)
        return None

    def can_resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> bool:
        """Whether somebody may know it."""
        try:
            return any(each.can_resolve(definition, config) for each in self._asked(definition))
        except ResolverNotFoundError:
            return False

    def registered_callables(self) -> list[str]:
        """The names that are known."""
        return sorted({name for each in self._resolvers for name in each.registered_callables()})

    def register(self, key: str, handler: Any) -> ResolverChain:
        """Registers a handler."""
        explicit: Any = self.explicit_resolver
        if explicit is None:
            raise RuntimeError("No ExplicitMappingResolver in chain")
        explicit.register(key, handler)
        return self

    def chain_info(self) -> list[dict[str, Any]]:
        """What the resolvers are."""
        return [
            {"name": each.name, "priority": each.priority, "callables": len(each.registered_callables())}
            for each in self._resolvers
        ]

    def __len__(self) -> int:
        return len(self._resolvers)

    @property
    def resolver_names(self) -> list[str]:
        """Their names, in order."""
        return [each.name for each in self._resolvers]

    def list_resolvers(self) -> list[tuple[str, int]]:
        """Their names and priorities, in order."""
        return [(each.name, each.priority) for each in self._resolvers]

    def wrap_for_method_dispatch(self, handler: Any, definition: HandlerDefinition) -> Any:
        """The handler, so that its `call` is the method that the definition names; None where it has no such method."""
        if not definition.uses_method_dispatch():
            return handler
        method = definition.effective_method()
        return MethodDispatchWrapper(handler, method) if hasattr(handler, method) else None

    def _asked(self, definition: HandlerDefinition) -> list[BaseResolver]:
        if not definition.has_resolver_hint():
            return self._resolvers
        named = self.get_resolver(definition.resolver or "")
        if named is None:
            raise ResolverNotFoundError(f"Unknown resolver: '{definition.resolver}'")
        return [named]
