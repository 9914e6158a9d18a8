"""Rates as proofs and summaries write them: with exp(-k/kappa), by the diameter, and in chains.

The bounds hold for every function of their class; they are held against the quadratics of `convergence_rates`, the
linear functions of `step_counts`, and the noisy gradients of `stochastic_steps`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import exp, log, sqrt

from derivations import smooth_walks, step_counts, stochastic_steps
from derivations.accelerated_rates import gap, strong
from derivations.convergence_rates import (
    L,
    count,
    f,
    family,
    k,
    least,
    mu,
    point,
    slope,
    start,
    x_0,
)
from derivations.operators import at_least, at_most, dot, mean, norm
from derivations.smooth_walks import T, steps
from derivations.stanzas import written
from derivations.telescoped_steps import bounded
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    interval,
)

nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
garrigos = "Garrigos and Gower 2023, Handbook of Convergence Theorems for Gradient Methods"
first_gap = f(x_0) - least.symbol
condition = Quantity("kappa", "condition number", domain=POSITIVE, value=L / mu)
kappa = condition.symbol
rate_words = ("strongly convex", "strong convexity", "linear convergence", "polyak", "pl", "rate", "condition number")
shrinking = bounded(
    "What k steps leave of the gap falls exponentially",
    (1 - mu / L) ** k * first_gap,
    ((exp(-k / kappa) * first_gap, "1 - u is at most exp(-u), and kappa is L / mu"),),
    (condition, start, count, least, *family),
    tuple(
        note
        for star in ("f^*", "f(x^*)")
        for note in written(
            rf"\left(1 - \frac{{\mu}}{{L}}\right)^k (f(x_0) - {star}) \leq e^{{-k/\kappa}} (f(x_0) - {star})",
            rf"\left(1 - \frac{{\mu}}{{L}}\right)^k (f(x_0) - {star}) \leq e^{{-k \mu / L}} (f(x_0) - {star})",
            rf"\left(1 - \frac{{1}}{{\kappa}}\right)^k (f(x_0) - {star}) \leq e^{{-k/\kappa}} (f(x_0) - {star})",
        )
    ),
    rate_words,
    Source(nesterov, "theorem 2.1.15"),
)
gained = bounded(
    "What a short step gains is at least the share mu / L of the gap",
    gap - norm(slope) ** 2 / (2 * L),
    ((gap - mu / L * gap, "the inequality of Polyak and Lojasiewicz"),),
    (least, point, *family),
    tuple(
        Notation(latex, letters)
        for latex, letters in (
            (
                r"f(x_k) - f^* - \frac{1}{2L} \|\nabla f(x_k)\|^2 \leq f(x_k) - f^* - \frac{\mu}{L} (f(x_k) - f^*)",
                (("x_k", "x"),),
            ),
            (r"f(x) - f^* - \frac{1}{2L} \|\nabla f(x)\|^2 \leq \left(1 - \frac{\mu}{L}\right) (f(x) - f^*)", ()),
        )
    ),
    ("descent lemma", *rate_words),
    Source("Karimi, Nutini and Schmidt 2016, Linear Convergence of Gradient Methods", "theorem 1"),
)
square_first = bounded(
    "Smoothness: the squared gradient over 2L is at most the gap",
    dot(slope, slope) / (2 * L),
    ((gap, "a step of size 1/L gains that much, and no value lies below the least"),),
    (least, point, *family),
    written(
        r"\frac{1}{2L} \|\nabla f(x)\|^2 \leq f(x) - f^*",
        r"\frac{1}{2L} \|\nabla f(x)\|^2 \leq f(x) - f(x^*)",
        r"\frac{\|\nabla f(x)\|^2}{2L} \leq f(x) - f^*",
    ),
    ("descent lemma", "smooth", *strong),
    Source(nesterov, "theorem 2.1.5"),
)
number = Quantity("K", "number of steps", domain=interval(0, 40))
accuracy = Quantity("epsilon", "accuracy", domain=interval(0, 2))
K, eps = number.symbol, accuracy.symbol


def derive_count() -> Iterator[Step]:
    """Solve the bound on the gap for the number of steps."""
    yield Step(
        kappa * log(first_gap / eps), because="the first gap, shrunk by exp(-K / kappa), is at most eps", relation=">="
    )


gap_count = Formula(
    title="Steps of gradient descent by the condition number and the first gap",
    kind=Kind.BOUND,
    statement=at_least(K, kappa * log(first_gap / eps)),
    quantities=(number, accuracy, condition, start, least, *family),
    assumptions=(at_most(exp(-K / kappa) * first_gap, eps),),
    notations=tuple(
        Notation(latex, letters)
        for latex, letters in (
            (r"K \geq \kappa \log \frac{f(x_0) - f^*}{\epsilon}", ()),
            (r"K \geq \kappa \ln \frac{f(x_0) - f(x^*)}{\epsilon}", ()),
            (r"K \geq \kappa \log\left(\frac{f(x_0) - f^*}{\epsilon}\right)", ()),
            (r"K \geq \frac{L}{\mu} \log \frac{f(x_0) - f^*}{\epsilon}", ()),
        )
    ),
    words=("accuracy", "iterations", "iteration complexity", "number of steps", "suffices", *rate_words),
    derivation=derive_count,
    source=Source(bubeck, "theorem 3.10"),
)
plane, goal = step_counts.plane.symbol, smooth_walks.x_star
floor = Quantity("f_star", "the value at the point to compare with", value=plane(goal))
middle = smooth_walks.start.symbol - (T - 1) / 2 * step_counts.gamma * step_counts.line.symbol
average = Quantity("x_bar", "the mean of the iterates", shape=(smooth_walks.dimensions,), value=middle)
averaged = bounded(
    "Subgradient method on a Lipschitz function: the gap of the mean iterate at the best step size",
    plane(average.symbol) - floor.symbol,
    ((step_counts.R * step_counts.B / sqrt(T), "both terms of the bound are equal at the best step size"),),
    (average, floor, *step_counts.linear_family[1:], step_counts.best_rate),
    tuple(
        Notation(latex.replace("<f>", least_value).replace("<>", script), (("G", "B"), ("K", "T"), *of))
        for least_value in ("f^*", "f(x^*)")
        for script, of in (("_K", (("x_bar_K", "x_bar"),)), ("", ()))
        for latex in (
            r"f(\bar{x}<>) - <f> \leq \frac{R G}{\sqrt{K}}",
            r"\mathbb{E}[f(\bar{x}<>)] - <f> \leq \frac{R G}{\sqrt{K}}",
        )
    ),
    ("average", "mean iterate", "stochastic gradient", "sgd", *step_counts.lipschitz_words),
    Source(bubeck, "theorem 3.2"),
    other_sizes=(steps,),
)
F, w, w_star, alpha, g, w_next, F_star = (
    getattr(stochastic_steps, name) for name in ("F", "w", "w_star", "alpha", "g", "w_next", "F_star")
)
over = Quantity("r", "how far the bound lies above the second moment", domain=NONNEGATIVE)
longest = Quantity("G", "bound on the gradients", domain=POSITIVE, value=sqrt(mean(norm(g) ** 2) + over.symbol))
G = longest.symbol
counted = (("w_k+1", "w_next"), ("w_k", "w"))
noisy = (*stochastic_steps.any_step, longest, over, *stochastic_steps.noisy)
second_bound = bounded(
    "Bounded second moment of a stochastic gradient",
    mean(norm(g) ** 2),
    ((G**2, "G is a bound on the root of the second moment"),),
    noisy[2:],
    written(r"\mathbb{E}\|g_k\|^2 \leq G^2", r"\mathbb{E}[\|g_k\|^2] \leq G^2", letters=(("g_k", "g"),)),
    ("bounded", *stochastic_steps.words),
    Source(garrigos, "assumption 9.1"),
)
telescope = bounded(
    "One stochastic gradient step on a convex function: the gap by the fall of the squared distance",
    2 * alpha * (F(w) - F_star),
    (
        (2 * alpha * dot(stochastic_steps.slope, w - w_star), "convexity"),
        (
            norm(w - w_star) ** 2 - mean(norm(w_next - w_star) ** 2) + alpha**2 * G**2,
            "expand the squared distance; the gradient is unbiased, and its second moment at most G^2",
        ),
    ),
    noisy,
    tuple(
        Notation(latex.replace("<f>", least_value), counted)
        for least_value in ("F^*", "F(w^*)")
        for latex in (
            r"2 \alpha \mathbb{E}[F(w_k) - <f>] \leq \mathbb{E}\|w_k - w^*\|^2 - \mathbb{E}\|w_{k+1} - w^*\|^2 "
            r"+ \alpha^2 G^2",
            r"2 \alpha (\mathbb{E}[F(w_k)] - <f>) \leq \mathbb{E}\|w_k - w^*\|^2 - \mathbb{E}\|w_{k+1} - w^*\|^2 "
            r"+ \alpha^2 G^2",
            r"2 \alpha (F(w_k) - <f>) \leq \|w_k - w^*\|^2 - \mathbb{E}\|w_{k+1} - w^*\|^2 + \alpha^2 G^2",
        )
    ),
    ("telescop", "convex", *stochastic_steps.words),
    Source(garrigos, "proof of theorem 9.4"),
)

TOPIC = Topic(
    "Rates in proofs",
    formulas=(
        shrinking,
        gained,
        square_first,
        gap_count,
        averaged,
        second_bound,
        telescope,
    ),
)
