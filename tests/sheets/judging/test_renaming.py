"""A relation in the letters of a notation that is built like it."""

import pytest
from judged import SETTLED, last

from sheets.judging.renaming import in_its_notation, renaming
from sheets.judging.strokes import relation_of
from sheets.meaning.index import Known
from sheets.meaning.matching import Candidate, notations
from sheets.meaning.parts import parts_of
from sheets.meaning.steps import with_steps

NAMED_OTHERWISE = [
    ("# Gated recurrent unit\n\nThe reset gate is ", r"r_t = \sigma(W_r x_t + U_r h_{t-1})"),
    ("# Attention\n\nThe dot product of a query and a key has ", r"\mathrm{Var}(q^\top k) = d_k"),
    (
        "# Self-attention\n\nThe attention weights are ",
        r"\alpha_{ij} = \frac{\exp(q_i^\top k_j / \sqrt{d_k})}{\sum_{l=1}^{n} \exp(q_i^\top k_l / \sqrt{d_k})}",
    ),
    (
        "# Skip-gram\n\nThe probability of a word is ",
        r"P(o \mid c) = \frac{\exp(u_o^\top v_c)}{\sum_{w \in V} \exp(u_w^\top v_c)}",
    ),
]
"""Formulas whose labels are letters that elsewhere count something."""


def known(latex):
    parts = parts_of(with_steps(relation_of(latex)), frozenset())
    return Known("quadratic_functions.gap", (), latex, {}, frozenset(), tuple(parts.tokens()))


def renamed(latex, notation):
    ours, theirs = (parts_of(relation_of(text), frozenset()) for text in (latex, notation))
    return renaming(ours, theirs)


def test_names_are_those_in_the_same_places():
    found = renamed(r"u = \frac{a - b}{c} + d a", r"y = \frac{p - q}{r} + s p")
    assert found == dict(zip("uabcd", "ypqrs", strict=True))


def test_no_two_names_are_one():
    found = renamed("u = a b + a c", "y = p q + q r")
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("one", notations()[:: len(notations()) // 60])
def test_a_notation_is_itself_in_its_own_letters(one):
    moved = in_its_notation(one.latex, one.chain, Candidate(one, {}, 1.0, named=True))
    assert moved is not None
    assert list(parts_of(moved.pair, one.fused).tokens()) == list(one.tokens)


def test_what_is_built_otherwise_is_not_moved():
    candidate = Candidate(known("y = a x + b"), {}, 1.0, named=True)
    for latex in ("u = c v - d", "u = c v", "u = c c + d", "u = (c v + d)^2"):
        assert in_its_notation(latex, with_steps(relation_of(latex)), candidate) is None


@pytest.mark.parametrize(("before", "latex"), NAMED_OTHERWISE)
def test_labels_may_be_letters_that_count(before, latex):
    finding = last(f"{before}${latex}$.")
    assert finding.verdict in SETTLED
    assert finding.formula is not None


@pytest.mark.parametrize(
    ("before", "wrong", "suggestion"),
    [
        (
            "# Backpropagation\n\nThe backward pass: ",
            r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l]T}",
            r"dW^{[l]} = \frac{1}{m} dZ^{[l]} {A^{[l-1]}}^T",
        ),
        (NAMED_OTHERWISE[2][0], NAMED_OTHERWISE[2][1].replace(r"q_i^\top k_l", r"q_l^\top k_j"), NAMED_OTHERWISE[2][1]),
        ("# Gamma distribution\n\nThe variance is ", r"\sigma^2_{gam} = \frac ab", r"\sigma^2_{gam} = \frac a{b^2}"),
    ],
)
def test_a_slip_is_corrected_in_place(before, wrong, suggestion):
    finding = last(f"{before}${wrong}$.")
    assert finding.verdict.is_finding
    assert finding.suggestion == suggestion
