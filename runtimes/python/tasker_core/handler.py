"""The registry of handlers. On Lambda each function has its handler; this is for code that asks for handlers itself."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from .models import HandlerWrapper
from .registry import HandlerDefinition, ResolverChain
from .step_handler.base import StepHandler

HandlerSpec = str | HandlerDefinition | HandlerWrapper


class HandlerRegistry:
    """Handlers by their names."""

    _instance: HandlerRegistry | None = None

    def __init__(self) -> None:
        self._handlers: dict[str, type[StepHandler]] = {}
        self._chain = ResolverChain.default()

    @classmethod
    def instance(cls, skip_bootstrap: bool = False) -> HandlerRegistry:
        """The one of this process."""
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    @classmethod
    def reset_instance(cls) -> None:
        """Forgets it."""
        cls._instance = None

    def register(self, name: str, handler_class: type[StepHandler]) -> None:
        """Registers a class."""
        if not isinstance(handler_class, type) or not issubclass(handler_class, StepHandler):
            raise ValueError(f"handler_class must be a StepHandler subclass, got {handler_class}")
        self._handlers[name] = handler_class
        self._chain.register(name, handler_class)

    def unregister(self, name: str) -> bool:
        """Removes a handler; False where it was not there."""
        explicit: Any = self._chain.explicit_resolver
        explicit.unregister(name)
        return self._handlers.pop(name, None) is not None

    def resolve(self, handler_spec: HandlerSpec) -> Any | None:
        """The handler; None where there is none."""
        if isinstance(handler_spec, str):
            handler_spec = HandlerDefinition(handler_spec)
        elif isinstance(handler_spec, HandlerWrapper):
            told = handler_spec
            handler_spec = HandlerDefinition(told.callable, told.handler_method, told.resolver, told.initialization)
        return self._chain.resolve(handler_spec) if isinstance(handler_spec, HandlerDefinition) else None

    @property
    def resolver_chain(self) -> ResolverChain:
        """Who is asked."""
        return self._chain

    def get_handler_class(self, name: str) -> type[StepHandler] | None:
        """The class of a name."""
        return self._handlers.get(name)

    def is_registered(self, name: str) -> bool:
        """Whether a class has the name."""
        return name in self._handlers

    def list_handlers(self) -> list[str]:
        """All names."""
        return list(self._handlers)

    def handler_count(self) -> int:
        """How many there are."""
        return len(self._handlers)

    def clear(self) -> None:
        """Removes all."""
        self._handlers.clear()
        self._chain = ResolverChain.default()

    def discover_handlers(self, package_name: str, base_class: type[StepHandler] | None = None) -> int:
        """Registers the handlers of a package and of the modules in it; how many it found."""
        package = importlib.import_module(package_name)
        paths = getattr(package, "__path__", [])
        names = [each.name for each in pkgutil.walk_packages(paths, f"{package_name}.")]
        modules = [package, *[importlib.import_module(name) for name in names]]
        found = [each for module in modules for each in handlers_in(module) if issubclass(each, base_class or StepHandler)]
        for each in found:
            self.register(each.handler_name, each)
        return len(found)


def handlers_in(module: Any) -> list[type[StepHandler]]:
    """The handlers of a module: classes with a `handler_name`, and functions that decorators have made handlers of."""
    found = [getattr(each, "_handler_class", each) for each in vars(module).values()]
    return [each for each in found if isinstance(each, type) and issubclass(each, StepHandler) and each.handler_name]


__all__ = ["StepHandler", "HandlerRegistry"]
