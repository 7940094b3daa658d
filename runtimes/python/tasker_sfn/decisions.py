"""What decisions and batchable steps decided, as the machine asks for it."""

from __future__ import annotations

import json
from typing import Any

from tasker_core._log import write_log
from tasker_core.errors import PermanentError

from .child_batch import list_workers
from .contract import MOST_AT_ONCE, MOST_CHILDREN, MOST_ID_CHARS, PARTS_BYTES
from .json_text import bytes_of, length_of, write_json
from .step_call import StepCall
from .stores import Store

# A decision names no more steps than these, and so many are told in a message.
_MOST_NAMES = 100
_MOST_TOLD = 20


def entry_of(call: StepCall, result: dict[str, Any] | None, store: Store | None) -> dict[str, Any]:
    """What a step leaves beside its result; nothing is decided by one that an operator has resolved without."""
    told = _undecided(call) if result is None else _decided(call, result, store)
    # A worker of a batch says which one it is.
    worker = {} if call.batch is None else {"worker": call.batch["worker"], "cursor": call.batch["cursor"]}
    return {"after": call.step.dependencies, **told, **worker}


def _undecided(call: StepCall) -> dict[str, Any]:
    """A decision that was resolved names nobody, and a batchable step finds no work."""
    if call.step.branches is not None:
        return {"activate": {}}
    return {} if call.step.batches is None else {"activate": {}, "batches": []}


def _decided(call: StepCall, result: dict[str, Any], store: Store | None) -> dict[str, Any]:
    """`activate` and `batches` of the reply; nothing for any other step."""
    step = call.step
    if step.branches is not None:
        return {"activate": _activation(result, step.branches)}
    if step.batches is None:
        return {}
    template, instances = _planned(result, step.config, step.batches)
    if template is None:
        return {"activate": {}, "batches": instances}
    for instance in instances:
        _check_name(instance["worker"], step.batches)
    each = _each_of(instances, step.batches)
    told = instances if each is None else list_workers(call, template, instances, each, store)
    return {"activate": {template: True}, "batches": told}


def _activation(result: dict[str, Any], branches: list[str]) -> dict[str, bool]:
    if result.get("dynamic_steps") is not None:
        write_log("WARN", 'The decision brings "dynamic_steps", which are ignored: a machine has the steps of its template alone')
    names = list(dict.fromkeys(_names_in(result.get("decision_point_outcome"), branches)))
    if len(names) > _MOST_NAMES:
        raise _invalid_decision(f"it names {len(names)} steps, and {_MOST_NAMES} at most are allowed.", branches)
    wrong = [name for name in names if name not in branches]
    if wrong:
        raise _invalid_decision(f"it names {_told(wrong)}.", branches)
    return {name: True for name in names}


def _names_in(outcome: Any, branches: list[str]) -> list[str]:
    if outcome is None:
        raise _invalid_decision(
            'there is no "decision_point_outcome" in the result. Return what decision_success() or skip_branches() makes.',
            branches,
        )
    if not isinstance(outcome, dict):
        raise _invalid_decision('"decision_point_outcome" is no object.', branches)
    if outcome.get("type") == "no_branches":
        return []
    if outcome.get("type") != "create_steps":
        raise _invalid_decision('its "type" is neither "create_steps" nor "no_branches".', branches)
    names = outcome.get("step_names")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _invalid_decision('its "step_names" is no list of strings.', branches)
    return names


def _told(names: list[str]) -> str:
    some = ", ".join(json.dumps(name, ensure_ascii=False) for name in names[:_MOST_TOLD])
    return f"{some} and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else some


def _invalid_decision(why: str, branches: list[str]) -> PermanentError:
    allowance = f"It may name {_told(branches)}." if branches else "No step follows that it may name."
    return PermanentError(
        f"The decision's outcome cannot be followed: {why} {allowance}", error_code="INVALID_DECISION_OUTCOME"
    )


def _planned(
    result: dict[str, Any], config: dict[str, Any], batches: dict[str, Any]
) -> tuple[str | None, list[dict[str, Any]]]:
    """The workers that a batchable step's result asks for."""
    kind, outcome, unnumbered = _outcome_in(result)
    if kind == "no_batches":
        return _placeholder(config, batches)
    template = _template_of(outcome.get("worker_template_name"), config, batches)
    cursors = outcome.get("cursor_configs")
    cursors = cursors if isinstance(cursors, list) else []
    if not cursors:
        raise _invalid_batch(
            'it creates batches and has no "cursor_configs". Say "no_batches" where there is nothing to do.'
        )
    count = outcome.get("worker_count")
    count = len(cursors) if count is None else count
    if count != len(cursors):
        raise _invalid_batch(
            f'its "worker_count" is {write_json(count)}, and there are {len(cursors)} "cursor_configs".'
        )
    ids = [f"{index + 1:03d}" if unnumbered else _id_of(cursor, index) for index, cursor in enumerate(cursors)]
    seen: set[str] = set()
    # Adding to a set gives None.
    twice = next((each for each in ids if each in seen or seen.add(each)), None)
    if twice is not None:
        raise _invalid_batch(f'the "batch_id" {write_json(twice)} is given twice.')
    instances = [_instance(template, id, cursor, len(cursors)) for id, cursor in zip(ids, cursors)]
    return template, instances


def _check_name(worker: str, batches: dict[str, Any]) -> None:
    """A task has no two steps of one name. What another batch makes cannot be known here, but what it could."""
    if worker in batches.get("taken", ()):
        raise _invalid_batch(f"a worker would have the name of another step, {write_json(worker)}. Rename one of them.")
    other = next((each for each in batches.get("otherWorkers", ()) if worker.startswith(f"{each}_")), None)
    if other is not None:
        raise _invalid_batch(
            f"a worker would be called {write_json(worker)}, as one of the batch worker {write_json(other)} may be. "
            'Give it another "batch_id", or rename one of the two batch workers.'
        )


def _each_of(instances: list[dict[str, Any]], batches: dict[str, Any]) -> int | None:
    """How many of the workers run in one child execution; None where the task's own can run them all."""
    count, most, each = len(instances), batches["most"], batches.get("each")
    sizes = [bytes_of(write_json(instance)) + 1 for instance in instances]
    size = sum(sizes) + 2
    if count <= most and size <= PARTS_BYTES:
        return None
    advice = "at most travel. Keep in"
    if each is None:
        if count > most:
            raise _invalid_batch(f"it asks for {count} workers, and this state machine runs {most} at most.")
        raise _invalid_batch(f'its "cursor_configs" take {size} bytes, and {PARTS_BYTES} {advice} them what leads to the data.')
    largest = max(sizes)
    if largest > PARTS_BYTES:
        message = f'one of its "cursor_configs" takes {largest} bytes, and {PARTS_BYTES} {advice} it what leads to the data.'
        raise _invalid_batch(message)
    fitting = min(each, PARTS_BYTES // largest)
    if -(-count // fitting) > MOST_CHILDREN:
        raise _invalid_batch(
            f'it asks for {count} workers, and with "cursor_configs" of up to {largest} bytes a batch has '
            f"{fitting * MOST_CHILDREN} at most."
        )
    # As many as run at once, so that none waits for the slowest of others, unless there would be too many executions.
    return min(fitting, max(MOST_AT_ONCE, -(-count // MOST_CHILDREN)))


def _outcome_in(result: dict[str, Any]) -> tuple[str, dict[str, Any], bool]:
    """The kind of an outcome, under either of the two keys, what it says, and whether its cursors have no ids."""
    outcome, analysed = result.get("batch_processing_outcome"), result.get("batch_analyzer_outcome")
    # As handlers in Ruby write it that have nothing to cut.
    if outcome == "no_batches":
        return outcome, {}, False
    if isinstance(outcome, dict):
        kind = outcome.get("type")
        if kind not in ("no_batches", "create_batches"):
            raise _invalid_batch('its "type" is neither "create_batches" nor "no_batches".')
        return kind, outcome, False
    if isinstance(analysed, dict):
        cursors = analysed.get("cursor_configs")
        cursors = cursors if isinstance(cursors, list) else []
        has_ids = any(isinstance(each, dict) and "batch_id" in each for each in cursors)
        return "create_batches" if cursors else "no_batches", {"cursor_configs": cursors}, not has_ids
    if outcome is None and analysed is None:
        raise _invalid_batch(
            'there is no "batch_processing_outcome" in the result. Return what batch_analyzer_success() or '
            "no_batches_outcome() makes."
        )
    raise _invalid_batch('"batch_processing_outcome" is no object.')


def _template_of(named: Any, config: dict[str, Any], batches: dict[str, Any]) -> str:
    """The template that the outcome names; else the configuration's, or the only one there is."""
    workers = batches["workers"]
    only = workers[0] if len(workers) == 1 else None
    name = next((each for each in (named, config.get("worker_template_name"), only) if each is not None), None)
    if isinstance(name, str) and name in workers:
        return name
    known = ", ".join(write_json(worker) for worker in workers) or "none"
    which = "it names no worker template" if name is None else f"{write_json(name)} is none of its worker templates"
    raise _invalid_batch(f'{which}. Those are the steps of type "batch_worker" that depend on it: {known}.')


def _placeholder(config: dict[str, Any], batches: dict[str, Any]) -> tuple[str | None, list[dict[str, Any]]]:
    """Without work a placeholder runs, if the configuration asks for one, so that what follows has something to join."""
    if config.get("worker_template_name") is None:
        return None, []
    template = _template_of(None, config, batches)
    cursor = {"batch_id": "000", "start_cursor": 0, "end_cursor": 0, "batch_size": 0}
    return template, [{**_instance(template, "000", cursor, 1), "is_no_op": True}]


def _instance(template: str, id: str, cursor: Any, of: int) -> dict[str, Any]:
    told = cursor if isinstance(cursor, dict) else {}
    return {"worker": f"{template}_{id}", "cursor": {"batch_id": id, **told}, "of": of, "is_no_op": False}


def _id_of(cursor: Any, index: int) -> str:
    if not isinstance(cursor, dict):
        raise _invalid_batch(f'"cursor_configs[{index}]" is no object.')
    id = cursor.get("batch_id")
    if not isinstance(id, str) or id == "":
        raise _invalid_batch(f'"cursor_configs[{index}]" has no "batch_id", which is a string.')
    chars = length_of(write_json(id)) - 2
    if chars > MOST_ID_CHARS:
        raise _invalid_batch(
            f'"cursor_configs[{index}]" has a "batch_id" of {chars} characters; {MOST_ID_CHARS} are allowed.'
        )
    return id


def _invalid_batch(why: str) -> PermanentError:
    return PermanentError(f"The batch outcome cannot be followed: {why}", error_code="INVALID_BATCH_OUTCOME")
