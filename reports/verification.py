"""The catalogue's own checks as text: one line a formula, and in full what does not hold.

Verifications come as the JSON values of the command's contract, fresh or from the cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reports.text import Line, Piece
from reports.visible import on_one_line

_DERIVABLE = ("identity", "gradient", "counting")
_COLOURS = {"verified": "good", "refuted": "bad", "undecided": "doubt"}


def verification_data(found: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The result of `verify` as JSON values, with the counts of `verification_summary`."""
    found = [dict(one) for one in found]
    return {"version": 1, "summary": verification_summary(found), "formulas": found}


def verification_summary(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was counted: standings, derivations of identities, gradients and recurrences, mutants, notations.

    `derived` formulas have a derivation with an expression between the two sides, of which each step holds; `general`
    ones among them are proved for all sizes. `at_once` goes from the left side to the right in one step that holds.
    """
    kinds = Counter(one["kind"] for one in found)
    held = [one for one in found if one["kind"] in _DERIVABLE and _holds(one)]
    derived = [one for one in held if one["symbolic"]["steps"] > 1]
    survivors = [survivor for one in found for survivor in one["mutants"]["survivors"]]
    return {
        "formulas": len(found),
        **{name: sum(one["status"] == name for one in found) for name in _COLOURS},
        "derivations": {
            "wanted": sum(kinds[kind] for kind in _DERIVABLE),
            "derived": len(derived),
            "at_once": len(held) - len(derived),
            "general": sum(one["symbolic"]["general"] for one in derived),
            "special": sum(one["symbolic"]["proof"] is not None and not one["symbolic"]["general"] for one in derived),
            "cited": sum(one["symbolic"]["cited"] is not None for one in found),
        },
        "mutants": {
            "made": sum(one["mutants"]["made"] for one in found),
            "killed": sum(one["mutants"]["killed"] for one in found),
            "survivors": len(survivors),
            "explained": sum(bool(survivor["reason"]) for survivor in survivors),
        },
        "notations": {
            "all": sum(one["notations"] for one in found),
            "fewest": min((one["notations"] for one in found), default=0),
        },
    }


def _holds(one: Mapping[str, Any]) -> bool:
    """Whether there is a derivation, of which each step holds."""
    symbolic = one["symbolic"]
    return bool(symbolic["derived"] and symbolic["held"] == symbolic["steps"])


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
    if not quiet:
        yield from ((Piece(line),) for line in _counted(found))


def evidence_parts(one: Mapping[str, Any]) -> list[str]:
    """What stands behind a formula, in a few words each: derivation, model, mutants."""
    symbolic, numeric, mutants = one["symbolic"], one["numeric"], one["mutants"]
    if symbolic["derived"]:
        held, proved = symbolic["held"], symbolic["proved"]
        steps = f"{held} of {_count(symbolic['steps'], 'step')} {'holds' if held == 1 else 'hold'}"
        parts = [f"{steps}, {proved} proved"]
        if symbolic["proof"] is not None:
            parts.append(f"proved for {symbolic['proof']}")
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


def verification_total(found: Sequence[Mapping[str, Any]]) -> str:
    """`57 formulas: 56 verified, 1 undecided; 812 of 820 mutants refuted, 8 of 8 survivors explained`."""
    summary = verification_summary(found)
    stands = ", ".join(f"{summary[name]} {name}" for name in _COLOURS if summary[name])
    total = _count(summary["formulas"], "formula") + (f": {stands}" if stands else "")
    mutants = summary["mutants"]
    if mutants["made"]:
        total += f"; {mutants['killed']} of {_count(mutants['made'], 'mutant')} refuted"
    if mutants["survivors"]:
        total += f", {mutants['explained']} of {_count(mutants['survivors'], 'survivor')} explained"
    return total


def _counted(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How many derivations have a step between, for which sizes they are proved, what is cited; how many notations."""
    summary = verification_summary(found)
    derivations, notations = summary["derivations"], summary["notations"]
    wanted, derived, general = (derivations[key] for key in ("wanted", "derived", "general"))
    if wanted:
        share = f"{derived} of {wanted}{_share(derived, wanted)}"
        parts = [f"identities, gradients and recurrences: {share} derived step by step"]
        if derived:
            parts.append(f"{general} of these{_share(general, derived)} proved for all sizes")
            parts.append(f"{derivations['special']} more for explicit sizes")
        if derivations["at_once"]:
            parts.append(f"{derivations['at_once']} derived in a single step")
        yield ", ".join(parts)
    if found:
        yield f"{_count(derivations['cited'], 'cited proof')}; {notations['fewest']} notations or more for a formula"


def _share(part: int, whole: int) -> str:
    """The percentage, rounded down: 100 % is all of them."""
    return f" ({100 * part // whole} %)"


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
