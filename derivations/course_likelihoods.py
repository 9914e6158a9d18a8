r"""Likelihoods of first courses: logistic regression with a hypothesis h_θ(x), and classes by Gaussian discriminants.

h_θ(x) = 1 / (1 + exp(-θ^T x)) is the probability of label 1; the log-likelihood is maximised, so its gradient is added.
The estimates of the generative model count examples by indicators.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Product, Sum, log

from derivations.hypothesis_costs import (
    X,
    by_entry,
    coordinate,
    errors,
    i,
    inputs,
    j,
    m,
    parameters,
    theta,
    through,
)
from derivations.hypothesis_costs import examples as rows
from derivations.hypothesis_costs import features as entries
from derivations.hypothesis_likelihoods import by_hypothesis, everything, h, hypothesis, smooth, y
from derivations.operators import at, gradient, indicator, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import BIT, Quantity, Source, Topic

ng = "Ng and Ma, CS229 Lecture Notes"
words = ("logistic regression", "logistic", "likelihood", "log-likelihood", "maximum likelihood", "hypothesis")
point = Quantity("x", "an input", shape=(entries,))
label = Quantity("y", "its label", domain=BIT)
guess = h(point.symbol)
chance = rule(
    "Probability of a label, by the hypothesis in powers",
    Quantity("p", "probability of the label"),
    guess**label.symbol * (1 - guess) ** (1 - label.symbol),
    (point, label, parameters, hypothesis),
    written(
        r"p(y | x; \theta) = (h_\theta(x))^y (1 - h_\theta(x))^{1 - y}",
        r"p(y \mid x; \theta) = h_\theta(x)^y (1 - h_\theta(x))^{1 - y}",
        r"p(y | x) = h_\theta(x)^y (1 - h_\theta(x))^{1 - y}",
    ),
    words,
    "one of both powers is 1",
    Source(ng, "section 2.1"),
)
each = h(row(X, i))
powers = each ** at(y, i) * (1 - each) ** (1 - at(y, i))
likelihood = rule(
    "Likelihood of the labels under a logistic hypothesis",
    Quantity("L", "likelihood"),
    Product(powers, (i, 1, m)),
    everything,
    written(
        r"L(\theta) = \prod_{i=1}^m h_\theta(x^{(i)})^{y^{(i)}} (1 - h_\theta(x^{(i)}))^{1 - y^{(i)}}",
        r"L(\theta) = \prod_{i=1}^m (h_\theta(x^{(i)}))^{y^{(i)}} (1 - h_\theta(x^{(i)}))^{1 - y^{(i)}}",
        r"L(\theta) = \prod_{i=1}^m h_\theta(x_i)^{y_i} (1 - h_\theta(x_i))^{1 - y_i}",
    ),
    words,
    "the labels are independent, given the inputs",
    Source(ng, "section 2.1"),
)
total = Quantity("l", "log-likelihood", value=-smooth)
slope = identity(
    "Derivative of the log-likelihood of a logistic hypothesis by one parameter",
    at(gradient(total.symbol, theta), j),
    (
        (-through(by_hypothesis, h), "chain rule through the hypothesis"),
        (-errors(h, 1, by_entry), "the slope of the hypothesis by the score is h (1 - h)"),
    ),
    (total, *everything, coordinate),
    written(
        r"\frac{\partial \ell(\theta)}{\partial \theta_j} = \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}",
        r"\frac{\partial \ell}{\partial \theta_j} = \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}",
        r"\frac{\partial}{\partial \theta_j} \ell(\theta) = \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}",
        r"\frac{\partial}{\partial \theta_j} \ell(\theta) = \sum_{i=1}^m (y_i - h_\theta(x_i)) x_{ij}",
    ),
    words,
    Source(ng, "section 2.1"),
)
truth = label.symbol
single_loss = Quantity("l", "log-likelihood of one example", value=truth * log(guess) + (1 - truth) * log(1 - guess))
single_slope = identity(
    "Derivative of the log-likelihood of one example by a parameter of the hypothesis",
    at(gradient(single_loss.symbol, theta), j),
    (
        (
            (truth / guess - (1 - truth) / (1 - guess)) * at(gradient(guess, theta), j),
            "the logarithms, and the chain rule",
        ),
        (
            (truth * (1 - guess) - (1 - truth) * guess) * at(point.symbol, j),
            "the slope of the hypothesis by the score is h (1 - h)",
        ),
        ((truth - guess) * at(point.symbol, j), "the products of label and hypothesis cancel"),
    ),
    (single_loss, point, label, parameters, hypothesis, coordinate),
    written(
        r"\frac{\partial}{\partial \theta_j} \ell(\theta) = (y - h_\theta(x)) x_j",
        r"\frac{\partial \ell(\theta)}{\partial \theta_j} = (y - h_\theta(x)) x_j",
        r"\frac{\partial \ell}{\partial \theta_j} = (y - h_\theta(x)) x_j",
    ),
    words,
    Source(ng, "section 2.1"),
)

single_cost = Quantity("J", "log-loss of one example", value=-truth * log(guess) - (1 - truth) * log(1 - guess))
single_cost_slope = identity(
    "Derivative of the log-loss of one example by a parameter of the hypothesis",
    at(gradient(single_cost.symbol, theta), j),
    (
        (
            ((1 - truth) / (1 - guess) - truth / guess) * at(gradient(guess, theta), j),
            "the logarithms, and the chain rule",
        ),
        ((guess - truth) * at(point.symbol, j), "the slope of the hypothesis by the score is h (1 - h)"),
    ),
    (single_cost, point, label, parameters, hypothesis, coordinate),
    written(
        r"\frac{\partial J}{\partial \theta_j} = (h_\theta(x) - y) x_j",
        r"\frac{\partial}{\partial \theta_j} J(\theta) = (h_\theta(x) - y) x_j",
    )
    + written(r"\frac{\partial L}{\partial \theta_j} = (h_\theta(x) - y) x_j", letters=(("L", "J"),))
    + written(r"\frac{\partial \ell}{\partial \theta_j} = (h_\theta(x) - y) x_j", letters=(("l", "J"),)),
    ("cost function", "cross-entropy", "log-loss", "negative log-likelihood", *words),
    Source(ng, "section 2.1"),
)
labels = Quantity("y", "labels", shape=(rows,), domain=BIT)
t = labels.symbol
generative = ("gda", "discriminant analysis", "gaussian discriminant", "generative", "naive bayes")
number, centre = Quantity("v", "an estimate"), Quantity("c", "mean of a class", shape=(entries,))


def counted(value: int) -> Any:
    """The number of examples with that label."""
    return Sum(indicator(Eq(at(t, i), value)), (i, 1, m))


def spelled(value: int) -> str:
    """Its indicator on the sheet."""
    return rf"1[y^{{(i)}} = {value}]"


share = rule(
    "Share of the examples with label 1, by indicators",
    number,
    counted(1) / m,
    (labels,),
    written(
        rf"\phi = \frac{{1}}{{m}} \sum_{{i=1}}^m {spelled(1)}",
        rf"\phi = \frac{{\sum_{{i=1}}^m {spelled(1)}}}{{m}}",
        r"\phi = \frac{1}{m} \sum_{i=1}^m \mathbb{1}[y_i = 1]",
    ),
    generative,
    "one for each example of the class",
    Source(ng, "section 4.1.2"),
)
means = tuple(
    rule(
        f"Mean of the examples with label {value}, by indicators",
        centre,
        1 / counted(value) * vector_sum(indicator(Eq(at(t, i), value)) * row(X, i), i, 1, m),
        (inputs, labels),
        written(
            rf"\mu_{value} = \frac{{\sum_{{i=1}}^m {spelled(value)} x^{{(i)}}}}{{\sum_{{i=1}}^m {spelled(value)}}}",
            rf"\mu_{value} = \frac{{\sum_{{i=1}}^m \mathbb{{1}}[y_i = {value}] x_i}}"
            rf"{{\sum_{{i=1}}^m \mathbb{{1}}[y_i = {value}]}}",
        ),
        generative,
        "only the examples of the class count",
        Source(ng, "section 4.1.2"),
    )
    for value in (0, 1)
)
mean_0, mean_1 = means

TOPIC = Topic(
    "Likelihoods of first courses",
    formulas=(chance, likelihood, slope, single_slope, single_cost_slope, share, mean_0, mean_1),
)
