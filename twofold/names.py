"""From what a user types to formulas of the catalogue."""

from __future__ import annotations

import difflib
from collections.abc import Sequence


class UnknownFormula(Exception):
    """No formula or topic has that name; the message lists the nearest."""


def formula_ids(names: Sequence[str]) -> list[str]:
    """The ids of the formulas named, in catalogue order: an id, a topic, or nothing for all. Raises UnknownFormula."""
    from derivations.catalogue import FORMULAS, TOPICS, formulas_of

    if not names:
        return list(FORMULAS)
    wanted: set[str] = set()
    for name in names:
        if name not in TOPICS and name not in FORMULAS:
            raise UnknownFormula(_unknown(name))
        wanted.update(formulas_of(name) if name in TOPICS else (name,))
    topics = {id.partition(".")[0] for id in wanted}
    return [id for topic in TOPICS if topic in topics for id in formulas_of(topic) if id in wanted]


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
