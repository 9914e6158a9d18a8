"""A relation that is a notation but for one place gets back what the notation has there."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from derivations.vocabulary import Notation
from sheets.judging.alignment import gaps
from sheets.judging.edits import edits
from sheets.judging.literal import literal
from sheets.judging.strokes import corrected
from sheets.meaning.catalogued import notation_tree
from sheets.meaning.index import Known
from sheets.meaning.matching import Candidate, notations
from sheets.meaning.parts import parts_of
from sheets.meaning.steps import with_steps
from sheets.notation.tree import Node

LARGE = 12  # parts from which one place is a small part of a notation
SOME = [known for known in notations() if len(known.tokens) >= LARGE][::120]
OF_THE_PEN = frozenset({"sign", "number", "exponent", "transpose", "index", "order", "term", "factor", "inverse"})
"""Kinds of edits that leave the rest as it is; a number for a letter may be a special case."""

UNDONE = 0.7  # share of the planted edits that are undone; the others change more than one place


def _same(one: str, other: str) -> bool:
    return one == other


def _pair(known: Known) -> Node:
    tree = notation_tree(Notation(known.latex))
    return tree.children[0] if tree.kind == "statements" else tree


def _known(latex: str, identity: str = "quadratic_functions.gap") -> Known:
    bare = Known(identity, (), latex, {}, frozenset(), ())
    return replace(bare, tokens=tuple(parts_of(bare.chain, frozenset()).tokens()))


def _candidate(known: Known) -> Candidate:
    names = {name for _, name in known.tokens if name}
    return Candidate(known, {name: known.letters.get(name, name) for name in names}, similarity=0.9, named=True)


def test_a_notation_differs_from_itself_nowhere() -> None:
    for known in SOME:
        parts = parts_of(known.chain, known.fused)
        assert gaps(parts, parts, _same) == [], known.latex


def test_planted_edits_are_undone() -> None:
    chosen = random.Random(4)
    tried = undone = 0
    for known in SOME:
        pair = _pair(known)
        planted = [e for e in edits(known.latex, pair) if e.kind in OF_THE_PEN and not e.replacement.startswith("(")]
        for edit in chosen.sample(planted, min(4, len(planted))):
            read = corrected(known.latex, pair, edit)
            if read is None or _is_the_notation(read[1], known):
                continue  # no relation any more, or the same one: `\\mathbf x` for `x`
            found = literal(read[0], with_steps(read[1]), [_candidate(known)])
            tried += 1
            undone += bool(found) and _is_the_notation(found[0].chain, known)
    assert tried > 100
    assert undone >= UNDONE * tried, (undone, tried)


def _is_the_notation(chain: Node, known: Known) -> bool:
    return not gaps(parts_of(with_steps(chain), known.fused), parts_of(known.chain, known.fused), _same)


@pytest.mark.parametrize(
    ("written", "notated", "words", "corrected_to"),
    [
        (r"y = A x", r"y = A^\top x", r"A becomes A^\top", r"y = A^\top x"),
        (r"y = a x", r"y = a x + b", "+ b is missing", "y = a x + b"),
        (r"y = a x + b x", r"y = a x + b", "the factor x goes", r"y = a x + b"),
        (r"y = a + b", r"y = a - b", "+ becomes -", r"y = a - b"),
        (r"y = \frac{b}{a}", r"y = \frac{a}{b}", r"\frac{b}{a} becomes \frac{a}{b}", r"y = \frac{a}{b}"),
        (r"y = x_i", r"y = x_{i+1}", "in an index i becomes i+1", r"y = x_{i+1}"),
        (r"y = S S^\top c", r"y = S X^\top c", "S becomes X", r"y = S X^\top c"),
        (r"y = f(g(x)) + c", r"y = g(f(x)) + c", "f and g change places", r"y = g(f(x)) + c"),
        (r"y = c A B", r"y = A B c", "c A B becomes A B c", r"y = A B c"),
    ],
)
def test_one_place(written: str, notated: str, words: str, corrected_to: str) -> None:
    found = literal(written, _known(written).chain, [_candidate(_known(notated))])
    assert [(one.edit.words, one.latex) for one in found] == [(words, corrected_to)]


def test_two_places_are_two_slips() -> None:
    written = r"y = a x^2 + c^3"
    assert literal(written, _known(written).chain, [_candidate(_known(r"y = a x + c"))]) == []


def test_which_of_two_sizes_comes_first_is_a_matter_of_naming() -> None:
    one, other = r"\det(I_m + AB) = \det(I_n + BA)", r"\det(I_n + AB) = \det(I_m + BA)"
    for written, notated in ((one, other), (other, one)):
        assert literal(written, _known(written).chain, [_candidate(_known(notated, "determinants.sylvester"))]) == []
