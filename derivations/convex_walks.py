"""Gradient descent on a convex function over all steps: the sum of the gaps, and what strong convexity adds to a step.

The bounds hold for every (strongly) convex and L-smooth function; they are held against the quadratics of
`smooth_walks`.
"""

from __future__ import annotations

from functools import partial

from sympy import exp

from derivations.operators import dot, norm
from derivations.smooth_walks import (
    L,
    T,
    dimensions,
    eta,
    f,
    f_star,
    h,
    iterate,
    jaggi,
    least_gaps,
    mu,
    over,
    run,
    short,
    slope,
    steps,
    t,
    x_star,
)
from derivations.stanzas import written
from derivations.telescoped_steps import bounded as any_bounded
from derivations.vocabulary import Notation, Quantity, Source, Topic

bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
bounded = partial(any_bounded, other_sizes=(steps,))
convex_words = ("vanilla analysis", "convex", "gradient descent", "telescop", "convergence")
gap = f(iterate(t)) - f_star
point = Quantity("x", "the iterate", shape=(dimensions,))
x = point.symbol
downhill = h * (x - x_star)
following = Quantity("x_next", "the iterate after the step", shape=(dimensions,), value=x - eta * downhill)
x_next = following.symbol
one = (following, point, *run[1:])
short_one = (following, point, *short[1:])
stepped = (("x_t+1", "x_next"), ("x_t", "x"))
away, first = norm(iterate(t) - x_star) ** 2, norm(iterate(0) - x_star) ** 2
squares = over(norm(slope(t)) ** 2)


def stepwise(*spellings: str) -> tuple[Notation, ...]:
    """One step, with the least value by f(x^*) and by f^*, and the step counted or not."""
    listed = dict.fromkeys(
        name for one_spelling in spellings for name in (one_spelling, one_spelling.replace("f(x^*)", "f^*"))
    )
    return written(*listed, letters=stepped)


gap_by_slope = bounded(
    "Convexity: the gap at an iterate is at most the inner product of gradient and way",
    f(x) - f_star,
    ((dot(downhill, x - x_star), "the function lies above its tangent"),),
    one,
    (
        *stepwise(r"f(x_t) - f(x^*) \leq \nabla f(x_t)^\top (x_t - x^*)"),
        *stepwise(r"f(x_t) - f(x^*) \leq \langle \nabla f(x_t), x_t - x^* \rangle"),
    ),
    convex_words,
    Source(jaggi, "equation 2.3"),
)
gaps = bounded(
    "Gradient descent on a convex function: the sum of the gaps",
    over(gap),
    (
        (over(dot(slope(t), iterate(t) - x_star)), "convexity at each step"),
        (eta / 2 * squares + first / (2 * eta), "the lines of the steps added up"),
    ),
    run,
    (
        *least_gaps(
            r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\eta}{2} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 "
            r"+ \frac{1}{2\eta} \|x_0 - x^*\|^2"
        ),
        *written(
            r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\|x_0 - x^*\|^2}{2\eta} "
            r"+ \frac{\eta}{2} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2"
        ),
    ),
    convex_words,
    Source(jaggi, "section 2.2"),
)
unit_gaps = bounded(
    "Gradient descent with the step size 1/L: the sum of the gaps after each step",
    over(gap, 1),
    ((L / 2 * first, "the squared gradients are paid for by the falls"),),
    short,
    least_gaps(r"\sum_{t=1}^{T} (f(x_t) - f(x^*)) \leq \frac{L}{2} \|x_0 - x^*\|^2"),
    convex_words,
    Source(jaggi, "theorem 2.7"),
)
last_gap = bounded(
    "The last gap of gradient descent is at most the mean",
    f(iterate(T)) - f_star,
    ((over(gap, 1) / T, "the gap never grows"),),
    run,
    least_gaps(r"f(x_T) - f(x^*) \leq \frac{1}{T} \sum_{t=1}^{T} (f(x_t) - f(x^*))"),
    convex_words,
    Source(jaggi, "theorem 2.7"),
)
unit_step = bounded(
    "Gradient descent with the step size 1/L: the squared distance never grows",
    norm(iterate(T) - x_star) ** 2,
    ((first, "co-coercivity"),),
    short,
    written(r"\|x_T - x^*\|^2 \leq \|x_0 - x^*\|^2", r"\|x_T - x^*\|_2^2 \leq \|x_0 - x^*\|_2^2"),
    convex_words,
    Source(bubeck, "proof of theorem 3.3"),
)
strong_words = ("strongly convex", "strong convexity", "linear convergence", "gradient descent", "contraction")
after, before = norm(x_next - x_star) ** 2, norm(x - x_star) ** 2
strong_slope = bounded(
    "Strong convexity at an iterate: gap and squared distance are below the inner product of gradient and way",
    f(x) - f_star + mu / 2 * norm(x - x_star) ** 2,
    ((dot(downhill, x - x_star), "strong convexity between the iterate and the minimiser"),),
    one,
    (
        *stepwise(r"f(x_t) - f(x^*) + \frac{\mu}{2} \|x_t - x^*\|^2 \leq \nabla f(x_t)^\top (x_t - x^*)"),
        *stepwise(r"f(x_t) - f(x^*) + \frac{\mu}{2} \|x_t - x^*\|^2 \leq \langle \nabla f(x_t), x_t - x^* \rangle"),
    ),
    strong_words,
    Source(jaggi, "section 2.6"),
)
strong_step = bounded(
    "A gradient step under strong convexity: distance, gap and squared gradient",
    after,
    (
        (
            2 * eta * (f_star - f(x)) + eta**2 * norm(downhill) ** 2 + (1 - mu * eta) * before,
            "expand the square; strong convexity bounds the inner product",
        ),
    ),
    one,
    (
        *stepwise(
            r"\|x_{t+1} - x^*\|^2 \leq 2\eta (f(x^*) - f(x_t)) + \eta^2 \|\nabla f(x_t)\|^2 "
            r"+ (1 - \mu\eta) \|x_t - x^*\|^2"
        ),
        *stepwise(
            r"\|x_{t+1} - x^*\|^2 \leq (1 - \mu\eta) \|x_t - x^*\|^2 - 2\eta (f(x_t) - f(x^*)) "
            r"+ \eta^2 \|\nabla f(x_t)\|^2"
        ),
    ),
    strong_words,
    Source(jaggi, "equation 2.9"),
)
noise = bounded(
    "A step of at most 1/L: the squared gradient is paid for by the gap",
    2 * eta * (f_star - f(x)) + eta**2 * norm(downhill) ** 2,
    ((0 * mu, "the squared gradient is at most 2L times the gap"),),
    one,
    (
        *stepwise(r"2\eta (f(x^*) - f(x_t)) + \eta^2 \|\nabla f(x_t)\|^2 \leq 0"),
        *stepwise(r"\eta^2 \|\nabla f(x_t)\|^2 - 2\eta (f(x_t) - f(x^*)) \leq 0"),
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
contraction = bounded(
    "A gradient step of at most 1/L shrinks the squared distance by 1 - eta mu",
    after,
    (((1 - eta * mu) * before, "the squared gradient is paid for by the gap"),),
    one,
    stepwise(
        r"\|x_{t+1} - x^*\|^2 \leq (1 - \eta\mu) \|x_t - x^*\|^2",
        r"\|x_{t+1} - x^*\|_2^2 \leq (1 - \eta\mu) \|x_t - x^*\|_2^2",
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
unit_contraction = bounded(
    "A gradient step of 1/L shrinks the squared distance by 1 - mu/L",
    after,
    (((1 - mu / L) * before, "the squared gradient is paid for by the gap"),),
    short_one,
    stepwise(
        r"\|x_{t+1} - x^*\|^2 \leq \left(1 - \frac{\mu}{L}\right) \|x_t - x^*\|^2",
        r"\|x_{t+1} - x^*\|_2^2 \leq (1 - \mu / L) \|x_t - x^*\|_2^2",
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
distance_gap = bounded(
    "Gradient descent with the step size 1/L: the gap falls geometrically with the squared distance",
    f(iterate(T)) - f_star,
    (
        (L / 2 * norm(iterate(T) - x_star) ** 2, "smoothness at the minimiser"),
        (L / 2 * (1 - mu / L) ** T * first, "each step shrinks it"),
    ),
    short,
    written(
        r"f(x_k) - f(x^*) \leq \frac{L}{2} \left(1 - \frac{\mu}{L}\right)^k \|x_0 - x^*\|^2",
        r"f(x_k) - f^* \leq \frac{L}{2} \left(1 - \frac{\mu}{L}\right)^k \|x_0 - x^*\|^2",
        r"f(x_k) - f(x^*) \leq \frac{L}{2} (1 - \mu / L)^k \|x_0 - x^*\|^2",
        letters=(("k", "T"),),
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
exponential_gap = bounded(
    "Gradient descent with the step size 1/L: the gap falls exponentially with the squared distance",
    f(iterate(T)) - f_star,
    ((L / 2 * exp(-mu * T / L) * first, "1 - x is at most exp(-x)"),),
    short,
    (
        *least_gaps(r"f(x_T) - f(x^*) \leq \frac{L}{2} \exp\left(-\frac{\mu T}{L}\right) \|x_0 - x^*\|^2"),
        *written(r"f(x_T) - f(x^*) \leq \frac{L}{2} e^{-\mu T / L} \|x_0 - x^*\|^2"),
    ),
    strong_words,
    Source(bubeck, "theorem 3.10"),
)

TOPIC = Topic(
    "Gradient descent on convex functions, over all steps",
    formulas=(
        gap_by_slope,
        gaps,
        unit_gaps,
        last_gap,
        unit_step,
        strong_slope,
        strong_step,
        noise,
        contraction,
        unit_contraction,
        distance_gap,
        exponential_gap,
    ),
)
