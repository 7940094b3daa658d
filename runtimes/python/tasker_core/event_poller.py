"""How Tasker's worker takes events."""

from ._worker_only import worker_class

EventPoller = worker_class("EventPoller")
