"""Names as UUIDs, as every runtime makes them."""

from __future__ import annotations


def uuid_of(name: str) -> str:
    """A UUID of version 8, made from a SHA-256 of the name (RFC 9562, section 5.8)."""
    from hashlib import sha256

    digits = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    variant = format((int(digits[16], 16) & 0b11) | 0b1000, "x")
    return "-".join([digits[:8], digits[8:12], "8" + digits[13:16], variant + digits[17:20], digits[20:32]])
