"""What a recurrent network returns and how it is trained: output layer, loss over time, clipping, perplexity.

The output at step t is a softmax or an affine map of the state h_t; the losses of the steps add up. Backpropagation
through time passes the gradient by a state on, and adds what the output of its step says.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Min, Product, Sum, exp, log, tanh

from derivations.operators import (
    at,
    diagonal_matrix,
    entrywise,
    equal,
    evaluated,
    gradient,
    jacobian,
    norm,
    row,
    softmax,
    vector_sum,
)
from derivations.vocabulary import (
    POSITIVE,
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
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
pascanu = Source("Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent networks", "3.2")
jurafsky = Source("Jurafsky and Martin, Speech and Language Processing", "section 3.3")

steps = Size("T", "steps", largest=3)
units = Size("n", "units of the state", largest=2)
outputs = Size("q", "outputs", largest=4)
T, n, q = steps.symbol, units.symbol, outputs.symbol
moment = free_index("t", steps)
t = moment.symbol
s = bound_index("s")

states = Quantity("h", "states, a row for each step", shape=(steps, units))
weights = Quantity("V", "weights of the output", shape=(outputs, units))
bias = Quantity("c", "bias of the output", shape=(outputs,))
predicted = Quantity("y_hat", "predictions, a row for each step", shape=(steps, outputs))
scores = Quantity("o", "scores, a row for each step", shape=(steps, outputs))
h, V, c, y_hat, o = (quantity.symbol for quantity in (states, weights, bias, predicted, scores))
words = ("recurrent", "rnn", "output", "time")
written = (("W_hy", "V"), ("b_y", "c"))


def derive_affine_output() -> Iterator[Step]:
    """The definition."""
    yield Step(V * row(h, t) + c, because="the same affine map of the state in every step")


affine_output = Formula(
    title="Output of a recurrent network: an affine map of the state",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(o, t), q, 1), V * row(h, t) + c),
    quantities=(scores, weights, states, bias, moment),
    assumptions=(),
    notations=(
        Notation(r"o_t = V h_t + c"),
        Notation(r"o^{(t)} = c + V h^{(t)}"),
        Notation(r"y_t = W_{hy} h_t + b_y", (("y", "o"), *written)),
    ),
    words=words,
    derivation=derive_affine_output,
    source=Source(goodfellow, "equation 10.10"),
)


def derive_class_output() -> Iterator[Step]:
    """The definition."""
    yield Step(softmax(V * row(h, t) + c), because="the softmax of the scores of the step")


class_output = Formula(
    title="Output of a recurrent network: class probabilities",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(y_hat, t), q, 1), softmax(V * row(h, t) + c)),
    quantities=(predicted, weights, states, bias, moment),
    assumptions=(),
    notations=(
        Notation(r"\hat{y}_t = \operatorname{softmax}(V h_t + c)"),
        Notation(r"\hat{y}_t = \operatorname{softmax}(W_{hy} h_t + b_y)", written),
        Notation(r"\hat{y}^{(t)} = \operatorname{softmax}(c + V h^{(t)})"),
    ),
    words=(*words, "softmax"),
    derivation=derive_class_output,
    source=Source(goodfellow, "equation 10.11"),
)

total = Quantity("L", "loss of the sequence")
L = total.symbol


def derive_mean_loss() -> Iterator[Step]:
    """The definition."""
    yield Step(Sum(at(steps_loss.symbol, s), (s, 1, T)) / T, because="the mean of the losses of the steps")


steps_loss = Quantity("losses", "loss of each step", shape=(steps,))

mean_loss = Formula(
    title="Loss of a sequence: the mean over the steps",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(at(steps_loss.symbol, s), (s, 1, T)) / T),
    quantities=(total, steps_loss),
    assumptions=(),
    notations=(
        Notation(r"L = \frac{1}{T} \sum_{t=1}^T \ell_t", (("l", "losses"),)),
        Notation(r"L = \frac{1}{T} \sum_{t=1}^T \ell^{(t)}", (("l", "losses"),)),
    ),
    words=(*words, "loss", "sequence"),
    derivation=derive_mean_loss,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 9.7"),
)

targets = Quantity("y", "targets, a row for each step", shape=(steps, outputs))
errors = Quantity(
    "L",
    "squared loss of the sequence",
    value=Sum(norm(V * row(h, s) + c - row(targets.symbol, s)) ** 2, (s, 1, T)) / 2,
)
residuals = vector_sum((V * row(h, s) + c - row(targets.symbol, s)) * row(h, s).T, s, 1, T)


def derive_output_gradient() -> Iterator[Step]:
    """Every step uses the weights once."""
    one = norm(V * row(h, s) + c - row(targets.symbol, s)) ** 2 / 2
    yield Step(vector_sum(gradient(one, V), s, 1, T), because="the losses of the steps add up, so do their gradients")
    yield Step(residuals, because="half a squared norm has its residual as gradient by the output, and V meets h_s")


output_gradient = Formula(
    title="Gradient by the output weights of a recurrent network: a sum over the steps",
    kind=Kind.GRADIENT,
    statement=equal(gradient(errors.symbol, V), residuals),
    quantities=(errors, states, weights, bias, targets),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial V} = \sum_{t=1}^T (V h_t + c - y_t) h_t^\top"),
        Notation(r"\nabla_V L = \sum_{t} (V h_t + c - y_t) h_t^\top"),
    ),
    words=(*words, "gradient", "bptt"),
    derivation=derive_output_gradient,
    source=Source(goodfellow, "section 10.2.2, equation 10.24"),
)

recurrent = Quantity("W", "weights from state to state", shape=(units, units))
drive = Quantity("d", "what the input and the bias add in the second step", shape=(units,))
state = Quantity("h_1", "state of a step", shape=(units,))
W, h_1 = recurrent.symbol, state.symbol
following = Quantity("h_2", "state of the next step", (units,), value=entrywise(tanh, W * h_1 + drive.symbol))
h_2 = following.symbol
early = Quantity("loss", "loss of an output", arguments=((outputs,),))
score = Quantity("o_1", "output of a step", (outputs,), value=V * h_1 + c)
next_score = Quantity("o_2", "output of the next step", (outputs,), value=V * h_2 + c)
both = Quantity("L", "loss of both steps", value=early.symbol(score.symbol) + early.symbol(next_score.symbol))
slopes = diagonal_matrix(entrywise(lambda u: 1 - u**2, h_2))
passed = W.T * slopes * gradient(both.symbol, h_2) + V.T * gradient(both.symbol, score.symbol)
labels = (("h_t", "h_1"), ("h_t+1", "h_2"), ("o_t", "o_1"))


def derive_through_time() -> Iterator[Step]:
    """Two ways lead from a state to the loss."""
    by_next = jacobian(h_2, h_1).T * gradient(both.symbol, h_2)
    by_output = jacobian(score.symbol, h_1).T * gradient(both.symbol, score.symbol)
    yield Step(by_next + by_output, because="chain rule: through the next state, and through the output of the step")
    yield Step(passed, because="the Jacobians of an affine map, and of tanh after one")


through_time = Formula(
    title="Backpropagation through time: gradient by a state from that by the next and from its own output",
    kind=Kind.GRADIENT,
    statement=equal(gradient(both.symbol, h_1), passed),
    quantities=(both, recurrent, weights, bias, drive, state, following, early, score, next_score),
    assumptions=(),
    notations=(
        Notation(
            r"\nabla_{h_t} L = W^\top \operatorname{diag}(1 - h_{t+1}^2) \nabla_{h_{t+1}} L + V^\top \nabla_{o_t} L",
            labels,
        ),
        Notation(
            r"\frac{\partial L}{\partial h_t} = W_{hh}^\top \operatorname{diag}(1 - h_{t+1} \odot h_{t+1}) "
            r"\frac{\partial L}{\partial h_{t+1}} + W_{hy}^\top \frac{\partial L}{\partial o_t}",
            (*labels, ("W_hh", "W"), ("W_hy", "V")),
        ),
        Notation(
            r"\frac{\partial L}{\partial h_t} = V^\top \frac{\partial L}{\partial o_t} "
            r"+ W^\top \operatorname{diag}(1 - h_{t+1}^2) \frac{\partial L}{\partial h_{t+1}}",
            labels,
        ),
    ),
    words=(*words, "gradient", "bptt", "backpropagation through time"),
    derivation=derive_through_time,
    source=Source(goodfellow, "equation 10.21"),
)

long = Quantity("g", "gradient", shape=(units,))
limit = Quantity("theta", "largest norm", domain=POSITIVE)
clipped = Quantity("u", "gradient after clipping", shape=(units,))
g, theta = long.symbol, limit.symbol


def derive_clip() -> Iterator[Step]:
    """The definition."""
    yield Step(Min(1, theta / norm(g)) * g, because="a longer gradient is shortened to length θ, its direction kept")


clip = Formula(
    title="Gradient clipping by norm",
    kind=Kind.DEFINITION,
    statement=equal(clipped.symbol, Min(1, theta / norm(g)) * g),
    quantities=(clipped, long, limit),
    assumptions=(),
    notations=(
        Notation(r"g \leftarrow \min\left(1, \frac{\theta}{\|g\|}\right) g"),
        Notation(r"\hat{g} = \min\left(1, \frac{\theta}{\|g\|_2}\right) g", (("g_hat", "u"),)),
        Notation(r"g \leftarrow g \cdot \min\left(1, \frac{\theta}{\|g\|}\right)"),
        Notation(r"g \leftarrow \frac{\theta}{\max(\theta, \|g\|)} g"),
        Notation(r"g \leftarrow \frac{g}{\max(1, \|g\| / \theta)}"),
    ),
    words=("clip", "exploding", "gradient norm"),
    derivation=derive_clip,
    source=pascanu,
)


def derive_rescale() -> Iterator[Step]:
    """The definition."""
    yield Step(theta / norm(g) * g, because="the direction of the gradient, with length θ")


rescale = Formula(
    title="Gradient clipping by norm: what becomes of a gradient that is too long",
    kind=Kind.DEFINITION,
    statement=equal(clipped.symbol, theta / norm(g) * g),
    quantities=(clipped, long, limit),
    assumptions=(),
    notations=(
        Notation(r"g \leftarrow \frac{\theta}{\|g\|} g"),
        Notation(r"g \leftarrow \theta \frac{g}{\|g\|}"),
        Notation(r"\hat{g} = \frac{\theta g}{\|g\|_2}", (("g_hat", "u"),)),
    ),
    words=("clip", "exploding", "gradient norm"),
    derivation=derive_rescale,
    source=pascanu,
)

likelihoods = Quantity("p", "probability of each token given those before", shape=(steps,), domain=UNIT)
perplexity_name = Quantity("PPL", "perplexity")
p = likelihoods.symbol


def derive_perplexity() -> Iterator[Step]:
    """The logarithm of the product is the sum of the logarithms."""
    yield Step(Product(at(p, s), (s, 1, T)) ** (-1 / T), because="the inverse geometric mean of the probabilities")
    yield Step(exp(-Sum(log(at(p, s)), (s, 1, T)) / T), because="a power as an exponential")


perplexity = Formula(
    title="Perplexity of a sequence",
    kind=Kind.DEFINITION,
    statement=equal(perplexity_name.symbol, exp(-Sum(log(at(p, s)), (s, 1, T)) / T)),
    quantities=(perplexity_name, likelihoods),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{PPL} = \exp\left(-\frac{1}{T} \sum_{t=1}^T \log p_t\right)"),
        Notation(r"\mathrm{PPL} = \left(\prod_{t=1}^T p_t\right)^{-1/T}"),
        Notation(r"\mathrm{PPL} = 2^{-\frac{1}{T} \sum_{t=1}^T \log_2 p_t}"),
        Notation(r"\mathrm{PPL} = \left(\prod_{t=1}^T \frac{1}{p_t}\right)^{1/T}"),
    ),
    words=("perplexity", "language model"),
    derivation=derive_perplexity,
    source=jurafsky,
)

TOPIC = Topic(
    "Outputs and training of recurrent networks",
    formulas=(
        affine_output,
        class_output,
        mean_loss,
        output_gradient,
        through_time,
        clip,
        rescale,
        perplexity,
    ),
)
