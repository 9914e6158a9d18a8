r"""Logistic regression with a hypothesis h_θ(x) = g(θ^T x), as first courses write it: costs, their derivatives, steps.

g is the logistic function, labels are 0 and 1, the examples x^{(1)}, …, x^{(m)} are the rows of X.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, Sum, log

from derivations.hypothesis_costs import (
    LEFTS,
    PENALTY,
    WITH_ENTRY,
    X,
    a,
    by_entry,
    common,
    coordinate,
    cost,
    errors,
    examples,
    i,
    inputs,
    m,
    mu,
    ng,
    parameters,
    shrunk,
    slope,
    squares,
    steps_of,
    strength,
    sums,
    theta,
    through,
)
from derivations.operators import at, dot, row, sigmoid, softplus
from derivations.stanzas import rule
from derivations.vocabulary import BIT, Notation, Quantity, Source, Topic, free_index

targets = Quantity("y", "labels", shape=(examples,), domain=BIT)
y = targets.symbol
hypothesis = Quantity("h_theta", "hypothesis: probability of label 1", value=Lambda((a,), sigmoid(dot(theta, a))))
h = hypothesis.symbol
everything = (inputs, targets, parameters, hypothesis)
words = ("logistic regression", "log loss", "cross-entropy", "cross entropy", "classification", "sigmoid", *common)


def loss(which: Any) -> Any:
    """Minus the log-likelihood of one example."""
    chance = h(row(X, which))
    return -at(y, which) * log(chance) - (1 - at(y, which)) * log(1 - chance)


TERMS = (
    r"y^{(i)} \log h_\theta(x^{(i)}) + (1 - y^{(i)}) \log (1 - h_\theta(x^{(i)}))",
    r"y^{(i)} \log (h_\theta(x^{(i)})) + (1 - y^{(i)}) \log (1 - h_\theta(x^{(i)}))",
    r"y_i \log h_\theta(x_i) + (1 - y_i) \log (1 - h_\theta(x_i))",
)
NEGATIVE = r"-y^{(i)} \log h_\theta(x^{(i)}) - (1 - y^{(i)}) \log (1 - h_\theta(x^{(i)}))"


def bracketed(before: str, *terms: str) -> tuple[str, ...]:
    """The sum of each term in brackets."""
    return tuple(rf"{before} \sum_{{i=1}}^m \left[{term}\right]" for term in terms)


mean_spelled = (*bracketed(r"-\frac{1}{m}", *TERMS), *bracketed(r"\frac{1}{m}", NEGATIVE))
whole = Sum(loss(i), (i, 1, m))
mean_cost = rule(
    "Log-loss of a logistic hypothesis, averaged",
    cost,
    whole / m,
    everything,
    tuple(Notation(f"{left} = {right}", letters) for left, letters in LEFTS for right in mean_spelled),
    words,
    "minus the log-likelihood, averaged",
    Source("Ng, Machine Learning, Stanford online course", "week 3, cost function"),
)
total_cost = rule(
    "Log-loss of a logistic hypothesis, summed",
    cost,
    whole,
    everything,
    tuple(
        Notation(f"{left} = {right}", letters)
        for left, letters in LEFTS
        for right in (*bracketed("-", *TERMS), rf"\sum_{{i=1}}^m \left({NEGATIVE}\right)")
    ),
    words,
    "minus the log-likelihood",
    Source(ng, "section 2.1"),
)
likelihood = Quantity("l", "log-likelihood")
log_likelihood = rule(
    "Log-likelihood of a logistic hypothesis",
    likelihood,
    -whole,
    everything,
    tuple(
        Notation(rf"\ell(\theta) = \sum_{{i=1}}^m {opened}{term}{closed}")
        for term in TERMS
        for opened, closed in ((r"\left(", r"\right)"), (r"\left[", r"\right]"))
    ),
    (*words, "likelihood"),
    "the logarithm of the probability of all labels",
    Source(ng, "section 2.1"),
)
which = free_index("i", examples)
one = which.symbol
single_cost = rule(
    "Log-loss of a logistic hypothesis on one example",
    cost,
    loss(one),
    (*everything, which),
    (
        Notation(rf"J = {NEGATIVE}"),
        Notation(r"J = -y^{(i)} \log (h_\theta(x^{(i)})) - (1 - y^{(i)}) \log (1 - h_\theta(x^{(i)}))"),
        Notation(rf"J = -\left[{TERMS[0]}\right]"),
    ),
    words,
    "minus the logarithm of the probability of the label",
    Source(ng, "section 2.1"),
)
chain = "the slope of the hypothesis by the score is h (1 - h)"
score = dot(theta, row(X, i))
smooth = Sum(softplus(score) - at(y, i) * score, (i, 1, m))  # the same sum by the scores: finite for any of them
guess = h(row(X, i))
by_hypothesis = (guess - at(y, i)) / (guess * (1 - guess))
mean_slope = slope(
    "Derivative of the averaged log-loss of a logistic hypothesis by one parameter",
    smooth / m,
    errors(h, 1, by_entry) / m,
    sums(r"\frac{1}{m}", WITH_ENTRY),
    everything,
    words,
    through(by_hypothesis, h) / m,
    chain,
)
total_slope = slope(
    "Derivative of the summed log-loss of a logistic hypothesis by one parameter",
    smooth,
    errors(h, 1, by_entry),
    sums("", WITH_ENTRY),
    everything,
    words,
    through(by_hypothesis, h),
    chain,
)
mean_step, total_step, online_step = steps_of("logistic hypothesis", h, words, everything)
penalised = (*everything, strength)
ridge_words = ("regulari", "penalty", "weight decay", "l2", "overfitting", *words)
ridge_cost = rule(
    "Log-loss of a logistic hypothesis with a squared penalty",
    cost,
    whole / m + mu / (2 * m) * squares,
    penalised,
    tuple(
        Notation(rf"J(\theta) = {right} + \frac{{\lambda}}{{2m}} \sum_{{j=1}}^n \theta_j^2", PENALTY)
        for right in mean_spelled
    ),
    ridge_words,
    "minus the log-likelihood, and squared parameters",
    Source("Ng, Machine Learning, Stanford online course", "week 3, regularised logistic regression"),
)
ridge_slope = slope(
    "Derivative of the log-loss of a logistic hypothesis with a squared penalty",
    smooth / m + mu / (2 * m) * squares,
    errors(h, 1, by_entry) / m + mu / m * at(theta, coordinate.symbol),
    tuple(rf"{term} + \frac{{\lambda}}{{m}} \theta_j" for term in sums(r"\frac{1}{m}", WITH_ENTRY)),
    penalised,
    ridge_words,
    through(by_hypothesis, h) / m + mu / m * at(theta, coordinate.symbol),
    chain,
)
ridge_step = shrunk("logistic hypothesis", h, ridge_words, penalised)

TOPIC = Topic(
    "Costs of a logistic hypothesis",
    formulas=(
        mean_cost,
        total_cost,
        log_likelihood,
        single_cost,
        mean_slope,
        total_slope,
        mean_step,
        total_step,
        online_step,
        ridge_cost,
        ridge_slope,
        ridge_step,
    ),
)
