"""What one way of judging says of a claim, before it becomes a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from derivations.algebra.evaluate import Unbound
from derivations.algebra.points import Context, Points
from derivations.algebra.terms import Relation, leaves
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import RationalWorld, Undecided, Undefined, Unsupported
from derivations.proof import Outcome as Proved
from derivations.proof import prove
from numerics.agreement import Agreement, Counterexample, Outcome, sample
from numerics.certificates import text_of
from sheets.judging.results import Evidence, Settings, Verdict

QUICK = 384  # points of a first look
Undoable = (Undefined, Undecided, Unsupported, Unbound, ShapeError, OverflowError, ValueError, ArithmeticError)


@dataclass(frozen=True)
class Judgement:
    """A verdict with what stands behind it; `letters` maps the claim's names back to the sheet's."""

    verdict: Verdict
    code: str | None = None
    formula: str | None = None
    message: str = ""
    counterexample: Counterexample | None = None
    letters: Mapping[str, str] | None = None
    claim: Relation | None = None
    suggestion: str | None = None
    unique: bool = False
    assumption: str | None = None
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()


def quick_look(context: Context, claim: Relation, settings: Settings, strict: bool = False) -> Agreement:
    """A first, cheap sample: enough to refute, too few points to confirm."""
    return sample(context, claim, min(QUICK, settings.samples), settings.seed, strict)


def confirmed(context: Context, claim: Relation, settings: Settings, formula: str | None = None) -> Judgement | None:
    """The verdict on a claim that a first look did not refute: proved, confirmed, or `None` when the full sample
    objects."""
    try:
        agreement = sample(context, claim, settings.samples, settings.seed)
    except Undoable:
        return None
    if agreement.outcome is not Outcome.HOLDS:
        return None
    evidence = [Evidence("random points", sizes_text(agreement), agreement.points)]
    proof = prove(context, claim, settings.time_limit)
    if proof.outcome is Proved.EQUAL:
        evidence.append(Evidence(proof.method, proof.scope, 0))
        return Judgement(Verdict.PROVED, formula=formula, evidence=tuple(evidence))
    return Judgement(Verdict.CONFIRMED, formula=formula, evidence=tuple(evidence))


def sizes_text(agreement: Agreement) -> str:
    """The sizes at which a claim was sampled, in words."""
    choices = [", ".join(f"{name} = {value}" for name, value in sizes.items()) for sizes in agreement.sizes if sizes]
    return "sizes " + "; ".join(choices) if choices else "all values"


def values_at(points: Points, claim: Relation, letters: Mapping[str, str] | None = None) -> tuple[tuple[str, str], ...]:
    """Each symbol of a claim with its value at a point, for people."""
    wanted = leaves(claim.left) | leaves(claim.right)
    for name in tuple(wanted):
        if name in points.definitions:
            wanted |= leaves(points.definitions[name])
    shown: list[tuple[str, str]] = []
    for name, size in sorted(points.sizes.items()):
        if _written(name):
            shown.append((_spelled(name, letters), str(size)))
    world = RationalWorld()
    functions: dict[str, list[tuple[str, str]]] = {}
    for name, lattice in points.lattices.items():
        text = _array_text(lattice.value(world).data[0])
        function, _, part = name.partition("%")
        if part and function in wanted:
            functions.setdefault(function, []).append((part, text))
        elif name in wanted and "%" not in name:
            shown.append((_spelled(name.removesuffix("@"), letters), text))
    for function, parts in functions.items():
        affine = " + ".join(
            [text for part, text in parts if part == "c"] + [f"{text}·u" for part, text in parts if part != "c"]
        )
        shown.append((_spelled(function, letters), f"u -> s + s^2/2 + s^3/8, s = {affine}"))
    return tuple(shown)


def _written(name: str) -> bool:
    return name.isalpha() and len(name) <= 8


def _spelled(name: str, letters: Mapping[str, str] | None) -> str:
    back = {quantity: ours for ours, quantity in (letters or {}).items()}
    return back.get(name, name)


def _array_text(array: Any) -> str:
    if not getattr(array, "shape", ()):
        return text_of(array)
    return "[" + ", ".join(_array_text(entry) for entry in array) + "]"
