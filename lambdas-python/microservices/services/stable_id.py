"""Ids."""

from hashlib import sha256


def stable_id(prefix, thing):
    """The same id for the same thing, such as `usr_5f2…`: a repeated call makes nothing twice, even in another process."""
    return f"{prefix}_{sha256(thing.encode()).hexdigest()[:24]}"
