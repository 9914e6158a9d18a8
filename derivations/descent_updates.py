"""Updates of first and second order as books print them: gradient descent in batches, with decay, with curvature.

The gradient is written by the function, `∇f(w)`; rules that take it as a letter stand in `momentum_updates` and
`adam_updates`.
"""

from __future__ import annotations

from typing import Any

from sympy import Identity, Inverse, Lambda, MatrixSymbol, Min, Transpose

from derivations.numbered_steps import COUNTED, STEPS, numbered
from derivations.operators import at, dot, evaluated, gradient, hessian, norm, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    CONVEX,
    POSITIVE,
    POSITIVE_DEFINITE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
nocedal = "Nocedal and Wright, Numerical Optimization, second edition"
dimensions = Size("d", "dimensions", largest=3)
samples = Size("m", "samples of the batch", largest=4)
d, m = dimensions.symbol, samples.symbol
i = bound_index("i")
point = Quantity("w", "the parameters", shape=(dimensions,))
following = Quantity("w_next", "the parameters after the step", shape=(dimensions,))
loss = Quantity("f", "the objective", arguments=((dimensions,),))
losses = Quantity("L", "losses of the samples", shape=(samples,), arguments=((dimensions,),))
rate = Quantity("eta", "step size", domain=POSITIVE)
w, f, eta = point.symbol, loss.symbol, rate.symbol
downhill = gradient(f(w), w)
each: Any = gradient(at(evaluated(losses.symbol(w), m, 1), i), w)
state = {"w": "w"}
words = ("gradient descent", "sgd", "update", "learning rate", "step size")

descent = rule(
    "Update of gradient descent",
    following,
    w - eta * downhill,
    (point, loss, rate),
    (
        *numbered("w", r"<w> - \eta \nabla f(<w>)", state),
        *numbered("w", r"<w> - \eta \nabla_w f(<w>)", state, {}, COUNTED, ("w", "w")),
        *written(
            r"w \leftarrow w - \eta \frac{\partial f}{\partial w}",
            r"w := w - \eta \frac{\partial f(w)}{\partial w}",
            r"w \leftarrow w - \eta \cdot \nabla_w f",
        ),
    ),
    words,
    "go down along the gradient",
    Source(goodfellow, "equation 4.5"),
)
ascent = rule(
    "Update of gradient ascent",
    following,
    w + eta * downhill,
    (point, loss, rate),
    (
        *numbered("w", r"<w> + \eta \nabla f(<w>)", state),
        *numbered("w", r"<w> + \eta \nabla_w f(<w>)", state, {}, COUNTED, ("w", "w")),
        *written(r"w \leftarrow w + \eta \frac{\partial f}{\partial w}"),
    ),
    ("ascent", "maximis", "maximiz", "policy gradient", "reinforce", "likelihood", "reward"),
    "go up along the gradient",
    Source("Sutton and Barto, Reinforcement Learning: An Introduction, second edition", "equation 13.1"),
)
batch_mean = rule(
    "Update of gradient descent with the mean over a batch",
    following,
    w - eta / m * vector_sum(each, i, 1, m),
    (point, losses, rate),
    (
        *numbered("w", r"<w> - \frac{\eta}{m} \sum_{i=1}^m \nabla L_i(<w>)", state),
        *numbered("w", r"<w> - \eta \frac{1}{m} \sum_{i=1}^m \nabla L_i(<w>)", state),
        *numbered("w", r"<w> - \frac{\eta}{m} \sum_{i=1}^m \nabla_w L_i(<w>)", state, {}, STEPS, ("w", "w")),
    ),
    (*words, "minibatch", "mini-batch", "batch"),
    "go down along the mean gradient",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 12.5.4"),
)
batch_sum = rule(
    "Update of gradient descent with the sum over a batch",
    following,
    w - eta * vector_sum(each, i, 1, m),
    (point, losses, rate),
    (
        *numbered("w", r"<w> - \eta \sum_{i=1}^m \nabla L_i(<w>)", state),
        *numbered("w", r"<w> - \eta \sum_{i=1}^m \nabla_w L_i(<w>)", state, {}, STEPS, ("w", "w")),
    ),
    (*words, "batch"),
    "go down along the sum of the gradients",
    Source("Bishop, Pattern Recognition and Machine Learning", "equations 5.41 and 5.42"),
)
strength = Quantity("mu", "weight decay", domain=POSITIVE)
mu = strength.symbol
penalty = ("lambda", "mu")
decayed = rule(
    "Update of gradient descent with weight decay",
    following,
    (1 - eta * mu) * w - eta * downhill,
    (point, loss, rate, strength),
    (
        *numbered("w", r"(1 - \eta \lambda) <w> - \eta \nabla f(<w>)", state, {}, COUNTED, penalty),
        *numbered("w", r"<w> - \eta (\nabla f(<w>) + \lambda <w>)", state, {}, COUNTED, penalty),
        *numbered("w", r"<w> - \eta \nabla f(<w>) - \eta \lambda <w>", state, {}, COUNTED, penalty),
        *numbered("w", r"<w> - \eta \lambda <w> - \eta \nabla f(<w>)", state, {}, STEPS, penalty),
    ),
    ("weight decay", "l2", "regulari", "shrink"),
    "shrink the weights, and go down along the gradient",
    Source(goodfellow, "equation 7.5"),
)
doubled = rule(
    "Update of gradient descent with a squared norm penalty without the half",
    following,
    (1 - 2 * eta * mu) * w - eta * downhill,
    (point, loss, rate, strength),
    (
        *numbered("w", r"(1 - 2 \eta \lambda) <w> - \eta \nabla f(<w>)", state, {}, STEPS, penalty),
        *numbered("w", r"<w> - \eta (\nabla f(<w>) + 2 \lambda <w>)", state, {}, STEPS, penalty),
        *numbered("w", r"<w> - \eta \nabla f(<w>) - 2 \eta \lambda <w>", state, {}, STEPS, penalty),
    ),
    ("weight decay", "l2", "regulari", "shrink"),
    "the gradient of lambda times the squared norm is 2 lambda w",
    Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 11.3"),
)
curvature = Quantity("H", "the Hessian", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
H = curvature.symbol
newton_words = ("newton", "second-order", "second order", "hessian")
newton = rule(
    "Update of Newton's method, with the Hessian as a letter",
    following,
    w - Inverse(H) * downhill,
    (point, loss, curvature),
    (
        *numbered("w", r"<w> - H^{-1} \nabla f(<w>)", state),
        *written(r"w^* = w_0 - H^{-1} \nabla f(w_0)", letters=(("w_0", "w"),)),
        *written(r"w \leftarrow w - H^{-1} \nabla_w f(w)"),
    ),
    newton_words,
    "to the minimum of the quadratic model",
    Source(goodfellow, "equation 8.27"),
)
u = MatrixSymbol("u", d, 1)
rest = Quantity("h", "a convex function", arguments=((dimensions,),), domain=CONVEX)
bowl = Quantity("f", "the objective", value=Lambda((u,), dot(u, H * u) / 2 + rest.symbol(u)))
newton_function = rule(
    "Update of Newton's method",
    following,
    w - Inverse(hessian(f(w), w)) * downhill,
    (point, bowl, curvature, rest),
    (
        *numbered("w", r"<w> - [\nabla^2 f(<w>)]^{-1} \nabla f(<w>)", state),
        *numbered("w", r"<w> - (\nabla^2 f(<w>))^{-1} \nabla f(<w>)", state),
        *numbered("w", r"<w> - \nabla^2 f(<w>)^{-1} \nabla f(<w>)", state, {}, STEPS),
    ),
    newton_words,
    "to the minimum of the quadratic model",
    Source(nocedal, "equation 3.30"),
)
damped = rule(
    "Update of the damped Newton method",
    following,
    w - eta * Inverse(H) * downhill,
    (point, loss, rate, curvature),
    (
        *numbered("w", r"<w> - \eta H^{-1} \nabla f(<w>)", state),
        *numbered("w", r"<w> - \eta F^{-1} \nabla f(<w>)", state, {}, STEPS, ("F", "H")),
    ),
    (*newton_words, "natural gradient", "fisher", "precondition"),
    "a share of the Newton step, or a step in the metric of a matrix",
    Source("Amari 1998, Natural Gradient Works Efficiently in Learning", "theorem 1"),
)
slope = Quantity("g", "the gradient", shape=(dimensions,))
length = Quantity("alpha", "the step size")
clipped = Quantity("g_next", "the clipped gradient", shape=(dimensions,))
threshold = Quantity("c", "the largest length", domain=POSITIVE)
g, c = slope.symbol, threshold.symbol
exact_line_search = rule(
    "Exact line search along the gradient of a quadratic",
    length,
    dot(g, g) / dot(g, H * g),
    (slope, curvature),
    written(
        r"\alpha = \frac{g^\top g}{g^\top H g}",
        r"\alpha = \frac{\|g\|^2}{g^\top H g}",
        r"\epsilon^* = \frac{g^\top g}{g^\top H g}",
    )
    + written(r"\alpha_k = \frac{r_k^\top r_k}{r_k^\top A r_k}", letters=(("r_k", "g"), ("A", "H"))),
    ("line search", "steepest descent", "optimal step", "step size", "conjugate gradient"),
    "where the derivative along the gradient vanishes",
    Source(goodfellow, "equation 4.10"),
)
norm_clipping = rule(
    "Clipping of a gradient by its norm",
    clipped,
    Min(1, c / norm(g), evaluate=False) * g,
    (slope, threshold),
    written(
        r"g \leftarrow g \cdot \min\left(1, \frac{c}{\|g\|}\right)",
        r"g \leftarrow \min\left(1, \frac{c}{\|g\|}\right) g",
        r"\hat{g} = \min\left(1, \frac{c}{\|g\|_2}\right) g",
        r"\tilde{g} = g \min(1, c / \|g\|)",
    ),
    ("clip", "exploding"),
    "shorten the gradient where it is longer than the threshold",
    Source("Pascanu, Mikolov and Bengio 2013, On the Difficulty of Training Recurrent Neural Networks", "algorithm 1"),
)
norm_rescaling = rule(
    "A gradient that is too long is rescaled to the threshold",
    clipped,
    c / norm(g) * g,
    (slope, threshold),
    written(
        r"g \leftarrow \frac{c}{\|g\|} g",
        r"g \leftarrow c \frac{g}{\|g\|}",
        r"\hat{g} = \frac{c g}{\|g\|_2}",
        r"g \leftarrow c \cdot \frac{g}{\|g\|}",
    ),
    ("clip", "exploding", "threshold"),
    "the direction stays, the length becomes the threshold",
    Source(goodfellow, "equation 10.49"),
)
residuals = Size("r", "residuals", largest=4)
tangent = Quantity("J", "the Jacobian of the residuals", shape=(residuals, dimensions))
error = Quantity("e", "the residuals", shape=(residuals,))
damping = Quantity("mu", "the damping", domain=POSITIVE)
move = Quantity("p", "the move", shape=(dimensions,))
J, e = tangent.symbol, error.symbol
levenberg = rule(
    "Move of the Levenberg-Marquardt method",
    move,
    -Inverse(Transpose(J) * J + damping.symbol * Identity(d)) * Transpose(J) * e,
    (tangent, error, damping),
    written(r"\Delta = -(J^\top J + \lambda I)^{-1} J^\top e", letters=(("lambda", "mu"),))
    + written(r"p = -(J^T J + \lambda I)^{-1} J^T r", letters=(("lambda", "mu"), ("r", "e")))
    + written(r"\Delta w = -\left(J^\top J + \mu I\right)^{-1} J^\top e"),
    ("levenberg", "marquardt", "gauss-newton", "damped"),
    "the minimum of the linearised residuals with a penalty on the move",
    Source(nocedal, "section 10.3"),
)
change = Quantity("s", "the move", shape=(dimensions,))
response = Quantity("y", "the change of the gradient", shape=(dimensions,))
approximate = Quantity("B", "the approximate Hessian", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
better = Quantity("B_next", "the approximate Hessian after the update", shape=(dimensions, dimensions))
s, y, B = change.symbol, response.symbol, approximate.symbol
bfgs = rule(
    "BFGS update of the approximate Hessian",
    better,
    B - 1 / dot(s, B * s) * (B * s) * Transpose(s) * B + 1 / dot(y, s) * y * Transpose(y),
    (approximate, change, response),
    (
        *numbered(
            "B",
            r"<B> - \frac{<B> <s> <s>^\top <B>}{<s>^\top <B> <s>} + \frac{<y> <y>^\top}{<y>^\top <s>}",
            {"B": "B"},
            {"s": "s", "y": "y"},
            STEPS[:1],
        ),
        *numbered(
            "B",
            r"<B> + \frac{<y> <y>^\top}{<y>^\top <s>} - \frac{<B> <s> <s>^\top <B>}{<s>^\top <B> <s>}",
            {"B": "B"},
            {"s": "s", "y": "y"},
            STEPS[:1],
        ),
    ),
    ("bfgs", "quasi-newton", "secant"),
    "take the old curvature along the move away, and put the observed one there",
    Source(nocedal, "equation 6.19"),
)
ratio = Quantity("beta", "share of the last direction")
earlier = Quantity("q", "the residual before", shape=(dimensions,))
fletcher_reeves = rule(
    "Share of the last direction in conjugate gradients",
    ratio,
    dot(g, g) / dot(earlier.symbol, earlier.symbol),
    (slope, earlier),
    tuple(
        Notation(latex, letters)
        for latex, letters in (
            (
                r"\beta_k = \frac{r_{k+1}^\top r_{k+1}}{r_k^\top r_k}",
                (("r_k+1", "g"), ("r_k", "q")),
            ),
            (r"\beta_t = \frac{g_t^\top g_t}{g_{t-1}^\top g_{t-1}}", (("g_t", "g"), ("g_t-1", "q"))),
            (r"\beta_k = \frac{\|g_{k+1}\|^2}{\|g_k\|^2}", (("g_k+1", "g"), ("g_k", "q"))),
        )
    ),
    ("conjugate gradient", "fletcher", "reeves"),
    "the ratio of the squared lengths",
    Source(nocedal, "equation 5.41a"),
)

TOPIC = Topic(
    "Updates of descent",
    formulas=(
        descent,
        ascent,
        batch_mean,
        batch_sum,
        decayed,
        doubled,
        newton,
        newton_function,
        damped,
        exact_line_search,
        norm_clipping,
        norm_rescaling,
        levenberg,
        bfgs,
        fletcher_reeves,
    ),
)
