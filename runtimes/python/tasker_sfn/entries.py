"""Reads what steps have left in the state data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Entries:
    """The entries that tell of work that is done, by step name."""

    # Of steps that completed or were skipped.
    passed: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Of batches in which workers failed, each for itself: what each left.
    isolated: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def read_entries(data: dict[str, Any]) -> Entries:
    """Reads them, wherever their containers lie."""
    entries = Entries()
    for member, container in data.items():
        if member.startswith(("steps", "received")):
            _collect(container, entries)
    return entries


def _collect(container: Any, entries: Entries) -> None:
    items = container.items() if isinstance(container, dict) else enumerate(container) if isinstance(container, list) else ()
    for name, value in items:
        if isinstance(value, dict) and isinstance(value.get("isolated"), list):
            entries.isolated[str(name)] = value["isolated"]
        elif isinstance(value, dict) and isinstance(value.get("after"), list):
            entries.passed[str(name)] = value
        else:
            _collect(value, entries)


def read_ancestors(
    entries: Entries, dependencies: list[str]
) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """The entries of all transitive dependencies that completed: from one to the next along their `after`.

    With them, where the workers are listed that have left theirs outside of the state data.
    """
    listed: list[dict[str, Any]] = []
    passed: set[str] = set()
    ancestors: dict[str, dict[str, Any]] = {}
    todo = list(dependencies)
    while todo:
        name = todo.pop()
        entry = entries.passed.get(name)
        if entry is None or name in passed:
            continue
        passed.add(name)
        todo.extend(entry["after"])
        if "result" not in entry:
            continue
        if "children" in entry:
            listed.extend(_lists_of(name, entries))
        elif "workers" in entry:
            ancestors.update({each["worker"]: _result_of_worker(each) for each in entry["workers"]})
        # Who asks for the result of a step that was resolved without one is told None, as of any that is not there.
        elif entry["result"] is not None:
            ancestors[name] = entry
    return ancestors, listed


def _lists_of(template: str, entries: Entries) -> list[dict[str, Any]]:
    """Where the workers of a batch are listed: the batchable step before them has said it."""
    found = [each for each in entries.passed.values() if each.get("activate", {}).get(template) is True]
    return [each["batches"] for each in found if isinstance(each.get("batches"), dict)]


def read_completed(entries: Entries, name: str, worker: str | None) -> dict[str, Any] | None:
    """The entry of a step that completed before its task was redriven."""
    if worker is None:
        entry = entries.passed.get(name)
    else:
        left = entries.isolated.get(name) or _workers(entries, name)
        entry = next((each for each in left if each.get("worker") == worker), None)
    return entry if entry is not None and "result" in entry else None


def read_given_up(entries: Entries, name: str, worker: str | None) -> dict[str, Any] | None:
    """With what a worker failed whose batch went on without it."""
    entry = next((each for each in _workers(entries, name) if each["worker"] == worker), None)
    return entry["failure"]["caught"] if entry is not None and "failure" in entry else None


def _workers(entries: Entries, template: str) -> list[dict[str, Any]]:
    return entries.passed.get(template, {}).get("workers") or []


def _result_of_worker(worker: dict[str, Any]) -> dict[str, Any]:
    """What those see who join the batch: of a worker that was resolved without a result nothing, of one that failed what stands for it."""
    if "result" in worker:
        return worker if worker["result"] is not None else {**worker, "result": {}}
    return {"result": partial_failure(worker["cursor"], worker["failure"]["caught"]), "after": []}


def partial_failure(cursor: dict[str, Any], caught: dict[str, Any]) -> dict[str, Any]:
    """What stands for a failed worker among the results of its batch."""
    size = cursor.get("batch_size")
    items = size if isinstance(size, (int, float)) and not isinstance(size, bool) else 0
    error = {"error": caught["Error"], **({"cause": caught["Cause"]} if "Cause" in caught else {})}
    return {
        "partial_failure": True,
        "batch_id": cursor.get("batch_id"),
        "items_processed": items,
        "items_succeeded": 0,
        "items_failed": items,
        "items_skipped": 0,
        "results": [],
        "errors": [error],
    }
