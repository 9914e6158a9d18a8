"""Rates as theorems state them: growth and smoothness near the minimiser, rates in L and mu, acceleration.

As in `convergence_rates` the bounds hold for every function of their class and are held against quadratics with the
Hessian Q, whose eigenvalues lie between mu and L.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Integer, Piecewise, sqrt

from derivations.convergence_rates import (
    L,
    Q,
    b,
    bound,
    conditioned,
    count,
    counted,
    dimensions,
    drawn_smoothness,
    f,
    family,
    iterates,
    k,
    kappa,
    least,
    mu,
    point,
    short_step,
    slope,
    start,
    stepped,
    unit_share,
    x,
    x_0,
    x_k,
    x_star,
)
from derivations.operators import at_least, dot, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import Cited, Formula, Kind, Notation, Quantity, Source, Step, Topic

nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
garrigos = "Garrigos and Gower 2023, Handbook of Convergence Theorems for Gradient Methods"
karimi = "Karimi, Nutini and Schmidt 2016, Linear Convergence of Gradient Methods"
beck = "Beck and Teboulle 2009, A Fast Iterative Shrinkage-Thresholding Algorithm"
polyak = "Polyak 1964, Some Methods of Speeding up the Convergence of Iteration Methods"
gap = f(x) - least.symbol
strong = ("strongly convex", "strong convexity", "smooth", "convex")


def lower(
    title: str,
    left: Any,
    right: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    words: tuple[str, ...],
    steps: tuple[tuple[Any, str, str], ...],
    source: Source,
) -> Formula:
    """A lower bound on quadratics; `steps` are (expression, reason, relation)."""

    def derive() -> Iterator[Step]:
        for expression, because, relation in steps:
            yield Step(expression, because=because, relation=relation)

    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=at_least(left, right),
        quantities=quantities,
        assumptions=(),
        notations=notations,
        words=words,
        derivation=derive,
        source=source,
    )


away = x - x_star
gradient_gap = lower(
    "Polyak-Lojasiewicz inequality, the squared gradient first",
    dot(slope, slope) / 2,
    mu * gap,
    (least, point, *family),
    written(
        r"\frac{1}{2} \|\nabla f(x)\|^2 \geq \mu (f(x) - f^*)",
        r"\|\nabla f(x)\|^2 \geq 2 \mu (f(x) - f^*)",
    )[:1]
    + written(r"\frac{\|\nabla f(x)\|^2}{2} \geq \mu [f(x) - f^*]"),
    ("polyak", "pl condition", "pl inequality", "gradient dominated", "łojasiewicz", *strong),
    (
        (dot(Q * away, Q * away) / 2, "the gradient of the quadratic is Q (x - x*)", "="),
        (mu * dot(away, Q * away) / 2, "no eigenvalue of Q lies below mu", ">="),
        (mu * gap, "the quadratic around its minimiser", "="),
    ),
    Source(karimi, "equation 3"),
)
growth = lower(
    "Quadratic growth around the minimiser",
    gap,
    mu / 2 * norm(away) ** 2,
    (least, point, *family),
    written(
        r"f(x) - f^* \geq \frac{\mu}{2} \|x - x^*\|^2",
        r"f(x) - f(x^*) \geq \frac{\mu}{2} \|x - x^*\|_2^2",
    ),
    ("quadratic growth", *strong),
    (
        (dot(away, Q * away) / 2, "the quadratic around its minimiser", "="),
        (mu / 2 * norm(away) ** 2, "no eigenvalue of Q lies below mu", ">="),
    ),
    Source(karimi, "theorem 2, quadratic growth"),
)


def derive_upper() -> Iterator[Step]:
    """The gradient vanishes at the minimiser."""
    yield Step(dot(away, Q * away) / 2, because="the quadratic around its minimiser")
    yield Step(L / 2 * norm(away) ** 2, because="L is at least the largest eigenvalue of Q", relation="<=")


smooth_gap = bound(
    "Smoothness: the gap is at most L/2 times the squared distance from the minimiser",
    gap,
    L / 2 * norm(away) ** 2,
    (least, point, *family),
    written(
        r"f(x) - f^* \leq \frac{L}{2} \|x - x^*\|^2",
        r"f(x) - f(x^*) \leq \frac{L}{2} \|x - x^*\|_2^2",
    ),
    ("minimiser", "minimizer", *strong),
    derive_upper,
    Source(nesterov, "equation 2.1.7"),
)


def derive_gradient_bound() -> Iterator[Step]:
    """The same in the directions of the eigenvectors."""
    yield Step(L * dot(away, Q * away), because="no eigenvalue of Q lies above L", relation="<=")
    yield Step(2 * L * gap, because="the quadratic around its minimiser")


gradient_bound = bound(
    "Smoothness: the squared gradient is at most 2L times the gap",
    dot(slope, slope),
    2 * L * gap,
    (least, point, *family),
    written(
        r"\|\nabla f(x)\|^2 \leq 2 L (f(x) - f^*)",
        r"\|\nabla f(x)\|^2 \leq 2 L [f(x) - f(x^*)]",
    ),
    ("self-bounding", "gradient", *strong),
    derive_gradient_bound,
    Source(nesterov, "theorem 2.1.5"),
)
short_run = (*iterates, count, unit_share, least, *family)
rate_words = ("strongly convex", "strong convexity", "linear convergence", "geometric", "rate")
short_rate = bound(
    "Gradient descent with the step size 1/L: the gap falls by 1 - mu/L at each step",
    f(x_k) - least.symbol,
    (1 - mu / L) ** k * (f(x_0) - least.symbol),
    short_run,
    written(
        r"f(x_k) - f^* \leq \left(1 - \frac{\mu}{L}\right)^k (f(x_0) - f^*)",
        r"f(x_k) - f(x^*) \leq \left(1 - \mu / L\right)^k [f(x_0) - f(x^*)]",
        r"f(x_k) - f(x^*) \leq \left(1 - \frac{\mu}{L}\right)^k (f(x_0) - f(x^*))",
    )
    + written(
        r"f(x_t) - f^* \leq \left(1 - \frac{\mu}{L}\right)^t (f(x_0) - f^*)",
        r"f(x_t) - f^* \leq (1 - \mu / L)^t [f(x_0) - f^*]",
        letters=(("x_t", "x_k"), ("t", "k")),
    ),
    ("polyak", "pl inequality", "guarantee", *rate_words),
    Cited("Karimi, Nutini and Schmidt 2016, theorem 1: the descent lemma and the Polyak-Lojasiewicz inequality"),
    Source(karimi, "theorem 1"),
)
stepped_gap = f(short_step.symbol) - least.symbol


def derive_decrease() -> Iterator[Step]:
    """The gain of a step, and the inequality of Polyak and Lojasiewicz."""
    yield Step(gap - norm(slope) ** 2 / (2 * L), because="a step of size 1/L gains that much", relation="<=")
    yield Step((1 - mu / L) * gap, because="the squared gradient is at least 2 mu times the gap", relation="<=")


one_rate = bound(
    "What a step of size 1/L leaves of the gap",
    stepped_gap,
    (1 - mu / L) * gap,
    (short_step, point, least, *family),
    tuple(
        note
        for letters, (after, now) in ((counted, ("x_{k+1}", "x_k")), (stepped, ("x_{t+1}", "x_t")))
        for note in written(
            rf"f({after}) - f^* \leq \left(1 - \frac{{\mu}}{{L}}\right) (f({now}) - f^*)",
            rf"f({after}) - f^* \leq f({now}) - f^* - \frac{{\mu}}{{L}} (f({now}) - f^*)",
            letters=letters,
        )
    ),
    ("descent lemma", *rate_words),
    derive_decrease,
    Source(karimi, "theorem 1"),
)


def accelerated(number: int, ahead: Any) -> Quantity:
    """The iterate of the accelerated method from an extrapolated point."""
    return Quantity(f"x_{number}", "an iterate", shape=(dimensions,), value=ahead - (Q * ahead + b) / L)


golden = (1 + sqrt(Integer(5))) / 2
third = (1 + sqrt(1 + 4 * golden**2)) / 2
first_iterate = accelerated(1, x_0)
second_iterate = accelerated(2, first_iterate.symbol)
leap = Quantity(
    "y_3",
    "the extrapolated point",
    shape=(dimensions,),
    value=second_iterate.symbol + (golden - 1) / third * (second_iterate.symbol - first_iterate.symbol),
)
third_iterate = accelerated(3, leap.symbol)
branches = ((first_iterate.symbol, Eq(k, 1)), (second_iterate.symbol, Eq(k, 2)), (third_iterate.symbol, True))
fast = Quantity(
    "x_k", "the iterate of the accelerated method", shape=(dimensions,), value=Piecewise(*branches, evaluate=False)
)
accelerated_rate = bound(
    "Nesterov's accelerated rate for a smooth convex function",
    f(fast.symbol) - least.symbol,
    2 * L * norm(x_0 - x_star) ** 2 / (k + 1) ** 2,
    (fast, third_iterate, leap, second_iterate, first_iterate, start, count, least, *family),
    written(
        r"f(x_k) - f^* \leq \frac{2 L \|x_0 - x^*\|^2}{(k + 1)^2}",
        r"f(x_k) - f(x^*) \leq \frac{2 L}{(k + 1)^2} \|x_0 - x^*\|^2",
    )
    + written(r"f(x_t) - f^* \leq \frac{2 L \|x_0 - x^*\|^2}{(t + 1)^2}", letters=(("x_t", "x_k"), ("t", "k"))),
    ("nesterov", "accelerat", "fista", "convex", "1/k^2"),
    Cited("Beck and Teboulle 2009, theorem 4.4"),
    Source(beck, "theorem 4.4"),
)
best_rate = Quantity("eta", "step size of the heavy ball")
heavy_words = ("heavy ball", "heavy-ball", "polyak", "momentum", "quadratic", "optimal", "acceleration")
heavy_rate = rule(
    "Best step size of the heavy ball on a quadratic",
    best_rate,
    4 / (sqrt(drawn_smoothness.symbol) + sqrt(mu)) ** 2,
    conditioned[1:],
    written(
        r"\eta = \frac{4}{(\sqrt{L} + \sqrt{\mu})^2}",
        r"\alpha = \left(\frac{2}{\sqrt{L} + \sqrt{\mu}}\right)^2",
        r"\eta^* = 4 / (\sqrt{\mu} + \sqrt{L})^2",
    ),
    heavy_words,
    "both ends of the spectrum are damped critically",
    Source(polyak, "section 2"),
)
best_momentum = Quantity("beta", "momentum of the heavy ball")
heavy_momentum = rule(
    "Best momentum of the heavy ball on a quadratic",
    best_momentum,
    ((sqrt(kappa) - 1) / (sqrt(kappa) + 1)) ** 2,
    conditioned,
    written(
        r"\beta = \left(\frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}\right)^2",
        r"\beta = \left(\frac{\sqrt{L} - \sqrt{\mu}}{\sqrt{L} + \sqrt{\mu}}\right)^2",
        r"\beta = \frac{(\sqrt{\kappa} - 1)^2}{(\sqrt{\kappa} + 1)^2}",
    ),
    heavy_words,
    "both ends of the spectrum are damped critically",
    Source(polyak, "section 2"),
)
TOPIC = Topic(
    "Rates around the minimiser, and accelerated rates",
    formulas=(
        gradient_gap,
        growth,
        smooth_gap,
        gradient_bound,
        one_rate,
        short_rate,
        accelerated_rate,
        heavy_rate,
        heavy_momentum,
    ),
)
