"""The list of the catalogue: what is in the cache is taken from it, so that no topic needs to be imported."""

from __future__ import annotations

from typing import Any

from twofold.cache import Cache
from twofold.dependencies import package_digest, topic_key


def listing(cache: Cache | None) -> list[dict[str, Any]]:
    """The formulas in reading order, as the JSON values of the command's contract."""
    from derivations.catalogue import TOPICS

    return [one for topic in TOPICS for one in _topic_listing(topic, cache)]


def _topic_listing(topic: str, cache: Cache | None) -> list[dict[str, Any]]:
    key = topic_key(topic, "list", package_digest("reports"))
    known = cache.load(key) if cache is not None else None
    if isinstance(known, list):
        return known
    from reports.entries import topic_listing

    found = topic_listing(topic)
    if cache is not None:
        cache.store(key, found)
    return found
