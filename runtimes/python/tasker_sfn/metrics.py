"""Makes the line of the log that ends an attempt a metric, too, in CloudWatch's embedded metric format."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tasker_core._log import filters

_UNITS = {"attempts": "Count", "failures": "Count", "duration": "Milliseconds", "parked_bytes": "Bytes"}
# By template, and by step of it.
_DIMENSIONS = [["namespace", "task"], ["namespace", "task", "step"]]


def write_metrics() -> None:
    """From now on, the lines of this process that end attempts are metrics."""
    if with_metrics not in filters:
        filters.append(with_metrics)


def with_metrics(record: dict[str, Any]) -> dict[str, Any]:
    """The line, with its metrics where it has any."""
    values = _values_of(record)
    if values is None:
        return record
    metrics = [{"Name": name, "Unit": _UNITS[name]} for name in values]
    told = {"Namespace": "Tasker", "Dimensions": _DIMENSIONS, "Metrics": metrics}
    stamp = round(datetime.fromisoformat(record["timestamp"].replace("Z", "+00:00")).timestamp() * 1000)
    return {**record, **values, "_aws": {"Timestamp": stamp, "CloudWatchMetrics": [told]}}


def _values_of(record: dict[str, Any]) -> dict[str, Any] | None:
    """The metrics of an attempt that has ended; None of any other line."""
    if not isinstance(record.get("step"), str):
        return None
    message, duration = record["message"], record.get("duration_ms")
    if message == "Step succeeded":
        parked = record.get("result_bytes") if record.get("parked") is True else 0
        return {"attempts": 1, "failures": 0, "duration": duration, "parked_bytes": parked}
    if message == "Step failed":
        return {"attempts": 1, "failures": 1, "duration": duration}
    # The process of the attempt could not tell how long it took.
    return {"attempts": 1, "failures": 1} if message == "Step gave no answer" else None
