"""Calculations that do not come out: the digits are computed again."""

from __future__ import annotations

from fractions import Fraction

from numerics.agreement import Outcome
from sheets.judging.outcomes import Judgement, quick_look
from sheets.judging.results import Settings, Verdict
from sheets.judging.statements import Statement
from sheets.meaning.hypotheses import Guess

SCALES = tuple(Fraction(scale) for scale in (10**3, 10**6, 10**9, 10**12, 2**10, 2**20, 2**30, 2**40))
"""Thousands, millions, kibibytes, …: what a word behind a number may multiply it by."""


def miscalculated(
    text: str, statement: Statement, guess: Guess, code: str, what: str, settings: Settings
) -> Judgement:
    """A calculation without letters that does not come out: the digits are computed again."""
    agreement = quick_look(guess.claim.context, guess.claim.relation, settings)
    if agreement.outcome is not Outcome.FAILS or agreement.counterexample is None:
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=agreement.outcome.value)
    value = agreement.counterexample.certificate.sides[0]
    if _is_in_another_unit(statement, value, text):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason="its right side may be in another unit")
    return Judgement(
        Verdict.WRONG,
        code,
        message=f"{what} {value}.",
        counterexample=agreement.counterexample,
        claim=guess.claim.relation,
        suggestion=_computed_again(text, statement, value),
    )


def _is_in_another_unit(statement: Statement, value: str, text: str) -> bool:
    """Whether a calculation comes out but for thousands, millions, … that a word behind it says: `84934656 ≈ 85`."""
    digits = text[statement.right.start : statement.right.end].strip()
    if not digits.replace(".", "", 1).isdigit() or Fraction(digits) < 1:
        return False
    places = len(digits.partition(".")[2])
    return any(abs(Fraction(value) / scale - Fraction(digits)) * 10**places <= Fraction(1, 2) for scale in SCALES)


def _computed_again(text: str, statement: Statement, value: str) -> str | None:
    """A calculation with the digits of its result as they come out, to as many places as were written."""
    right = statement.right
    written = text[right.start : right.end]
    digits = written.strip().lstrip("-− ")
    if not digits.replace(".", "", 1).isdigit() or statement.operator not in ("=", "approx"):
        return None
    places = len(digits.partition(".")[2])
    exact = Fraction(value)
    if not places and exact.denominator != 1:
        return None
    return text[statement.left.start : right.start] + f"{float(exact):.{places}f}"
