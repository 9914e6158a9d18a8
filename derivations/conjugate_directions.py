"""Conjugate gradients line by line: residuals, directions, and the share of the last direction by several authors.

r is a residual of A x = b, g a gradient, p or d a direction; the step sizes stand in `descent_updates`.
"""

from __future__ import annotations

from derivations.numbered_steps import STEPS, numbered
from derivations.operators import dot
from derivations.stanzas import rule
from derivations.vocabulary import POSITIVE, POSITIVE_DEFINITE, Notation, Quantity, Size, Source, Topic

nocedal = "Nocedal and Wright, Numerical Optimization, second edition"
dimensions = Size("d", "dimensions", largest=3)
slope = Quantity("g", "the gradient", shape=(dimensions,))
move = Quantity("p", "the direction", shape=(dimensions,))
g, p = slope.symbol, move.symbol
matrix = Quantity("A", "the matrix of a quadratic", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
remainder = Quantity("r", "the residual", shape=(dimensions,))
next_remainder = Quantity("r_next", "the residual after the step", shape=(dimensions,))
next_move = Quantity("p_next", "the next direction", shape=(dimensions,))
length = Quantity("alpha", "step size", domain=POSITIVE)
share = Quantity("beta", "share of the last direction")
v = remainder.symbol
conjugate = ("conjugate gradient", "conjugate-gradient", "conjugate direction")
residual_step = rule(
    "Residual after a step of conjugate gradients",
    next_remainder,
    v - length.symbol * matrix.symbol * p,
    (remainder, matrix, move, length),
    numbered("r", r"<r> - <\alpha> A <p>", {"r": "r", r"\alpha": "alpha", "p": "p"}, {}, STEPS[:1]),
    conjugate,
    "b - A x is linear in x",
    Source(nocedal, "algorithm 5.2"),
)
gradient_residual_step = rule(
    "Residual A x - b after a step of conjugate gradients",
    next_remainder,
    v + length.symbol * matrix.symbol * p,
    (remainder, matrix, move, length),
    numbered("r", r"<r> + <\alpha> A <p>", {"r": "r", r"\alpha": "alpha", "p": "p"}, {}, STEPS[:1]),
    conjugate,
    "A x - b is linear in x",
    Source(nocedal, "algorithm 5.2"),
)
next_direction = rule(
    "Next direction of conjugate gradients",
    next_move,
    v + share.symbol * p,
    (remainder, move, share),
    (
        Notation(r"p_{k+1} = r_{k+1} + \beta_k p_k", (("r_k+1", "r"), ("beta_k", "beta"), ("p_k", "p"))),
        Notation(r"p_k = r_k + \beta_k p_{k-1}", (("r_k", "r"), ("beta_k", "beta"), ("p_k-1", "p"))),
        Notation(r"p_{k+1} = r_{k+1} + \beta_{k+1} p_k", (("r_k+1", "r"), ("beta_k+1", "beta"), ("p_k", "p"))),
    ),
    conjugate,
    "the residual, and a share of the last direction",
    Source("Hestenes and Stiefel 1952, Methods of Conjugate Gradients for Solving Linear Systems", "equation 3:1"),
)
next_descent = rule(
    "Next direction of nonlinear conjugate gradients",
    next_move,
    -g + share.symbol * p,
    (slope, move, share),
    (
        Notation(r"d_{k+1} = -g_{k+1} + \beta_k d_k", (("g_k+1", "g"), ("beta_k", "beta"), ("d_k", "p"))),
        Notation(r"d_k = -g_k + \beta_k d_{k-1}", (("g_k", "g"), ("beta_k", "beta"), ("d_k-1", "p"))),
        Notation(r"d_{k+1} = \beta_k d_k - g_{k+1}", (("g_k+1", "g"), ("beta_k", "beta"), ("d_k", "p"))),
    ),
    conjugate,
    "minus the gradient, and a share of the last direction",
    Source(nocedal, "algorithm 5.4"),
)
before = Quantity("h", "the gradient before", shape=(dimensions,))
h = before.symbol
polak_ribiere = rule(
    "Share of the last direction in conjugate gradients (Polak and Ribiere)",
    share,
    dot(g, g - h) / dot(h, h),
    (slope, before),
    (
        Notation(r"\beta_k = \frac{g_{k+1}^\top (g_{k+1} - g_k)}{g_k^\top g_k}", (("g_k+1", "g"), ("g_k", "h"))),
        Notation(r"\beta_k = \frac{g_k^\top (g_k - g_{k-1})}{\|g_{k-1}\|^2}", (("g_k", "g"), ("g_k-1", "h"))),
        Notation(r"\beta_t = \frac{(g_t - g_{t-1})^\top g_t}{g_{t-1}^\top g_{t-1}}", (("g_t", "g"), ("g_t-1", "h"))),
    ),
    (*conjugate, "polak", "ribi"),
    "what is new of the gradient, by the length of the last one",
    Source(nocedal, "equation 5.44"),
)
hestenes_stiefel = rule(
    "Share of the last direction in conjugate gradients (Hestenes and Stiefel)",
    share,
    dot(g, g - h) / dot(p, g - h),
    (slope, before, move),
    (
        Notation(
            r"\beta_k = \frac{g_{k+1}^\top (g_{k+1} - g_k)}{p_k^\top (g_{k+1} - g_k)}",
            (("g_k+1", "g"), ("g_k", "h"), ("p_k", "p")),
        ),
        Notation(
            r"\beta_k = \frac{g_{k+1}^\top (g_{k+1} - g_k)}{(g_{k+1} - g_k)^\top d_k}",
            (("g_k+1", "g"), ("g_k", "h"), ("d_k", "p")),
        ),
    ),
    (*conjugate, "hestenes", "stiefel"),
    "so that the new direction is conjugate to the last one",
    Source(nocedal, "equation 5.46"),
)

TOPIC = Topic(
    "Conjugate directions",
    formulas=(
        residual_step,
        gradient_residual_step,
        next_direction,
        next_descent,
        polak_ribiere,
        hestenes_stiefel,
    ),
)
