"""What the state machine and every runtime agree on; `lib/contract` of tasker-sfn says what each means."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

WIRE_VERSION = 2
USUAL_ATTEMPTS = 3
PARKED = "tasker_sfn_parked"
RESULTS_BUCKET_VARIABLE = "TASKER_SFN_RESULTS_BUCKET"
EVENT_BUS_VARIABLE = "TASKER_SFN_EVENT_BUS"

PERMANENT = "PermanentError"
EXHAUSTED = "AttemptsExhaustedError"
RETRY_AFTER = "RetryAfterError"
CHECKPOINT_YIELD = "CheckpointYield"

# What the results of a task share, in bytes, and its failures, in characters.
_SHARED_BYTES = 262_144
_SHARED_CHARS = 32_768 // 2
_LEAST_CHARS = 160
# What a reference takes beside the result's key, at most: its members, and a bucket's name of 63 characters.
_AROUND_KEY_BYTES = 120

# Step Functions takes names of so many characters; the number of a run has some of them.
_BASE_CHARS = 80 - len(".run-12345")

# Of a batch.
MOST_ID_CHARS = 64
PARTS_BYTES = 32_768
MOST_CHILDREN = 500
MOST_AT_ONCE = 40


def usual_delays(retries: int) -> list[int]:
    """The waits of an event that does not say them."""
    return [min(2**retry, 30) for retry in range(retries)]


def result_share(budget: dict[str, Any], request_bytes: int) -> int:
    """The bytes that one step's result may take in the state data."""
    left = _SHARED_BYTES - budget["reserved"] - request_bytes
    return max(0, left // (budget["steps"] + budget.get("copies", 0)))


def cause_share(budget: dict[str, Any], workers: int | None) -> int:
    """The characters that one failure may take."""
    batches = budget.get("batches", 0)
    shared = _SHARED_CHARS if batches == 0 else _SHARED_CHARS / 2
    sharing = budget["steps"] if workers is None else batches * workers
    return max(_LEAST_CHARS, int(shared / sharing) if sharing else _LEAST_CHARS)


def canonical_callable(name: str) -> str:
    """A callable in its one spelling."""
    return name.replace("::", ".")


def run_name(task: str, run: int) -> str:
    """The name of the execution that is the n-th run of a task."""
    if run == 1:
        return task
    units = task.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _BASE_CHARS:
        return f"{task}.run-{run}"
    start = units[: 2 * (_BASE_CHARS - 9)].decode("utf-16-le", "surrogatepass")
    return f"{start}.{_short_hash(units)}.run-{run}"


def _short_hash(units: bytes) -> str:
    """FNV-1a, 32 bits, of the units of a text in UTF-16."""
    made = 0x811C9DC5
    for at in range(0, len(units), 2):
        made = ((made ^ int.from_bytes(units[at : at + 2], "little")) * 0x01000193) & 0xFFFFFFFF
    return f"{made:08x}"


def parked_key(arn: str, step: str) -> str:
    """Where the parked result of a step lies."""
    return f"{_step_folder(arn, step)}.json"


def reference_bytes(key: str) -> int:
    """The bytes that a reference takes at most, in any bucket, to a result that lies under this key."""
    return _AROUND_KEY_BYTES + len(key)


def checkpoint_key(arn: str, step: str) -> str:
    """Where the checkpoint of a step lies."""
    return f"{_step_folder(arn, step)}/checkpoint.json"


def batch_list_key(arn: str, started_at: str, template: str) -> str:
    """Where the workers of a batch are listed that runs in child executions."""
    return f"{_step_folder(arn, template)}/{_encoded(started_at)}/workers.json"


def worker_result_key(arn: str, started_at: str, worker: str) -> str:
    """Where the result of a worker of such a batch lies."""
    return f"{_step_folder(arn, worker)}/{_encoded(started_at)}/result.json"


def worker_failure_key(arn: str, started_at: str, step: str, redrives: int) -> str:
    """Where it lies with what such a worker failed for good; by the name of a template, the one that stopped a batch."""
    again = f".{redrives}" if redrives else ""
    return f"{_step_folder(arn, step)}/{_encoded(started_at)}/failure{again}.json"


def _step_folder(arn: str, step: str) -> str:
    return "/".join(_encoded(part) for part in [*arn.split(":")[6:], step])


def _encoded(part: str) -> str:
    # The characters that JavaScript's encodeURIComponent leaves.
    return quote(part, safe="-_.!~*'()")


def read_retry(retry: dict[str, Any]) -> tuple[str | None, int]:
    """The step that is tried again, and how many attempts it has used."""
    parts = (retry.get("Cause") or "").split("@")
    named = parts[4] if len(parts) > 4 else None
    attempts = int(parts[3]) if len(parts) > 3 and parts[3].isdigit() else 0
    step = retry.get("step")
    return (named if step is None else step), attempts
