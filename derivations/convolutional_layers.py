"""Convolutional layers: which inputs a unit sees, how shared weights gather their gradient, and stacks of channels.

The one-dimensional layer is y = sigma(T x) with the Toeplitz matrix T of the kernel w: y_i sees x_i, …, x_{i+q-1}.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import And, Eq, Integer, Le, Piecewise, Sum

from derivations.convolution_forms import (
    T,
    banded,
    column_index,
    fits,
    given,
    i,
    j,
    m,
    outputs,
    q,
    row_index,
    taps,
    w,
    weights,
    x,
)
from derivations.operators import at, entrywise, entrywise_slope, equal, gradient, jacobian
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
    free_index,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
activation = Quantity("sigma", "a smooth activation function", arguments=((),))
sigma = activation.symbol
scores = Quantity("z", "preactivations", shape=(outputs,), value=T * x)
z = scores.symbol
values = Quantity("y", "outputs of the layer", shape=(outputs,), value=entrywise(sigma, z))
y = values.symbol
slope = entrywise_slope(sigma, z)
layer = (values, scores, activation, banded, weights, given)
place = j - i + 1
names = (("h", "w"),)


def derive_sparse() -> Iterator[Step]:
    """The Jacobian of a dense layer, with a Toeplitz matrix."""
    yield Step(at(slope, i) * at(T, i, j), because="the Jacobian of a dense layer with the matrix T")
    yield Step(
        Piecewise((at(slope, i) * at(w, place), And(Le(1, place), Le(place, q))), (0, True), evaluate=False),
        because="the Toeplitz matrix has w_{j-i+1} where that exists, else 0",
    )


sparse_jacobian = Formula(
    title="Jacobian of a convolutional layer: 0 outside the receptive field of the unit",
    kind=Kind.GRADIENT,
    statement=equal(
        at(jacobian(y, x), i, j),
        Piecewise((at(slope, i) * at(w, place), And(Le(1, place), Le(place, q))), (Integer(0), True), evaluate=False),
    ),
    quantities=(*layer, row_index, column_index),
    assumptions=(fits,),
    notations=(
        Notation(
            r"\frac{\partial y_i}{\partial x_j} = \begin{cases} \sigma'(z_i) w_{j-i+1} & 1 \leq j - i + 1 \leq q \\ "
            r"0 & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"\frac{\partial y_i}{\partial x_j} = \begin{cases} \phi'(z_i) h_{j-i+1}, & i \leq j \leq i + q - 1 \\ "
            r"0, & \text{else} \end{cases}",
            (*names, ("phi", "sigma")),
        ),
    ),
    words=("receptive field", "sparse", "convolution", "backpropagation"),
    derivation=derive_sparse,
    source=Source(goodfellow, "section 9.2"),
)

objective = Quantity("loss", "objective as a function of the outputs", arguments=((outputs,),))
risk = Quantity("R", "risk", value=objective.symbol(y))
R = risk.symbol
tap = free_index("k", taps)
k = tap.symbol
r = bound_index("r")


def derive_sharing() -> Iterator[Step]:
    """Chain rule, output by output."""
    yield Step(
        Sum(at(gradient(R, y), r) * at(slope, r) * at(x, r + k - 1), (r, 1, m)),
        because="the weight acts in every output, there on the entry r + k - 1 of the input",
    )
    yield Step(
        Sum(at(gradient(R, y), r) * at(jacobian(y, w), r, k), (r, 1, m)),
        because="which is the derivative of that output by the weight",
    )


weight_sharing = Formula(
    title="Weight sharing: the gradient of a kernel weight is the sum over all units that use it",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(R, w), k), Sum(at(gradient(R, y), r) * at(jacobian(y, w), r, k), (r, 1, m))),
    quantities=(risk, objective, *layer, tap),
    assumptions=(fits,),
    notations=(
        Notation(
            r"\frac{\partial R}{\partial w_k} = \sum_{i=1}^m \frac{\partial R}{\partial y_i} "
            r"\frac{\partial y_i}{\partial w_k}"
        ),
        Notation(
            r"\frac{\partial L}{\partial h_k} = \sum_i \frac{\partial L}{\partial y_i} "
            r"\frac{\partial y_i}{\partial h_k}",
            (*names, ("L", "R")),
        ),
    ),
    words=("weight sharing", "convolution", "backpropagation", "kernel"),
    derivation=derive_sharing,
    source=Source(goodfellow, "section 9.5"),
)


def derive_kernel() -> Iterator[Step]:
    """Put the derivative of an output in."""
    yield Step(
        Sum(at(gradient(R, y), r) * at(jacobian(y, w), r, k), (r, 1, m)), because="the sum over all units that use it"
    )
    yield Step(
        Sum(at(gradient(R, y), r) * at(slope, r) * at(x, r + k - 1), (r, 1, m)),
        because="the weight multiplies the entry r + k - 1 of the input",
    )


kernel_gradient = Formula(
    title="Gradient of a one-dimensional kernel: errors times the inputs that the weight saw",
    kind=Kind.GRADIENT,
    statement=equal(
        at(gradient(R, w), k), Sum(at(gradient(R, y), r) * at(slope, r) * at(x, r + k - 1), (r, 1, m))
    ),
    quantities=(risk, objective, *layer, tap),
    assumptions=(fits,),
    notations=(
        Notation(
            r"\frac{\partial R}{\partial w_k} = \sum_{i=1}^m \frac{\partial R}{\partial y_i} \sigma'(z_i) x_{i+k-1}"
        ),
        Notation(
            r"\frac{\partial L}{\partial h_k} = \sum_i \frac{\partial L}{\partial y_i} \phi'(z_i) x_{i+k-1}",
            (*names, ("L", "R"), ("phi", "sigma")),
        ),
    ),
    words=("weight sharing", "convolution", "backpropagation", "kernel"),
    derivation=derive_kernel,
    source=Source(goodfellow, "section 9.5"),
)

channels_in = Size("a", "input channels", largest=2)
channels_out = Size("b", "output channels", largest=2)
side = Size("n", "rows and columns of the input", smallest=3, largest=4)
window = Size("q", "rows and columns of the kernels", smallest=2, largest=2)
across = Size("m", "rows and columns of the output", smallest=2, largest=3)
images = Quantity("x", "input channels", shape=(channels_in, side, side))
kernels = Quantity(
    "w", "a kernel for each pair of channels", (channels_out, channels_in, window, window), origins=(1, 1, 0, 0)
)
maps = Quantity("y", "output channels", shape=(channels_out, across, across))
r_out, s_out, t_out = free_index("r", channels_out), free_index("s", across), free_index("t", across)
X, W, Y = images.symbol, kernels.symbol, maps.symbol
o, s, t = r_out.symbol, s_out.symbol, t_out.symbol
u, c, d = bound_index("u c d")
inner = Sum(at(W, o, u, c, d) * at(X, u, s + c, t + d), (c, 0, window.symbol - 1), (d, 0, window.symbol - 1))


def derive_stacked() -> Iterator[Step]:
    """The channels add up."""
    yield Step(Sum(inner, (u, 1, channels_in.symbol)), because="each channel is correlated with its own kernel")
    yield Step(
        Sum(
            at(W, o, u, c, d) * at(X, u, s + c, t + d),
            (u, 1, channels_in.symbol),
            (c, 0, window.symbol - 1),
            (d, 0, window.symbol - 1),
        ),
        because="one sum over channels and places",
    )


stacked = Formula(
    title="Convolutional layer with several channels",
    kind=Kind.DEFINITION,
    statement=equal(
        at(Y, o, s, t),
        Sum(
            at(W, o, u, c, d) * at(X, u, s + c, t + d),
            (u, 1, channels_in.symbol),
            (c, 0, window.symbol - 1),
            (d, 0, window.symbol - 1),
        ),
    ),
    quantities=(maps, kernels, images, r_out, s_out, t_out),
    assumptions=(Eq(across.symbol, side.symbol - window.symbol + 1),),
    notations=(
        Notation(
            r"y_{r,s,t} = \sum_{u=1}^a \sum_{i=0}^{q-1} \sum_{j=0}^{q-1} w_{r,u,i,j} x_{u,s+i,t+j}"
        ),
        Notation(r"y[r, s, t] = \sum_{u=1}^a \sum_{i,j=0}^{q-1} w[r, u, i, j] \, x[u, s + i, t + j]"),
    ),
    words=("convolution", "channels", "layer", "tensor"),
    derivation=derive_stacked,
    source=Source(goodfellow, "section 9.5, equation 9.7"),
)

TOPIC = Topic("Convolutional layers", formulas=(sparse_jacobian, weight_sharing, kernel_gradient, stacked))
