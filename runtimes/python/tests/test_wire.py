"""The recorded cases of the wire: what state machines send, and what every runtime has to answer."""

import copy
import json
import re
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
sys.path.insert(0, str(HERE.parent))

from tasker_core._trace import read_trace_header  # noqa: E402
from tasker_core import DecisionHandler, PermanentError, RetryableError, StepHandlerResult  # noqa: E402
from tasker_sfn import create_step_function  # noqa: E402
from tasker_sfn.contract import WIRE_VERSION  # noqa: E402
from tasker_sfn.step_call import read_call  # noqa: E402

CASES = ROOT / "test" / "wire" / "cases"


class Store:
    """The store of a case."""

    def __init__(self, kept):
        self.kept = {key: large(value) for key, value in kept.items()}
        self.put_now = {}

    def put(self, key, text):
        self.put_now[key] = text
        self.kept[key] = text
        return f"local:{key}"

    def get(self, uri):
        return self.kept[uri.removeprefix("local:")]

    def find(self, key):
        return self.kept.get(key)


def large(value):
    if isinstance(value, dict) and "returns_large" in value:
        value = {"text": "x" * value["returns_large"]}
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def shown(text):
    value = json.loads(text)
    if isinstance(value.get("text"), str) and len(value["text"]) > 1000:
        return {"returns_large": len(value["text"])}
    return value


class Context:
    """Lambda's context."""

    aws_request_id = "request-1"

    def __init__(self, time):
        self.time = time

    def get_remaining_time_in_millis(self):
        return self.time


def handler_of(callable, runs):
    class Handler(DecisionHandler):
        handler_name = callable

        def call(self, context):
            does = runs.pop(0)
            kind, value = next(iter(does.items()))
            return getattr(self, f"on_{kind}")(value, context)

        process = call

        def on_returns(self, value, _):
            return value

        def on_returns_large(self, size, _):
            return self.success({"text": "x" * size})

        def on_tells(self, _, context):
            return self.success(told_by(context))

        def on_routes(self, steps, _):
            return self.decision_success(steps, {"by": "size"})

        def on_skips(self, reason, _):
            return self.skip_branches(reason)

        def on_yields(self, value, _):
            result = {"type": "checkpoint_yield", **value}
            return StepHandlerResult.success(result, {"checkpoint_yield": True, "batch_worker": True})

        def on_fails(self, value, _):
            told = {"error_type": "handler_error", **value}
            return StepHandlerResult.failure(**told)

        def on_raises(self, value, _):
            known = {"PermanentError": PermanentError, "RetryableError": RetryableError}
            made = known.get(value["class"])
            if made is None:
                raise type(value["class"], (Exception,), {})(value["message"])
            raise made(value["message"], error_code=value.get("code"), retry_after=value.get("retry_after"))

    return Handler


def callable_of(event):
    return (event.get("step") or event["unanswered"])["callable"]


def told_by(context):
    step = context.event.task_sequence_step
    workflow_step, task = step["workflow_step"], step["task"]["task"]
    results = {name: context.get_dependency_result(name) for name in sorted(context.get_dependency_result_keys())}
    return {
        "input": context.input_data,
        "results": {name: sized(result) for name, result in results.items()},
        "config": context.step_config,
        "inputs": context.step_inputs,
        "retry_count": context.retry_count,
        "max_retries": context.max_retries,
        "last": context.is_last_retry(),
        "cursor": context.checkpoint_cursor,
        "items": context.checkpoint_items_processed,
        "accumulated": context.accumulated_results,
        "step": workflow_step["name"],
        "template_step": workflow_step["template_step_name"],
        "step_uuid": str(context.step_uuid),
        "event_id": context.event.event_id,
        "task_uuid": context.event.task_uuid,
        "named_task_uuid": task["named_task_uuid"],
        "correlation_id": context.event.correlation_id,
        "requested_at": task["requested_at"],
        "redrive_count": task["redrive_count"],
    }


def sized(result):
    text = result.get("text") if isinstance(result, dict) else None
    return {"characters": len(text)} if isinstance(text, str) and len(text) > 1000 else result


# What an error says of itself beside its message has the names of its language, and so have the functions that a message advises.
SPELLINGS = {"errorCode": "error_code", "retryAfter": "retry_after"}


def spelled(answer):
    details = answer.get("details", {})
    if "metadata" in details:
        details["metadata"] = {SPELLINGS.get(name, name): value for name, value in details["metadata"].items()}
    if "message" in details:
        details["message"] = re.sub(r"\w+\(\)", "…()", details["message"])
    return answer


def without_times(value):
    text = re.sub(r'("timestamp":\s*)"[^"]*"', r'\1"2026-01-02T03:04:05.000Z"', json.dumps(value))
    return json.loads(text)


def of_version_1(event):
    """The event as a machine of version 1 sends it: an older machine may call a newer function."""
    older = copy.deepcopy(event)
    # In a child execution, the event is the same.
    if "execution" in older:
        context = older["execution"]
        older["execution"] = context["Execution"]
        if "State" in context:
            older["state"] = context["State"]
    for holder in (older, older["data"]):
        if isinstance(holder, dict) and isinstance(holder.get("task"), dict):
            holder["task"]["wire"] = 1
    return older


class Wire(unittest.TestCase):
    maxDiff = None

    def test_cases(self):
        files = sorted(CASES.glob("*.json"))
        self.assertGreater(len(files), 10)
        for file in files:
            for number, case in enumerate(json.loads(file.read_text())):
                with self.subTest(file=file.name, number=number, case=case["name"]):
                    self.answers(case)
                with self.subTest(file=file.name, number=number, case=case["name"], wire=1):
                    self.answers({**case, "event": of_version_1(case["event"])})

    def answers(self, case):
        runs, store = list(case["runs"]), Store(case["store"])
        handle = create_step_function(handler_of(callable_of(case["event"]), runs), store=store)
        event = copy.deepcopy(case["event"])
        try:
            answer = {"reply": json.loads(json.dumps(handle(event, Context(case["time"]))))}
        except Exception as error:  # noqa: BLE001
            answer = {"error": type(error).__name__, "details": json.loads(str(error))}
        self.assertEqual(spelled(without_times(answer)), spelled(without_times(case["answer"])))
        self.assertEqual(runs, [], "the handler ran another number of times")
        stored = {key: shown(text) for key, text in store.put_now.items()}
        self.assertEqual(without_times(stored), without_times(case["stored"]))
        self.assertEqual(event, case["event"], "the event was changed")

    def test_version(self):
        case = json.loads((CASES / "chain.json").read_text())[0]
        case["event"]["task"]["wire"] = WIRE_VERSION + 1
        handle = create_step_function(handler_of("Wire::first", [{"tells": True}]))
        with self.assertRaisesRegex(Exception, f"speaks version {WIRE_VERSION + 1} of the step event, and this function version"):
            handle(case["event"], Context(1000))

    def test_child_execution(self):
        """A part of a task that runs in an execution of its own: the task's lies in the state data, in a batch beside the part of the work."""
        execution = {"Id": "arn:aws:states:us-east-1:1:execution:m:t1", "Name": "t1", "StartTime": "2026-01-02T03:04:05Z", "Input": {"context": {}}}
        task = {"wire": WIRE_VERSION, "template": ["n", "t", "1.0.0"], "budget": {"steps": 1, "reserved": 0}}
        around = {"task": task, "execution": execution, "steps": {"a": {"result": {"x": 1}, "after": []}}}
        batch = {"worker": "b_1", "cursor": {}, "of": 1, "is_no_op": False}
        step = {"name": "b", "callable": "B", "dependencies": ["a"]}
        for data in (around, {"task": task, "steps": around, "batch": batch}):
            call = read_call({"step": step, "data": data, "state": {}})
            self.assertEqual((call.task.id, list(call.ancestors)), ("t1", ["a"]))

    def test_trace(self):
        header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a:0"
        trace = "5759e988bd862e3fe1be46a994272793"
        self.assertEqual(read_trace_header(header), (trace, "53995c3f42cd8ad8", True))
        self.assertEqual(read_trace_header("Root=1-5759e988-bd862e3fe1be46a994272793"), (None, None, False))
        self.assertEqual(read_trace_header(None), (None, None, False))

    def test_no_event(self):
        handle = create_step_function(handler_of("Wire::first", []))
        with self.assertRaisesRegex(TypeError, "its event needs step, data and execution"):
            handle({"hello": 1}, None)

    def test_folder(self):
        """A store in a folder keeps what it is given, as the store of TypeScript does."""
        from tasker_sfn.stores import FolderStore, ResultLost

        with tempfile.TemporaryDirectory() as folder:
            store = FolderStore(Path(folder, "new", "é x").as_uri())
            uri = store.put("machine/task/step.json", '{"a":"\u00e9"}')
            self.assertEqual(uri, "local:machine/task/step.json")
            self.assertEqual(store.get(uri), '{"a":"\u00e9"}')
            self.assertIsNone(store.find("machine/task/other.json"))
            with self.assertRaises(ResultLost):
                store.get("local:machine/task/other.json")
            with self.assertRaises(ResultLost):
                store.get("s3://bucket/machine/task/step.json")


if __name__ == "__main__":
    unittest.main()
