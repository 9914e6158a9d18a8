"""Near misses: relations that say nearly what an entry of the catalogue says, and the correction to what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from derivations.algebra.points import Context
from derivations.algebra.terms import Leaf, Relation, leaves
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undefined
from derivations.lowering import lower_statement
from numerics.agreement import Agreement, Outcome, agrees
from sheets.judging.comparisons import ALIKE, COMPOUND, TELLING, compared, verified
from sheets.judging.conventions import (
    is_chosen,
    names_the_other,
)
from sheets.judging.edits import INDEXING, LOOKS_LIKE, Edit
from sheets.judging.literal import Literal, literal
from sheets.judging.naming import (
    alike_lefts,
    defines,
    has_its_name,
    head_of,
    in_its_letters,
    is_built_like,
    is_telling,
    names_it,
)
from sheets.judging.nearly import WHOLE, as_the_entry_says, completed, is_open_ended, strangers
from sheets.judging.outcomes import QUICK, Judgement, Undoable, quick_look
from sheets.judging.renaming import transported
from sheets.judging.repair import Correction, repair
from sheets.judging.results import Settings, Verdict
from sheets.judging.statements import Statement, is_call, is_constant, is_name
from sheets.judging.strokes import Stroke, Strokes, corrected
from sheets.meaning.features import uses
from sheets.meaning.matching import Candidate
from sheets.meaning.names import Unread, key_of
from sheets.meaning.parts import tokens_of
from sheets.meaning.reading import FIXED
from sheets.notation.tree import Node

NEAR = 0.75  # similarity of shapes below which no single edit does
ASIDE = 2  # nodes by which the smallest edits may lead away from a notation, since the entry may be written otherwise
SMALLEST = frozenset({"sign", "exponent", "number", "order"})
STROKE = 5  # nodes that one stroke adds, takes away or changes at most
CLOSELY = 0.9  # similarity from which the entry's own letters say enough without a word nearby
CLOSE = 0.62  # … and from which it does so together with a word of the entry nearby
SAME = 0.97  # similarity of two spellings of one formula
SMALL = 6  # nodes below which nothing is looked up without a word nearby
NAMED_AS_IS = frozenset({"delta", "I"})  # names that are compared as they are, and never renamed
PLAIN_SLIPS = frozenset({"number", "sign", "range", "exponent"})
SPEAKING = 18  # nodes from which structure says enough without a word nearby

NO_CLAIM = Relation("==", Leaf(""), Leaf(""))


@dataclass(frozen=True)
class Refuted:
    """A nominated formula under which the claim fails: what was compared, and how it failed."""

    candidate: Candidate
    claim: Relation
    context: Context
    agreement: Agreement | None
    misfit: str = ""
    vacant: bool = False  # it has no value, since an index leaves its range
    unread: bool = False  # it has none, since the entry knows no such index


@dataclass(frozen=True)
class Slip:
    """A near miss, the edit that corrects it, and whether all else is the entry to the letter."""

    judgement: Judgement
    edit: Edit
    to_the_letter: bool = False


def mistaken(
    text: str, statement: Statement, strokes: Strokes, failures: list[Refuted], settings: Settings
) -> Slip | None:
    """The nearest miss of what the field means, with its correction: a small edit of one entry before the whole right
    side of another; `None` when neither makes it what the field means."""
    spelled = sorted(failures, key=partial(_unlike, text))
    by_an_edit = partial(_by_an_edit, text, statement, strokes)
    for correct, tried in ((by_an_edit, failures), (partial(_by_the_entry, text, statement), spelled)):
        for failure in tried:
            correction = correct(failure, settings)
            found = _judged(statement, failure, correction) if correction is not None else None
            if correction is not None and found is not None:
                return Slip(found, correction.edit)
    return None


def miswritten(text: str, statement: Statement, nominees: Sequence[Candidate], settings: Settings) -> Slip | None:
    """The slip in a relation that is a notation of an entry but for one place, where the entry is what is spoken of."""
    near = [candidate for candidate in nominees if _may_be_meant(candidate, statement)]
    for found in literal(text, statement.pair, near):
        candidate, edit = found.candidate, found.edit
        if not _is_the_subject(candidate, statement, edit) or is_chosen(edit, statement, candidate):
            continue
        failure = _failing(text, found, statement, settings)
        if failure is None or not _is_mended(found, settings):
            continue
        if names_the_other(statement, candidate, edit, settings):
            continue
        own = candidate.named and in_its_letters(candidate, statement)
        judgement = _judged(statement, failure, Correction(found.latex, edit, unique=True), to_the_letter=own)
        if judgement is not None:
            return Slip(judgement, edit, own)
    return None


def _may_be_meant(candidate: Candidate, statement: Statement) -> bool:
    """Whether an entry could be what a relation was meant to say, whatever its slip is."""
    if len(candidate.known.tokens) < (SMALL if candidate.named else WHOLE):
        return False
    alike = candidate.named and candidate.similarity >= ALIKE
    return alike or not defines(statement) or names_it(candidate, statement)


def _is_the_subject(candidate: Candidate, statement: Statement, edit: Edit) -> bool:
    """Whether an entry of which one stroke makes a relation a notation is what the sheet speaks of: by its words, its
    letters, its size."""
    if defines(statement) and edit.start < statement.left.end:
        return False
    own = in_its_letters(candidate, statement)
    renames = edit.kind in ("letter", "order") or (edit.kind == "factor" and "goes" in edit.words)
    if renames and not own:
        return False  # in other letters it may be another thing
    own = own and (candidate.named or defines(statement))  # what is computed is judged on its own, in any letters
    size = len(candidate.known.tokens)
    if own:
        return size >= (SMALL if candidate.named else WHOLE)
    if candidate.named and has_its_name(candidate, statement) and is_telling(statement.left):
        return size >= COMPOUND
    return size >= (TELLING if candidate.named else SPEAKING)


def _failing(text: str, found: Literal, statement: Statement, settings: Settings) -> Refuted | None:
    """How a relation fails under an entry, in its own letters or else in the notation's; `None` where it holds or
    cannot be compared."""
    candidate = found.candidate
    try:
        try:
            claim, context = compared(candidate, statement.pair)
        except Unread as error:
            moved = transported(text, statement.pair, candidate, found.names)
            if moved is None:
                return Refuted(candidate, NO_CLAIM, Context(()), None, str(error), unread=True)
            claim, context = compared(moved.own, moved.pair)
        outcome = agrees(context, claim, QUICK, settings.seed)
        if outcome is Outcome.VACUOUS:
            return Refuted(candidate, claim, context, None, "an index leaves its range", vacant=True)
        agreement = quick_look(context, claim, settings) if outcome is Outcome.DOUBTFUL else None
        failed = agreement is not None and agreement.outcome is Outcome.FAILS
        return Refuted(candidate, claim, context, agreement) if failed else None
    except (ShapeError, Undefined) as error:
        return Refuted(candidate, NO_CLAIM, Context(()), None, str(error))
    except Unread as error:
        return Refuted(candidate, NO_CLAIM, Context(()), None, str(error), unread=True)
    except (KeyError, *Undoable):
        return None


def _is_mended(found: Literal, settings: Settings) -> bool:
    """Whether what an edit makes of a relation says what the entry says, in its own letters or in the notation's."""
    if verified(completed(found.candidate), found.chain, settings):
        return True
    moved = transported(found.latex, found.chain, found.candidate, found.names)
    return moved is not None and verified(moved.own, moved.pair, settings)


def _unlike(text: str, failure: Refuted) -> tuple[float, float]:
    """The less, the more alike a relation and a notation are built and spelled."""
    spelled = SequenceMatcher(None, text, failure.candidate.known.latex, autojunk=False).ratio()
    return -round(failure.candidate.similarity, 1), -spelled


def _by_an_edit(
    text: str, statement: Statement, strokes: Strokes, failure: Refuted, settings: Settings
) -> Correction | None:
    """The smallest edit after which a relation says what the entry says, unless authors choose what it changes."""
    candidate = failure.candidate
    whole = completed(candidate)
    known = candidate.known
    least = known.distance(tokens_of(statement.pair, known.fused))
    if candidate.similarity < NEAR or least > STROKE + ASIDE:
        return None

    def verify(stroke: Stroke) -> bool:
        aside = ASIDE if stroke.edit.kind in SMALLEST else 0
        away = known.distance(stroke.tokens(known.fused)) > least + aside
        return not away and verified(whole, stroke.chain, settings)

    correction = repair(strokes, verify)
    if correction is None or is_chosen(correction.edit, statement, candidate):
        return None
    edit = correction.edit
    if edit.kind == "exponent" and edit.start < statement.left.end:
        return None  # what is computed is not computed of another power
    if edit.kind == "letter" and text[edit.start : edit.end] == "1" and edit.replacement.strip() not in LOOKS_LIKE["1"]:
        return None  # a one stands there on purpose
    if names_the_other(statement, candidate, edit, settings):
        return None
    meant = _knows_all(text, statement, edit, candidate) and _keeps_all(text, statement, edit, candidate)
    return correction if meant else None


def _by_the_entry(text: str, statement: Statement, failure: Refuted, settings: Settings) -> Correction | None:
    """What the entry says, where a relation has a value that differs."""
    if failure.agreement is None:
        return None
    return as_the_entry_says(text, statement, failure.candidate, settings)


def _judged(
    statement: Statement, failure: Refuted, correction: Correction, to_the_letter: bool = False
) -> Judgement | None:
    """The verdict on a near miss with its correction; `None` where the entry is perhaps not what is meant. What is the
    entry `to_the_letter` but for the slip needs no more to show that it is meant."""
    candidate = failure.candidate
    if defines(statement) and not _is_meant(candidate, statement, correction.edit):
        return None
    title = candidate.known.formula.title
    identity = candidate.known.identity
    if failure.agreement is None and candidate.numbered:
        return None
    if failure.agreement is None:
        of_index = correction.edit.kind in INDEXING or _is_index(correction.edit, statement)
        if failure.unread and correction.edit.kind != "label" and not to_the_letter:
            return None
        shifted = _is_shifted(statement.left) != _is_shifted(candidate.known.chain.children[0])
        if failure.vacant and not to_the_letter and (shifted or _counts_from_nought(statement)):
            return None
        transposed = correction.edit.kind in ("order", "transpose") and _has_a_transpose(statement)
        of_arrays = transposed or _of_matrices(statement)
        if not of_index and not to_the_letter and (failure.vacant or not of_arrays):
            return None
        why = "This cannot be meant" if failure.unread else f"This has no value ({failure.misfit})"
        message = f"{why}. In “{title}” {correction.edit.words}."
        code = "IDX101" if of_index else "SHP101"
        return Judgement(
            Verdict.MALFORMED, code, identity, message, suggestion=correction.latex, unique=correction.unique
        )
    code = "IDX101" if correction.edit.kind in INDEXING else "DEF101"
    if statement.operator in ("<", "<=", ">", ">="):
        code = "INQ101"
    return Judgement(
        Verdict.WRONG,
        code,
        identity,
        f"In “{title}” {correction.edit.words}.",
        failure.agreement.counterexample,
        candidate.letters,
        failure.claim,
        correction.latex,
        correction.unique,
    )


def likely(candidate: Candidate, statement: Statement, size: int) -> bool:
    """Whether a relation is near enough to an entry to be compared with it: a word of the entry stands nearby, or
    structure alone says enough."""
    if candidate.named and candidate.similarity >= CLOSE:
        return True
    if candidate.similarity < ALIKE:
        return False
    computed = not defines(statement) and not any(map(is_constant, (statement.left, statement.right)))
    computed = computed and alike_lefts(candidate, statement) and not is_name(candidate.known.chain.children[0])
    if candidate.similarity >= CLOSELY and size >= WHOLE and in_its_letters(candidate, statement):
        return True
    return size >= SPEAKING or (computed and size >= COMPOUND and not is_open_ended(candidate))


def speaks_of(candidate: Candidate, statement: Statement, size: int) -> bool:
    """Whether a relation is about the entry's subject: large and alike, or fairly alike with a word of the entry
    nearby, or computing the same thing on its left side.

    No quantity of the entry may be missing: a formula with fewer quantities states a special case.
    """
    shortest = TELLING if defines(statement) and not in_its_letters(candidate, statement) else COMPOUND
    if not likely(candidate, statement, size) or size < shortest:
        return False
    formula = candidate.known.formula
    wanted = leaves(lower_statement(formula).right) - {q.name for q in formula.quantities if q.is_index}
    unwritten = wanted - set(candidate.letters.values()) - set(FIXED)
    if candidate.named and in_its_letters(candidate, statement):
        if is_built_like(candidate, statement):
            return True
        unwritten -= {quantity.name for quantity in formula.quantities if quantity.domain.integer}
    return unwritten <= set(uses(statement.pair)) & NAMED_AS_IS


def _knows_all(text: str, statement: Statement, edit: Edit, candidate: Candidate) -> bool:
    """Whether the entry has a quantity for each name of the right side, but for one that the edit takes for a slip of
    the pen: what has more names says something else."""
    strange = strangers(statement, candidate)
    if edit.kind != "letter":
        return not strange
    named = is_name(statement.left) or is_call(statement.left)
    if named and edit.replacement.strip().lstrip("\\") == head_of(statement.left):
        return False  # a thing is not defined by itself
    places = {(edit.start, edit.end)}
    searched = statement.right if defines(statement) else statement.pair
    replaced = {key_of(node) for node in searched.walk() if (node.start, node.end) in places}
    known = uses(searched)
    plain = not any(known[n].called or known[n].index or known[n].exponent for n in replaced if n in known)
    return strange <= replaced and bool(replaced) and (plain or not edit.replacement.strip().isdigit())


def _keeps_all(text: str, statement: Statement, edit: Edit, candidate: Candidate) -> bool:
    """Whether an edit leaves a place for each name that the entry knows: a letter in whose place a number would do was
    meant to be there, unless it looks like it, and no number stands for a matrix. A factor by a letter that stands
    nowhere else makes a formula more general."""
    if edit.kind == "factor" and "goes" in edit.words:
        shorter = corrected(text, statement.pair, edit)
        return shorter is not None and uses(statement.right).keys() <= uses(shorter[1]).keys()
    if edit.kind != "letter" or not edit.replacement.strip().isdigit():
        return True
    if text[edit.start : edit.end].strip() not in LOOKS_LIKE.get(edit.replacement.strip(), ""):
        return False
    arrays = {quantity.name for quantity in candidate.known.formula.quantities if quantity.shape}
    replaced = {key_of(node) for node in statement.pair.walk() if (node.start, node.end) == (edit.start, edit.end)}
    if any(candidate.letters.get(name) in arrays for name in replaced if name is not None):
        return False
    read = corrected(text, statement.pair, edit)
    gone = set(uses(statement.pair)) - set(uses(read[1])) if read is not None else set()
    wanted = leaves(lower_statement(candidate.known.formula).right)
    return not any(candidate.letters.get(name) in wanted for name in gone)


def _is_shifted(left: Node) -> bool:
    """Whether a side is of the index before or after, `v_{t+1}`."""
    return any(part.kind == "infix" for node in left.walk() if node.kind == "script" for part in node.children[1:])


def _counts_from_nought(statement: Statement) -> bool:
    """Whether a sum runs from 0 to one less than how many there are."""
    return any(
        node.kind == "big"
        and node.children[0].kind == "chain"
        and node.children[0].children[1] == Node("number", "0")
        and node.children[1].kind == "infix"
        and node.children[1].value == "-"
        for node in statement.right.walk()
    )


def _of_matrices(statement: Statement) -> bool:
    """Whether a relation shows by its marks that it is one of matrices: a capital letter transposed or inverted."""
    return any(
        node.kind == "script" and node.children[0].kind == "name" and node.children[0].value[:1].isupper()
        for node in statement.pair.walk()
        if node.kind == "script" and (node.children[2].is_name("T", "top") or node.children[2].kind == "prefix")
    )


def _has_a_transpose(statement: Statement) -> bool:
    return any(node.kind == "script" and node.children[2].is_name("T", "top") for node in statement.right.walk())


def _is_meant(candidate: Candidate, statement: Statement, edit: Edit) -> bool:
    """Whether a definition is the entry's: of its name, or a plain slip in what is named and built like it; a slip of
    another kind may be another definition."""
    a_word = len(head_of(statement.left) or "") > 1 and has_its_name(candidate, statement)
    if len(candidate.known.tokens) < TELLING and not a_word and not in_its_letters(candidate, statement):
        return False
    plain = edit.kind in PLAIN_SLIPS or _is_index(edit, statement)
    if plain and candidate.named and candidate.similarity >= ALIKE and len(candidate.known.tokens) >= TELLING:
        return True
    return has_its_name(candidate, statement) or (edit.kind != "letter" and names_it(candidate, statement))


def _is_index(edit: Edit, statement: Statement) -> bool:
    """Whether an edit puts one index in the place of another."""
    indices = {
        (part.start, part.end) for node in statement.pair.walk() if node.kind == "script" for part in node.children[1:2]
    }
    inside = any(start <= edit.start and edit.end <= end for start, end in indices)
    return edit.kind == "letter" and inside and not edit.replacement.strip().isdigit()
