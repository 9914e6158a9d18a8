"""The Bayes classifier and its risk, plug-in classifiers, nearest neighbours, and the regression function.

X is a random point, η(X) the probability that its label is 1. Everything that depends on X is a random number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Eq, Min, Piecewise, Rational

from derivations.operators import at_least, at_most, equal, indicator, mean
from derivations.vocabulary import (
    BIT,
    UNIT,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
)

devroye = "Devroye, Györfi and Lugosi, A Probabilistic Theory of Pattern Recognition"
point = Law("x")
half = Rational(1, 2)
raw = Quantity("e", "a number between 0 and 1 at each point", domain=UNIT, law=point)
raw_guess = Quantity("b", "0 or 1 at each point", domain=BIT, law=point)
posterior = Quantity("eta", "probability of the label 1 at the point", value=raw.symbol)
classifier = Quantity("g", "a classifier at the point", value=raw_guess.symbol)
eta, g = posterior.symbol, classifier.symbol
best = Quantity("g_star", "the Bayes classifier", value=Piecewise((1, eta >= half), (0, True), evaluate=False))
g_star = best.symbol


def error_of(guess: Any) -> Any:
    """The probability of a wrong label at the point."""
    return Piecewise((1 - eta, Eq(guess, 1)), (eta, True), evaluate=False)


bayes_risk = Quantity("R_star", "Bayes risk", value=mean(error_of(g_star)))
risk = Quantity("R", "risk of the classifier", value=mean(error_of(g)))
name = Quantity("L", "a risk")
R_star, R = bayes_risk.symbol, risk.symbol
base = (posterior, raw)
least = mean(Min(eta, 1 - eta, evaluate=False))


def derive_bayes_risk() -> Iterator[Step]:
    """At each point the more probable label is right."""
    yield Step(half - half * mean(Abs(2 * eta - 1)), because="the smaller of two numbers that add up to 1")
    yield Step(least, because="min(a, b) = (a + b - |a - b|)/2")


risk_of_bayes = Formula(
    title="Bayes risk",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, least),
    quantities=(name, *base),
    assumptions=(),
    notations=(
        Notation(r"R^* = \mathbb{E}[\min(\eta(X), 1 - \eta(X))]"),
        Notation(r"L^* = \frac{1}{2} - \frac{1}{2} \mathbb{E}[|2 \eta(X) - 1|]"),
        Notation(r"L^* = \mathbb{E}[\min\{\eta(X), 1 - \eta(X)\}]"),
    ),
    words=("bayes risk", "bayes error", "bayes classifier"),
    derivation=derive_bayes_risk,
    source=Source(devroye, "section 2.1"),
)
wrong = mean(eta * (1 - g) + (1 - eta) * g)


def derive_risk() -> Iterator[Step]:
    """The probability of the label that is not predicted."""
    yield Step(mean(error_of(g)), because="the probability of the label that is not predicted")
    yield Step(wrong, because="the prediction is 0 or 1")


classifier_risk = Formula(
    title="Risk of a classifier",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, wrong),
    quantities=(name, *base, classifier, raw_guess),
    assumptions=(),
    notations=(
        Notation(r"R(g) = \mathbb{E}[\eta(X) (1 - g(X)) + (1 - \eta(X)) g(X)]"),
        Notation(
            r"L(g) = \mathbb{E}[\eta(X) \mathbb{1}[g(X) = 0] + (1 - \eta(X)) \mathbb{1}[g(X) = 1]]"
        ),
        Notation(r"L(g) = 1 - \mathbb{E}[\eta(X) \mathbb{1}[g(X) = 1] + (1 - \eta(X)) \mathbb{1}[g(X) = 0]]"),
    ),
    words=("risk", "classifier", "misclassification", "bayes classifier"),
    derivation=derive_risk,
    source=Source(devroye, "section 2.1"),
)
disagreement = mean(Abs(2 * eta - 1) * indicator(Eq(1 - g, g_star, evaluate=False)))
both = (risk, bayes_risk, *base, classifier, raw_guess, best)


def derive_excess() -> Iterator[Step]:
    """Where the classifiers agree nothing is lost."""
    yield Step(
        mean((error_of(g) - error_of(g_star)) * indicator(Eq(1 - g, g_star, evaluate=False))),
        because="where both predict the same nothing is lost",
    )
    yield Step(disagreement, because="elsewhere the difference is that of η and 1 - η")


excess_risk = Formula(
    title="Excess risk of a classifier over the Bayes risk",
    kind=Kind.IDENTITY,
    statement=equal(R - R_star, disagreement),
    quantities=both,
    assumptions=(),
    notations=(
        Notation(r"R(g) - R^* = \mathbb{E}[|2 \eta(X) - 1| \mathbb{1}[g(X) \neq g^*(X)]]"),
        Notation(
            r"L(g) - L^* = 2 \mathbb{E}\left[\left|\eta(X) - \frac{1}{2}\right| \mathbb{1}[g(X) \neq g^*(X)]\right]",
            (("L", "R"), ("L_star", "R_star")),
        ),
    ),
    words=("excess risk", "bayes classifier", "bayes risk"),
    derivation=derive_excess,
    source=Source(devroye, "theorem 2.2"),
)


def derive_optimal() -> Iterator[Step]:
    """The excess risk is the mean of numbers that are not negative."""
    yield Step(R_star + disagreement, because="excess risk of a classifier")
    yield Step(R_star, because="the mean of numbers that are not negative", relation=">=")


optimal = Formula(
    title="No classifier has a smaller risk than the Bayes classifier",
    kind=Kind.BOUND,
    statement=at_least(R, R_star),
    quantities=both,
    assumptions=(),
    notations=(
        Notation(r"R(g) \geq R^*"),
        Notation(r"L(g) \geq L^*", (("L", "R"), ("L_star", "R_star"))),
    ),
    words=("bayes classifier", "bayes risk", "optimal"),
    derivation=derive_optimal,
    source=Source(devroye, "theorem 2.1"),
)
raw_estimate = Quantity("h", "another number between 0 and 1 at each point", domain=UNIT, law=point)
estimate = Quantity("eta_hat", "estimated probability of the label 1", value=raw_estimate.symbol)
eta_hat = estimate.symbol
plug_in = Quantity(
    "g", "the classifier that takes the estimate for the truth",
    value=Piecewise((1, eta_hat >= half), (0, True), evaluate=False),
)
plug_risk = Quantity("R", "risk of the plug-in classifier", value=mean(error_of(plug_in.symbol)))


def derive_plug_in() -> Iterator[Step]:
    """Where the classifiers differ, η and its estimate lie on different sides of one half."""
    yield Step(
        mean(2 * Abs(eta - half) * indicator(Eq(1 - plug_in.symbol, g_star, evaluate=False))),
        because="excess risk of a classifier",
    )
    yield Step(2 * mean(Abs(eta - eta_hat)), because="there one half lies between η and its estimate", relation="<=")


plug_in_bound = Formula(
    title="Excess risk of a plug-in classifier",
    kind=Kind.BOUND,
    statement=at_most(R - R_star, 2 * mean(Abs(eta - eta_hat))),
    quantities=(plug_risk, bayes_risk, *base, estimate, raw_estimate, plug_in, best),
    assumptions=(),
    notations=(
        Notation(r"R(g) - R^* \leq 2 \mathbb{E}[|\eta(X) - \hat{\eta}(X)|]"),
        Notation(
            r"L(\hat{g}) - L^* \leq 2 \mathbb{E}|\eta(X) - \hat{\eta}(X)|",
            (("L", "R"), ("L_star", "R_star"), ("g_hat", "g")),
        ),
    ),
    words=("plug-in", "excess risk", "bayes risk"),
    derivation=derive_plug_in,
    source=Source(devroye, "theorem 2.2"),
)
neighbour = mean(2 * eta * (1 - eta))
neighbour_risk = Quantity("R_NN", "asymptotic risk of the nearest neighbour rule", value=neighbour)
R_NN = neighbour_risk.symbol
nearest = (neighbour_risk, bayes_risk, *base, best)


def derive_neighbour_risk() -> Iterator[Step]:
    """Two labels that are drawn independently at one point differ."""
    yield Step(mean(1 - eta**2 - (1 - eta) ** 2), because="two independent labels are not both 1, nor both 0")
    yield Step(neighbour, because="expand the squares")


nearest_neighbour = Formula(
    title="Asymptotic risk of the nearest neighbour rule",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, neighbour),
    quantities=(name, *base),
    assumptions=(),
    notations=(
        Notation(r"R_{NN} = \mathbb{E}[2 \eta(X) (1 - \eta(X))]"),
        Notation(r"L_{NN} = 2 \mathbb{E}[\eta(X) (1 - \eta(X))]"),
    ),
    words=("nearest neighbour", "nearest neighbor", "1-nn"),
    derivation=derive_neighbour_risk,
    source=Source("Cover and Hart 1967, Nearest neighbor pattern classification", "section V"),
)


def derive_cover_hart() -> Iterator[Step]:
    """The variance of min(η, 1 - η) is not negative."""
    smaller = Min(eta, 1 - eta, evaluate=False)
    yield Step(2 * mean(smaller * (1 - smaller)), because="η (1 - η) is symmetric")
    yield Step(
        2 * mean(smaller) * (1 - mean(smaller)), because="the mean square is at least the squared mean", relation="<="
    )
    yield Step(2 * R_star * (1 - R_star), because="the Bayes risk is the mean of the smaller probability")


cover_hart = Formula(
    title="Cover-Hart inequality: the nearest neighbour rule has at most twice the Bayes risk",
    kind=Kind.BOUND,
    statement=at_most(R_NN, 2 * R_star * (1 - R_star)),
    quantities=nearest,
    assumptions=(),
    notations=(
        Notation(r"R_{NN} \leq 2 R^* (1 - R^*)"),
        Notation(r"\mathbb{E}[2 \eta(X) (1 - \eta(X))] \leq 2 R^* (1 - R^*)"),
        Notation(r"L_{NN} \leq 2 L^* (1 - L^*)", (("L_NN", "R_NN"), ("L_star", "R_star"))),
    ),
    words=("nearest neighbour", "nearest neighbor", "cover-hart", "cover and hart"),
    derivation=derive_cover_hart,
    source=Source("Cover and Hart 1967, Nearest neighbor pattern classification", "theorem"),
)

TOPIC = Topic(
    "Bayes classifier",
    formulas=(
        risk_of_bayes,
        classifier_risk,
        excess_risk,
        optimal,
        plug_in_bound,
        nearest_neighbour,
        cover_hart,
    ),
)
