"""Handlers that decide."""

from __future__ import annotations

from .base import StepHandler
from .mixins.decision import DecisionMixin


class DecisionHandler(DecisionMixin, StepHandler):
    """A handler that decides which steps run."""

    @property
    def capabilities(self) -> list[str]:
        """What the handler can do."""
        return ["process", "decision", "routing"]


__all__ = ["DecisionHandler"]
