"""Verifying formulas of the catalogue: what is in the cache is taken from it, the rest is verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from twofold.cache import Cache
from twofold.dependencies import formula_key
from twofold.pool import spread

TOGETHER = 4  # formulas that one process takes at once: those of a topic share its import
_FIELDS = frozenset(
    ("id", "topic", "title", "kind", "notations", "status", "symbolic", "numeric", "steps", "mutants", "seconds")
)


def verify_formulas(
    ids: Sequence[str],
    *,
    samples: int,
    seed: int,
    device: str,
    time_limit: float,
    jobs: int = 1,
    cache: Cache | None = None,
    report: Callable[[str], None] | None = None,
) -> list[dict[str, Any]]:
    """The verifications of these formulas in their order, as the JSON values of the command's contract."""
    found: dict[str, dict[str, Any]] = {}
    keys = {id: formula_key(id, "verify", repr((samples, seed, device, time_limit))) for id in ids}
    for id in ids:
        known = cache.load(keys[id]) if cache is not None else None
        if isinstance(known, dict) and known.keys() >= _FIELDS:
            found[id] = known
    missing = [id for id in ids if id not in found]
    verify = partial(_verify, samples=samples, seed=seed, device=device, time_limit=time_limit)
    for id, verification in zip(missing, spread(verify, missing, jobs, together=TOGETHER), strict=True):
        found[id] = verification
        if cache is not None:
            cache.store(keys[id], verification)
        if report is not None:
            report(id)
    return [found[id] for id in ids]


def _verify(id: str, *, samples: int, seed: int, device: str, time_limit: float) -> dict[str, Any]:
    from numerics.verification import Settings, verify_all

    (verification,) = verify_all([id], Settings(samples=samples, seed=seed, device=device, time_limit=time_limit))
    return verification.to_json()
