"""Records: what Tasker makes of pydantic models, made of the standard library alone."""

from __future__ import annotations

import dataclasses
import json
from enum import Enum
from typing import Any
from uuid import UUID


class Record:
    """Methods that handlers call on models. The classes are dataclasses whose fields have names."""

    @classmethod
    def model_validate(cls, data: Any) -> Any:
        """Makes a record of a dictionary; members that it has no field for are ignored."""
        if isinstance(data, cls):
            return data
        if not isinstance(data, dict):
            raise ValueError(f"{cls.__name__} is made of a dictionary, and this is {type(data).__name__}")
        names = [each.name for each in dataclasses.fields(cls)]
        try:
            return cls(**{name: data[name] for name in names if name in data})
        except TypeError as error:
            raise ValueError(str(error)) from error

    def model_dump(self, *, mode: str = "python", exclude_none: bool = False, **_options: Any) -> dict[str, Any]:
        """The record as a dictionary, the records in it too; with `mode="json"` of what JSON has."""
        members = {each.name: _dump(getattr(self, each.name), mode) for each in dataclasses.fields(self)}
        return {name: value for name, value in members.items() if not (exclude_none and value is None)}

    def model_dump_json(self, **options: Any) -> str:
        """The record as JSON text."""
        return json.dumps(self.model_dump(mode="json", **options), separators=(",", ":"))

    def model_copy(self, *, update: dict[str, Any] | None = None, **_options: Any) -> Any:
        """A copy, with some fields changed."""
        return dataclasses.replace(self, **(update or {}))


def _dump(value: Any, mode: str) -> Any:
    if isinstance(value, Record):
        return value.model_dump(mode=mode)
    if isinstance(value, dict):
        return {key: _dump(each, mode) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_dump(each, mode) for each in value]
    if mode == "json" and isinstance(value, Enum):
        return value.value
    return str(value) if mode == "json" and isinstance(value, UUID) else value
