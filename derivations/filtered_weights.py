"""Regularised weights in the eigenbasis, and what penalties, noise and small shifts of the input do to linear models.

The Hessian is Q Lambda Q'; weight decay and early stopping shrink each component of Q'w* by a factor of its own.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Identity, Inverse, Max, Transpose, sign

from derivations.operators import at, dot, norm1
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    ORTHOGONAL,
    POSITIVE,
    POSITIVE_DIAGONAL,
    SYMMETRIC,
    Formula,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
dimensions = Size("d", "dimensions", largest=3)
count = Size("k", "steps", largest=3)
d, k = dimensions.symbol, count.symbol
basis = Quantity("Q", "eigenvectors of the Hessian", shape=(dimensions, dimensions), domain=ORTHOGONAL)
spectrum = Quantity("Lambda", "eigenvalues of the Hessian", (dimensions, dimensions), domain=POSITIVE_DIAGONAL)
best = Quantity("w_star", "the minimiser without penalty", shape=(dimensions,))
penalty = Quantity("mu", "strength of the penalty", domain=POSITIVE)
rate = Quantity("eta", "step size", domain=POSITIVE)
Q, S, w_star, mu, eta = (q.symbol for q in (basis, spectrum, best, penalty, rate))
H = Q * S * Transpose(Q)
decayed = Quantity(
    "w_tilde", "the regularised weights", shape=(dimensions,), value=Inverse(H + mu * Identity(d)) * H * w_star
)
turned = Transpose(Q) * w_star
shrinkage = ("weight decay", "ridge", "regulari", "l2", "early stopping", "eigen", "eigenbasis")
lam = (("lambda", "mu"),)
decayed_component = identity(
    "Weight decay in the eigenbasis: what is kept of each component",
    Transpose(Q) * decayed.symbol,
    (
        (Inverse(S + mu * Identity(d)) * S * turned, "H = Q Lambda Q'; Q' Q = I"),
        ((Identity(d) - mu * Inverse(S + mu * Identity(d))) * turned, "Lambda is Lambda + mu I less mu I"),
    ),
    (decayed, basis, spectrum, best, penalty),
    written(
        r"Q^\top \tilde{w} = [I - (\Lambda + \lambda I)^{-1} \lambda] Q^\top w^*",
        r"Q^\top \tilde{w} = [I - \lambda (\Lambda + \lambda I)^{-1}] Q^\top w^*",
        r"Q^\top \tilde{w} = (\Lambda + \lambda I)^{-1} \Lambda Q^\top w^*",
        letters=lam,
    ),
    shrinkage,
    Source(goodfellow, "equation 7.43"),
)
kept = Identity(d) - eta * S
stopped = Quantity("w_k", "the weights after k steps from 0", (dimensions,), value=Q * (Identity(d) - kept**k) * turned)
stopped_component = identity(
    "Early stopping in the eigenbasis: what is reached of each component",
    Transpose(Q) * stopped.symbol,
    (((Identity(d) - kept**k) * turned, "Q' Q = I"),),
    (stopped, basis, spectrum, best, rate),
    tuple(
        Notation(rf"Q^\top {left} = [I - (I - \eta \Lambda)^{{{power}}}] Q^\top w^*", letters)
        for left, power, letters in (
            ("w_k", "k", ()),
            ("w^{(k)}", "k", (("w^k", "w_k"),)),
            (r"w^{(\tau)}", r"\tau", (("w^tau", "w_k"), ("tau", "k"))),
            ("w_t", "t", (("w_t", "w_k"), ("t", "k"))),
        )
    ),
    shrinkage,
    Source(goodfellow, "equation 7.40"),
    other_sizes=(count,),
)
index = free_index("i", dimensions)
i = index.symbol
bends = Quantity("H", "the diagonal Hessian", (dimensions, dimensions), domain=POSITIVE_DIAGONAL)
component = Quantity("w_i", "a regularised weight")
bend = at(bends.symbol, i, i)
sparse = ("l1", "lasso", "sparse", "soft threshold", "regulari", "diagonal")
thresholded = rule(
    "Minimiser under an l1 penalty, by the diagonal of the Hessian",
    component,
    sign(at(w_star, i)) * Max(Abs(at(w_star, i)) - mu / bend, 0),
    (best, bends, penalty, index),
    tuple(
        Notation(latex.replace("<H>", entry), (("lambda", "mu"), ("w_star", "w_star")))
        for entry in ("H_{ii}", "H_{i,i}")
        for latex in (
            r"w_i = \operatorname{sign}(w_i^*) \max\left\{|w_i^*| - \frac{\lambda}{<H>}, 0\right\}",
            r"\tilde{w}_i = \operatorname{sign}(w_i^*) \left(|w_i^*| - \frac{\lambda}{<H>}\right)_+",
        )
    ),
    sparse,
    "pulled towards 0, and held there",
    Source(goodfellow, "equation 7.23"),
)
shrunk = rule(
    "Minimiser under an l2 penalty, by the diagonal of the Hessian",
    component,
    bend / (bend + mu) * at(w_star, i),
    (best, bends, penalty, index),
    tuple(
        Notation(latex.replace("<H>", entry), (("lambda", "mu"), ("w_star", "w_star")))
        for entry in ("H_{ii}", "H_{i,i}")
        for latex in (
            r"\tilde{w}_i = \frac{<H>}{<H> + \lambda} w_i^*",
            r"\tilde{w}_i = \frac{<H> w_i^*}{<H> + \lambda}",
        )
    ),
    ("l2", "ridge", "weight decay", "regulari", "diagonal"),
    "each weight is shrunk by its curvature",
    Source(goodfellow, "equation 7.13"),
)
weights = Quantity("w", "weights of a linear model", shape=(dimensions,))
inputs = Quantity("x", "the input", shape=(dimensions,))
target = Quantity("y", "the target")
spread = Quantity("nu", "variance of the noise in each input", domain=NONNEGATIVE)
error = Quantity("E", "the mean squared error under noise")
w, x, y, nu = (q.symbol for q in (weights, inputs, target, spread))
noises = ("noise", "tikhonov", "regulari", "weight decay", "augmentation", "inject")
BEFORE = (r"\mathbb{E}[(w^\top (x + \xi) - y)^2]", r"\mathbb{E}_{\epsilon}[(w^\top (x + \epsilon) - y)^2]")
"""How sheets write the mean squared error of a linear model on a noisy input."""


def noisy(title: str, strength: Any, written_strength: str) -> Formula:
    """The mean squared error with independent noise in each input."""
    return rule(
        title,
        error,
        (dot(w, x) - y) ** 2 + strength * dot(w, w),
        (weights, inputs, target, spread),
        written(
            *(
                f"{left} = {first} + {written_strength} {square}"
                for left in BEFORE
                for first in (r"(w^\top x - y)^2",)
                for square in (r"\|w\|^2", r"w^\top w")
            ),
            rf"\mathbb{{E}}[(y - w^\top (x + \xi))^2] = (y - w^\top x)^2 + {written_strength} \|w\|^2",
        ),
        noises,
        "the noise has mean 0, and its variances add up with the squared weights",
        Source(goodfellow, "section 7.5"),
    )


noisy_by_variance = noisy("Squared error of a linear model on noisy inputs, by the variance of the noise", nu, r"\nu")
noisy_by_deviation = noisy(
    "Squared error of a linear model on noisy inputs, by the standard deviation of the noise", nu**2, r"\nu^2"
)
reach = Quantity("epsilon", "largest change of an entry", domain=POSITIVE)
swing = Quantity("v", "the change of the output")
worst = rule(
    "Largest change of a linear output under small changes of all inputs",
    swing,
    reach.symbol * norm1(w),
    (weights, reach),
    written(
        r"\max_{\delta} w^\top \delta = \epsilon \|w\|_1",
        r"\max_{\|\delta\|_\infty \leq \epsilon} w^\top \delta = \epsilon \|w\|_1",
        r"w^\top (x' - x) = \epsilon \|w\|_1",
        r"w^\top \delta = \epsilon \|w\|_1",
        r"w^\top \tilde{x} - w^\top x = \epsilon \|w\|_1",
    ),
    ("adversarial", "linear", "sign", "fgsm", "dual norm", "perturbation"),
    "each input moves by epsilon, to the side of its weight's sign",
    Source(goodfellow, "section 7.13"),
)
slope = Quantity("g", "the gradient", shape=(dimensions,))
curvature = Quantity("H", "the Hessian", (dimensions, dimensions), domain=SYMMETRIC)
objective = Quantity("J", "the objective", arguments=((dimensions,),))
expected = Quantity("V", "the objective after the step, to second order")
g, J = slope.symbol, objective.symbol
stepped = rule(
    "The objective after a gradient step, to second order",
    expected,
    J(w) - eta * dot(g, g) + eta**2 * dot(g, curvature.symbol * g) / 2,
    (objective, weights, slope, curvature, rate),
    written(
        r"J(w - \eta g) = J(w) - \eta g^\top g + \frac{1}{2} \eta^2 g^\top H g",
        r"J(w - \eta g) = J(w) - \eta \|g\|^2 + \frac{\eta^2}{2} g^\top H g",
        r"\hat{J}(w - \eta g) = J(w) - \eta g^\top g + \frac{1}{2} \eta^2 g^\top H g",
    ),
    ("taylor", "second-order", "second order", "hessian", "curvature", "ill-conditioning", "quadratic"),
    "Taylor's polynomial at the step",
    Source(goodfellow, "equation 4.9"),
)

TOPIC = Topic(
    "Regularised weights in the eigenbasis",
    formulas=(
        decayed_component,
        stopped_component,
        thresholded,
        shrunk,
        noisy_by_variance,
        noisy_by_deviation,
        worst,
        stepped,
    ),
)
