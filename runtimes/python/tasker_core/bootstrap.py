"""Starting and stopping Tasker's worker."""

from ._worker_only import worker_function

bootstrap_worker = worker_function("bootstrap_worker")
stop_worker = worker_function("stop_worker")
get_worker_status = worker_function("get_worker_status")
transition_to_graceful_shutdown = worker_function("transition_to_graceful_shutdown")


def is_worker_running() -> bool:
    """No worker ever runs here."""
    return False
