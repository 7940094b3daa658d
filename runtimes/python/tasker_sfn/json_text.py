"""JSON as the other side sees it: what JavaScript would write."""

from __future__ import annotations

import base64
import dataclasses
import json
import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

# Integers beyond it are rounded on their way.
LARGEST_EXACT = 2**53 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")


class InexactNumber(Exception):
    """A number that would be rounded."""

    def __init__(self, path: str, number: int) -> None:
        shown = str(number) if abs(number) < 10**39 else f"{str(number)[:40]}…"
        super().__init__(
            f"The number {shown} cannot be kept exactly: integers may go up to {LARGEST_EXACT}. Write it as a string."
        )
        self.path = path


def write_json(value: Any) -> str:
    """The JSON text of what JSON has."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    # Half of a pair is no character, and no UTF-8 has it.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def length_of(text: str) -> int:
    """The characters of a text as JavaScript and States Language count them."""
    return len(text) + sum(1 for each in text if ord(each) > 0xFFFF)


def bytes_of(text: str) -> int:
    """The bytes of a text."""
    return len(text.encode("utf-8", "surrogatepass"))


def plain(value: Any) -> Any:
    """A value as JSON has it: dates, ids, enumerations, models and the like become what pydantic makes of them.

    Raises TypeError or RecursionError for what cannot become JSON, and InexactNumber for integers that would be rounded.
    """
    return _plain(value, "")


def _plain(value: Any, path: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return _plain(value.value, path)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_EXACT:
            raise InexactNumber(path, value)
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {_key(key): _plain(each, f"{path}/{_pointer(_key(key))}") for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each, f"{path}/{index}") for index, each in enumerate(value)]
    if hasattr(value, "model_dump"):
        return _plain(value.model_dump(mode="json"), path)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return _plain(told, path)
    if hasattr(value, "to_dict"):
        return _plain(value.to_dict(), path)
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, (UUID, Decimal, PurePath)):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        try:
            return bytes(value).decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    raise TypeError(f"a value of the class {type(value).__name__} is no JSON")


def _duration(value: timedelta) -> str:
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    seconds = value.seconds + value.microseconds / 1_000_000
    days = f"{value.days}D" if value.days else ""
    clock = f"T{seconds:g}S" if seconds or not value.days else ""
    return f"{sign}P{days}{clock}"


def _key(key: Any) -> str:
    if isinstance(key, Enum):
        return _key(key.value)
    if isinstance(key, str):
        return key
    if isinstance(key, bool):
        return "true" if key else "false"
    if key is None or isinstance(key, (int, float, UUID, date, Decimal)):
        return "null" if key is None else str(key)
    raise TypeError(f"a key of the class {type(key).__name__} is no JSON")


def _pointer(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
