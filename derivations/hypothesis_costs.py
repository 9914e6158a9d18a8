r"""Linear regression with a hypothesis h_θ(x) = θ^T x, as first courses write it: costs, their derivatives, steps.

The examples x^{(1)}, …, x^{(m)} are the rows of X. The cost has the factor 1/(2m), 1/2, 1/m, or none.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, MatrixSymbol, Rational, Sum

from derivations.operators import at, dot, equal, gradient, row
from derivations.stanzas import rule
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

ng = "Ng and Ma, CS229 Lecture Notes"
half = Rational(1, 2)
examples = Size("m", "examples", largest=3)
features = Size("n", "features", smallest=2, largest=3)
m, n = examples.symbol, features.symbol
i, k = bound_index("i k")
inputs = Quantity("x", "inputs, a row for each example", shape=(examples, features))
targets = Quantity("y", "targets", shape=(examples,))
parameters = Quantity("theta", "parameters", shape=(features,))
X, y, theta = inputs.symbol, targets.symbol, parameters.symbol
a = MatrixSymbol("a", n, 1)
hypothesis = Quantity("h_theta", "hypothesis", value=Lambda((a,), dot(theta, a)))
h = hypothesis.symbol
cost = Quantity("J", "cost")
rate = Quantity("alpha", "learning rate", domain=POSITIVE)
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
alpha, mu = rate.symbol, strength.symbol
coordinate, example = free_index("j", features), free_index("i", examples)
j = coordinate.symbol
entry = Quantity("theta_next", "the parameter after the step")
everything = (inputs, targets, parameters, hypothesis)
common = ("hypothesis", "cost function", "gradient descent", "regression", "learning rate", "h_theta", "update rule")
words = ("linear regression", "least squares", "lms", *common)


def errors(of: Any, power: int = 1, by: Any = 1) -> Any:
    """The sum of the residuals over the examples, to a power, times a factor each."""
    return Sum((of(row(X, i)) - at(y, i)) ** power * by, (i, 1, m))


PENALTY = (("lambda", "mu"),)
RESIDUALS = (
    r"(h_\theta(x^{(i)}) - y^{(i)})",
    r"(h_\theta(x_i) - y_i)",
)
WITH_ENTRY = (
    r"(h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}",
    r"(h_\theta(x_i) - y_i) x_{ij}",
    r"x_j^{(i)} (h_\theta(x^{(i)}) - y^{(i)})",
)
TURNED = (r"(y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}", r"(y_i - h_\theta(x_i)) x_{ij}")
LEFTS = (("J(\\theta)", ()), ("L(\\theta)", (("L", "J"),)))


def sums(factor: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """The sum of each term, with the range written out."""
    return tuple(rf"{factor} \sum_{{i=1}}^m {term}".strip() for term in terms)


def costs(factor: str) -> tuple[Notation, ...]:
    """The cost with a factor before its sum."""
    squares = tuple(f"{residual}^2" for residual in RESIDUALS)
    return tuple(Notation(f"{left} = {right}", letters) for left, letters in LEFTS for right in sums(factor, squares))


squared = tuple(
    rule(
        f"Cost of a linear hypothesis: {name}",
        cost,
        scale * errors(h, 2),
        everything,
        costs(factor),
        words,
        "squared residuals",
        Source(ng, "section 1.1"),
    )
    for name, scale, factor in (
        ("half the mean of the squares", 1 / (2 * m), r"\frac{1}{2m}"),
        ("half the sum of the squares", half, r"\frac{1}{2}"),
        ("the mean of the squares", 1 / m, r"\frac{1}{m}"),
        ("the sum of the squares", 1, ""),
    )
)
half_mean_cost, half_cost, mean_cost, total_cost = squared


def slope(
    title: str,
    value: Any,
    right: Any,
    spellings: tuple[str, ...],
    quantities: tuple[Quantity, ...],
    named: tuple[str, ...],
    chained: Any,
    because: str,
) -> Formula:
    """The derivative of a cost by one parameter; `chained` is the line before its right side, by the chain rule."""
    total = Quantity("J", "cost", value=value)

    def derive() -> Any:
        yield Step(chained, because="chain rule through the hypothesis")
        yield Step(right, because=because)

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(at(gradient(total.symbol, theta), j), right),
        quantities=(total, *quantities, coordinate),
        assumptions=(),
        notations=tuple(
            Notation(f"{left} = {spelling}", letters + (PENALTY if "lambda" in spelling else ()))
            for left, letters in (
                (r"\frac{\partial J}{\partial \theta_j}", ()),
                (r"\frac{\partial}{\partial \theta_j} J(\theta)", ()),
                (r"\frac{\partial L}{\partial \theta_j}", (("L", "J"),)),
            )
            for spelling in spellings
        ),
        words=named,
        derivation=derive,
        source=Source(ng, "section 1.1"),
    )


by_entry = at(X, i, j)
chain = "the hypothesis grows by x_j with the parameter"


def through(outer: Any, of: Any) -> Any:
    """The slopes of the losses by the hypothesis, times its slope by the parameter."""
    return Sum(outer * at(gradient(of(row(X, i)), theta), j), (i, 1, m))


def grown(of: Any) -> Any:
    """The slope of half the squared residual of an example by the hypothesis."""
    return of(row(X, i)) - at(y, i)


slopes = tuple(
    slope(
        f"Derivative of the cost of a linear hypothesis by one parameter, {name}",
        scale * errors(h, 2),
        2 * scale * errors(h, 1, by_entry),
        sums(factor, WITH_ENTRY),
        everything,
        words,
        2 * scale * through(grown(h), h),
        chain,
    )
    for name, scale, factor in (
        ("half the mean of the squares", 1 / (2 * m), r"\frac{1}{m}"),
        ("half the sum of the squares", half, ""),
        ("the mean of the squares", 1 / m, r"\frac{2}{m}"),
    )
)
half_mean_slope, half_slope, mean_slope = slopes


def stepped(scale: str, back: bool = True) -> tuple[Notation, ...]:
    """The step of one parameter, against the slope, or along its negative."""
    terms, sign = (WITH_ENTRY, "-") if back else (TURNED, "+")
    return tuple(
        Notation(rf"\theta_j {gets} \theta_j {sign} {right}")
        for gets in (":=", r"\leftarrow")
        for right in sums(scale, terms)
    )


def steps_of(kind: str, of: Any, named: tuple[str, ...], quantities: tuple[Quantity, ...]) -> tuple[Formula, ...]:
    """The steps with the mean and with the sum, and from one example."""
    mean_step = rule(
        f"Gradient step of one parameter, {kind}: the mean over the examples",
        entry,
        at(theta, j) - alpha / m * errors(of, 1, by_entry),
        (*quantities, rate, coordinate),
        (*stepped(r"\alpha \frac{1}{m}"), *stepped(r"\frac{\alpha}{m}"), *stepped(r"\frac{\alpha}{m}", back=False)),
        named,
        "against the slope of the mean",
        Source(ng, "section 1.1"),
    )
    total_step = rule(
        f"Gradient step of one parameter, {kind}: the sum over the examples",
        entry,
        at(theta, j) - alpha * errors(of, 1, by_entry),
        (*quantities, rate, coordinate),
        (*stepped(r"\alpha"), *stepped(r"\alpha", back=False)),
        named,
        "against the slope of the sum",
        Source(ng, "section 1.1"),
    )
    one = example.symbol
    online_step = rule(
        f"Stochastic gradient step of one parameter, {kind}",
        entry,
        at(theta, j) + alpha * (at(y, one) - of(row(X, one))) * at(X, one, j),
        (*quantities, rate, example, coordinate),
        tuple(
            Notation(rf"\theta_j {gets} \theta_j {right}")
            for gets in (":=", r"\leftarrow")
            for right in (
                *(rf"+ \alpha {term}" for term in TURNED),
                *(rf"- \alpha {term}" for term in WITH_ENTRY),
            )
        ),
        (*named, "stochastic", "lms", "widrow", "sgd"),
        "against the slope of one example",
        Source(ng, "section 1.1"),
    )
    return mean_step, total_step, online_step


mean_step, total_step, online_step = steps_of("linear hypothesis", h, words, everything)
ridge_words = ("ridge", "regulari", "penalty", "weight decay", "l2", "overfitting", *words)
squares = Sum(at(theta, k) ** 2, (k, 1, n))
penalised = (*everything, strength)
ridge_cost = rule(
    "Cost of a linear hypothesis with a squared penalty, both with the factor 1/(2m)",
    cost,
    (errors(h, 2) + mu * squares) / (2 * m),
    penalised,
    tuple(
        Notation(f"J(\\theta) = {right}", PENALTY)
        for residual in RESIDUALS
        for right in (
            rf"\frac{{1}}{{2m}} \left[\sum_{{i=1}}^m {residual}^2 + \lambda \sum_{{j=1}}^n \theta_j^2\right]",
            rf"\frac{{1}}{{2m}} \sum_{{i=1}}^m {residual}^2 + \frac{{\lambda}}{{2m}} \sum_{{j=1}}^n \theta_j^2",
        )
    ),
    ridge_words,
    "squared residuals, and squared parameters",
    Source("Ng, Machine Learning, Stanford online course", "week 3, regularised linear regression"),
)
ridge_slope = slope(
    "Derivative of the cost of a linear hypothesis with a squared penalty",
    (errors(h, 2) + mu * squares) / (2 * m),
    errors(h, 1, by_entry) / m + mu / m * at(theta, j),
    tuple(rf"{term} + \frac{{\lambda}}{{m}} \theta_j" for term in sums(r"\frac{1}{m}", WITH_ENTRY)),
    penalised,
    ridge_words,
    through(grown(h), h) / m + mu / m * at(theta, j),
    chain,
)


def shrunk(kind: str, of: Any, named: tuple[str, ...], quantities: tuple[Quantity, ...]) -> Formula:
    """The step with a penalty, as a shrinkage."""
    return rule(
        f"Gradient step of one parameter with a squared penalty, {kind}",
        entry,
        at(theta, j) * (1 - alpha * mu / m) - alpha / m * errors(of, 1, by_entry),
        (*quantities, rate, coordinate),
        tuple(
            Notation(rf"\theta_j := {right}", PENALTY)
            for term in WITH_ENTRY[:2]
            for right in (
                rf"\theta_j (1 - \alpha \frac{{\lambda}}{{m}}) - \alpha \frac{{1}}{{m}} \sum_{{i=1}}^m {term}",
                rf"\theta_j (1 - \frac{{\alpha \lambda}}{{m}}) - \frac{{\alpha}}{{m}} \sum_{{i=1}}^m {term}",
                rf"\theta_j - \alpha [\frac{{1}}{{m}} \sum_{{i=1}}^m {term} + \frac{{\lambda}}{{m}} \theta_j]",
            )
        ),
        named,
        "the penalty shrinks the parameter first",
        Source("Ng, Machine Learning, Stanford online course", "week 3, regularised linear regression"),
    )


ridge_step = shrunk("linear hypothesis", h, ridge_words, penalised)

TOPIC = Topic(
    "Costs of a linear hypothesis",
    formulas=(
        half_mean_cost,
        half_cost,
        mean_cost,
        total_cost,
        half_mean_slope,
        half_slope,
        mean_slope,
        mean_step,
        total_step,
        online_step,
        ridge_cost,
        ridge_slope,
        ridge_step,
    ),
)
