"""The linear autoencoder: its loss, and its gradients for one input and for a batch.

The encoder C maps an input x to the code z = C x, the decoder D maps the code to the reconstruction y = D z. A batch is
a matrix X with an input in each column. The gradients hold for a code of any length.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Lambda, MatrixSymbol, Sum, Transpose

from derivations.operators import column, dot, equal, gradient, norm, row
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

features = Size("n", "features", largest=4)
units = Size("m", "code units", largest=3)
samples = Size("s", "samples", largest=4)
s = samples.symbol
inputs = Quantity("x", "an input", shape=(features,))
encoder = Quantity("C", "the encoder", shape=(units, features))
decoder = Quantity("D", "the decoder", shape=(features, units))
x, C, D = inputs.symbol, encoder.symbol, decoder.symbol
code = Quantity("z", "the code of the input", shape=(units,), value=C * x)
z = code.symbol
reconstruction = Quantity("y", "the reconstruction of the input", shape=(features,), value=D * z)
y = reconstruction.symbol
network = (reconstruction, code, encoder, decoder, inputs)
named_loss = Quantity("l", "half the squared error of one input")
u = MatrixSymbol("u", features.symbol, 1)
loss = Quantity("l", "half the squared error of an input", value=Lambda((u,), norm(u - D * C * u) ** 2 / 2))
l_x, half_square = loss.symbol(x), norm(x - y) ** 2 / 2

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
baldi = "Baldi and Hornik 1989, Neural Networks and Principal Component Analysis"
layers = (("W_1", "C"), ("W_2", "D"))


def derive_loss() -> Iterator[Step]:
    """Encode, decode, compare."""
    yield Step(norm(x - y) ** 2 / 2, because="half the squared distance of the input from its reconstruction")
    yield Step(norm(x - D * C * x) ** 2 / 2, because="the reconstruction is the decoder after the encoder")


reconstruction_loss = Formula(
    title="Reconstruction loss of a linear autoencoder",
    kind=Kind.DEFINITION,
    statement=equal(named_loss.symbol, norm(x - D * C * x) ** 2 / 2),
    quantities=(named_loss, *network),
    assumptions=(),
    notations=(
        Notation(r"\ell(x) = \frac{1}{2} \|x - DCx\|^2"),
        Notation(r"l(x) = \frac{1}{2} \|x - y\|^2"),
        Notation(r"L = \frac{1}{2} \|x - W_2 W_1 x\|_2^2", letters=(("L", "l"), *layers)),
    ),
    words=("linear autoencoder", "reconstruction", "loss"),
    derivation=derive_loss,
    source=Source(goodfellow, "chapter 14"),
)


def derive_encoder_gradient() -> Iterator[Step]:
    """Back through the decoder, then through the encoder."""
    yield Step(gradient(half_square, z) * Transpose(x), because="chain rule: the code is z = C x, linear in C")
    yield Step(Transpose(D) * gradient(half_square, y) * Transpose(x), because="chain rule: y = D z is linear in z")
    yield Step(Transpose(D) * (y - x) * Transpose(x), because="the gradient of |x - y|^2 / 2 by y is y - x")


encoder_gradient = Formula(
    title="Gradient of the reconstruction loss by the encoder",
    kind=Kind.GRADIENT,
    statement=equal(gradient(l_x, C), Transpose(D) * (y - x) * Transpose(x)),
    quantities=(loss, *network),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell(x)}{\partial C} = D^\top (y - x) x^\top"),
        Notation(r"\nabla_C \ell(x) = D^T (DCx - x) x^T"),
        Notation(
            r"\frac{\partial L(x)}{\partial W_1} = W_2^\top (\hat{x} - x) x^\top",
            letters=(("L", "l"), ("x_hat", "y"), *layers),
        ),
    ),
    words=("linear autoencoder", "gradient", "encoder"),
    derivation=derive_encoder_gradient,
    source=Source(baldi, "appendix"),
)


def derive_decoder_gradient() -> Iterator[Step]:
    """Through the decoder, for a given code."""
    yield Step(gradient(half_square, y) * Transpose(z), because="chain rule: y = D z is linear in D")
    yield Step((y - x) * Transpose(z), because="the gradient of |x - y|^2 / 2 by y is y - x")
    yield Step((y - x) * Transpose(x) * Transpose(C), because="the code is z = C x")


decoder_gradient = Formula(
    title="Gradient of the reconstruction loss by the decoder",
    kind=Kind.GRADIENT,
    statement=equal(gradient(l_x, D), (y - x) * Transpose(x) * Transpose(C)),
    quantities=(loss, *network),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell(x)}{\partial D} = (y - x) x^\top C^\top"),
        Notation(r"\nabla_D \ell(x) = (y - x) z^T"),
        Notation(r"\frac{\partial L(x)}{\partial W_2} = (W_2 W_1 x - x)(W_1 x)^\top", letters=(("L", "l"), *layers)),
    ),
    words=("linear autoencoder", "gradient", "decoder"),
    derivation=derive_decoder_gradient,
    source=Source(baldi, "appendix"),
)

listed = Quantity("x", "the inputs, one in each row", shape=(samples, features))
i = bound_index("i")
x_i = row(listed.symbol, i)
stacked = Quantity("X", "the inputs, one in each column", shape=(features, samples), value=Transpose(listed.symbol))


def derive_matrix_loss() -> Iterator[Step]:
    """The squared Frobenius norm is a sum over the columns."""
    reconstructed = stacked.symbol - D * C * stacked.symbol
    yield Step(
        Sum(norm(column(reconstructed, i)) ** 2, (i, 1, s)) / (2 * s),
        because="the squared Frobenius norm adds the squared norms of the columns",
    )
    yield Step(Sum(norm(x_i - D * C * x_i) ** 2 / 2, (i, 1, s)) / s, because="a matrix acts on each column for itself")


matrix_loss = Formula(
    title="Matrix form of the mean reconstruction loss",
    kind=Kind.IDENTITY,
    statement=equal(
        norm(stacked.symbol - D * C * stacked.symbol) ** 2 / (2 * s),
        Sum(norm(x_i - D * C * x_i) ** 2 / 2, (i, 1, s)) / s,
    ),
    quantities=(stacked, listed, encoder, decoder),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{2s} \|X - DCX\|_F^2 = \frac{1}{s} \sum_{i=1}^s \frac{1}{2} \|x_i - DC x_i\|^2"),
        Notation(
            r"\frac{1}{2N} \|X - W_2 W_1 X\|_F^2 = \frac{1}{2N} \sum_{i=1}^N \|x_i - W_2 W_1 x_i\|_2^2",
            letters=(*layers, ("N", "s")),
        ),
    ),
    words=("linear autoencoder", "matrix notation", "frobenius"),
    derivation=derive_matrix_loss,
    source=Source(baldi, "section 2"),
)

batch = Quantity("X", "the inputs, one in each column", shape=(features, samples))
X = batch.symbol
mean_loss = Quantity("L", "mean reconstruction loss of the batch", value=norm(X - D * C * X) ** 2 / (2 * s))
L = mean_loss.symbol


def derive_encoder_batch_gradient() -> Iterator[Step]:
    """Expand the square."""
    yield Step(
        gradient(dot(D * C * X, D * C * X), C) / (2 * s) - gradient(dot(X, D * C * X), C) / s,
        because="expand the square; |X|^2 does not depend on the encoder",
    )
    yield Step(
        Transpose(D) * D * C * X * Transpose(X) / s - Transpose(D) * X * Transpose(X) / s,
        because="the derivatives of a quadratic and of a linear function of C",
    )
    yield Step(Transpose(D) * (D * C * X - X) * Transpose(X) / s, because="take D' and X' out")


encoder_batch_gradient = Formula(
    title="Gradient of the mean reconstruction loss by the encoder",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, C), Transpose(D) * (D * C * X - X) * Transpose(X) / s),
    quantities=(mean_loss, batch, encoder, decoder),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial C} = \frac{1}{s} D^\top (DCX - X) X^\top"),
        Notation(r"\nabla_{W_1} L = \frac{1}{N} W_2^T (W_2 W_1 X - X) X^T", letters=(*layers, ("N", "s"))),
    ),
    words=("linear autoencoder", "gradient", "encoder", "batch"),
    derivation=derive_encoder_batch_gradient,
    source=Source(baldi, "appendix"),
)


def derive_decoder_batch_gradient() -> Iterator[Step]:
    """Expand the square."""
    yield Step(
        gradient(dot(D * C * X, D * C * X), D) / (2 * s) - gradient(dot(X, D * C * X), D) / s,
        because="expand the square; |X|^2 does not depend on the decoder",
    )
    yield Step(
        D * C * X * Transpose(C * X) / s - X * Transpose(C * X) / s,
        because="the derivatives of a quadratic and of a linear function of D",
    )
    yield Step((D * C * X - X) * Transpose(X) * Transpose(C) / s, because="take the codes C X out")


decoder_batch_gradient = Formula(
    title="Gradient of the mean reconstruction loss by the decoder",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, D), (D * C * X - X) * Transpose(X) * Transpose(C) / s),
    quantities=(mean_loss, batch, encoder, decoder),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial D} = \frac{1}{s} (DCX - X) X^\top C^\top"),
        Notation(r"\nabla_{W_2} L = \frac{1}{N} (W_2 W_1 X - X) (W_1 X)^T", letters=(*layers, ("N", "s"))),
    ),
    words=("linear autoencoder", "gradient", "decoder", "batch"),
    derivation=derive_decoder_batch_gradient,
    source=Source(baldi, "appendix"),
)

TOPIC = Topic(
    "Linear autoencoder",
    formulas=(
        reconstruction_loss,
        encoder_gradient,
        decoder_gradient,
        matrix_loss,
        encoder_batch_gradient,
        decoder_batch_gradient,
    ),
)
