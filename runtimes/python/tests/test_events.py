"""Domain events: which are published when, by whom, to whom, and what happens when one cannot be."""

import functools
import json
import os
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import event_classes  # noqa: E402
from tasker_core import PermanentError, RetryableError, StepHandler  # noqa: E402
from tasker_sfn import create_step_function  # noqa: E402
from tasker_sfn.testing import run_handler  # noqa: E402

CONDITIONS = ("success", "failure", "retryable_failure", "permanent_failure", "always")


class Pay(StepHandler):
    handler_name = "Pay"

    def call(self, context):
        how = context.get_input("how")
        if how == "later":
            raise RetryableError("later")
        if how == "never":
            raise PermanentError("never", error_code="NEVER")
        return {"paid": context.get_input("amount")}


def events_of(*declared, publishers=(), subscribers=()):
    steps = {"pay": list(declared)}
    return json.dumps({"declared": {"test/test/1.0.0": steps}, "publishers": list(publishers), "subscribers": list(subscribers)})


def run_publishing(events, **given):
    """Runs the handler in a function that publishes events."""
    make = functools.partial(create_step_function, events=events)
    with mock.patch("tasker_sfn.testing.create_step_function", make):
        return run_handler(Pay, step_name="pay", **given)


class FileBusTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "events.jsonl")
        patch = mock.patch.dict(os.environ, {"TASKER_SFN_EVENT_BUS": self.file.as_uri()})
        patch.start()
        self.addCleanup(patch.stop)

    def published(self):
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def run_pay(self, *declared, how=None, attempt=1, **setup):
        return run_publishing(events_of(*declared, **setup), context={"how": how, "amount": 5}, attempt=attempt)

    def test_each_condition_has_its_ends(self):
        declared = [{"name": f"pay.{condition}", "condition": condition} for condition in CONDITIONS]
        for how, attempt, due in [
            (None, 1, ["success", "always"]),
            ("later", 1, ["failure", "retryable_failure", "always"]),
            ("later", 3, ["failure", "permanent_failure", "always"]),
            ("never", 1, ["failure", "permanent_failure", "always"]),
        ]:
            with self.subTest(how=how, attempt=attempt):
                self.file.unlink(missing_ok=True)
                self.run_pay(*declared, how=how, attempt=attempt)
                self.assertEqual([each["detail-type"] for each in self.published()], [f"pay.{each}" for each in due])

    def test_the_envelope_is_that_of_tasker(self):
        run = run_publishing(events_of({"name": "pay.done"}), context={"amount": 5}, task_id="t1")
        self.assertEqual(run.result, {"paid": 5})
        [event] = self.published()
        self.assertEqual((event["source"], event["delivery"]), ("tasker.test", "durable"))
        detail = event["detail"]
        self.assertEqual(detail["payload"]["payload"], {"paid": 5})
        self.assertEqual(detail["payload"]["execution_result"]["status"], "completed")
        self.assertEqual((detail["event_name"], detail["event_version"]), ("pay.done", "1.0"))
        self.assertEqual((detail["metadata"]["step_name"], detail["metadata"]["fired_by"]), ("pay", "default"))

    def test_an_event_of_a_failure_says_what_failed(self):
        self.run_pay({"name": "pay.failed", "condition": "failure"}, how="never")
        [event] = self.published()
        told = {"error_code": "NEVER", "reason": "never", "error_type": "permanent_error", "retryable": False, "attempts": 1}
        self.assertEqual(event["detail"]["payload"]["payload"], told)

    def test_a_payload_that_breaks_its_schema_is_not_published_and_fails_no_step(self):
        schema = {"type": "object", "required": ["paid"], "properties": {"paid": {"type": "string"}}}
        run = self.run_pay({"name": "pay.done", "schema": schema}, {"name": "pay.also"})
        self.assertTrue(run.success)
        self.assertEqual([each["detail-type"] for each in self.published()], ["pay.also"])

    def test_publishers_and_subscribers_take_part(self):
        event_classes.seen.clear()
        classes = {"publishers": ["event_classes:Loud"], "subscribers": ["event_classes:Broken", "event_classes:Listener"]}
        run = self.run_pay(
            {"name": "pay.fast", "publisher": "Loud", "deliveryMode": "fast"},
            {"name": "pay.broadcast", "deliveryMode": "broadcast"},
            {"name": "pay.nobody", "publisher": "Nobody"},
            **classes,
        )
        self.assertTrue(run.success)
        self.assertEqual(
            event_classes.seen, [("pay.fast", {"paid": 5, "loud": True}), "after pay.fast", ("pay.broadcast", {"paid": 5})]
        )
        # A file shows all events, also those that stay in the function.
        self.assertEqual([each["detail"]["metadata"]["fired_by"] for each in self.published()], ["Loud", "default"])


class EventBridgeTest(unittest.TestCase):
    def publish(self, answer):
        put = mock.Mock(return_value=answer)
        modules = {
            "boto3": types.SimpleNamespace(client=lambda *_, **__: types.SimpleNamespace(put_events=put)),
            "botocore": types.ModuleType("botocore"),
            "botocore.config": types.SimpleNamespace(Config=dict),
        }
        with mock.patch.dict(sys.modules, modules), mock.patch.dict(os.environ, {"TASKER_SFN_EVENT_BUS": "tasks"}):
            declared = events_of({"name": "pay.done"}, {"name": "pay.near", "deliveryMode": "fast"})
            run = run_publishing(declared, context={"amount": 5})
        self.assertTrue(run.success)
        return put

    def test_an_entry_says_whose_event_it_is(self):
        put = self.publish({"FailedEntryCount": 0, "Entries": [{}]})
        self.assertEqual(put.call_count, 1)
        [entry] = put.call_args.kwargs["Entries"]
        self.assertEqual((entry["EventBusName"], entry["Source"], entry["DetailType"]), ("tasks", "tasker.test", "pay.done"))
        self.assertEqual(json.loads(entry["Detail"])["event_name"], "pay.done")

    def test_a_bus_that_refuses_fails_no_step(self):
        self.publish({"FailedEntryCount": 1, "Entries": [{"ErrorCode": "Throttled", "ErrorMessage": "later"}]})


if __name__ == "__main__":
    unittest.main()
