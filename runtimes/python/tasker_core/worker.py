"""Tasker's worker."""

from ._worker_only import worker_class

Worker = worker_class("Worker")
