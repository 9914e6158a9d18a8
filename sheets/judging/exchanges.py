"""Matches that hold only because letters were exchanged, and how the sheet really means them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

from sheets.judging.statements import Statement, is_name
from sheets.meaning.catalogued import meanings
from sheets.meaning.matching import Candidate, spellings
from sheets.meaning.parts import tokens_of

SEVERAL = 4  # letters that are an entry's own by more than chance
STRANGE = 2  # letters of a right side that the field does not use


def straightened(candidate: Candidate, statement: Statement) -> list[Candidate]:
    """The matches without exchanged letters, where letters were exchanged to make an entry fit; none where neither
    the words nearby nor all letters of what is computed speak of the entry."""
    if not candidate.named and not _is_all_its_own(candidate, statement):
        return []
    own = _in_own_letters(candidate, statement)
    return own if len(own) == 1 else _with_one_label(candidate)


def _is_all_its_own(candidate: Candidate, statement: Statement) -> bool:
    """Whether a relation computes something of several letters, and of none but the entry's own."""
    own = spellings(candidate.known.formula)
    names = {name for _, name in tokens_of(statement.pair, candidate.known.fused) if name}
    return not is_name(statement.left) and len(names) >= SEVERAL and names <= own.keys()


def reordered(candidate: Candidate, statement: Statement) -> list[Candidate]:
    """The matches in which the field's letters are its own and two others stand for what is left, either way: terms of
    a sum stand in any order."""
    own = _in_own_letters(candidate, statement)
    return own if len(own) > 1 else []


def _in_own_letters(candidate: Candidate, statement: Statement) -> list[Candidate]:
    """Each letter as the field writes it, where letters of the right side alone were exchanged: `i ⊙ c + f ⊙ c̃` for
    `f ⊙ c + i ⊙ c̃`; letters that the field does not use stand for what is left. What counts is no such letter."""
    known = candidate.known
    roles = meanings(known.formula)
    counts = {name for name, role in roles.items() if role.kind == "index"}
    own = {name: theirs for name, theirs in spellings(known.formula).items() if theirs not in counts}
    meant = {name: theirs for name, theirs in candidate.letters.items() if theirs not in counts}
    left = {name for _, name in tokens_of(statement.left, known.fused) if name}
    right = {name for _, name in tokens_of(statement.right, known.fused) if name} & meant.keys()
    crossed = {name for name in right & own.keys() if own[name] != meant[name]}
    strange = right - own.keys()
    if len(crossed) < 2 and len(strange) < STRANGE:
        return []  # with another letter in the place of one, it stands for what that one means
    if not crossed or crossed & left or len(strange) > STRANGE or strange & left:
        return []
    letters = {name: own[name] if name in right else theirs for name, theirs in meant.items() if name not in strange}
    rest = set(meant.values()) - set(letters.values())
    if len(set(letters.values())) < len(letters) or len(rest) != len(strange):
        return []
    ways = (dict(zip(sorted(strange), way, strict=True)) for way in permutations(sorted(rest)))
    return [replace(candidate, letters={**candidate.letters, **letters, **way}) for way in ways]


def _with_one_label(candidate: Candidate) -> list[Candidate]:
    """The same label for the same thing throughout: where μ_1 is the entry's m_1, π_1 is not its q_2, and the other
    way round."""
    labelled = {name: name.rpartition("_") for name in candidate.letters if "_" in name}
    bases = sorted({base for base, _, _ in labelled.values()})
    for first, second in combinations(bases, 2):
        meant = {label: _label(candidate.letters[name]) for name, (base, _, label) in labelled.items() if base == first}
        others = {label: name for name, (base, _, label) in labelled.items() if base == second}
        shared = sorted(meant.keys() & others.keys())
        if len(shared) != 2:
            continue
        a, b = shared
        targets = candidate.letters[others[a]], candidate.letters[others[b]]
        if (meant[a], meant[b]) == (_label(targets[1]), _label(targets[0])) and meant[a] != meant[b]:
            mine = {label: name for name, (base, _, label) in labelled.items() if base == first}
            turned = (candidate.letters[mine[b]], candidate.letters[mine[a]])
            return [
                replace(candidate, letters={**candidate.letters, others[a]: targets[1], others[b]: targets[0]}),
                replace(candidate, letters={**candidate.letters, mine[a]: turned[0], mine[b]: turned[1]}),
            ]
    return []


def _label(name: str) -> str:
    return name.rpartition("_")[2]
