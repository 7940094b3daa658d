"""Judges payloads of events by their JSON Schema, with the standard library alone."""

from __future__ import annotations

import math
import re
from typing import Any

# The patterns of schemas, which are JavaScript's, with the same in words of Python.
patterns_here: dict[str, str] = {}

_TYPES: dict[str, Any] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: _is_number(value),
    "integer": lambda value: _is_number(value) and float(value).is_integer(),
}


def problem_in(value: Any, schema: Any, root: Any = None, path: str = "") -> str | None:
    """The first way in which a value breaks a schema; None where it keeps to it. Formats only inform."""
    root = schema if root is None else root
    if schema is True or schema == {}:
        return None
    at = path or "it"
    if schema is False:
        return f"{at} must not be there"
    if "$ref" in schema:
        problem = problem_in(value, _resolve(schema["$ref"], root), root, path)
        if problem is not None:
            return problem
    kinds = schema.get("type")
    if kinds is not None:
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not any(_TYPES[kind](value) for kind in kinds):
            return f"{at} must be {','.join(kinds)}"
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        return f"{at} must be equal to one of the allowed values"
    if "const" in schema and not _same(value, schema["const"]):
        return f"{at} must be equal to constant"
    return _of_kind(value, schema, root, path, at) or _combined(value, schema, root, path, at)


def _of_kind(value: Any, schema: Any, root: Any, path: str, at: str) -> str | None:
    if isinstance(value, str):
        return _text(value, schema, at)
    if _is_number(value):
        return _number(value, schema, at)
    if isinstance(value, list):
        return _list(value, schema, root, path, at)
    return _object(value, schema, root, path, at) if isinstance(value, dict) else None


def _text(value: str, schema: Any, at: str) -> str | None:
    if len(value) < schema.get("minLength", 0):
        return f"{at} must NOT have fewer than {schema['minLength']} characters"
    if len(value) > schema.get("maxLength", math.inf):
        return f"{at} must NOT have more than {schema['maxLength']} characters"
    pattern = schema.get("pattern")
    return f'{at} must match pattern "{pattern}"' if pattern is not None and not _matches(pattern, value) else None


def _matches(pattern: str, value: str) -> bool:
    return re.search(patterns_here.get(pattern, pattern), value) is not None


def _number(value: float, schema: Any, at: str) -> str | None:
    checks = {
        "minimum": (lambda limit: value >= limit, ">="),
        "maximum": (lambda limit: value <= limit, "<="),
        "exclusiveMinimum": (lambda limit: value > limit, ">"),
        "exclusiveMaximum": (lambda limit: value < limit, "<"),
    }
    for name, (holds, sign) in checks.items():
        limit = schema.get(name)
        if _is_number(limit) and not holds(limit):
            return f"{at} must be {sign} {limit}"
    factor = schema.get("multipleOf")
    return f"{at} must be multiple of {factor}" if factor and not float(value / factor).is_integer() else None


def _list(value: list[Any], schema: Any, root: Any, path: str, at: str) -> str | None:
    if len(value) < schema.get("minItems", 0):
        return f"{at} must NOT have fewer than {schema['minItems']} items"
    if len(value) > schema.get("maxItems", math.inf):
        return f"{at} must NOT have more than {schema['maxItems']} items"
    if schema.get("uniqueItems") and any(_same(one, other) for i, one in enumerate(value) for other in value[:i]):
        return f"{at} must NOT have duplicate items"
    first = schema.get("prefixItems") or (schema["items"] if isinstance(schema.get("items"), list) else [])
    rest = schema.get("items", True) if not isinstance(schema.get("items"), list) else schema.get("additionalItems", True)
    for index, each in enumerate(value):
        own = first[index] if index < len(first) else rest
        problem = problem_in(each, own, root, f"{path}/{index}")
        if problem is not None:
            return problem
    if "contains" in schema and not any(problem_in(each, schema["contains"], root) is None for each in value):
        return f"{at} must contain at least 1 valid item(s)"
    return None


def _object(value: dict[str, Any], schema: Any, root: Any, path: str, at: str) -> str | None:
    for name in schema.get("required", []):
        if name not in value:
            return f"{at} must have required property '{name}'"
    if len(value) < schema.get("minProperties", 0):
        return f"{at} must NOT have fewer than {schema['minProperties']} properties"
    if len(value) > schema.get("maxProperties", math.inf):
        return f"{at} must NOT have more than {schema['maxProperties']} properties"
    properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name, each in value.items():
        if "propertyNames" in schema and problem_in(name, schema["propertyNames"], root) is not None:
            return f"{at} property name must be valid"
        own = [properties[name]] if name in properties else []
        own += [one for pattern, one in patterns.items() if _matches(pattern, name)]
        if not own and "additionalProperties" in schema:
            if schema["additionalProperties"] is False:
                return f"{at} must NOT have additional properties"
            own = [schema["additionalProperties"]]
        for one in own:
            problem = problem_in(each, one, root, f"{path}/{name}")
            if problem is not None:
                return problem
    for name, needed in schema.get("dependentRequired", {}).items():
        if name in value and not all(each in value for each in needed):
            return f"{at} must have properties {', '.join(needed)} when property {name} is present"
    return None


def _combined(value: Any, schema: Any, root: Any, path: str, at: str) -> str | None:
    for each in schema.get("allOf", []):
        problem = problem_in(value, each, root, path)
        if problem is not None:
            return problem
    kept = {
        name: sum(problem_in(value, each, root, path) is None for each in schema[name])
        for name in ("anyOf", "oneOf")
        if name in schema
    }
    if kept.get("anyOf") == 0:
        return f"{at} must match a schema in anyOf"
    if kept.get("oneOf", 1) != 1:
        return f"{at} must match exactly one schema in oneOf"
    if "not" in schema and problem_in(value, schema["not"], root, path) is None:
        return f"{at} must NOT be valid"
    if "if" in schema:
        branch = "then" if problem_in(value, schema["if"], root, path) is None else "else"
        return problem_in(value, schema.get(branch, True), root, path)
    return None


def _resolve(reference: str, root: Any) -> Any:
    """A part of the same document; others are not looked for, as in every judge of ours."""
    found = root
    for part in reference.removeprefix("#").split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    return type(one) is type(other) and one == other or (_is_number(one) and _is_number(other) and one == other)
