"""From what a user types to formulas of the catalogue."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence


class UnknownFormula(Exception):
    """No formula or topic has that name; the message lists the nearest."""


def formula_ids(names: Sequence[str], ids_of: Callable[[str], Iterable[str]] | None = None) -> list[str]:
    """The ids of the formulas named, in catalogue order: an id, a topic, or nothing for all. Raises UnknownFormula.

    `ids_of` says which ids a topic has, where that is known without importing it.
    """
    from derivations.catalogue import TOPICS, formulas_of

    ids_of = ids_of or formulas_of
    wanted: dict[str, set[str]] = {}
    for name in names or TOPICS:
        topic = name.partition(".")[0]
        found = {id for id in ids_of(topic) if name in (id, topic)} if topic in TOPICS else set()
        if not found:
            raise UnknownFormula(_unknown(name))
        wanted.setdefault(topic, set()).update(found)
    return [id for topic in TOPICS if topic in wanted for id in ids_of(topic) if id in wanted[topic]]


def formula_id(name: str) -> str:
    """The id of one formula: the id itself, or its last part where only one formula has it. Raises UnknownFormula."""
    from derivations.catalogue import FORMULAS

    if name in FORMULAS:
        return name
    found = [id for id in FORMULAS if id.partition(".")[2] == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownFormula(f"{name}: several formulas have that name. Say which: {', '.join(found)}.")
    raise UnknownFormula(_unknown(name))


def _unknown(name: str) -> str:
    from derivations.catalogue import FORMULAS

    topics = dict.fromkeys(id.partition(".")[0] for id in FORMULAS)
    near = difflib.get_close_matches(name, [*FORMULAS, *topics], n=3, cutoff=0.4)
    if not near:
        near = [id for id in FORMULAS if difflib.get_close_matches(name, [id.partition(".")[2]], cutoff=0.5)][:3]
    remedy = f"Did you mean {' or '.join(near)}?" if near else "`twofold list` names them all."
    return f"{name[:60]}: no formula of the catalogue has that name. {remedy}"
