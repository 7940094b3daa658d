"""X-Ray's header, such as Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1."""

from __future__ import annotations

import re

_ROOT = re.compile(r"1-([0-9a-f]{8})-([0-9a-f]{24})")
_PARENT = re.compile(r"[0-9a-f]{16}")


def read_trace_header(header: str | None) -> tuple[str | None, str | None, bool]:
    """The trace, the span that asks for work, and whether the trace is kept; None and None where nothing is traced."""
    parts = dict(part.split("=", 1) for part in (header or "").split(";") if "=" in part)
    root = _ROOT.fullmatch(parts.get("Root", ""))
    parent = _PARENT.fullmatch(parts.get("Parent", ""))
    if root is None or parent is None:
        return None, None, False
    return root[1] + root[2], parent[0], parts.get("Sampled") == "1"
