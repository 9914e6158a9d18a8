"""Proximal operators under the name prox, entry by entry and for numbers; projections on planes; simple conjugates.

What stands in `proximal_operators` for vectors by a letter is written here as papers do: the operator applied to its
point, on the left. The strength of a penalty is mu, the step size eta.
"""

from __future__ import annotations

from sympy import Abs, Max, sign

from derivations.operators import at, dot, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Size, Source, Topic, free_index

parikh = "Parikh and Boyd 2014, Proximal Algorithms"
boyd = "Boyd and Vandenberghe, Convex Optimization"
dimensions = Size("d", "dimensions", largest=3)
index = free_index("i", dimensions)
i = index.symbol
point = Quantity("x", "a point", shape=(dimensions,))
number = Quantity("v", "a number")
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
rate = Quantity("eta", "step size", domain=POSITIVE)
entry = Quantity("p", "an entry of the result")
result = Quantity("p", "the result", shape=(dimensions,))
x, v, mu, eta = (q.symbol for q in (point, number, strength, rate))
words = ("proximal", "prox", "moreau", "soft threshold", "soft-threshold", "shrinkage", "nonsmooth", "non-smooth")
lam = (("lambda", "mu"),)
both = (("lambda", "mu"), ("gamma", "eta"))
shrink = "where the penalty's slope and the way from x balance"
soft_number = rule(
    "Proximal operator of the absolute value, by name",
    entry,
    sign(v) * Max(Abs(v) - mu, 0),
    (number, strength),
    written(
        r"\operatorname{prox}_{\lambda |\cdot|}(v) = \operatorname{sign}(v) \max(|v| - \lambda, 0)",
        r"\operatorname{prox}_{\lambda |\cdot|}(v) = \operatorname{sgn}(v) (|v| - \lambda)_+",
        r"\operatorname{prox}_{\lambda f}(v) = \operatorname{sign}(v) \max\{|v| - \lambda, 0\}",
        r"\operatorname{prox}_{\lambda |\cdot|}(v) = \begin{cases} v - \lambda & v > \lambda \\ "
        r"0 & |v| \leq \lambda \\ v + \lambda & v < -\lambda \end{cases}",
        letters=lam,
    ),
    words,
    shrink,
    Source(parikh, "section 6.5.2"),
)
soft_entry = rule(
    "Entry of the proximal operator of the l1 norm, by name",
    entry,
    sign(at(x, i)) * Max(Abs(at(x, i)) - mu, 0),
    (point, strength, index),
    written(
        r"[\operatorname{prox}_{\lambda h}(x)]_i = \operatorname{sign}(x_i) \max(|x_i| - \lambda, 0)",
        r"\operatorname{prox}_{\lambda \|\cdot\|_1}(x)_i = \operatorname{sign}(x_i) \max(|x_i| - \lambda, 0)",
        r"(\operatorname{prox}_{\lambda \|\cdot\|_1}(x))_i = \operatorname{sign}(x_i) (|x_i| - \lambda)_+",
        r"[S_\lambda(x)]_i = \operatorname{sign}(x_i) \max\{|x_i| - \lambda, 0\}",
        letters=lam,
    ),
    words,
    shrink,
    Source(parikh, "section 6.5.2"),
)
scaled_entry = rule(
    "Entry of the proximal operator of the l1 norm with a strength, by name",
    entry,
    sign(at(x, i)) * Max(Abs(at(x, i)) - eta * mu, 0),
    (point, strength, rate, index),
    written(
        r"[\operatorname{prox}_{\gamma g}(x)]_i = \operatorname{sign}(x_i) \max(|x_i| - \gamma \lambda, 0)",
        r"\operatorname{prox}_{\gamma\lambda \|\cdot\|_1}(x)_i = \operatorname{sign}(x_i) (|x_i| - \gamma\lambda)_+",
        r"(\operatorname{prox}_{\gamma g}(x))_i = \operatorname{sign}(x_i) (|x_i| - \gamma \lambda)_+",
        letters=both,
    ),
    words,
    shrink,
    Source(parikh, "section 6.5.2"),
)
square = rule(
    "Proximal operator of half the squared norm, by name",
    result,
    x / (1 + mu),
    (point, strength),
    written(
        r"\operatorname{prox}_{\frac{\lambda}{2} \|\cdot\|^2}(x) = \frac{x}{1 + \lambda}",
        r"\operatorname{prox}_{\lambda f}(x) = \frac{1}{1 + \lambda} x",
        r"\operatorname{prox}_{f}(x) = \frac{x}{1 + \lambda}",
        letters=lam,
    ),
    (*words, "ridge", "squared norm"),
    shrink,
    Source(parikh, "section 6.1.1"),
)
scaled_square = rule(
    "Proximal operator of half the squared norm with a strength, by name",
    result,
    x / (1 + eta * mu),
    (point, strength, rate),
    written(
        r"\operatorname{prox}_{\gamma g}(x) = \frac{x}{1 + \gamma \lambda}",
        r"\operatorname{prox}_{\gamma g}(x) = \frac{1}{1 + \gamma \lambda} x",
        letters=both,
    ),
    (*words, "ridge", "squared norm"),
    shrink,
    Source(parikh, "section 6.1.1"),
)
block = rule(
    "Proximal operator of the Euclidean norm, by name",
    result,
    Max(1 - mu / norm(x), 0) * x,
    (point, strength),
    written(
        r"\operatorname{prox}_{\lambda \|\cdot\|_2}(x) = \max\left(1 - \frac{\lambda}{\|x\|}, 0\right) x",
        r"\operatorname{prox}_{\lambda \|\cdot\|_2}(x) = \left(1 - \frac{\lambda}{\|x\|_2}\right)_+ x",
        letters=lam,
    ),
    (*words, "group lasso", "block"),
    "shorten the vector by mu, at most to 0",
    Source(parikh, "section 6.5.1"),
)
normal = Quantity("a", "normal of the plane", shape=(dimensions,))
offset = Quantity("c", "offset of the plane")
a, c = normal.symbol, offset.symbol
planes = ("projection", "hyperplane", "project", "plane", "half-space", "halfspace")
hyperplane = rule(
    "Projection on a hyperplane",
    result,
    x - (dot(a, x) - c) / norm(a) ** 2 * a,
    (point, normal, offset),
    written(
        r"\Pi(x) = x - \frac{a^\top x - c}{\|a\|^2} a",
        r"\Pi(x) = x + \frac{c - a^\top x}{\|a\|_2^2} a",
        r"P(x) = x - \frac{a^\top x - c}{a^\top a} a",
        r"\operatorname{proj}_H(x) = x - \frac{\langle a, x \rangle - c}{\|a\|^2} a",
    ),
    planes,
    "go along the normal, by the signed distance",
    Source(parikh, "section 6.2.2"),
)
through_bias = Quantity("b", "bias of the plane")
biased_hyperplane = rule(
    "Projection on the hyperplane of a linear classifier",
    result,
    x - (dot(a, x) + through_bias.symbol) / norm(a) ** 2 * a,
    (point, normal, through_bias),
    written(
        r"x_p = x - \frac{w^\top x + b}{\|w\|^2} w",
        r"\Pi(x) = x - \frac{w^\top x + b}{w^\top w} w",
        letters=(("w", "a"),),
    ),
    planes,
    "go along the normal, by the signed distance",
    Source(parikh, "section 6.2.2"),
)
half_space = rule(
    "Projection on a half-space",
    result,
    x - Max(dot(a, x) - c, 0) / norm(a) ** 2 * a,
    (point, normal, offset),
    written(
        r"\Pi(x) = x - \frac{\max(a^\top x - c, 0)}{\|a\|^2} a",
        r"\Pi(x) = x - \frac{(a^\top x - c)_+}{\|a\|_2^2} a",
    ),
    planes,
    "a point inside stays, others go to the plane",
    Source(parikh, "section 6.2.3"),
)
conjugate = Quantity("h", "the conjugate function")
bend = Quantity("a", "curvature", domain=POSITIVE)
conjugates = ("conjugate", "fenchel", "legendre")
scaled_conjugate = rule(
    "Conjugate of half a squared norm with a factor",
    conjugate,
    norm(x) ** 2 / (2 * bend.symbol),
    (point, bend),
    tuple(
        Notation(latex, (("y", "x"),))
        for latex in (
            r"f^*(y) = \frac{1}{2a} \|y\|^2",
            r"f^*(y) = \frac{\|y\|_2^2}{2a}",
            r"f^*(y) = \frac{1}{2a} y^\top y",
        )
    ),
    conjugates,
    "y = a x where the derivative vanishes",
    Source(boyd, "example 3.22"),
)

TOPIC = Topic(
    "Proximal operators by name, projections on planes",
    formulas=(
        soft_number,
        soft_entry,
        scaled_entry,
        square,
        scaled_square,
        block,
        hyperplane,
        biased_hyperplane,
        half_space,
        scaled_conjugate,
    ),
)
