"""Relations that are nearly an entry of the catalogue, and the entry's own right side in their letters."""

from __future__ import annotations

from dataclasses import replace

from sheets.judging.comparisons import ALIKE, COMPOUND, TELLING, verified
from sheets.judging.conventions import (
    counts_otherwise,
    is_chosen_form,
    is_scalable,
    leaves_out,
    only_scales,
    says_less,
    says_more,
)
from sheets.judging.edits import Edit
from sheets.judging.naming import alike_lefts, defines, has_its_name, head_of, in_its_letters
from sheets.judging.repair import Correction
from sheets.judging.results import Settings
from sheets.judging.statements import Statement, is_constant
from sheets.judging.strokes import corrected
from sheets.meaning.catalogued import meanings
from sheets.meaning.features import uses
from sheets.meaning.matching import Candidate, rewritten, spellings
from sheets.meaning.parts import tokens_of
from sheets.meaning.reading import FIXED
from sheets.meaning.steps import with_steps

A_LITTLE = 3  # nodes in which a relation may differ from a notation in whose letters it is written
LARGE = 24  # nodes from which a definition in other letters shows what it is
WHOLE = 12  # nodes below which a definition may leave something out on purpose


def as_the_entry_says(text: str, statement: Statement, candidate: Candidate, settings: Settings) -> Correction | None:
    """The entry's own right side in the sheet's letters, for a relation that is nearly the same and has the same
    names."""
    if not _is_nearly(statement, candidate):
        return None
    if says_more(statement, candidate) or says_less(statement, candidate) or leaves_out(statement, candidate):
        return None
    if counts_otherwise(statement.pair, candidate, settings):
        return None
    right = rewritten(candidate, statement.pair, text)
    raised = statement.right.kind == "script" and candidate.known.chain.children[-1].kind != "script"
    if right is None or raised:
        return None
    start, end = statement.right.start, statement.right.end
    edit = Edit(start, end, right, "form", f"the right side is {right}", cost=3)
    pairs = any(node.value == "!=" for node in statement.right.walk())  # but the equal ones
    if pairs or is_chosen_form(edit, statement, candidate):
        return None
    found = corrected(text, statement.pair, edit)
    if found is None or not verified(completed(candidate), found[1], settings):
        return None
    changed = with_steps(found[1])
    before, after = uses(statement.pair), uses(changed)
    new, gone = after.keys() - before.keys(), before.keys() - after.keys()
    if len(new) != len(gone) or gone != strangers(statement, candidate):
        return None
    if defines(statement) and head_of(statement.left) in set(uses(changed.children[1])) - set(uses(statement.right)):
        return None
    if any(name in before and before[name].bound != use.bound for name, use in after.items()):
        return None
    return Correction(found[0], edit, unique=False)


def _is_nearly(statement: Statement, candidate: Candidate) -> bool:
    """Whether a relation is so like an entry that it can mean nothing else: in the very letters of what is spoken of,
    or large and alike and of the same names."""
    formula = candidate.known.formula
    own = in_its_letters(candidate, statement)
    if is_constant(statement.right) or is_open_ended(candidate):
        return False
    if not defines(statement) and not alike_lefts(candidate, statement):
        return False
    if is_scalable(formula) and (only_scales(statement, candidate) or not has_its_name(candidate, statement)):
        return False
    known = candidate.known
    length = len(tokens_of(statement.pair))
    size = max(length, len(known.tokens))
    if length < COMPOUND or (size <= WHOLE and not _names_left_alike(statement, candidate)):
        return False
    if defines(statement) and size < TELLING and not has_its_name(candidate, statement):
        return False
    if own and candidate.named:
        if size < TELLING and only_scales(statement, candidate):
            return False
        near = candidate.similarity >= ALIKE or known.distance(tokens_of(statement.pair, known.fused)) <= A_LITTLE
        return near and size >= COMPOUND and not strangers(statement, candidate)
    if strangers(statement, candidate) or only_scales(statement, candidate) or candidate.similarity < ALIKE:
        return False
    return defines(statement) and (own or candidate.named) and size >= (WHOLE if own else LARGE)


def _names_left_alike(statement: Statement, candidate: Candidate) -> bool:
    """Whether all names on the left are the field's own there."""
    own = spellings(candidate.known.formula)
    left = {name for _, name in tokens_of(statement.left, candidate.known.fused) if name}
    return all(own.get(name) == candidate.letters.get(name, name) for name in left)


def is_open_ended(candidate: Candidate) -> bool:
    """Whether an entry speaks of any function, and the sheet writes another letter for it."""
    formula = candidate.known.formula
    functions = {q.name for q in formula.quantities if q.arguments is not None and q.value is None}
    own = spellings(formula) if functions else {}
    return any(theirs in functions and own.get(name) != theirs for name, theirs in candidate.letters.items())


def strangers(statement: Statement, candidate: Candidate) -> set[str]:
    """The names of the right side that the entry has no quantity for."""
    own = meanings(candidate.known.formula)
    known = uses(statement.right)
    written = {name for _, name in tokens_of(statement.right, candidate.known.fused) if name} | set(known) & {"delta"}
    running = {name for name, use in known.items() if use.bound}
    return written - running - set(candidate.letters) - set(own) - set(FIXED) - {"sigma"}


def completed(candidate: Candidate) -> Candidate:
    """The candidate with the field's letters for what a relation does not name."""
    own = {name: theirs for name, theirs in spellings(candidate.known.formula).items() if "_" not in name}
    missing = {name: theirs for name, theirs in own.items() if theirs not in candidate.letters.values()}
    return replace(candidate, letters={**missing, **candidate.letters})
