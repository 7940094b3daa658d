"""Errors of Tasker's worker. Its functions raise `WorkerNotInitializedError` here: there is no worker."""

from __future__ import annotations


class TaskerError(Exception):
    """Any error of the worker."""


class WorkerNotInitializedError(TaskerError):
    """There is no worker."""


class WorkerBootstrapError(TaskerError):
    """The worker could not start."""


class WorkerAlreadyRunningError(TaskerError):
    """The worker runs already."""


class FFIError(TaskerError):
    """Between the worker and its core."""


class ConversionError(TaskerError):
    """A value could not go from one to the other."""


__all__ = [
    "TaskerError", "WorkerNotInitializedError", "WorkerBootstrapError", "WorkerAlreadyRunningError", "FFIError",
    "ConversionError",
]  # fmt: skip
