"""Steps of random workflows in Python: a line of JSON comes for each invocation, and one goes back with what came of it."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "runtimes" / "python"))

from tasker_core import PermanentError, RetryableError, StepHandler, StepHandlerResult  # noqa: E402
from tasker_sfn import create_step_function  # noqa: E402


class Gone(BaseException):
    """The process ends, or hangs: the runtime cannot say anything of it."""


def make_handler(asked, runs):
    class Handler(StepHandler):
        handler_name = asked["callable"]

        def call(self, context):
            name = context.event.task_sequence_step["workflow_step"]["name"]
            kind = asked["runs"][len(runs)] if len(runs) < len(asked["runs"]) else "ok"
            results = {each: context.get_dependency_result(each) for each in context.get_dependency_result_keys()}
            runs.append({"attempt": context.retry_count + 1, "results": results, "yields": context.checkpoint_items_processed})
            if kind == "retryable":
                raise RetryableError(f"not now {asked['ballast']}")
            if kind == "retry_after":
                raise RetryableError("later", retry_after=asked["retryAfter"])
            if kind == "permanent":
                raise PermanentError(f"never{asked['ballast']}", error_code="NEVER")
            if kind == "throw":
                raise TypeError("a mistake")
            if kind in ("crash", "timeout"):
                raise Gone(kind)
            if kind == "yield":
                return self.yield_at(context, name)
            return {**asked["result"], "from": name, "more": asked["ballast"], **asked["outcome"]}

        def yield_at(self, context, name):
            items = context.checkpoint_items_processed
            told = [context.checkpoint_cursor, context.accumulated_results]
            expected = [{"at": items, "of": name}, {"of": name, "sum": items}] if items else [None, None]
            if told != expected:
                raise PermanentError(f"{name} goes on from {told} after {items} yields.", error_code="LOST")
            items += 1
            left = {"cursor": {"at": items, "of": name}, "items_processed": items, "accumulated_results": {"of": name, "sum": items}}
            return StepHandlerResult.success(left, {"checkpoint_yield": True})

    return Handler


class Context:
    aws_request_id = "request"

    def get_remaining_time_in_millis(self):
        return 900_000


answers = sys.stdout
# What the log says is nobody's business here.
sys.stdout = open("/dev/null", "w")
for line in sys.stdin:
    asked = json.loads(line)
    runs = []
    function = create_step_function(make_handler(asked, runs), events=json.dumps(asked["events"]))
    try:
        told = {"reply": function(asked["event"], Context())}
    except Gone as error:
        told = {"gone": str(error)}
    except Exception as error:
        told = {"error": type(error).__name__, "message": str(error)}
    answers.write(json.dumps({**told, "runs": runs}) + "\n")
    answers.flush()
