"""Stable identifiers from content. No other module invents ids."""

import hashlib


def short_id(*parts: str | int | bytes) -> str:
    """16 hex characters of a SHA-256 over length-prefixed parts, so that no two lists of parts run together.

    64 bits keep the chance of one collision among a hundred million ids below 3 in 10,000.
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8")
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()[:16]
