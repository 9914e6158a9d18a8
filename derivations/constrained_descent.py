"""Steps under constraints and with curvature: mirror descent, Frank-Wolfe, multipliers, root finding, quasi-Newton.

The constraints are A x = b with independent rows, or the simplex; g is a gradient.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Inverse, Sum, Transpose, exp, sqrt

from derivations.operators import at, dot, equal, norm
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    SIMPLEX,
    UNIT,
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
    integers,
)

boyd = "Boyd and Vandenberghe, Convex Optimization"
admm_paper = "Boyd et al. 2011, Distributed Optimization and Statistical Learning via ADMM"
nocedal = "Nocedal and Wright, Numerical Optimization, second edition"
jaggi = "Jaggi 2013, Revisiting Frank-Wolfe"
bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
point = Quantity("x", "the parameters", shape=(dimensions,))
following = Quantity("x_next", "the parameters after the step", shape=(dimensions,))
slopes = Quantity("g", "the gradient", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
x, g, eta = point.symbol, slopes.symbol, rate.symbol
index = free_index("i", dimensions)
i = index.symbol
j = bound_index("j")
shares = Quantity("x", "a point of the simplex", shape=(dimensions,), domain=SIMPLEX)
weighted = at(shares.symbol, i) * exp(-eta * at(g, i))
counts = (
    (("x_k+1", "x_next"), ("x_k", "x"), ("g_k", "g")),
    (("x_t+1", "x_next"), ("x_t", "x"), ("g_t", "g")),
)


def derive_mirror() -> Iterator[Step]:
    """A gradient step on the logarithms, then a division by the sum."""
    yield Step(
        weighted / Sum(at(shares.symbol, j) * exp(-eta * at(g, j)), (j, 1, d)),
        because="a gradient step in the logarithms, then a division by the sum",
    )


mirror = Formula(
    title="Step of mirror descent with the entropy: exponentiated gradient",
    kind=Kind.DEFINITION,
    statement=equal(
        at(following.symbol, i), weighted / Sum(at(shares.symbol, j) * exp(-eta * at(g, j)), (j, 1, d))
    ),
    quantities=(following, shares, rate, slopes, index),
    assumptions=(),
    notations=(
        Notation(r"v_i = \frac{w_i \exp(-\eta g_i)}{\sum_{j=1}^d w_j \exp(-\eta g_j)}", (("v", "x_next"), ("w", "x"))),
        Notation(r"w_i^{(t+1)} = \frac{w_i^{(t)} e^{-\eta g_i}}{\sum_j w_j^{(t)} e^{-\eta g_j}}",
                 (("w^t+1", "x_next"), ("w^t", "x"))),
    ),
    words=("mirror descent", "exponentiated gradient", "entropic", "simplex", "hedge", "multiplicative"),
    derivation=derive_mirror,
    source=Source(bubeck, "section 4.3"),
)
vertex = Quantity("s", "the vertex that the gradient likes least", shape=(dimensions,))
share = Quantity("gamma", "share of the vertex", domain=UNIT)
s, gamma = vertex.symbol, share.symbol
frank_wolfe = rule(
    "Step of the Frank-Wolfe method",
    following,
    (1 - gamma) * x + gamma * s,
    (point, vertex, share),
    tuple(
        Notation(latex, letters)
        for letters, names in (
            ((("x_k+1", "x_next"), ("x_k", "x"), ("s_k", "s"), ("gamma_k", "gamma")), "k"),
            ((("x_t+1", "x_next"), ("x_t", "x"), ("s_t", "s"), ("gamma_t", "gamma")), "t"),
        )
        for latex in (
            rf"x_{{{names}+1}} = (1 - \gamma_{names}) x_{names} + \gamma_{names} s_{names}",
            rf"x_{{{names}+1}} = x_{names} + \gamma_{names} (s_{names} - x_{names})",
        )
    ),
    ("frank-wolfe", "frank–wolfe", "frank--wolfe", "conditional gradient"),
    "move towards the vertex",
    Source(jaggi, "algorithm 1"),
)
count = Quantity("k", "number of the step", domain=integers(0, 9))
share_now = Quantity("gamma", "share of the vertex")
frank_wolfe_share = rule(
    "Step size of the Frank-Wolfe method",
    share_now,
    2 / (count.symbol + 2),
    (count,),
    written(r"\gamma_k = \frac{2}{k + 2}", letters=(("gamma_k", "gamma"),))
    + written(r"\gamma_t = 2 / (t + 2)", letters=(("gamma_t", "gamma"), ("t", "k"))),
    ("frank-wolfe", "frank–wolfe", "frank--wolfe", "conditional gradient"),
    "the share falls like 2/k",
    Source(jaggi, "algorithm 1"),
)
rows = Size("m", "constraints", smallest=1, largest=2)
columns = Size("n", "unknowns", smallest=3, largest=4)
wide = Quantity("A", "the constraints, fewer than unknowns", shape=(rows, columns))
levels = Quantity("b", "right sides", shape=(rows,))
solution = Quantity("x_star", "the shortest solution", shape=(columns,))
A, b = wide.symbol, levels.symbol
least_norm = rule(
    "The shortest solution of a linear system",
    solution,
    Transpose(A) * Inverse(A * Transpose(A)) * b,
    (wide, levels),
    written(r"x^* = A^\top (A A^\top)^{-1} b", r"x^* = A^T \left(A A^T\right)^{-1} b")
    + written(r"\hat{w} = X^\top (X X^\top)^{-1} y", letters=(("w_hat", "x_star"), ("X", "A"), ("y", "b"))),
    ("minimum norm", "least norm", "lagrang", "dual", "underdetermined", "full row rank", "overparam"),
    "a combination of the rows that satisfies the equations",
    Source(boyd, "section 5.2.3"),
)
anywhere = Quantity("x", "any point", shape=(columns,))
projected = Quantity("p", "the nearest solution", shape=(columns,))
affine = rule(
    "Projection onto the solutions of a linear system",
    projected,
    anywhere.symbol - Transpose(A) * Inverse(A * Transpose(A)) * (A * anywhere.symbol - b),
    (anywhere, wide, levels),
    written(r"p = x - A^\top (A A^\top)^{-1} (A x - b)")
    + written(r"P(x) = x + A^\top (A A^\top)^{-1} (b - A x)", letters=(("P", "p"),)),
    ("projection", "affine", "lagrang", "projected gradient"),
    "the shortest move that satisfies the equations",
    Source(boyd, "section 8.1.1"),
)
objective = Quantity("f", "the objective", arguments=((columns,),))
multipliers = Quantity("nu", "multipliers", shape=(rows,))
lagrangian_value = Quantity("calL", "the Lagrangian")
penalty = Quantity("rho", "strength of the penalty", domain=POSITIVE)
f, nu, rho = objective.symbol, multipliers.symbol, penalty.symbol
residual = A * anywhere.symbol - b
lagrangian = rule(
    "Lagrangian of a problem with linear constraints",
    lagrangian_value,
    f(anywhere.symbol) + dot(nu, residual),
    (objective, anywhere, multipliers, wide, levels),
    written(
        r"\mathcal{L}(x, \nu) = f(x) + \nu^\top (A x - b)",
        r"\mathcal{L}(x, \nu) = f(x) + \langle \nu, A x - b \rangle",
    )
    + written(r"L(x, \lambda) = f(x) + \lambda^T (A x - b)", letters=(("L", "calL"), ("lambda", "nu"))),
    ("lagrang", "dual", "multiplier", "constraint"),
    "each violated equation has its price",
    Source(boyd, "section 5.1.1"),
)
augmented = rule(
    "Augmented Lagrangian of a problem with linear constraints",
    lagrangian_value,
    f(anywhere.symbol) + dot(nu, residual) + rho / 2 * norm(residual) ** 2,
    (objective, anywhere, multipliers, wide, levels, penalty),
    written(r"\mathcal{L}_\rho(x, \nu) = f(x) + \nu^\top (A x - b) + \frac{\rho}{2} \|A x - b\|^2",
            letters=(("calL_rho", "calL"),))
    + written(r"L_\rho(x, y) = f(x) + y^T (A x - b) + \frac{\rho}{2} \|A x - b\|_2^2",
              letters=(("L_rho", "calL"), ("y", "nu"))),
    ("augmented", "lagrang", "multiplier", "admm"),
    "each violated equation has its price, and the violation is penalised",
    Source(admm_paper, "section 2.3"),
)  # fmt: skip
raised = Quantity("nu_next", "multipliers after the step", shape=(rows,))
dual_ascent = rule(
    "Step of the multipliers: dual ascent",
    raised,
    nu + rho * residual,
    (multipliers, penalty, wide, anywhere, levels),
    (
        Notation(
            r"\nu_{k+1} = \nu_k + \rho (A x_{k+1} - b)", (("nu_k+1", "nu_next"), ("nu_k", "nu"), ("x_k+1", "x"))
        ),
        Notation(
            r"y^{k+1} = y^k + \alpha^k (A x^{k+1} - b)",
            (("y^k+1", "nu_next"), ("y^k", "nu"), ("x^k+1", "x"), ("alpha^k", "rho")),
        ),
        Notation(r"\lambda \leftarrow \lambda + \rho (A x - b)", (("lambda", "nu"),)),
    ),
    ("dual ascent", "multiplier", "admm", "augmented", "lagrang"),
    "the slope of the Lagrangian by the multipliers is the violation",
    Source(admm_paper, "section 2.1"),
)
radicand = Quantity("a", "the number whose root is sought", domain=POSITIVE)
guess = Quantity("x", "the guess", domain=POSITIVE)
better = Quantity("x_next", "the next guess", domain=POSITIVE)
a, q = radicand.symbol, guess.symbol


def derive_heron() -> Iterator[Step]:
    """Newton's step for x^2 - a."""
    yield Step(q - (q**2 - a) / (2 * q), because="Newton's step for the root of x^2 - a")
    yield Step((q + a / q) / 2, because="put both over 2")


heron = Formula(
    title="Newton's method for a square root",
    kind=Kind.DEFINITION,
    statement=equal(better.symbol, (q + a / q) / 2),
    quantities=(better, guess, radicand),
    assumptions=(),
    notations=(
        Notation(r"x_{k+1} = \frac{1}{2} \left(x_k + \frac{a}{x_k}\right)", (("x_k+1", "x_next"), ("x_k", "x"))),
        Notation(r"x_{n+1} = \frac{x_n^2 + a}{2 x_n}", (("x_n+1", "x_next"), ("x_n", "x"))),
        Notation(r"x_{n+1} = x_n - \frac{x_n^2 - a}{2 x_n}", (("x_n+1", "x_next"), ("x_n", "x"))),
    ),
    words=("newton", "square root", "heron", "babylonian", "root"),
    derivation=derive_heron,
    source=Source("Press, Teukolsky, Vetterling and Flannery, Numerical Recipes", "section 9.4"),
)
move = Quantity("s", "the move", shape=(dimensions,))
response = Quantity("y", "the change of the gradient", shape=(dimensions,))
first_step = Quantity("eta", "step size")
y = response.symbol
spectral_words = ("barzilai", "borwein", "step size", "spectral", "quasi-newton", "secant")
long_step = rule(
    "Long step size of Barzilai and Borwein",
    first_step,
    dot(s, s) / dot(s, y),
    (move, response),
    (
        Notation(r"\eta = \frac{s^\top s}{s^\top y}"),
        Notation(r"\alpha_k = \frac{s_{k-1}^\top s_{k-1}}{s_{k-1}^\top y_{k-1}}",
                 (("alpha_k", "eta"), ("s_k-1", "s"), ("y_k-1", "y"))),
        Notation(r"\alpha = \frac{\|s\|^2}{\langle s, y \rangle}", (("alpha", "eta"),)),
    ),
    spectral_words,
    "the multiple of the identity that fits the secant equation best, as an inverse Hessian",
    Source("Barzilai and Borwein 1988, Two-Point Step Size Gradient Methods", "equation 5"),
)  # fmt: skip
short_step = rule(
    "Short step size of Barzilai and Borwein",
    first_step,
    dot(s, y) / dot(y, y),
    (move, response),
    (
        Notation(r"\eta = \frac{s^\top y}{y^\top y}"),
        Notation(r"\alpha_k = \frac{s_{k-1}^\top y_{k-1}}{y_{k-1}^\top y_{k-1}}",
                 (("alpha_k", "eta"), ("s_k-1", "s"), ("y_k-1", "y"))),
        Notation(r"\alpha = \frac{\langle s, y \rangle}{\|y\|^2}", (("alpha", "eta"),)),
        Notation(r"\gamma_k = \frac{s_{k-1}^T y_{k-1}}{y_{k-1}^T y_{k-1}}",
                 (("gamma_k", "eta"), ("s_k-1", "s"), ("y_k-1", "y"))),
    ),
    spectral_words,
    "the multiple of the identity that fits the secant equation best, as a Hessian",
    Source("Barzilai and Borwein 1988, Two-Point Step Size Gradient Methods", "equation 6"),
)  # fmt: skip
approximate = Quantity("B", "the approximate Hessian", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
B = approximate.symbol
updated = Quantity(
    "B_next",
    "the approximate Hessian after the update of BFGS",
    shape=(dimensions, dimensions),
    value=B - 1 / dot(s, B * s) * (B * s) * Transpose(s) * B + 1 / dot(y, s) * y * Transpose(y),
)
secant = identity(
    "Secant equation of BFGS",
    updated.symbol * s,
    (
        (y, "along the move both quotients are 1, so that the old curvature goes and y stays"),
    ),
    (updated, approximate, move, response),
    (
        Notation(r"B_{k+1} s_k = y_k", (("B_k+1", "B_next"), ("s_k", "s"), ("y_k", "y"))),
        Notation(r"B_{t+1} s_t = y_t", (("B_t+1", "B_next"), ("s_t", "s"), ("y_t", "y"))),
    ),
    ("secant", "bfgs", "quasi-newton"),
    Source(nocedal, "equation 6.6"),
)
matrix = Quantity("A", "a positive definite matrix", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
direction = Quantity("p", "the direction", shape=(dimensions,))
left_over = Quantity("r", "the residual, orthogonal to the directions before", shape=(dimensions,))
length = Quantity("alpha", "step size")
p, r, M = direction.symbol, left_over.symbol, matrix.symbol
conjugate_step = rule(
    "Step size of conjugate gradients",
    length,
    dot(r, r) / dot(p, M * p),
    (left_over, direction, matrix),
    (
        Notation(r"\alpha_k = \frac{r_k^\top r_k}{p_k^\top A p_k}",
                 (("alpha_k", "alpha"), ("r_k", "r"), ("p_k", "p"))),
        Notation(r"\alpha = \frac{\|r\|^2}{p^T A p}"),
    ),
    ("conjugate gradient", "conjugate-gradient", "cg"),
    "the minimum along the direction, whose slope is that along the residual",
    Source(nocedal, "equation 5.24a"),
)  # fmt: skip
information = Quantity("F", "the Fisher information", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
natural = rule(
    "Step of the natural gradient",
    following,
    x - eta * Inverse(information.symbol) * g,
    (point, rate, information, slopes),
    (
        Notation(r"x_{k+1} = x_k - \eta F^{-1} g_k", counts[0]),
        Notation(r"\theta \leftarrow \theta - \eta F^{-1} g", (("theta", "x"),)),
        Notation(r"\theta_{t+1} = \theta_t - \eta F_t^{-1} g_t",
                 (("theta_t+1", "x_next"), ("theta_t", "x"), ("F_t", "F"), ("g_t", "g"))),
    ),
    ("natural gradient", "fisher", "preconditioned", "preconditioning", "quasi-newton"),
    "the steepest step in the metric of the information",
    Source("Amari 1998, Natural Gradient Works Efficiently in Learning", "theorem 1"),
)  # fmt: skip
decrement = Quantity("lambda_N", "the decrement", domain=POSITIVE)
newton_decrement = rule(
    "Newton decrement",
    decrement,
    sqrt(dot(g, Inverse(information.symbol) * g)),
    (slopes, information),
    written(r"\lambda_N = \sqrt{g^\top H^{-1} g}", letters=(("H", "F"),))
    + written(r"\lambda(x) = (g^T H^{-1} g)^{1/2}", letters=(("lambda", "lambda_N"), ("H", "F"))),
    ("newton decrement", "decrement", "newton"),
    "the length of Newton's move in the metric of the Hessian",
    Source(boyd, "section 9.5.1"),
)

TOPIC = Topic(
    "Descent under constraints and with curvature",
    formulas=(
        mirror,
        frank_wolfe,
        frank_wolfe_share,
        least_norm,
        affine,
        lagrangian,
        augmented,
        dual_ascent,
        heron,
        long_step,
        short_step,
        secant,
        conjugate_step,
        natural,
        newton_decrement,
    ),
)
