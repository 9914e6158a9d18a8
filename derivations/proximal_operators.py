"""Proximal operators in closed form, the decomposition of Moreau, and the steps that are built from them.

prox of t h at x is the point u with the least h(u) + |u - x|^2 / (2t). The strength of a penalty is mu.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Identity, Inverse, Max, Min, Transpose, sign, sqrt

from derivations.operators import at, equal, norm
from derivations.stanzas import identity, rule, written
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
    free_index,
)

parikh = "Parikh and Boyd 2014, Proximal Algorithms"
beck = "Beck and Teboulle 2009, A Fast Iterative Shrinkage-Thresholding Algorithm"
dimensions = Size("d", "dimensions", largest=3)
rows = Size("n", "rows", largest=3)
index = free_index("i", dimensions)
i = index.symbol
point = Quantity("x", "a point", shape=(dimensions,))
last = Quantity("y", "the point before", shape=(dimensions,))
result = Quantity("p", "the value of the proximal operator", shape=(dimensions,))
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
rate = Quantity("eta", "step size", domain=POSITIVE)
x, y, p, mu, eta = (q.symbol for q in (point, last, result, strength, rate))
words = ("proximal", "prox", "moreau", "soft threshold", "shrinkage")
lam = (("lambda", "mu"),)


def derive_soft() -> Iterator[Step]:
    """Both branches of the absolute value."""
    yield Step(Max(at(x, i) - mu, 0) - Max(-at(x, i) - mu, 0), because="one branch for each sign of the minimiser")
    yield Step(sign(at(x, i)) * Max(Abs(at(x, i)) - mu, 0), because="both branches in one")


soft = Formula(
    title="Proximal operator of the l1 norm: soft thresholds",
    kind=Kind.DEFINITION,
    statement=equal(at(p, i), sign(at(x, i)) * Max(Abs(at(x, i)) - mu, 0)),
    quantities=(result, point, strength, index),
    assumptions=(),
    notations=(
        *written(r"p_i = \operatorname{sign}(x_i) \max(|x_i| - \lambda, 0)", letters=lam),
        *written(
            r"p_i = \max(x_i - \lambda, 0) - \max(-x_i - \lambda, 0)",
            r"p_i = \operatorname{sgn}(x_i) (|x_i| - \lambda)_+",
            letters=lam,
        ),
    ),
    words=words,
    derivation=derive_soft,
    source=Source(parikh, "section 6.5.2"),
)
square = rule(
    "Proximal operator of half the squared norm",
    result,
    x / (1 + mu),
    (point, strength),
    written(r"p = \frac{x}{1 + \lambda}", r"p = \frac{1}{1 + \lambda} x", letters=lam)
    + written(r"\operatorname{prox}_{\lambda h}(x) = \frac{x}{1 + \lambda}", letters=(*lam, ("prox_lambdah", "p"))),
    (*words, "ridge"),
    "where u + (u - x) / mu vanishes",
    Source(parikh, "section 6.1.1"),
)
group = rule(
    "Proximal operator of the Euclidean norm: block soft threshold",
    result,
    Max(1 - mu / norm(x), 0) * x,
    (point, strength),
    written(
        r"p = \max\left(1 - \frac{\lambda}{\|x\|_2}, 0\right) x",
        r"p = \left(1 - \frac{\lambda}{\|x\|}\right)_+ x",
        letters=lam,
    ),
    (*words, "group lasso", "block"),
    "shorten the vector by mu, at most to 0",
    Source(parikh, "section 6.5.1"),
)
ball = identity(
    "Moreau decomposition of the l1 norm: what the soft threshold takes away is the clipped vector",
    at(x, i) - sign(at(x, i)) * Max(Abs(at(x, i)) - mu, 0),
    (
        (sign(at(x, i)) * Min(Abs(at(x, i)), mu), "a number is its sign times its absolute value"),
        (Max(-mu, Min(mu, at(x, i))), "this is the projection onto the interval from -mu to mu"),
    ),
    (point, strength, index),
    written(
        r"x_i - \operatorname{sign}(x_i) \max(|x_i| - \lambda, 0) = \max(-\lambda, \min(\lambda, x_i))",
        r"x_i - \operatorname{sign}(x_i) (|x_i| - \lambda)_+ = \min(\lambda, \max(-\lambda, x_i))",
        letters=lam,
    ),
    (*words, "conjugate"),
    Source(parikh, "section 2.5"),
)
design = Quantity("A", "the matrix of a least squares problem", shape=(rows, dimensions))
target = Quantity("b", "the right side of a least squares problem", shape=(rows,))
A, b = design.symbol, target.symbol
least_squares = rule(
    "Proximal operator of half the squared residuals",
    result,
    Inverse(Identity(dimensions.symbol) + mu * Transpose(A) * A) * (x + mu * Transpose(A) * b),
    (point, strength, design, target),
    written(
        r"p = (I + \lambda A^\top A)^{-1} (x + \lambda A^\top b)",
        r"p = \left(A^\top A + \frac{1}{\lambda} I\right)^{-1} \left(A^\top b + \frac{1}{\lambda} x\right)",
        letters=lam,
    ),
    (*words, "quadratic", "least squares", "admm", "resolvent"),
    "where mu A^T (A u - b) + u - x vanishes",
    Source(parikh, "section 6.1.1"),
)
landweber = x - eta * Transpose(A) * (A * x - b)
moved = Quantity("z", "the point after the gradient step", shape=(dimensions,), value=landweber)
z = moved.symbol
shrunk_step = Quantity("x_next", "the point after the step", shape=(dimensions,))


def derive_ista() -> Iterator[Step]:
    """A gradient step on the squares, then the soft threshold."""
    yield Step(
        Max(at(z, i) - eta * mu, 0) - Max(-at(z, i) - eta * mu, 0), because="one branch for each sign of the minimiser"
    )
    yield Step(sign(at(z, i)) * Max(Abs(at(z, i)) - eta * mu, 0), because="both branches in one")


ista = Formula(
    title="Step of ISTA for the lasso, from the point after the gradient step",
    kind=Kind.DEFINITION,
    statement=equal(at(shrunk_step.symbol, i), sign(at(z, i)) * Max(Abs(at(z, i)) - eta * mu, 0)),
    quantities=(shrunk_step, moved, design, target, point, rate, strength, index),
    assumptions=(),
    notations=(
        *written(
            r"x_i \leftarrow \operatorname{sign}(z_i) \max(|z_i| - \eta \lambda, 0)",
            letters=(*lam, ("x", "x_next")),
        ),
        Notation(
            r"\beta_i = \operatorname{sign}(z_i) (|z_i| - t \lambda)_+",
            (("lambda", "mu"), ("t", "eta"), ("beta", "x_next")),
        ),
    ),
    words=(*words, "ista", "lasso", "proximal gradient"),
    derivation=derive_ista,
    source=Source(beck, "equation 1.4"),
)
gradient_point = Quantity("z_next", "the point after the gradient step", shape=(dimensions,))
landweber_step = rule(
    "Gradient step on half the squared residuals",
    gradient_point,
    landweber,
    (design, target, point, rate),
    (
        Notation(r"z = x - \eta A^\top (A x - b)", (("z", "z_next"),)),
        Notation(r"x_{k+1} = x_k - \eta A^\top (A x_k - b)", (("x_k+1", "z_next"), ("x_k", "x"))),
        Notation(r"z = x + \eta A^\top (b - A x)", (("z", "z_next"),)),
    ),
    ("ista", "proximal gradient", "landweber", "least squares", "gradient descent", "lasso"),
    "the gradient of half the squared residuals is A^T (A x - b)",
    Source(beck, "section 1"),
)
leaped = Quantity("v", "the extrapolated point", shape=(dimensions,))
time = Quantity("t", "the coefficient now", domain=POSITIVE)
later = Quantity("t_next", "the next coefficient", domain=POSITIVE, value=(1 + sqrt(1 + 4 * time.symbol**2)) / 2)
t, t_next = time.symbol, later.symbol
fista = rule(
    "Extrapolation of FISTA",
    leaped,
    x + (t - 1) / t_next * (x - y),
    (point, last, later, time),
    (
        Notation(
            r"y_{k+1} = x_k + \frac{t_k - 1}{t_{k+1}} (x_k - x_{k-1})",
            (("y_k+1", "v"), ("x_k", "x"), ("x_k-1", "y"), ("t_k", "t"), ("t_k+1", "t_next")),
        ),
        Notation(
            r"y_{k+1} = x_k + \left(\frac{t_k - 1}{t_{k+1}}\right) \left(x_k - x_{k-1}\right)",
            (("y_k+1", "v"), ("x_k", "x"), ("x_k-1", "y"), ("t_k", "t"), ("t_k+1", "t_next")),
        ),
        Notation(
            r"y_{k+1} = x_{k+1} + \frac{t_k - 1}{t_{k+1}} (x_{k+1} - x_k)",
            (("y_k+1", "v"), ("x_k+1", "x"), ("x_k", "y"), ("t_k", "t"), ("t_k+1", "t_next")),
        ),
    ),
    ("fista", "acceleration", "accelerated", "nesterov", "extrapolation"),
    "go on along the last move",
    Source(beck, "equation 4.3"),
)
coefficients = identity(
    "The coefficients of the accelerated gradient method solve a quadratic equation",
    t_next**2 - t_next,
    (
        (t_next * (sqrt(1 + 4 * t**2) - 1) / 2, "take the coefficient out"),
        (t**2, "a product of a sum and a difference"),
    ),
    (later, time),
    (
        Notation(r"t_{k+1}^2 - t_{k+1} = t_k^2", (("t_k+1", "t_next"), ("t_k", "t"))),
        Notation(r"t_{k+1} (t_{k+1} - 1) = t_k^2", (("t_k+1", "t_next"), ("t_k", "t"))),
        Notation(r"\lambda_{k+1}^2 - \lambda_{k+1} = \lambda_k^2", (("lambda_k+1", "t_next"), ("lambda_k", "t"))),
    ),
    ("nesterov", "fista", "accelerat", "sequence"),
    Source(beck, "equation 4.2"),
)
mapped = Quantity("G", "the gradient mapping", shape=(dimensions,))
mapping = rule(
    "Gradient mapping: the proximal gradient step as a gradient",
    mapped,
    (x - p) / eta,
    (point, result, rate),
    (
        Notation(r"G_\eta(x) = \frac{1}{\eta} (x - p)", (("G_eta", "G"),)),
        Notation(r"G_t(x) = \frac{x - \tilde{x}}{t}", (("G_t", "G"), ("t", "eta"), ("x_tilde", "p"))),
        Notation(r"G(x) = \frac{x - p}{\eta}"),
    ),
    ("gradient mapping", "generalized gradient", "generalised gradient", "proximal gradient"),
    "the step is x - eta G",
    Source(parikh, "section 4.2"),
)

TOPIC = Topic(
    "Proximal operators",
    formulas=(
        soft,
        square,
        group,
        ball,
        least_squares,
        ista,
        landweber_step,
        fista,
        coefficients,
        mapping,
    ),
)
