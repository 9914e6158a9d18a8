"""Relations that are nearly an entry, in its own letters or with scripts that number all alike; what is none of it."""

import pytest
from judged import SETTLED, last

from sheets.judging.results import Verdict
from sheets.meaning.matching import nominate, notations
from sheets.notation.formulas import read_formula

WRONG = [
    ("# Convergence\n\nGradient descent with the step size $1/L$ on a smooth $F$: ",
     r"F(x_{t+1}) \le F(x_t) - \frac{1}{L} \|\nabla F(x_t)\|^2", r"\frac{1}{2L}"),
    ("# Classifiers\n\nThe confusion matrix gives the precision ", r"P = \frac{TP}{TP + TN}", "FP"),
    ("# Adagrad\n\nThe accumulator is ", r"G_t = G_{t-1} + g_t", "g_t^2"),
    ("# Normal prior\n\nThe posterior mean for a Gaussian prior is ",
     r"\mu_n = \frac{\mu_0/\sigma^2 + n\bar x/\tau^2}{1/\tau^2 + n/\sigma^2}", r"\frac{\mu_0}{\tau ^2}"),
]  # fmt: skip
"""A slip under words that name what is meant, and what its correction writes."""

RIGHT = [
    ("# Least squares\n\nWith the residual $r = f - y$ the step of Gauss and Newton is ",
     r"p = -(J^\top J)^{-1} J^\top r"),
    ("# Momentum\n\nThe velocity is a sum of gradients, ", r"v_{t+1} = \sum_{i=0}^{t} \beta^{t-i} g_i"),
    ("# PCA\n\nWith centred data the covariance is ", r"S = \frac1N \sum_n x_n x_n^\top"),
    ("# Gradient descent\n\nThe update is ", r"x_{t+1} = x_t - \frac1L \nabla F(x_t)"),
    ("# Attention\n\nThe score of a query and a key is ", r"e_{ti} = s_t^\top h_i"),
    ("# Perplexity\n\nWith the losses $J^{(t)}$ of the words it is ",
     r"P = \exp\left(\frac{1}{T} \sum_{t=1}^T J^{(t)}\right)"),
    ("# SGD\n\nThe mean of the iterates is ", r"\bar x_K = \frac{1}{K} \sum_{k=0}^{K-1} x_k"),
    ("# Kernel PCA\n\nThe coefficients solve ", r"K a_i = \lambda_i N a_i"),
    ("# Padding\n\nIn all ", r"p_h = k_h - 1"),
    ("", r"\frac{10 + \ln 20}{0.1} \approx 130"),
    ("", r"\sum_x \frac{(p(x) - q(x))^2}{q(x)} = \sum_x \frac{p(x)^2}{q(x)} - 1"),
]  # fmt: skip
"""What is right where it stands, near to an entry that says something else."""


@pytest.mark.parametrize(("before", "latex", "correction"), WRONG)
def test_a_slip_is_held_to_its_entry(before, latex, correction):
    finding = last(f"{before}${latex}$")
    assert finding.verdict is Verdict.WRONG
    assert finding.counterexample is not None
    assert correction in finding.suggestion


@pytest.mark.parametrize(("before", "latex"), RIGHT)
def test_another_convention_is_no_slip(before, latex):
    assert not last(f"{before}${latex}$").verdict.is_finding


def test_a_whole_number_behind_about_is_rounded_to_its_digits():
    assert last(r"$\frac{10 + \ln 20}{0.1} \approx 140$").verdict is Verdict.WRONG


def test_scripts_that_number_all_alike_count_as_names():
    plain, numbered = (read_formula(latex).children[0] for latex in ("y = W x + b", "y_k = W x_k + b"))
    near = "a linear layer"
    whole = {c.known.identity for c in nominate(plain, near) if c.similarity == 1}
    found = {c.known.identity: c.numbered for c in nominate(numbered, near) if c.similarity == 1}
    assert whole & found.keys()
    assert any(found.values())


def test_an_error_with_a_subscript_is_no_exponential():
    finding = last("# Attention\n\nThe bilinear score is $e_{ti} = s_t^\\top W h_i$.")
    assert finding.verdict in SETTLED


@pytest.mark.parametrize(("nearby", "spoken_of"), [
    ("em", True), ("by em.", True), ("an em-step", True), ("ems", True), ("the problem", False), ("them", False),
])  # fmt: skip
def test_a_short_word_stands_by_itself(nearby, spoken_of):
    known = next(known for known in notations() if "em" in known.words)
    found = [c for c in nominate(known.chain, nearby) if c.known.identity == known.identity]
    assert found
    assert all(candidate.named is spoken_of for candidate in found)
