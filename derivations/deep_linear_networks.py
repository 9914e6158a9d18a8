"""Deep linear networks: gradients of a product of matrices, also in the coordinates of the target's singular vectors.

The target Gamma is the map that the network should become; for whitened data it is Y X' / s (see `whitening`). Its
singular vectors U and V (Gamma = U Sigma V') give the rotated coordinates D~ = U' D and C~ = C V.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, Ne, Piecewise, Sum, Transpose

from derivations.operators import at, column, diagonal_matrix, dot, equal, gradient, norm, row
from derivations.vocabulary import (
    ORTHOGONAL,
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

saxe = "Saxe, McClelland and Ganguli 2014, Exact Solutions to the Nonlinear Dynamics of Learning"
outputs = Size("p", "outputs", largest=3)
units = Size("m", "hidden units", largest=3)
features = Size("n", "features", largest=3)
target = Quantity("Gamma", "the map to be learned", shape=(outputs, features))
encoder = Quantity("C", "the first layer", shape=(units, features))
decoder = Quantity("D", "the second layer", shape=(outputs, units))
Gamma, C, D = target.symbol, encoder.symbol, decoder.symbol
objective = Quantity("l", "half the squared distance from the target", value=norm(D * C - Gamma) ** 2 / 2)
error = objective.symbol
theta = Quantity("Theta", "the map that the network computes", shape=(outputs, features), value=D * C)
two_layers = (objective, theta, decoder, encoder, target)
layers = (("W_1", "C"), ("W_2", "D"))


def derive_encoder_gradient() -> Iterator[Step]:
    """Expand the square."""
    yield Step(
        gradient(dot(D * C, D * C), C) / 2 - gradient(dot(D * C, Gamma), C),
        because="expand the square; the target does not depend on C",
    )
    yield Step(Transpose(D) * D * C - Transpose(D) * Gamma, because="a quadratic and a linear function of C")
    yield Step(Transpose(D) * (D * C - Gamma), because="take D' out")


encoder_gradient = Formula(
    title="Gradient of a two-layer linear network by the first layer",
    kind=Kind.GRADIENT,
    statement=equal(gradient(error, C), Transpose(D) * (D * C - Gamma)),
    quantities=two_layers,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell}{\partial C} = D^\top (DC - \Gamma)"),
        Notation(r"\frac{\partial l}{\partial C} = D^T (\Theta - \Gamma)"),
        Notation(r"\nabla_{W_1} L = W_2^\top (W_2 W_1 - \Gamma)", letters=(("L", "l"), *layers)),
    ),
    words=("deep linear network", "gradient", "whitened"),
    derivation=derive_encoder_gradient,
    source=Source(saxe, "section 1"),
)


def derive_decoder_gradient() -> Iterator[Step]:
    """Expand the square."""
    yield Step(
        gradient(dot(D * C, D * C), D) / 2 - gradient(dot(D * C, Gamma), D),
        because="expand the square; the target does not depend on D",
    )
    yield Step(D * C * Transpose(C) - Gamma * Transpose(C), because="a quadratic and a linear function of D")
    yield Step((D * C - Gamma) * Transpose(C), because="take C' out")


decoder_gradient = Formula(
    title="Gradient of a two-layer linear network by the second layer",
    kind=Kind.GRADIENT,
    statement=equal(gradient(error, D), (D * C - Gamma) * Transpose(C)),
    quantities=two_layers,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell}{\partial D} = (DC - \Gamma) C^\top"),
        Notation(r"\frac{\partial l}{\partial D} = (\Theta - \Gamma) C^T"),
        Notation(r"\nabla_{W_2} L = (W_2 W_1 - \Gamma) W_1^\top", letters=(("L", "l"), *layers)),
    ),
    words=("deep linear network", "gradient", "whitened"),
    derivation=derive_decoder_gradient,
    source=Source(saxe, "section 1"),
)

wider = Size("h", "units of the second hidden layer", largest=3)
first = Quantity("W_1", "the first layer", shape=(units, features))
second = Quantity("W_2", "the second layer", shape=(wider, units))
third = Quantity("W_3", "the third layer", shape=(outputs, wider))
W_1, W_2, W_3 = first.symbol, second.symbol, third.symbol
deep_objective = Quantity("L", "half the squared distance", value=norm(W_3 * W_2 * W_1 - Gamma) ** 2 / 2)


def derive_middle_gradient() -> Iterator[Step]:
    """Expand the square."""
    network = W_3 * W_2 * W_1
    yield Step(
        gradient(dot(network, network), W_2) / 2 - gradient(dot(network, Gamma), W_2),
        because="expand the square; the target does not depend on the weights",
    )
    yield Step(
        Transpose(W_3) * network * Transpose(W_1) - Transpose(W_3) * Gamma * Transpose(W_1),
        because="a quadratic and a linear function of the middle layer",
    )
    yield Step(
        Transpose(W_3) * (network - Gamma) * Transpose(W_1), because="take the layers above and below out"
    )


middle_gradient = Formula(
    title="Gradient of a deep linear network by an inner layer",
    kind=Kind.GRADIENT,
    statement=equal(
        gradient(deep_objective.symbol, W_2), Transpose(W_3) * (W_3 * W_2 * W_1 - Gamma) * Transpose(W_1)
    ),
    quantities=(deep_objective, third, second, first, target),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial W_2} = W_3^\top (W_3 W_2 W_1 - \Gamma) W_1^\top"),
        Notation(
            r"\nabla_B L = A^T (ABC - Y) C^T", letters=(("A", "W_3"), ("B", "W_2"), ("C", "W_1"), ("Y", "Gamma"))
        ),
    ),
    words=("deep linear network", "gradient", "layer"),
    derivation=derive_middle_gradient,
    source=Source(saxe, "section 1"),
)

left = Quantity("U", "left singular vectors of the target", shape=(outputs, outputs), domain=ORTHOGONAL)
right = Quantity("V", "right singular vectors of the target", shape=(features, features), domain=ORTHOGONAL)
singular = Quantity("Sigma", "the target in the coordinates of its singular vectors", shape=(outputs, features))
U, V, Sigma = left.symbol, right.symbol, singular.symbol
decomposed = Quantity("Gamma", "the target", shape=(outputs, features), value=U * Sigma * Transpose(V))
rotated_decoder = Quantity("D_tilde", "D in rotated coordinates", shape=(outputs, units), value=Transpose(U) * D)
rotated_encoder = Quantity("C_tilde", "C in rotated coordinates", shape=(units, features), value=C * V)
D_tilde, C_tilde = rotated_decoder.symbol, rotated_encoder.symbol
rotation = (rotated_decoder, rotated_encoder, decomposed, decoder, encoder, left, singular, right)
bars = (("D_bar", "D_tilde"), ("C_bar", "C_tilde"), ("S", "Sigma"))


def derive_rotation() -> Iterator[Step]:
    """Put the rotations in, which are inverse to their transposes."""
    yield Step(
        U * Transpose(U) * D * C * V * Transpose(V) - U * Sigma * Transpose(V),
        because="U U' and V V' are identities; the target is U Sigma V'",
    )
    yield Step(U * (D_tilde * C_tilde - Sigma) * Transpose(V), because="D~ = U' D and C~ = C V; take U and V' out")


rotated_residual = Formula(
    title="Residual of a linear network in the coordinates of the singular vectors",
    kind=Kind.IDENTITY,
    statement=equal(D * C - Gamma, U * (D_tilde * C_tilde - Sigma) * Transpose(V)),
    quantities=rotation,
    assumptions=(),
    notations=(
        Notation(r"DC - \Gamma = U (\tilde{D}\tilde{C} - \Sigma) V^\top"),
        Notation(r"W_2 W_1 - \Gamma = U (\bar{D}\bar{C} - S) V^T", letters=(*layers, *bars)),
    ),
    words=("deep linear network", "singular", "svd", "re-write"),
    derivation=derive_rotation,
    source=Source(saxe, "section 1.1"),
)


def derive_invariance() -> Iterator[Step]:
    """The Frobenius norm does not see rotations."""
    yield Step(
        norm(U * (D_tilde * C_tilde - Sigma) * Transpose(V)) ** 2 / 2, because="the residual in rotated coordinates"
    )
    yield Step(norm(D_tilde * C_tilde - Sigma) ** 2 / 2, because="U and V are orthogonal")


rotated_objective = Formula(
    title="The objective does not change in the coordinates of the singular vectors",
    kind=Kind.IDENTITY,
    statement=equal(norm(D * C - Gamma) ** 2 / 2, norm(D_tilde * C_tilde - Sigma) ** 2 / 2),
    quantities=rotation,
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{2} \|DC - \Gamma\|_F^2 = \frac{1}{2} \|\tilde{D}\tilde{C} - \Sigma\|_F^2"),
        Notation(
            r"\frac{1}{2} \|W_2 W_1 - \Gamma\|_F^2 = \frac{1}{2} \|\bar{D}\bar{C} - S\|_F^2", letters=(*layers, *bars)
        ),
    ),
    words=("deep linear network", "orthogonal", "invariance"),
    derivation=derive_invariance,
    source=Source(saxe, "section 1.1"),
)

free_decoder = Quantity("D_tilde", "D in rotated coordinates", shape=(outputs, units))
free_encoder = Quantity("C_tilde", "C in rotated coordinates", shape=(units, features))
turned_back = (
    objective,
    Quantity("D", "the second layer", shape=(outputs, units), value=U * D_tilde),
    Quantity("C", "the first layer", shape=(units, features), value=C_tilde * Transpose(V)),
    decomposed,
    free_decoder,
    free_encoder,
    left,
    singular,
    right,
)


def derive_rotated_encoder_gradient() -> Iterator[Step]:
    """Differentiate the objective in rotated coordinates."""
    yield Step(
        gradient(norm(D_tilde * C_tilde - Sigma) ** 2 / 2, C_tilde),
        because="the objective does not change in rotated coordinates",
    )
    yield Step(
        Transpose(D_tilde) * (D_tilde * C_tilde - Sigma), because="gradient by the first layer, with target Sigma"
    )


rotated_encoder_gradient = Formula(
    title="Gradient by the first layer in the coordinates of the singular vectors",
    kind=Kind.GRADIENT,
    statement=equal(gradient(error, C_tilde), Transpose(D_tilde) * (D_tilde * C_tilde - Sigma)),
    quantities=turned_back,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell}{\partial \tilde{C}} = \tilde{D}^\top (\tilde{D}\tilde{C} - \Sigma)"),
        Notation(r"\nabla_{\bar{C}} L = \bar{D}^T (\bar{D}\bar{C} - S)", letters=(("L", "l"), *bars)),
    ),
    words=("deep linear network", "gradient", "singular"),
    derivation=derive_rotated_encoder_gradient,
    source=Source(saxe, "section 1.1"),
)


def derive_rotated_decoder_gradient() -> Iterator[Step]:
    """Differentiate the objective in rotated coordinates."""
    yield Step(
        gradient(norm(D_tilde * C_tilde - Sigma) ** 2 / 2, D_tilde),
        because="the objective does not change in rotated coordinates",
    )
    yield Step(
        (D_tilde * C_tilde - Sigma) * Transpose(C_tilde), because="gradient by the second layer, with target Sigma"
    )


rotated_decoder_gradient = Formula(
    title="Gradient by the second layer in the coordinates of the singular vectors",
    kind=Kind.GRADIENT,
    statement=equal(gradient(error, D_tilde), (D_tilde * C_tilde - Sigma) * Transpose(C_tilde)),
    quantities=turned_back,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell}{\partial \tilde{D}} = (\tilde{D}\tilde{C} - \Sigma) \tilde{C}^\top"),
        Notation(r"\nabla_{\bar{D}} L = (\bar{D}\bar{C} - S) \bar{C}^T", letters=(("L", "l"), *bars)),
    ),
    words=("deep linear network", "gradient", "singular"),
    derivation=derive_rotated_decoder_gradient,
    source=Source(saxe, "section 1.1"),
)

modes = Size("k", "modes", largest=3)
decoder_rows = Quantity("d", "the rows of D~", shape=(modes, units))
encoder_columns = Quantity("c", "the columns of C~, one in each row", shape=(modes, units))
strengths = Quantity("sigma", "singular values of the target", shape=(modes,))
d, c, sigma = decoder_rows.symbol, encoder_columns.symbol, strengths.symbol
mode_decoder = Quantity("D_tilde", "D in rotated coordinates", shape=(modes, units), value=d)
mode_encoder = Quantity("C_tilde", "C in rotated coordinates", shape=(units, modes), value=Transpose(c))
mode_target = Quantity("Sigma", "the singular values", shape=(modes, modes), value=diagonal_matrix(sigma))
k = modes.symbol
r, q = bound_index("r q")
product = mode_decoder.symbol * mode_encoder.symbol
cooperation = Sum((dot(row(d, r), row(c, r)) - at(sigma, r)) ** 2, (r, 1, k))
competition = Sum(Piecewise((dot(row(d, r), row(c, q)) ** 2, Ne(r, q)), (Integer(0), True)), (q, 1, k), (r, 1, k))


def derive_modes() -> Iterator[Step]:
    """Entry (r, q) of the product is the inner product of a row and a column."""
    entry = dot(row(d, r), column(mode_encoder.symbol, q)) - at(mode_target.symbol, r, q)
    yield Step(Sum(entry**2, (q, 1, k), (r, 1, k)) / 2, because="the squared Frobenius norm, entry by entry")
    yield Step(
        cooperation / 2 + competition / 2, because="Sigma is diagonal: split the diagonal off the other entries"
    )


mode_objective = Formula(
    title="Cooperation and competition of the singular modes",
    kind=Kind.IDENTITY,
    statement=equal(norm(product - mode_target.symbol) ** 2 / 2, cooperation / 2 + competition / 2),
    quantities=(mode_decoder, mode_encoder, mode_target, decoder_rows, encoder_columns, strengths),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{1}{2} \|\tilde{D}\tilde{C} - \Sigma\|_F^2 = \frac{1}{2} \sum_r (d_r \cdot c_r - \sigma_r)^2 "
            r"+ \frac{1}{2} \sum_{r \neq q} (d_r \cdot c_q)^2"
        ),
        Notation(
            r"\frac{1}{2} \|\bar{D}\bar{C} - S\|_F^2 = \frac{1}{2} \sum_{\alpha} (b_\alpha^\top a_\alpha - s_\alpha)^2 "
            r"+ \frac{1}{2} \sum_{\alpha \neq \gamma} (b_\alpha^\top a_\gamma)^2",
            letters=(*bars, ("b", "d"), ("a", "c"), ("s", "sigma")),
        ),
    ),
    words=("deep linear network", "cooperative", "competitive", "singular"),
    derivation=derive_modes,
    source=Source(saxe, "section 1.1"),
)

TOPIC = Topic(
    "Deep linear networks",
    formulas=(
        encoder_gradient,
        decoder_gradient,
        middle_gradient,
        rotated_residual,
        rotated_objective,
        rotated_encoder_gradient,
        rotated_decoder_gradient,
        mode_objective,
    ),
)
