"""What the in-memory services remember under a name, by user id, as long as their process lives."""

from collections import defaultdict
from datetime import datetime, timezone

MEMORIES = defaultdict(dict)


def remember(memory, key, make):
    """What is remembered under the key; made and kept when there is nothing yet."""
    if key not in MEMORIES[memory]:
        MEMORIES[memory][key] = make()
    return MEMORIES[memory][key]


def now():
    """ISO 8601."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
