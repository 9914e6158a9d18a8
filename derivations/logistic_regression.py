"""Logistic regression: the cross-entropy of one example, for labels -1 and 1 or 0 and 1, and its derivatives.

The score of an input x is x·θ, and σ(x·θ) is the probability of the positive class. The weights are
any vector; the interval here keeps 1 - σ away from cancellation.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import exp, log

from derivations.logistic import logistic, sigma
from derivations.operators import dot, equal, gradient, hessian, softplus
from derivations.vocabulary import BIT, SIGN, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, interval

features = Size("n", "features", largest=3)
inputs = Quantity("x", "input", shape=(features,))
weights = Quantity("theta", "weights", shape=(features,), domain=interval(-2, 2))
x, theta = inputs.symbol, weights.symbol
score = dot(x, theta)

sign_label = Quantity("y", "class, -1 or 1", domain=SIGN)
bit_label = Quantity("y", "class, 0 or 1", domain=BIT)
s, y = sign_label.symbol, bit_label.symbol

margin_loss = Quantity("L", "loss of an example with a label -1 or 1", value=-log(sigma(s * score)))
bit_loss = Quantity(
    "L", "loss of an example with a label 0 or 1", value=-y * log(sigma(score)) - (1 - y) * log(sigma(-score))
)
L = margin_loss.symbol
signed = Quantity("y_pm", "the label 0 or 1 as -1 or 1", value=2 * y - 1)
y_pm = signed.symbol

w = (("w", "theta"),)
ell = (("l", "L"),)
murphy = Source("Murphy, Machine Learning: A Probabilistic Perspective", "section 8.3.1")
bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.3.2")


def derive_margin_loss() -> Iterator[Step]:
    """The logarithm of a reciprocal."""
    yield Step(-log(1 / (1 + exp(-s * score))), because="definition of the logistic function")
    yield Step(log(1 + exp(-s * score)), because="the logarithm of a reciprocal")


margin_form = Formula(
    title="Logistic loss for labels -1 and 1",
    kind=Kind.IDENTITY,
    statement=equal(-log(sigma(s * score)), log(1 + exp(-s * score))),
    quantities=(inputs, weights, sign_label, logistic),
    assumptions=(),
    notations=(
        Notation(r"-\log \sigma(y x \cdot \theta) = \log(1 + \exp(-y x \cdot \theta))"),
        Notation(r"-\log \sigma(y w^\top x) = \log(1 + e^{-y w^\top x})", letters=w),
    ),
    words=("logistic regression", "cross-entropy loss", "logistic loss"),
    derivation=derive_margin_loss,
    source=murphy,
)


def derive_margin_gradient() -> Iterator[Step]:
    """Chain rule through the margin."""
    yield Step(
        -(s * exp(-s * score) / (1 + exp(-s * score))) * x,
        because="chain rule on log(1 + exp(-y x·θ)); the margin has the gradient y x",
    )
    yield Step(-(sigma(-s * score) * s) * x, because="logistic function with positive exponents")


margin_gradient = Formula(
    title="Gradient of the logistic loss for labels -1 and 1",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, theta), -(sigma(-s * score) * s) * x),
    quantities=(inputs, weights, sign_label, logistic, margin_loss),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta L = -\sigma(-y x \cdot \theta) y x"),
        Notation(r"\nabla_\theta \ell = -\sigma(-y x^\top \theta) y x", letters=ell),
        Notation(r"\nabla_w \log(1 + \exp(-y w^\top x)) = -\frac{y x}{1 + \exp(y w^\top x)}", letters=w),
    ),
    words=("logistic regression", "gradient", "logistic loss"),
    derivation=derive_margin_gradient,
    source=murphy,
)


def derive_margin_hessian() -> Iterator[Step]:
    """Differentiate the gradient; y² = 1."""
    yield Step(
        (sigma(-s * score) * (1 - sigma(-s * score)) * s**2) * (x * x.T),
        because="derivative of the logistic function in the gradient -σ(-y x·θ) y x",
    )
    yield Step(
        (sigma(score) * (1 - sigma(score))) * (x * x.T),
        because="the square of the label is 1, and the slope of σ is the same at opposite arguments",
    )


margin_hessian = Formula(
    title="Hessian of the logistic loss for labels -1 and 1",
    kind=Kind.GRADIENT,
    statement=equal(hessian(L, theta), (sigma(score) * (1 - sigma(score))) * (x * x.T)),
    quantities=(inputs, weights, sign_label, logistic, margin_loss),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta^2 L = \sigma(x \cdot \theta)(1 - \sigma(x \cdot \theta)) x x^\top"),
        Notation(r"\nabla_w^2 \ell = \sigma(w^\top x) \sigma(-w^\top x) x x^T", letters=(*w, *ell)),
    ),
    words=("logistic regression", "Hessian", "logistic loss"),
    derivation=derive_margin_hessian,
    source=murphy,
)


def derive_bit_loss() -> Iterator[Step]:
    """The negative log-likelihood of a Bernoulli variable."""
    yield Step(-y * log(sigma(score)) - (1 - y) * log(1 - sigma(score)), because="definition of the cross-entropy")


unnamed = Quantity("L", "binary cross-entropy of an example")

cross_entropy = Formula(
    title="Binary cross-entropy of logistic regression",
    kind=Kind.DEFINITION,
    statement=equal(L, -y * log(sigma(score)) - (1 - y) * log(1 - sigma(score))),
    quantities=(inputs, weights, bit_label, logistic, unnamed),
    assumptions=(),
    notations=(
        Notation(r"L = -y \log \sigma(x \cdot \theta) - (1 - y) \log(1 - \sigma(x \cdot \theta))"),
        Notation(r"\ell = -[y \log \sigma(w^\top x) + (1 - y) \log(1 - \sigma(w^\top x))]", letters=(*w, *ell)),
        Notation(r"J = -y \log \sigma(\theta^T x) - (1 - y) \log(1 - \sigma(\theta^T x))", letters=(("J", "L"),)),
    ),
    words=("logistic regression", "binary cross-entropy", "cross-entropy loss"),
    derivation=derive_bit_loss,
    source=bishop,
)


def derive_score_form() -> Iterator[Step]:
    """Both logarithms are softplus functions of the score."""
    yield Step(y * log(1 + exp(-score)) + (1 - y) * log(1 + exp(score)), because="logarithm of the logistic function")
    yield Step(
        y * (softplus(score) - score) + (1 - y) * softplus(score),
        because="the softplus at opposite arguments differs by the argument",
    )
    yield Step(softplus(score) - y * score, because="collect the softplus")


score_form = Formula(
    title="Binary cross-entropy from the score",
    kind=Kind.IDENTITY,
    statement=equal(L, softplus(score) - y * score),
    quantities=(inputs, weights, bit_label, logistic, bit_loss),
    assumptions=(),
    notations=(
        Notation(r"L = \log(1 + \exp(x \cdot \theta)) - y x \cdot \theta"),
        Notation(
            r"-y \log \sigma(w^\top x) - (1 - y) \log(1 - \sigma(w^\top x)) = \log(1 + e^{w^\top x}) - y w^\top x",
            letters=w,
        ),
    ),
    words=("logistic regression", "binary cross-entropy", "logits"),
    derivation=derive_score_form,
    source=bishop,
)


def derive_bit_gradient() -> Iterator[Step]:
    """Differentiate the loss from the score."""
    yield Step((exp(score) / (1 + exp(score)) - y) * x, because="chain rule on the softplus of the score, less y x")
    yield Step((sigma(score) - y) * x, because="logistic function with positive exponents")


bit_gradient = Formula(
    title="Gradient of the binary cross-entropy",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, theta), (sigma(score) - y) * x),
    quantities=(inputs, weights, bit_label, logistic, bit_loss),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta L = (\sigma(x \cdot \theta) - y) x"),
        Notation(r"\nabla_w \ell = (\sigma(w^\top x) - y) x", letters=(*w, *ell)),
        Notation(r"\frac{\partial J}{\partial \theta} = (\sigma(\theta^T x) - y) x", letters=(("J", "L"),)),
    ),
    words=("logistic regression", "gradient", "binary cross-entropy"),
    derivation=derive_bit_gradient,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 4.91"),
)


def derive_bit_hessian() -> Iterator[Step]:
    """Differentiate the gradient."""
    yield Step((sigma(score) * sigma(-score)) * (x * x.T), because="chain rule; the slope of σ is σ(z)σ(-z)")
    yield Step((sigma(score) * (1 - sigma(score))) * (x * x.T), because="symmetry of the logistic function")


bit_hessian = Formula(
    title="Hessian of the binary cross-entropy",
    kind=Kind.GRADIENT,
    statement=equal(hessian(L, theta), (sigma(score) * (1 - sigma(score))) * (x * x.T)),
    quantities=(inputs, weights, bit_label, logistic, bit_loss),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta^2 L = \sigma(x \cdot \theta)(1 - \sigma(x \cdot \theta)) x x^\top"),
        Notation(r"\nabla_w^2 \ell = \sigma(w^\top x)(1 - \sigma(w^\top x)) x x^T", letters=(*w, *ell)),
    ),
    words=("logistic regression", "Hessian", "binary cross-entropy"),
    derivation=derive_bit_hessian,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 4.97"),
)


def derive_equality() -> Iterator[Step]:
    """One of the two terms is zero."""
    yield Step(y * log(1 + exp(-score)) + (1 - y) * log(1 + exp(score)), because="logarithm of the logistic function")
    yield Step(log(1 + exp(-(2 * y - 1) * score)), because="y is 0 or 1, so one term is left, with the sign of 2y - 1")
    yield Step(-log(sigma(y_pm * score)), because="logistic loss for labels -1 and 1, with the label 2y - 1")


label_conventions = Formula(
    title="The logistic loss is the same for labels 0 and 1 and for labels -1 and 1",
    kind=Kind.IDENTITY,
    statement=equal(-y * log(sigma(score)) - (1 - y) * log(1 - sigma(score)), -log(sigma(y_pm * score))),
    quantities=(inputs, weights, bit_label, logistic, signed),
    assumptions=(),
    notations=(
        Notation(
            r"-y \log \sigma(x \cdot \theta) - (1 - y) \log(1 - \sigma(x \cdot \theta)) = "
            r"-\log \sigma((2y - 1) x \cdot \theta)"
        ),
        Notation(
            r"-y \log \sigma(w^\top x) - (1 - y) \log(1 - \sigma(w^\top x)) = \log(1 + e^{-\tilde{y} w^\top x})",
            letters=(*w, ("y_tilde", "y_pm")),
        ),
    ),
    words=("logistic regression", "labels", "logistic loss"),
    derivation=derive_equality,
    source=murphy,
)

TOPIC = Topic(
    "Logistic regression",
    formulas=(
        margin_form,
        margin_gradient,
        margin_hessian,
        cross_entropy,
        score_form,
        bit_gradient,
        bit_hessian,
        label_conventions,
    ),
)
