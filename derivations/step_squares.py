"""One gradient step line by line: inner products by squares, and what a step does to the squared distance.

x_{t+1} = x_t - γ g_t for any vectors g_t; x* is any point to compare with. Nothing else is assumed, so that the same
lines serve gradient descent, subgradients, stochastic gradients and online learning.
"""

from __future__ import annotations

from derivations.operators import dot, norm
from derivations.stanzas import identity, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Size, Source, Topic

jaggi = "Gärtner and Jaggi 2020, Optimization for Machine Learning (lecture notes)"
bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
dimensions = Size("d", "dimensions", largest=2)
rate = Quantity("gamma", "step size", domain=POSITIVE)
goal = Quantity("x_star", "the point to compare with", shape=(dimensions,))
point = Quantity("x", "the iterate", shape=(dimensions,))
slope = Quantity("g", "the (sub)gradient", shape=(dimensions,))
gamma, x_star, x, g = (q.symbol for q in (rate, goal, point, slope))
following = Quantity("x_next", "the iterate after the step", shape=(dimensions,), value=x - gamma * g)
x_next = following.symbol
away = x - x_star
one = (following, point, goal, slope, rate)
stepped = (("x_t+1", "x_next"), ("x_t", "x"), ("g_t", "g"))
counted = (("x_k+1", "x_next"), ("x_k", "x"), ("g_k", "g"))
words = ("vanilla analysis", "gradient descent", "subgradient", "telescop", "regret")
fall = norm(away) ** 2 - norm(x_next - x_star) ** 2


def spelled(latex: str) -> tuple[Notation, ...]:
    """A line of one step, with t or k as the count, of the letter g."""
    return (Notation(latex, stepped), Notation(latex.replace("_t", "_k").replace("_{t+1}", "_{k+1}"), counted))


polarised = identity(
    "An inner product by three squares",
    2 * dot(x, g),
    (
        (dot(x, x) + dot(g, g) - dot(x - g, x - g), "multiply the difference out"),
        (norm(x) ** 2 + norm(g) ** 2 - norm(x - g) ** 2, "a squared length is an inner product with itself"),
    ),
    (point, slope),
    written(r"2 v^\top w = \|v\|^2 + \|w\|^2 - \|v - w\|^2", letters=(("v", "x"), ("w", "g")))
    + written(
        r"2 \langle a, b \rangle = \|a\|^2 + \|b\|^2 - \|a - b\|^2",
        r"\langle a, b \rangle = \frac{1}{2} \left(\|a\|^2 + \|b\|^2 - \|a - b\|^2\right)",
        letters=(("a", "x"), ("b", "g")),
    )[:1],
    ("cosine theorem", "polarization", "polarisation", "law of cosines", *words),
    Source(jaggi, "section 2.2"),
)
halved = identity(
    "An inner product as half of three squares",
    dot(x, g),
    (
        ((dot(x, x) + dot(g, g) - dot(x - g, x - g)) / 2, "multiply the difference out"),
        ((norm(x) ** 2 + norm(g) ** 2 - norm(x - g) ** 2) / 2, "a squared length is an inner product with itself"),
    ),
    (point, slope),
    written(
        r"\langle a, b \rangle = \frac{1}{2} \left(\|a\|^2 + \|b\|^2 - \|a - b\|^2\right)",
        r"a^\top b = \frac{1}{2} \left[\|a\|_2^2 + \|b\|_2^2 - \|a - b\|_2^2\right]",
        letters=(("a", "x"), ("b", "g")),
    ),
    ("cosine theorem", "polarization", "polarisation", "law of cosines", *words),
    Source(bubeck, "proof of theorem 3.2"),
)
sum_polarised = identity(
    "An inner product by the squares of sum and difference",
    dot(x, g),
    (
        ((dot(x + g, x + g) - dot(x - g, x - g)) / 4, "multiply sum and difference out"),
        ((norm(x + g) ** 2 - norm(x - g) ** 2) / 4, "the squares of the sum and of the difference"),
    ),
    (point, slope),
    written(
        r"\langle x, y \rangle = \frac{1}{4} \left(\|x + y\|^2 - \|x - y\|^2\right)",
        r"x^\top y = \frac{\|x + y\|^2 - \|x - y\|^2}{4}",
        letters=(("y", "g"),),
    ),
    ("polarization", "polarisation", "inner product"),
    Source("Horn and Johnson, Matrix Analysis", "section 5.1"),
)
parallelogram = identity(
    "Parallelogram law",
    norm(x + g) ** 2 + norm(x - g) ** 2,
    (
        (dot(x + g, x + g) + dot(x - g, x - g), "squared lengths are inner products"),
        (2 * norm(x) ** 2 + 2 * norm(g) ** 2, "the inner products cancel"),
    ),
    (point, slope),
    written(
        r"\|x + y\|^2 + \|x - y\|^2 = 2 \|x\|^2 + 2 \|y\|^2",
        r"\|x + y\|^2 + \|x - y\|^2 = 2 (\|x\|^2 + \|y\|^2)",
        letters=(("y", "g"),),
    ),
    ("parallelogram", "inner product"),
    Source("Horn and Johnson, Matrix Analysis", "section 5.1"),
)
from_step = identity(
    "The gradient from the step that was taken along it",
    g,
    (((x - x_next) / gamma, "solve the step for the gradient"),),
    one,
    (
        *spelled(r"g_t = \frac{1}{\gamma} (x_t - x_{t+1})"),
        *spelled(r"g_t = \frac{x_t - x_{t+1}}{\gamma}"),
        *spelled(r"g_t = (x_t - x_{t+1}) / \gamma"),
    ),
    words,
    Source(jaggi, "section 2.2"),
)
by_step = identity(
    "Inner product with the gradient, by the step",
    dot(g, away),
    (
        (dot(gamma * g, away) / gamma, "multiply and divide by the step size"),
        (dot(x - x_next, away) / gamma, "the step"),
    ),
    one,
    (
        *spelled(r"g_t^\top (x_t - x^*) = \frac{1}{\gamma} (x_t - x_{t+1})^\top (x_t - x^*)"),
        *spelled(r"\langle g_t, x_t - x^* \rangle = \frac{1}{\gamma} \langle x_t - x_{t+1}, x_t - x^* \rangle"),
    ),
    words,
    Source(jaggi, "section 2.2"),
)
three_squares = identity(
    "Inner product with the gradient, by three squares",
    dot(g, away),
    (
        (dot(x - x_next, away) / gamma, "the step"),
        (
            (norm(x - x_next) ** 2 + norm(away) ** 2 - norm(x_next - x_star) ** 2) / (2 * gamma),
            "half of three squares",
        ),
    ),
    one,
    (
        *spelled(
            r"g_t^\top (x_t - x^*) = \frac{1}{2\gamma} "
            r"\left(\|x_t - x_{t+1}\|^2 + \|x_t - x^*\|^2 - \|x_{t+1} - x^*\|^2\right)"
        ),
        *spelled(
            r"\langle g_t, x_t - x^* \rangle = \frac{1}{2\gamma} "
            r"\left[\|x_t - x^*\|^2 + \|x_t - x_{t+1}\|^2 - \|x_{t+1} - x^*\|^2\right]"
        ),
    ),
    words,
    Source(bubeck, "proof of theorem 3.2"),
)
one_line = identity(
    "Inner product with the gradient: the fall of the squared distance, and the squared gradient",
    dot(g, away),
    (
        ((norm(gamma * g) ** 2 + fall) / (2 * gamma), "half of three squares; the step is γ g long"),
        (gamma / 2 * norm(g) ** 2 + fall / (2 * gamma), "γ^2 over 2 γ"),
    ),
    one,
    (
        *spelled(
            r"g_t^\top (x_t - x^*) = \frac{\gamma}{2} \|g_t\|^2 "
            r"+ \frac{1}{2\gamma} \left(\|x_t - x^*\|^2 - \|x_{t+1} - x^*\|^2\right)"
        ),
        *spelled(
            r"\langle g_t, x_t - x^* \rangle = \frac{\|x_t - x^*\|^2 - \|x_{t+1} - x^*\|^2}{2\gamma} "
            r"+ \frac{\gamma}{2} \|g_t\|^2"
        ),
    ),
    words,
    Source(jaggi, "section 2.2"),
)

TOPIC = Topic(
    "A gradient step by squares",
    formulas=(
        polarised,
        halved,
        sum_polarised,
        parallelogram,
        from_step,
        by_step,
        three_squares,
        one_line,
    ),
)
