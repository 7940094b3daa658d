"""A step's failure in the form that reaches the state machine: Lambda reports the class and the message as they are."""

from __future__ import annotations

import re
import types
from typing import Any

from .contract import CHECKPOINT_YIELD
from .json_text import length_of, write_json

# Characters that the details of an error may take in the log, where there is room but not without end.
_LOG_LIMIT = 65_536
# What Lambda's runtime takes for a frame beside what the frame shows.
_FRAME_CHARS = 40
_CONTROLS = re.compile(r"\\(?:u00([01][0-9a-f])|.)")


class WireError(Exception):
    """An error whose class name tells the state machine what to do."""

    # What the handler raised; None where it returned the failure.
    raised: BaseException | None = None


def _class_of(name: str) -> type[WireError]:
    return type(name, (WireError,), {})


class StepFailed(Exception):
    """A step has failed. `wire` is the error to raise for it."""

    def __init__(self, details: dict[str, Any], limit: int, cause: BaseException | None) -> None:
        super().__init__(details["message"])
        self.details = fit_details(details, _LOG_LIMIT)
        self.cause = cause
        message = without_controls(write_json(fit_details(details, limit)))
        self.wire = _class_of(details["error"])(message).with_traceback(_trace_of(cause, limit - length_of(message)))
        self.wire.raised = cause


class StepYielded(Exception):
    """A step has yielded, and another invocation goes on."""

    def __init__(self, progress: dict[str, Any]) -> None:
        super().__init__(CHECKPOINT_YIELD)
        self.progress = progress
        self.wire = _class_of(CHECKPOINT_YIELD)(write_json(progress))


class FailedAgain(Exception):
    """A worker has failed as it did before its task was redriven."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.wire = _class_of(name)(message)


def without_controls(text: str) -> str:
    """JSON text with pictures of control characters in place of their escapes.

    The machine writes the cause of the execution from it with `$string`, which on AWS leaves such characters as they are, and JSON does
    not allow them. Escapes that have names, such as that of a line's end, stay.
    """

    def picture(found: re.Match[str]) -> str:
        return found[0] if found[1] is None else chr(0x2400 + int(found[1], 16))

    return _CONTROLS.sub(picture, text)


def fit_details(details: dict[str, Any], limit: int) -> dict[str, Any]:
    """The details, cut to so many characters of JSON: the metadata goes first, then the message's end."""
    if _length(details) <= limit:
        return details
    bare = {name: value for name, value in details.items() if name != "metadata"}
    if _length(bare) <= limit:
        return bare
    short = {**bare, "message": bare["message"][:limit], "code": _cut(bare["code"], 64), "type": _cut(bare["type"], 64)}
    if _length(short) <= limit:
        return short
    message, fits, too_long = short["message"], 0, len(short["message"])
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _length({**short, "message": f"{message[:middle]}…"}) <= limit:
            fits = middle
        else:
            too_long = middle
    return {**short, "message": f"{message[:fits]}…"}


def _length(details: dict[str, Any]) -> int:
    return length_of(write_json(details))


def _cut(text: str | None, limit: int) -> str | None:
    return text if text is None or len(text) <= limit else f"{text[: limit - 1]}…"


def _trace_of(cause: BaseException | None, room: int) -> types.TracebackType | None:
    """As many of the innermost frames as there is room for: they are what Lambda tells of where it failed."""
    frames = []
    trace = cause.__traceback__ if cause is not None else None
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    kept: types.TracebackType | None = None
    left = room
    for each in reversed(frames):
        code = each.tb_frame.f_code
        if _is_ours(code.co_filename):
            break
        left -= len(code.co_filename) + len(code.co_name) + _FRAME_CHARS + len(_line_of(each))
        if left < 0:
            break
        kept = types.TracebackType(kept, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return kept


def _line_of(trace: types.TracebackType) -> str:
    import linecache

    return linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()


def _is_ours(filename: str) -> bool:
    path = filename.replace("\\", "/")
    return "/tasker_sfn/" in path or "/tasker_core/" in path
