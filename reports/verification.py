"""The catalogue's own checks as text: one line a formula, and in full what does not hold.

Verifications come as the JSON values of the command's contract, fresh or from the cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reports.text import Line, Piece
from reports.visible import on_one_line

_COLOURS = {"verified": "good", "refuted": "bad", "undecided": "doubt"}


def verification_data(found: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The result of `verify` as JSON values."""
    return {"version": 1, "formulas": [dict(one) for one in found]}


def verification_lines(
    found: Sequence[Mapping[str, Any]], *, verbose: bool = False, quiet: bool = False
) -> Iterator[Line]:
    """A line for each formula, what does not hold under it, and the total; with `verbose` steps and survivors too."""
    if not quiet:
        width = max((len(one["id"]) for one in found), default=0)
        for one in found:
            yield (
                Piece(f"{one['status']:<9} ", _COLOURS.get(one["status"], "")),
                Piece(f"{one['id']:<{width}}  ", "place"),
                Piece("; ".join(evidence_parts(one))),
            )
            for message in one.get("messages", []):
                for line in message.split("\n"):
                    yield (Piece(f"  {line}", "bad" if one["status"] == "refuted" else "doubt"),)
            if verbose:
                yield from _details(one)
    yield (Piece(verification_total(found), "total"),)


def evidence_parts(one: Mapping[str, Any]) -> list[str]:
    """What stands behind a formula, in a few words each: derivation, model, mutants."""
    symbolic, numeric, mutants = one["symbolic"], one["numeric"], one["mutants"]
    if symbolic["derived"]:
        held, proved = symbolic["held"], symbolic["proved"]
        steps = f"{held} of {_count(symbolic['steps'], 'step')} {'holds' if held == 1 else 'hold'}"
        parts = [f"{steps}, {proved} proved"]
    else:
        parts = ["cited, not derived"]
    exhaustive = numeric["method"] == "exhaustive"
    points = f"every point, {numeric['points']} of them" if exhaustive else _count(numeric["points"], "point")
    parts.append(f"model: {points}")
    parts[-1] += f", error {numeric['error']:.0e}" if numeric["error"] else ", error 0"
    if numeric.get("tightness") is not None:
        parts.append(f"tightness {numeric['tightness']:.0e}")
    parts.append(f"{mutants['killed']} of {_count(mutants['made'], 'mutant')} refuted")
    return parts


def verification_total(found: Iterable[Mapping[str, Any]]) -> str:
    """`57 formulas: 56 verified, 1 undecided; 812 of 820 mutants refuted, 8 survive with a reason`."""
    found = list(found)
    counts = Counter(one["status"] for one in found)
    made = sum(one["mutants"]["made"] for one in found)
    killed = sum(one["mutants"]["killed"] for one in found)
    survivors = [survivor for one in found for survivor in one["mutants"]["survivors"]]
    explained = sum(bool(survivor["reason"]) for survivor in survivors)
    stands = ", ".join(f"{counts[name]} {name}" for name in _COLOURS if counts[name])
    total = _count(len(found), "formula") + (f": {stands}" if stands else "")
    if made:
        total += f"; {killed} of {_count(made, 'mutant')} refuted"
    if survivors:
        total += f", {explained} of {_count(len(survivors), 'survivor')} explained"
    return total


def _details(one: Mapping[str, Any]) -> Iterator[Line]:
    for step in one["steps"]:
        scope = f" ({step['scope']})" if step.get("scope") else ""
        yield (
            Piece(f"  {step['status']:<10}", "label"),
            Piece(f"{on_one_line(step['because'])}{scope}: "),
            Piece(on_one_line(step["expression"]), "formula"),
        )
    for survivor in one["mutants"]["survivors"]:
        yield (
            Piece("  survivor  ", "label"),
            Piece(f"{on_one_line(survivor['name'])}: {survivor['reason'] or 'not explained'}"),
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
