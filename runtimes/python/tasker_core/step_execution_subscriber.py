"""How Tasker's worker runs handlers."""

from __future__ import annotations

from ._worker_only import worker_class

StepExecutionSubscriber = worker_class("StepExecutionSubscriber")


class StepExecutionError(Exception):
    """A step could not be run."""

    def __init__(self, message: str, error_type: str = "step_execution_error", retryable: bool = True) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.retryable = retryable
