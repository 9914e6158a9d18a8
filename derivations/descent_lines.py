"""Lines of the proofs of gradient descent as lecture notes write them: falls, sums of gaps, contractions.

The bounds hold for every L-smooth (and convex or strongly convex) function; they are held against the quadratics of
`smooth_walks`. The lines of one step with a letter for the gradient stand in `step_squares`.
"""

from __future__ import annotations

from sympy import Lambda

from derivations.convex_walks import bounded, convex_words, downhill, gap, one, stepwise
from derivations.convex_walks import first as first_distance
from derivations.convex_walks import x as here
from derivations.convex_walks import x_next as after_step
from derivations.function_steps import counted, eta, function, goal, point, rate, slope, x, x_next, x_star
from derivations.function_steps import following as next_point
from derivations.operators import dot, evaluated, norm
from derivations.smooth_walks import (
    L,
    T,
    bowl,
    curvature,
    dimensions,
    f,
    f_star,
    h,
    iterate,
    jaggi,
    k,
    least,
    mu,
    nesterov,
    over,
    place,
    ratio,
    run,
    smoothness,
    start,
    strength,
    t,
)
from derivations.smooth_walks import eta as short
from derivations.smooth_walks import goal as minimiser
from derivations.smooth_walks import slope as slope_at
from derivations.smooth_walks import x_star as bottom
from derivations.stanzas import identity, written
from derivations.vocabulary import POSITIVE, PROBABILITY, Quantity, Source, Topic

family = (curvature, bowl, minimiser, least, place, smoothness, strength, ratio)
fall = (norm(x - x_star) ** 2 - norm(x_next - x_star) ** 2) / (2 * eta)
one_line = identity(
    "Inner product with the gradient of a function: the fall of the squared distance, and the squared gradient",
    dot(slope, x - x_star),
    (
        (
            (norm(eta * slope) ** 2 + norm(x - x_star) ** 2 - norm(x_next - x_star) ** 2) / (2 * eta),
            "the square of the step",
        ),
        (fall + eta / 2 * norm(slope) ** 2, "eta^2 over 2 eta"),
    ),
    (next_point, function, point, goal, rate),
    counted(
        r"\nabla f(x<>)^\top (x<> - x^*) = \frac{1}{2\eta} \left(\|x<> - x^*\|^2 - \|x<+> - x^*\|^2\right) "
        r"+ \frac{\eta}{2} \|\nabla f(x<>)\|^2",
        r"\langle \nabla f(x<>), x<> - x^* \rangle = \frac{\eta}{2} \|\nabla f(x<>)\|^2 "
        r"+ \frac{1}{2\eta} \left(\|x<> - x^*\|^2 - \|x<+> - x^*\|^2\right)",
    ),
    ("vanilla analysis", "convex", "telescop", "gradient descent", "distance"),
    Source(jaggi, "section 2.2"),
)
short_fall = bounded(
    "A step of at most 1/L: how far the function falls",
    f(after_step) - f(here),
    (
        (-short * (1 - L * short / 2) * norm(downhill) ** 2, "the descent lemma"),
        (-short / 2 * norm(downhill) ** 2, "L times the step size is at most 1"),
    ),
    one,
    stepwise(
        r"f(x_{t+1}) - f(x_t) \leq -\frac{\eta}{2} \|\nabla f(x_t)\|^2",
        r"f(x_{t+1}) - f(x_t) \leq -\frac{\eta}{2} \|\nabla f(x_t)\|_2^2",
    ),
    ("descent lemma", "sufficient decrease", "smooth", "gradient descent"),
    Source(jaggi, "lemma 2.6"),
)
unit_rate = Quantity("eta", "the step size 1/L", domain=POSITIVE, value=1 / L)
any_point = Quantity("x", "the iterate", shape=(dimensions,))
unit_next = Quantity("x_next", "the iterate after the step", (dimensions,), value=any_point.symbol - downhill / L)
unit_fall = bounded(
    "A step of size 1/L: how far the function falls",
    f(unit_next.symbol) - f(here),
    ((-1 / (2 * L) * norm(downhill) ** 2, "the descent lemma at the step size 1/L"),),
    (unit_next, any_point, unit_rate, *family),
    stepwise(
        r"f(x_{t+1}) - f(x_t) \leq -\frac{1}{2L} \|\nabla f(x_t)\|^2",
        r"f(x_{t+1}) - f(x_t) \leq -\frac{\|\nabla f(x_t)\|_2^2}{2L}",
    ),
    ("descent lemma", "sufficient decrease", "smooth", "gradient descent"),
    Source(jaggi, "lemma 2.6"),
)
slopes = Quantity("g", "the gradient at each iterate", (dimensions,), value=Lambda((k,), h * (iterate(k) - bottom)))
g_t = evaluated(slopes.symbol(t), dimensions.symbol, 1)
letter_gaps = bounded(
    "Gradient descent on a convex function: the sum of the gaps, with a letter for the gradients",
    over(gap),
    (
        (over(dot(slope_at(t), iterate(t) - bottom)), "convexity at each step"),
        (short / 2 * over(norm(g_t) ** 2) + first_distance / (2 * short), "the lines of the steps added up"),
    ),
    (slopes, *run),
    written(
        r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\eta}{2} \sum_{t=0}^{T-1} \|g_t\|^2 "
        r"+ \frac{1}{2\eta} \|x_0 - x^*\|^2",
        r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\|x_0 - x^*\|^2}{2\eta} "
        r"+ \frac{\eta}{2} \sum_{t=0}^{T-1} \|g_t\|^2",
        r"\sum_{t=0}^{T-1} (f(x_t) - f^*) \leq \frac{1}{2\eta} \|x_0 - x^*\|^2 "
        r"+ \frac{\eta}{2} \sum_{t=0}^{T-1} \|g_t\|^2",
    ),
    convex_words,
    Source(jaggi, "theorem 2.1"),
)
other = Quantity("y", "another point", shape=(dimensions,))
free = Quantity("x", "a point", shape=(dimensions,))
share = Quantity("t", "share of the first point", domain=PROBABILITY)
a, b, lam = free.symbol, other.symbol, share.symbol
sharing = (("lambda", "t"),)
strong_chord = bounded(
    "Strong convexity: how far the chord lies above the function",
    f(lam * a + (1 - lam) * b),
    (
        (
            lam * f(a) + (1 - lam) * f(b) - mu / 2 * lam * (1 - lam) * norm(a - b) ** 2,
            "less mu/2 times the square the function is still convex",
        ),
    ),
    (free, other, share, *family),
    written(
        r"f(\lambda x + (1 - \lambda) y) \leq \lambda f(x) + (1 - \lambda) f(y) "
        r"- \frac{\mu}{2} \lambda (1 - \lambda) \|x - y\|^2",
        r"f(\lambda x + (1 - \lambda) y) \leq \lambda f(x) + (1 - \lambda) f(y) "
        r"- \frac{\lambda (1 - \lambda) \mu}{2} \|x - y\|_2^2",
        letters=sharing,
    )
    + written(r"f(t x + (1 - t) y) \leq t f(x) + (1 - t) f(y) - \frac{\mu}{2} t (1 - t) \|x - y\|^2"),
    ("strongly convex", "strong convexity", "chord"),
    Source(nesterov, "definition 2.1.3"),
)
slope_at_point = h * (a - bottom)
spots = (("x_t", "x"),)
near = bounded(
    "Strong convexity: the distance from the minimiser is at most the gradient over mu",
    norm(a - bottom),
    ((norm(slope_at_point) / mu, "the gradient vanishes at the minimiser; no curvature is below mu"),),
    (free, *family),
    written(
        r"\|x - x^*\| \leq \frac{1}{\mu} \|\nabla f(x)\|",
        r"\|x - x^*\|_2 \leq \frac{\|\nabla f(x)\|_2}{\mu}",
    )
    + written(r"\|x_t - x^*\| \leq \frac{1}{\mu} \|\nabla f(x_t)\|", letters=spots),
    ("strongly convex", "strong convexity", "error bound"),
    Source(nesterov, "section 2.1.3"),
)
far = bounded(
    "Smoothness: the gradient is at most L times the distance from the minimiser",
    norm(slope_at_point),
    ((L * norm(a - bottom), "the gradient vanishes at the minimiser; no curvature is above L"),),
    (free, *family),
    written(
        r"\|\nabla f(x)\| \leq L \|x - x^*\|",
        r"\|\nabla f(x)\|_2 \leq L \|x - x^*\|_2",
    )
    + written(r"\|\nabla f(x_t)\| \leq L \|x_t - x^*\|", letters=spots),
    ("smooth", "smoothness", "lipschitz"),
    Source(nesterov, "section 1.2.2"),
)
best = 2 / (L + mu)
best_rate = Quantity("eta", "the best step size", domain=POSITIVE, value=best)
best_next = Quantity("x_next", "the iterate after the step", (dimensions,), value=here - best_rate.symbol * downhill)
best_step = (best_next, any_point, best_rate, *family)
condition = Quantity("kappa", "condition number", domain=POSITIVE, value=L / mu)
kappa = condition.symbol
best_words = ("contraction", "strongly convex", "strong convexity", "best step", "optimal step")
factor, by_condition = (L - mu) / (L + mu), (kappa - 1) / (kappa + 1)
lengths = norm(best_next.symbol - bottom), norm(here - bottom)
best_contraction = bounded(
    "A gradient step of the best size shrinks the distance by (L - mu) / (L + mu)",
    lengths[0],
    ((factor * lengths[1], "1 less the step size times a curvature, which lies between mu and L"),),
    best_step,
    stepwise(
        r"\|x_{t+1} - x^*\| \leq \frac{L - \mu}{L + \mu} \|x_t - x^*\|",
        r"\|x_{t+1} - x^*\|_2 \leq \left(\frac{L - \mu}{L + \mu}\right) \|x_t - x^*\|_2",
    ),
    best_words,
    Source(nesterov, "theorem 2.1.15"),
)
best_condition = bounded(
    "A gradient step of the best size shrinks the distance by (kappa - 1) / (kappa + 1)",
    lengths[0],
    (
        (factor * lengths[1], "1 less the step size times a curvature, which lies between mu and L"),
        (by_condition * lengths[1], "divide by mu"),
    ),
    (condition, *best_step),
    stepwise(
        r"\|x_{t+1} - x^*\| \leq \frac{\kappa - 1}{\kappa + 1} \|x_t - x^*\|",
        r"\|x_{t+1} - x^*\|_2 \leq \left(\frac{\kappa - 1}{\kappa + 1}\right) \|x_t - x^*\|_2",
    ),
    best_words,
    Source(nesterov, "theorem 2.1.15"),
)
best_gap = bounded(
    "A gradient step of the best size on a quadratic: what is left of the gap",
    f(best_next.symbol) - f_star,
    ((by_condition**2 * (f(here) - f_star), "the gap is a square of the distance in the norm of the Hessian"),),
    (condition, *best_step),
    stepwise(
        r"f(x_{t+1}) - f(x^*) \leq \left(\frac{\kappa - 1}{\kappa + 1}\right)^2 (f(x_t) - f(x^*))",
        r"f(x_{t+1}) - f(x^*) \leq \left(\frac{\kappa - 1}{\kappa + 1}\right)^2 \left[f(x_t) - f(x^*)\right]",
    ),
    ("line search", "steepest descent", *best_words),
    Source("Nocedal and Wright, Numerical Optimization, second edition", "theorem 3.3"),
)
best_walk = Quantity(
    "x",
    "the iterate after k steps",
    shape=(dimensions,),
    value=Lambda((k,), bottom + (1 - best * h) ** k * (start.symbol - bottom)),
)
best_run = (best_walk, best_rate, start, *family)
ends = norm(iterate(T) - bottom), norm(iterate(0) - bottom)
best_distance = bounded(
    "Gradient descent at the best step size: the distance falls like ((L - mu) / (L + mu))^T",
    ends[0],
    ((factor**T * ends[1], "each step shrinks it by this factor"),),
    best_run,
    written(
        r"\|x_k - x^*\| \leq \left(\frac{L - \mu}{L + \mu}\right)^k \|x_0 - x^*\|",
        r"\|x_k - x^*\|_2 \leq \left(\frac{L - \mu}{L + \mu}\right)^k \|x_0 - x^*\|_2",
        letters=(("k", "T"),),
    ),
    best_words,
    Source(nesterov, "theorem 2.1.15"),
)
best_condition_distance = bounded(
    "Gradient descent at the best step size: the distance falls like ((kappa - 1) / (kappa + 1))^T",
    ends[0],
    ((factor**T * ends[1], "each step shrinks it"), (by_condition**T * ends[1], "divide by mu")),
    (condition, *best_run),
    written(
        r"\|x_k - x^*\| \leq \left(\frac{\kappa - 1}{\kappa + 1}\right)^k \|x_0 - x^*\|",
        r"\|x_k - x^*\|_2 \leq \left(\frac{\kappa - 1}{\kappa + 1}\right)^k \|x_0 - x^*\|_2",
        letters=(("k", "T"),),
    ),
    ("contraction", "best step", "optimal step"),
    Source(nesterov, "theorem 2.1.15"),
)

TOPIC = Topic(
    "Lines of the proofs of gradient descent",
    formulas=(
        one_line,
        short_fall,
        unit_fall,
        letter_gaps,
        strong_chord,
        near,
        far,
        best_contraction,
        best_condition,
        best_gap,
        best_distance,
        best_condition_distance,
    ),
)
