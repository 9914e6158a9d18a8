"""Step sizes 1/k: their sum has no bound, the sum of their squares has one.

These are the two conditions of Robbins and Monro: steps that can reach any distance, and noise that adds up to a finite
variance.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, Sum, log

from derivations.operators import at_least, at_most
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

rudin = "Rudin, Principles of Mathematical Analysis"
number = Quantity("n", "number of steps", domain=integers(1, 40))
n = number.symbol
k = bound_index("k")


def derive_growth() -> Iterator[Step]:
    """Each term is at least the area under 1/x from k to k + 1."""
    yield Step(
        Sum(log(k + 1) - log(k), (k, 1, n)),
        because="1/k is at least the area under 1/x between k and k + 1",
        relation=">=",
    )
    yield Step(log(n + 1), because="neighbours cancel")


sum_grows = Formula(
    title="The sum of the step sizes 1/k grows without bound",
    kind=Kind.BOUND,
    statement=at_least(Sum(1 / k, (k, 1, n)), log(n + 1)),
    quantities=(number,),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=1}^{n} \frac{1}{k} \geq \log(n + 1)"),
        Notation(r"\sum_{t=1}^{T} \frac{1}{t} \geq \ln(T + 1)", letters=(("T", "n"),)),
    ),
    words=("step size", "learning rate", "robbins", "harmonic"),
    derivation=derive_growth,
    source=Source(rudin, "theorem 3.28"),
)


def derive_ceiling() -> Iterator[Step]:
    """Each later term is at most the area under 1/x before it."""
    yield Step(
        1 + Sum(log(k) - log(k - 1), (k, 2, n)),
        because="1/k is at most the area under 1/x between k - 1 and k",
        relation="<=",
    )
    yield Step(1 + log(n), because="neighbours cancel")


sum_ceiling = Formula(
    title="The sum of the step sizes 1/k grows like the logarithm",
    kind=Kind.BOUND,
    statement=at_most(Sum(1 / k, (k, 1, n)), 1 + log(n)),
    quantities=(number,),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=1}^{n} \frac{1}{k} \leq 1 + \log n"),
        Notation(r"\sum_{t=1}^{T} \frac{1}{t} \leq 1 + \ln(T)", letters=(("T", "n"),)),
    ),
    words=("step size", "learning rate", "harmonic"),
    derivation=derive_ceiling,
    source=Source(rudin, "theorem 3.28"),
)


def derive_squares() -> Iterator[Step]:
    """A telescoping sum above the squares."""
    yield Step(
        1 + Sum(1 / (k - 1) - 1 / k, (k, 2, n)),
        because="1/k^2 is at most 1/(k(k - 1)), which is 1/(k - 1) - 1/k",
        relation="<=",
    )
    yield Step(Integer(2) - 1 / n, because="neighbours cancel")


squares_bounded = Formula(
    title="The sum of the squared step sizes 1/k is below 2",
    kind=Kind.BOUND,
    statement=at_most(Sum(1 / k**2, (k, 1, n)), 2 - 1 / n),
    quantities=(number,),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=1}^{n} \frac{1}{k^2} \leq 2 - \frac{1}{n}"),
        Notation(r"\sum_{t=1}^{T} \frac{1}{t^2} \leq 2 - \frac{1}{T}", letters=(("T", "n"),)),
    ),
    words=("step size", "learning rate", "robbins", "square"),
    derivation=derive_squares,
    source=Source(rudin, "theorem 3.28"),
)

TOPIC = Topic("Step sizes of stochastic approximation", formulas=(sum_grows, sum_ceiling, squares_bounded))
