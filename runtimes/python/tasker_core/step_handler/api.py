"""Handlers that call an API."""

from __future__ import annotations

from .base import StepHandler
from .mixins.api import APIMixin, ApiResponse


class ApiHandler(APIMixin, StepHandler):
    """A handler that calls an API."""

    @property
    def capabilities(self) -> list[str]:
        """What the handler can do."""
        return ["process", "http", "api"]


__all__ = ["ApiHandler", "ApiResponse"]
