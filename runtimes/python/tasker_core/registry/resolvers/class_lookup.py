"""Handlers by the modules and names of their classes."""

from __future__ import annotations

import importlib
import re
from typing import Any

from ..base_resolver import BaseResolver
from ..handler_definition import HandlerDefinition
from .explicit_mapping import instance_of


class ClassLookupResolver(BaseResolver):
    """Imports `package.module.Class`."""

    CLASS_PATTERN = re.compile(r"^[a-zA-Z_]\w*(\.[a-zA-Z_]\w*)*\.[A-Z]\w*$", re.ASCII)

    @property
    def name(self) -> str:
        """The resolver's name."""
        return "class_lookup"

    @property
    def priority(self) -> int:
        """The lower, the sooner it is asked."""
        return 100

    def can_resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> bool:
        """Whether the name may be that of a class."""
        return self.CLASS_PATTERN.match(definition.callable) is not None

    def resolve(self, definition: HandlerDefinition, config: dict[str, Any] | None = None) -> Any | None:
        """The handler; None where there is no such class."""
        module, _, name = definition.callable.rpartition(".")
        try:
            found = getattr(importlib.import_module(module), name, None)
        except Exception:  # noqa: BLE001
            return None
        return instance_of(found, definition) if isinstance(found, type) else None
