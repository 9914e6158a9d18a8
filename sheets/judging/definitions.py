"""Claims held against the catalogue: the field's meaning of the thing, under the sheet's own letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from derivations.algebra.points import Context
from derivations.algebra.terms import Derivative, Number, Relation, leaves
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undefined
from derivations.lowering import lower_statement
from derivations.vocabulary import Formula
from numerics.agreement import Outcome, agrees
from sheets.judging.comparisons import ALIKE, TELLING, compared
from sheets.judging.exchanges import reordered, straightened
from sheets.judging.naming import defines, in_its_letters, may_state, same_left
from sheets.judging.near_misses import (
    CLOSELY,
    NO_CLAIM,
    SAME,
    SMALL,
    SPEAKING,
    Refuted,
    Slip,
    likely,
    mistaken,
    miswritten,
    speaks_of,
)
from sheets.judging.outcomes import QUICK, Judgement, Undoable, confirmed, quick_look
from sheets.judging.renaming import in_its_notation
from sheets.judging.results import Settings
from sheets.judging.schools import is_of_a_school
from sheets.judging.statements import Statement, is_constant, is_name
from sheets.judging.strokes import Strokes, is_trivial
from sheets.meaning.matching import Candidate, is_named, nominate
from sheets.meaning.names import Unread, key_of
from sheets.meaning.parts import tokens_of
from sheets.meaning.steps import with_steps
from sheets.notation.tree import EMPTY

A_LETTER = 0.2  # how much less like an entry may be in whose own letters a relation is written
NEARLY = 0.05  # how much less like an entry may be that the words nearby speak of

TURNED = frozenset({"sign", "relation"})
"""Slips that only turn a sign or the direction of a relation."""

CONVENTIONAL = frozenset({"factor", "term", "number", "inverse", "sign"})
"""Differences that make another convention as often as a slip, where a relation holds under another entry."""


@dataclass(frozen=True)
class Holding:
    """A nominated formula under which the claim holds at a first look."""

    candidate: Candidate
    claim: Relation
    context: Context


def judge_definition(text: str, statement: Statement, nearby: str, settings: Settings) -> Judgement | None:
    """Hold a relation against the formulas of the catalogue that it may state; `None` when it states none of them."""
    if says_nothing(statement) or _is_of_an_eigenvector(statement):
        return None
    statement = Statement(with_steps(statement.pair), 0, statement.operator, statement.assumed)
    tokens = tokens_of(statement.pair)
    if len(tokens) < SMALL and not is_named(nearby):
        return None
    nominees = nominate(statement.pair, nearby)
    spoken_of = any(candidate.named for candidate in nominees)
    believed = partial(_believed, statement, nearby)
    refuted: list[Refuted] = []
    unnamed: list[Holding] = []
    borrowed: list[Holding] = []
    exchanged: set[str] = set()
    for candidate in nominees:
        if candidate.known.identity in exchanged:
            continue
        look = _look(candidate, statement, len(tokens), settings)
        if not isinstance(look, Holding) and (renamed := _renamed(text, candidate, statement, len(tokens), settings)):
            candidate, look = renamed.candidate, renamed
        if look is not None and look.candidate is not candidate:
            exchanged.add(candidate.known.identity)
        if isinstance(look, Refuted):
            refuted.append(look)
        elif look is not None and not candidate.named and _says_little(candidate, statement):
            continue
        elif look is not None and spoken_of and not candidate.named:
            unnamed.append(look)
        elif look is not None and not in_its_letters(candidate, statement):
            borrowed.append(look)
        elif look is not None and (found := _stated([*borrowed, look][0], settings)) is not None:
            return found
    if (unnamed or borrowed) and not any(in_its_letters(look.candidate, statement) for look in unnamed):
        slip = believed(miswritten(text, statement, [nominee for nominee in nominees if nominee.named], settings))
        if slip is not None and slip.to_the_letter and slip.edit.kind not in CONVENTIONAL:
            return slip.judgement
    strokes = Strokes(text, statement.pair)
    nearest = [look for look in refuted if look.candidate.named and in_its_letters(look.candidate, statement)]
    rivals = nearest if unnamed or borrowed else []
    slip = believed(mistaken(text, statement, strokes, rivals, settings)) if rivals else None
    rival = max((look.candidate.similarity for look in refuted if look.candidate.named), default=0.0)
    for look in borrowed:
        poor = look.candidate.similarity < CLOSELY or len(look.candidate.known.tokens) < SMALL
        if slip is not None and poor and rival >= look.candidate.similarity - A_LETTER:
            return slip.judgement
        if (found := _stated(look, settings)) is not None:
            return found
    for look in unnamed:
        if slip is not None and slip.edit.kind in TURNED:
            return slip.judgement
        as_like = rival >= max(ALIKE, look.candidate.similarity - NEARLY)
        to_the_letter = look.candidate.similarity == 1 and len(tokens) >= SPEAKING
        if as_like and not to_the_letter and not in_its_letters(look.candidate, statement):
            continue  # the words nearby speak of something else, which is as like
        if (found := _stated(look, settings)) is not None:
            return found
    if unnamed:
        return None
    slip = believed(miswritten(text, statement, nominees, settings))
    if slip is not None:
        return slip.judgement
    surest = max((failure.candidate.similarity for failure in refuted if failure.candidate.named), default=0.0)
    likeliest = [look for look in refuted if look.candidate.named or look.candidate.similarity > surest]
    slip = believed(mistaken(text, statement, strokes, likeliest, settings))
    return slip.judgement if slip is not None else None


def _believed(statement: Statement, nearby: str, slip: Slip | None) -> Slip | None:
    """A slip, unless the words nearby explain it."""
    return slip if slip is not None and not is_of_a_school(slip.edit, statement, nearby) else None


def _is_of_an_eigenvector(statement: Statement) -> bool:
    """Whether both sides are products that end in one and the same vector, `K a = \\lambda a`: a condition on it."""
    if not all(side.kind == "infix" and side.value == "juxt" for side in (statement.left, statement.right)):
        return False
    last = statement.left.children[1]
    vector = last.children[0] if last.kind == "script" and last.children[2] is EMPTY else last
    return last == statement.right.children[1] and (key_of(vector) or "?")[0].islower()


def _says_little(candidate: Candidate, statement: Statement) -> bool:
    """Whether a definition is so short that its structure shows nothing, in letters that are not the entry's."""
    return len(candidate.known.tokens) < TELLING and defines(statement) and not in_its_letters(candidate, statement)


def _stated(look: Holding, settings: Settings) -> Judgement | None:
    if _is_tighter(look, settings) or _is_idle(look.claim):
        return None
    found = confirmed(look.context, look.claim, settings, look.candidate.known.identity)
    return replace(found, letters=look.candidate.letters) if found is not None else None


def _is_idle(claim: Relation) -> bool:
    """Whether a claim only says that what does not depend on a variable does not change with it."""
    slopes = [node for node in claim.left.walk() if isinstance(node, Derivative)]
    nought = isinstance(claim.right, Number) and claim.right.value == 0
    return nought and bool(slopes) and all(node.by not in leaves(node.body) and node.at is None for node in slopes)


def _is_tighter(look: Holding, settings: Settings) -> bool:
    """Whether a bound promises more than the entry does: that no point was found that breaks it shows nothing."""
    stated = lower_statement(look.candidate.known.formula)
    if look.claim.operator not in ("<=", "<", ">=", ">") or stated.operator not in ("<=", "<", ">=", ">"):
        return False
    weaker = Relation("<=" if look.claim.operator in ("<=", "<") else ">=", stated.right, look.claim.right)
    try:
        return agrees(look.context, weaker, QUICK, settings.seed) is not Outcome.HOLDS
    except Undoable:
        return False


def _look(candidate: Candidate, statement: Statement, length: int, settings: Settings) -> Holding | Refuted | None:
    """What a first look says of a relation under one entry; `None` where it is about something else."""
    if not _is_compared(candidate, statement, length):
        return None
    size = max(length, len(candidate.known.tokens))
    try:
        claim, context = compared(candidate, statement.pair)
    except ShapeError as error:
        return _misfit(candidate, statement, size, str(error))
    except (Unread, KeyError):
        return None
    try:
        looks = [_look(straight, statement, length, settings) for straight in straightened(candidate, statement)]
        if looks:
            return next((look for look in looks if isinstance(look, Holding)), looks[0])
        outcome = agrees(context, claim, QUICK, settings.seed)
        if outcome is Outcome.HOLDS:
            return Holding(candidate, claim, context) if may_state(candidate, statement) else None
        others = (_look(other, statement, length, settings) for other in reordered(candidate, statement))
        if (held := next((look for look in others if isinstance(look, Holding)), None)) is not None:
            return held
        if not speaks_of(candidate, statement, size):
            return None
        if outcome is Outcome.VACUOUS:
            return Refuted(candidate, claim, context, None, "an index leaves its range", vacant=True)
        if outcome is Outcome.DOUBTFUL and same_left(candidate, statement, settings):
            agreement = quick_look(context, claim, settings)
            return Refuted(candidate, claim, context, agreement) if agreement.outcome is Outcome.FAILS else None
    except ShapeError as error:
        return _misfit(candidate, statement, size, str(error))
    except Undefined as error:
        if speaks_of(candidate, statement, size):
            return Refuted(candidate, claim, context, None, str(error))
    except Undoable:
        pass
    return None


def _renamed(
    text: str, candidate: Candidate, statement: Statement, length: int, settings: Settings
) -> Holding | None:
    """A relation that is a notation up to its names, though these could not be read as they stand."""
    if not _is_compared(candidate, statement, length):
        return None
    moved = in_its_notation(text, statement.pair, candidate)
    if moved is None or not may_state(moved.meant, statement) or straightened(moved.meant, statement):
        return None
    try:
        claim, context = compared(moved.own, moved.pair)
        if agrees(context, claim, QUICK, settings.seed) is not Outcome.HOLDS:
            return None
    except (ShapeError, Undefined, Unread, KeyError, *Undoable):
        return None
    return Holding(moved.meant, claim, context)


def _is_compared(candidate: Candidate, statement: Statement, length: int) -> bool:
    """Whether a relation is like enough to an entry to be held against it."""
    size = max(length, len(candidate.known.tokens))
    return likely(candidate, statement, size) or (candidate.similarity >= SAME and size >= TELLING)


def _misfit(candidate: Candidate, statement: Statement, size: int, why: str) -> Refuted | None:
    """A relation whose shapes do not fit the entry's."""
    if not candidate.named or candidate.numbered or not speaks_of(candidate, statement, size):
        return None
    return Refuted(candidate, NO_CLAIM, Context(()), None, why)


def assumes(formula: Formula) -> bool:
    """Whether an entry holds only for independent random quantities or a convex function."""
    laws = {quantity.law.name for quantity in formula.quantities if quantity.law is not None}
    return len(laws) > 1 or any(quantity.domain.structure == "convex" for quantity in formula.quantities)


def says_nothing(statement: Statement) -> bool:
    """Whether a relation only joins names or numbers, or repeats itself: nothing of the catalogue is stated so."""
    bare = [is_name(side) or is_constant(side) for side in (statement.left, statement.right)]
    return all(bare) or is_trivial(statement.pair)
