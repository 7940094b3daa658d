"""What Tasker's worker tells of itself."""

from ._worker_only import worker_function

get_health_check = worker_function("get_health_check")
get_metrics = worker_function("get_metrics")
get_worker_config = worker_function("get_worker_config")
