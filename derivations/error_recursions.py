"""Gradient descent on a quadratic by its error x_k - x*: one step, k steps, the best rate, and the model of a minimum.

The quadratic is x'Ax/2 - b'x with a symmetric positive definite A, so that A x* = b; where only the distance from the
minimiser matters, H stands for the Hessian.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Identity, Inverse, Piecewise

from derivations.operators import dot, equal
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    SYMMETRIC,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
goh = Source("Goh 2017, Why Momentum Really Works", "first steps: gradient descent")
dimensions = Size("d", "dimensions", largest=2)
count = Size("k", "steps", largest=3)
d, k = dimensions.symbol, count.symbol
matrix = Quantity("A", "the Hessian", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
right_side = Quantity("b", "the linear term", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
point = Quantity("x", "the iterate", shape=(dimensions,))
start = Quantity("x_0", "the first iterate", shape=(dimensions,))
A, b, eta, x, x_0 = (q.symbol for q in (matrix, right_side, rate, point, start))
minimiser = Quantity("x_star", "the minimiser", shape=(dimensions,), value=Inverse(A) * b)
following = Quantity("x_next", "the iterate after the step", shape=(dimensions,), value=x - eta * (A * x - b))
x_star, x_next = minimiser.symbol, following.symbol
kept = Identity(d) - eta * A
words = ("gradient descent", "quadratic", "convergence", "contraction", "error", "early stopping")
scripts = (
    ("_{k+1}", "_k", (("x_k+1", "x_next"), ("x_k", "x"))),
    ("_k", "_{k-1}", (("x_k", "x_next"), ("x_k-1", "x"))),
    ("^{(k+1)}", "^{(k)}", (("x^k+1", "x_next"), ("x^k", "x"))),
    ("^{k+1}", "^k", (("x^k+1", "x_next"), ("x^k", "x"))),
    ("^{(k)}", "^{(k-1)}", (("x^k", "x_next"), ("x^k-1", "x"))),
)
one_step = identity(
    "One step of gradient descent on a quadratic: the error",
    x_next - x_star,
    (
        (x - eta * (A * x - A * x_star) - x_star, "the gradient is A x - b, and b = A x*"),
        (kept * (x - x_star), "take x - x* out"),
    ),
    (following, minimiser, matrix, right_side, point, rate),
    tuple(
        Notation(latex.replace("<+>", after).replace("<>", before), letters)
        for after, before, letters in scripts
        for latex in (r"x<+> - x^* = (I - \eta A)(x<> - x^*)", r"x<+> - x^* = x<> - x^* - \eta A (x<> - x^*)")
    ),
    words,
    goh,
)
walked = x_0
iterates = []
for number in (1, 2, 3):
    iterates.append(Quantity(f"x_{number}", "an iterate", shape=(dimensions,), value=walked - eta * (A * walked - b)))
    walked = iterates[-1].symbol
cases = tuple((iterate.symbol, Eq(k, number)) for number, iterate in enumerate(iterates[:2], start=1))
last = Quantity(
    "x_k", "the last iterate", shape=(dimensions,), value=Piecewise(*cases, (iterates[2].symbol, True), evaluate=False)
)
x_k = last.symbol


def derive_all_steps() -> Iterator[Step]:
    """Each step multiplies the error by the same matrix."""
    yield Step(kept**k * (x_0 - x_star), because="the gradient is A (x - x*), at each of the k steps")


all_steps = Formula(
    title="The error of gradient descent on a quadratic after k steps",
    kind=Kind.IDENTITY,
    statement=equal(x_k - x_star, kept**k * (x_0 - x_star)),
    quantities=(last, *reversed(iterates), minimiser, matrix, right_side, start, rate),
    other_sizes=(count,),
    assumptions=(),
    notations=(
        *written(r"x_k - x^* = (I - \eta A)^k (x_0 - x^*)"),
        Notation(r"x^{(k)} - x^* = (I - \eta A)^k (x^{(0)} - x^*)", (("x^k", "x_k"), ("x^0", "x_0"))),
        Notation(r"x^k - x^* = (I - \eta A)^k (x^0 - x^*)", (("x^k", "x_k"), ("x^0", "x_0"))),
    ),
    words=words,
    derivation=derive_all_steps,
    source=goh,
)
strength = Quantity("mu", "least curvature", domain=POSITIVE)
smoothness = Quantity("L", "largest curvature", domain=POSITIVE)
mu, L = strength.symbol, smoothness.symbol
ratio = Quantity("kappa", "condition number", domain=POSITIVE, value=L / mu)
kappa = ratio.symbol
best_rate = identity(
    "The best rate of gradient descent on a quadratic, by the condition number",
    (L - mu) / (L + mu),
    (
        ((L / mu - 1) / (L / mu + 1), "divide numerator and denominator by mu"),
        ((kappa - 1) / (kappa + 1), "the condition number is L / mu"),
    ),
    (ratio, strength, smoothness),
    (
        *written(
            r"\frac{L - \mu}{L + \mu} = \frac{\kappa - 1}{\kappa + 1}",
            r"\frac{L - \mu}{L + \mu} = 1 - \frac{2}{\kappa + 1}",
        ),
        Notation(
            r"\frac{\lambda_{\max} - \lambda_{\min}}{\lambda_{\max} + \lambda_{\min}} = \frac{\kappa - 1}{\kappa + 1}",
            (("lambda_max", "L"), ("lambda_min", "mu")),
        ),
    ),
    ("condition number", "rate", "quadratic", "gradient descent", "strongly convex", "kappa"),
    Source(nesterov, "theorem 2.1.15"),
)
shrinking = Quantity("rho", "the factor by which the error shrinks")
best_norm = rule(
    "Spectral norm of I - eta A at the best step size",
    shrinking,
    (L - mu) / (L + mu),
    (strength, smoothness),
    written(
        r"\|I - \eta^* A\| = \frac{L - \mu}{L + \mu}",
        r"\|I - \eta A\|_2 = \frac{L - \mu}{L + \mu}",
        r"\rho(I - \eta A) = \frac{L - \mu}{L + \mu}",
    )
    + written(
        r"\|I - \eta A\| = \frac{\lambda_{\max} - \lambda_{\min}}{\lambda_{\max} + \lambda_{\min}}",
        letters=(("lambda_max", "L"), ("lambda_min", "mu")),
    ),
    ("best step", "optimal step", "best rate", "rate", "quadratic", "condition number", "spectral"),
    "the least and the largest curvature shrink alike",
    Source(nesterov, "theorem 2.1.15"),
)
hessian = Quantity("H", "the Hessian at the minimiser", shape=(dimensions, dimensions), domain=SYMMETRIC)
weights = Quantity("w", "parameters", shape=(dimensions,))
centre = Quantity("w_star", "the minimiser", shape=(dimensions,))
objective = Quantity("J", "the objective", arguments=((dimensions,),))
H, w, w_star, J = (q.symbol for q in (hessian, weights, centre, objective))
modelled = Quantity("V", "the model of the objective")
least = Quantity("J_0", "the least value")
next_weights = Quantity("w_next", "the parameters after the step", shape=(dimensions,))
bowl_words = (
    "quadratic",
    "hessian",
    "taylor",
    "weight decay",
    "early stopping",
    "minimum",
    "approximation",
    "regulari",
)
bowl = rule(
    "Quadratic model of an objective around its minimiser",
    modelled,
    J(w_star) + dot(w - w_star, H * (w - w_star)) / 2,
    (objective, hessian, weights, centre),
    (
        *written(
            r"\hat{J}(w) = J(w^*) + \frac{1}{2} (w - w^*)^\top H (w - w^*)",
            r"\hat{J}(w) = J(w^*) + \frac{1}{2} \langle w - w^*, H (w - w^*) \rangle",
        ),
        Notation(
            r"Q(\theta) = L(\theta^*) + \frac{1}{2} (\theta - \theta^*)^T H (\theta - \theta^*)",
            (("theta", "w"), ("theta_star", "w_star"), ("L", "J")),
        ),
    ),
    bowl_words,
    "the first-order term vanishes at the minimiser",
    Source(goodfellow, "equation 7.6"),
)
bowl_of_number = rule(
    "Quadratic model of an objective around its minimiser, by its least value",
    modelled,
    least.symbol + dot(w - w_star, H * (w - w_star)) / 2,
    (least, hessian, weights, centre),
    (
        Notation(r"J(w) = J^* + \frac{1}{2} (w - w^*)^\top H (w - w^*)", (("J_star", "J_0"),)),
        Notation(
            r"L(\theta) = L_0 + \frac{1}{2} (\theta - \theta^*)^\top H (\theta - \theta^*)",
            (("L_0", "J_0"), ("theta", "w"), ("theta_star", "w_star")),
        ),
    ),
    bowl_words,
    "the first-order term vanishes at the minimiser",
    Source(goodfellow, "equation 7.6"),
)
downhill_step = rule(
    "Step of gradient descent on the quadratic model around a minimiser",
    next_weights,
    w - eta * H * (w - w_star),
    (hessian, weights, centre, rate),
    tuple(
        Notation(rf"w{after} = w{before} - \eta H (w{before} - w^*)", letters)
        for after, before, letters in (
            ("_{t+1}", "_t", (("w_t", "w"),)),
            ("_t", "_{t-1}", (("w_t-1", "w"),)),
            (r"^{(\tau)}", r"^{(\tau - 1)}", (("w^tau-1", "w"),)),
            ("^{(t+1)}", "^{(t)}", (("w^t", "w"),)),
        )
    ),
    bowl_words,
    "the gradient of the model is H (w - w*)",
    Source(goodfellow, "equation 7.34"),
)

TOPIC = Topic(
    "Gradient descent on a quadratic, by its error",
    formulas=(one_step, all_steps, best_rate, best_norm, bowl, bowl_of_number, downhill_step),
)
