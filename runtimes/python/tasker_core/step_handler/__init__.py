"""Handlers: classes, and functions that decorators make handlers of."""

from . import mixins
from .api import ApiHandler, ApiResponse
from .base import StepHandler
from .decision import DecisionHandler
from .functional import (
    BatchConfig,
    Decision,
    FunctionalHandler,
    HandlerDecorator,
    api_handler,
    batch_analyzer,
    batch_worker,
    decision_handler,
    depends_on,
    inputs,
    step_handler,
)

__all__ = [
    "StepHandler", "ApiHandler", "ApiResponse", "DecisionHandler", "mixins", "api_handler", "step_handler", "depends_on",
    "inputs", "decision_handler", "batch_analyzer", "batch_worker", "Decision", "BatchConfig", "FunctionalHandler",
    "HandlerDecorator",
]  # fmt: skip
