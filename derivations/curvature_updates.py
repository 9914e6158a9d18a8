"""Updates of second order with the gradient as a letter: Newton, Gauss-Newton, quasi-Newton.

H is the Hessian or what stands for it, r the residuals, J their Jacobian, s a move and y the change of the gradient.
Updates that write the gradient by the function stand in `descent_updates`.
"""

from __future__ import annotations

from sympy import Identity, Inverse, Rational, Transpose

from derivations.numbered_steps import COUNTED, STEPS, numbered
from derivations.operators import dot, evaluated, gradient, jacobian, norm
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
)

nocedal = "Nocedal and Wright, Numerical Optimization, second edition"
dimensions = Size("d", "dimensions", largest=3)
residual_count = Size("n", "residuals", smallest=3, largest=4)
d = dimensions.symbol
point = Quantity("w", "the parameters", shape=(dimensions,))
following = Quantity("w_next", "the parameters after the step", shape=(dimensions,))
slope = Quantity("g", "the gradient", shape=(dimensions,))
curvature = Quantity("H", "the Hessian", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
rate = Quantity("eta", "step size", domain=POSITIVE)
move = Quantity("p", "the move", shape=(dimensions,))
level = Quantity("c", "the value at the point")
modelled = Quantity("q", "the value of the model")
w, g, H, eta, p = (quantity.symbol for quantity in (point, slope, curvature, rate, move))
second_order = ("newton", "second order", "second-order", "hessian")
solve = "the stationary point of the quadratic model"

newton = rule(
    "Update of Newton's method, with letters for gradient and Hessian",
    following,
    w - Inverse(H) * g,
    (point, slope, curvature),
    (
        *numbered("w", r"<w> - H^{-1} g", {"w": "w"}, {}, COUNTED),
        *numbered("w", r"<w> - <H>^{-1} <g>", {"w": "w", "H": "H", "g": "g"}, {}, STEPS[:1]),
    ),
    second_order,
    solve,
    Source(nocedal, "equation 2.15"),
)
damped = rule(
    "Update of the damped Newton method, with letters for gradient and Hessian",
    following,
    w - eta * Inverse(H) * g,
    (point, slope, curvature, rate),
    (
        *numbered("w", r"<w> - \eta H^{-1} g", {"w": "w"}, {}, COUNTED),
        *numbered("w", r"<w> - \eta <H>^{-1} <g>", {"w": "w", "H": "H", "g": "g"}, {}, STEPS[:1]),
    ),
    (*second_order, "quasi-newton", "natural gradient", "precondition", "fisher"),
    "a part of the way to " + solve,
    Source(nocedal, "equation 3.1"),
)
direction = rule(
    "Newton direction",
    move,
    -Inverse(H) * g,
    (slope, curvature),
    (
        *written(r"p = -H^{-1} g", r"\Delta w = -H^{-1} g"),
        *numbered("p", r"-<H>^{-1} <g>", {}, {"H": "H", "g": "g"}, (("_k", "_{k-1}", "_k"),)),
        *numbered("d", r"-<H>^{-1} <g>", {}, {"H": "H", "g": "g"}, (("_k", "_{k-1}", "_k"),))[1:],
    ),
    (*second_order, "direction", "search direction"),
    solve,
    Source(nocedal, "equation 2.15"),
)
model = rule(
    "Quadratic model of a function around a point",
    modelled,
    level.symbol + dot(g, p) + Rational(1, 2) * dot(p, H * p),
    (level, slope, curvature, move),
    (
        *written(
            r"q(p) = c + g^\top p + \frac{1}{2} p^\top H p",
            r"m(p) = c + p^T g + \frac{1}{2} p^T H p",
        ),
        Notation(r"m_k(p) = f_k + g_k^\top p + \frac{1}{2} p^\top B_k p", (("f_k", "c"), ("g_k", "g"), ("B_k", "H"))),
        Notation(r"f(w + p) = f + g^\top p + \frac{1}{2} p^\top H p", (("f", "c"),)),
    ),
    (*second_order, "quadratic model", "trust region", "trust-region", "taylor"),
    "the Taylor polynomial of second order",
    Source(nocedal, "equation 2.14"),
)

height = Quantity("f", "the function", arguments=((dimensions,),))
model_of_function = rule(
    "Quadratic model of a function around a point, by its value there",
    modelled,
    height.symbol(w) + dot(g, p) + Rational(1, 2) * dot(p, H * p),
    (height, point, slope, curvature, move),
    (
        *written(
            r"q(p) = f(w) + g^\top p + \frac{1}{2} p^\top H p",
            r"m(p) = f(w) + p^\top g + \frac{1}{2} p^\top H p",
        ),
        Notation(
            r"m_k(p) = f(w_k) + g_k^\top p + \frac{1}{2} p^\top H_k p",
            (("w_k", "w"), ("g_k", "g"), ("H_k", "H"), ("m", "q")),
        ),
    ),
    (*second_order, "quadratic model", "trust region", "trust-region", "taylor"),
    "the Taylor polynomial of second order",
    Source(nocedal, "equation 2.14"),
)

residuals = Quantity("r", "the residuals", shape=(residual_count,))
tangent = Quantity("J", "the Jacobian of the residuals", shape=(residual_count, dimensions))
J, r = tangent.symbol, residuals.symbol
fitted = ("gauss-newton", "gauss–newton", "nonlinear least squares", "non-linear least squares", "levenberg")
gauss_newton = rule(
    "Move of the Gauss-Newton method",
    move,
    -Inverse(Transpose(J) * J) * Transpose(J) * r,
    (tangent, residuals),
    (
        *written(r"p = -(J^\top J)^{-1} J^\top r", r"\Delta w = -\left(J^T J\right)^{-1} J^T r"),
        Notation(r"p_k = -(J_k^\top J_k)^{-1} J_k^\top r_k", (("J_k", "J"), ("r_k", "r"))),
    ),
    fitted,
    "the least squares solution of the linearised residuals",
    Source(nocedal, "equation 10.23"),
)
gauss_newton_step = rule(
    "Step of the Gauss-Newton method",
    following,
    w - Inverse(Transpose(J) * J) * Transpose(J) * r,
    (point, tangent, residuals),
    (
        *numbered("w", r"<w> - (J^\top J)^{-1} J^\top r", {"w": "w"}, {}, STEPS),
        *numbered("w", r"<w> - (<J>^\top <J>)^{-1} <J>^\top <r>", {"w": "w", "J": "J", "r": "r"}, {}, STEPS[:1]),
    ),
    fitted,
    "the least squares solution of the linearised residuals",
    Source(nocedal, "equation 10.23"),
)
errors = Quantity("r", "the residuals of the parameters", shape=(residual_count,), arguments=((dimensions,),))
of_point = evaluated(errors.symbol(w), residual_count.symbol, 1)
derivative = Quantity("J", "the Jacobian", shape=(residual_count, dimensions), value=jacobian(of_point, w))
half_squares = identity(
    "Gradient of half the squared residuals: the transposed Jacobian times the residuals",
    gradient(Rational(1, 2) * norm(of_point) ** 2, w),
    (
        (Transpose(jacobian(of_point, w)) * of_point, "the gradient of half a squared norm is the vector itself"),
        (Transpose(derivative.symbol) * of_point, "the derivatives of the residuals, by name"),
    ),
    (point, errors, derivative),
    (
        Notation(r"\nabla \frac{1}{2} \|r(w)\|^2 = J^\top r(w)"),
        Notation(r"\nabla_w \frac{1}{2} \|r(w)\|^2 = J^\top r(w)"),
        Notation(r"\frac{\partial}{\partial w} \frac{1}{2} r(w)^\top r(w) = J^\top r(w)"),
    ),
    fitted,
    Source(nocedal, "equation 10.4"),
)
objective = Quantity("f", "half the squared residuals", value=Rational(1, 2) * norm(of_point) ** 2)
named_half_squares = identity(
    "Gradient of a least squares objective, by the Jacobian of its residuals",
    gradient(objective.symbol, w),
    (
        (Transpose(jacobian(of_point, w)) * of_point, "the gradient of half a squared norm is the vector itself"),
        (Transpose(derivative.symbol) * of_point, "the derivatives of the residuals, by name"),
    ),
    (point, errors, derivative, objective),
    (
        Notation(r"\nabla f = J^\top r"),
        Notation(r"\nabla f(w) = J^\top r(w)"),
        Notation(r"\nabla_w f = J^\top r"),
    ),
    fitted,
    Source(nocedal, "equation 10.4"),
)
damping = Quantity("mu", "the damping", domain=POSITIVE)
levenberg_step = rule(
    "Step of the Levenberg-Marquardt method",
    following,
    w - Inverse(Transpose(J) * J + damping.symbol * Identity(d)) * Transpose(J) * r,
    (point, tangent, residuals, damping),
    numbered("w", r"<w> - (J^\top J + \lambda I)^{-1} J^\top r", {"w": "w"}, {}, STEPS, ("lambda", "mu")),
    (*fitted, "marquardt"),
    "the minimum of the linearised residuals with a penalty on the move",
    Source(nocedal, "section 10.3"),
)

change = Quantity("s", "the move", shape=(dimensions,))
response = Quantity("y", "the change of the gradient", shape=(dimensions,))
inverse = Quantity("B", "the approximate inverse Hessian", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
better = Quantity("B_next", "the same after the update", shape=(dimensions, dimensions))
inverse_curvature = Quantity("rho", "one over the curvature along the move")
s, y, B = change.symbol, response.symbol, inverse.symbol
quasi = ("bfgs", "quasi-newton", "quasi newton", "secant", "inverse hessian")
scale = rule(
    "Inverse curvature along the move in BFGS",
    inverse_curvature,
    1 / dot(y, s),
    (change, response),
    (
        *written(r"\rho = \frac{1}{y^\top s}", r"\rho = 1 / (y^\top s)", r"\rho = \frac{1}{s^\top y}"),
        Notation(r"\rho_k = \frac{1}{y_k^\top s_k}", (("y_k", "y"), ("s_k", "s"))),
    ),
    quasi,
    "how little the gradient changes along the move",
    Source(nocedal, "equation 6.14"),
)
scaled = Quantity("rho", "one over the curvature along the move", value=1 / dot(y, s))
rho = scaled.symbol
updated = (Identity(d) - rho * s * Transpose(y)) * B * (Identity(d) - rho * y * Transpose(s)) + rho * s * Transpose(s)
kept = (inverse, scaled, change, response)
members = {"H": "B", "s": "s", "y": "y", r"\rho": "rho"}
forms = (
    r"(I - <\rho> <s> <y>^\top) <H> (I - <\rho> <y> <s>^\top) + <\rho> <s> <s>^\top",
    r"\left(I - \frac{<s> <y>^\top}{<y>^\top <s>}\right) <H> \left(I - \frac{<y> <s>^\top}{<y>^\top <s>}\right)"
    r" + \frac{<s> <s>^\top}{<y>^\top <s>}",
)
inverse_bfgs = rule(
    "BFGS update of the approximate inverse Hessian",
    better,
    updated,
    kept,
    (
        Notation(
            r"H^+ = (I - \rho s y^\top) H (I - \rho y s^\top) + \rho s s^\top",
            (("H", "B"), ("H^plus", "B_next")),
        ),
        *numbered("H", forms[0], members, {}, STEPS[:1]),
        *numbered("H", forms[1], members, {}, STEPS[:1]),
    ),
    quasi,
    "take the old answer to the change of the gradient away, and put the move there",
    Source(nocedal, "equation 6.17"),
)
named_update = Quantity("B_next", "the inverse after the update", shape=(dimensions, dimensions), value=updated)
inverse_secant = identity(
    "Secant equation of the inverse Hessian of BFGS",
    named_update.symbol * y,
    (
        (rho * dot(s, y) * s, "the left factor's right neighbour takes y to 0, since rho y's is 1"),
        (s, "rho is one over the product of s and y"),
    ),
    (*kept, named_update),
    (
        Notation(r"H^+ y = s", (("H", "B"), ("H^plus", "B_next"))),
        Notation(r"H_{k+1} y_k = s_k", (("H_k+1", "B_next"), ("y_k", "y"), ("s_k", "s"))),
        Notation(r"H_{t+1} y_t = s_t", (("H_t+1", "B_next"), ("y_t", "y"), ("s_t", "s"))),
    ),
    quasi,
    Source(nocedal, "equation 6.16"),
)

TOPIC = Topic(
    "Updates by curvature",
    formulas=(
        newton,
        damped,
        direction,
        model,
        model_of_function,
        gauss_newton,
        gauss_newton_step,
        half_squares,
        named_half_squares,
        levenberg_step,
        scale,
        inverse_bfgs,
        inverse_secant,
    ),
)
