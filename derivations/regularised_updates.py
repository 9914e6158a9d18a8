"""Weight decay per example, dropout as it is computed, noisy inputs, and the variances of initial weights.

The gradient of the unpenalised loss is a letter, g; the penalty of n examples together is lambda / (2 n) |w|^2.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import sign

from derivations.gaussian_vectors import white_vector
from derivations.numbered_steps import COUNTED, STEPS, numbered
from derivations.operators import dot, entrywise, equal, hadamard, mean, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
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
    integers,
    interval,
)

nielsen = "Nielsen, Neural Networks and Deep Learning"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
glorot = "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks"
srivastava = "Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting"
dimensions = Size("d", "weights", largest=3)
weights = Quantity("w", "the weights", shape=(dimensions,))
downhill = Quantity("g", "gradient of the loss without the penalty", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
examples = Quantity("n", "number of examples", domain=integers(1, 20))
following = Quantity("w_next", "the weights after the step", shape=(dimensions,))
w, g, eta, mu, n = (q.symbol for q in (weights, downhill, rate, strength, examples))
words = ("weight decay", "l2", "regulari", "shrink", "ridge")
state = {"w": "w"}
lam = ("lambda", "mu")
decay_per_example = rule(
    "Update of gradient descent with weight decay, the penalty shared by n examples",
    following,
    (1 - eta * mu / n) * w - eta * g,
    (weights, downhill, rate, strength, examples),
    (
        *numbered("w", r"\left(1 - \frac{\eta \lambda}{n}\right) <w> - \eta g", state, {}, COUNTED, lam),
        *numbered("w", r"<w> - \eta \left(g + \frac{\lambda}{n} <w>\right)", state, {}, STEPS, lam),
        *numbered("w", r"<w> - \eta g - \frac{\eta \lambda}{n} <w>", state, {}, STEPS, lam),
    ),
    words,
    "shrink the weights, and go down along the gradient",
    Source(nielsen, "equation 93"),
)
penalised = Quantity("h", "gradient with the penalty", shape=(dimensions,))
gradient_per_example = rule(
    "Gradient with a squared norm penalty that n examples share",
    penalised,
    g + mu / n * w,
    (weights, downhill, strength, examples),
    (
        *written(r"\tilde{g} = g + \frac{\lambda}{n} w", letters=(("g_tilde", "h"), lam)),
        *written(r"h = g + \frac{\lambda w}{n}", letters=(lam,)),
    ),
    words,
    "the gradient of lambda / (2 n) times the squared norm is lambda w / n",
    Source(nielsen, "equation 91"),
)
l1_step = rule(
    "Update of gradient descent with an l1 penalty",
    following,
    w - eta * g - eta * mu * entrywise(sign, w),
    (weights, downhill, rate, strength),
    (
        *numbered("w", r"<w> - \eta g - \eta \lambda \operatorname{sign}(<w>)", state, {}, COUNTED, lam),
        *numbered("w", r"<w> - \eta (g + \lambda \operatorname{sign}(<w>))", state, {}, STEPS, lam),
    ),
    ("l1", "lasso", "sparse", "regulari"),
    "the subgradient of the absolute values",
    Source(goodfellow, "equation 7.20"),
)

activity = Quantity("h", "activities", shape=(dimensions,))
mask = Quantity("m", "1 for units that are kept, else 0", shape=(dimensions,), domain=BIT)
dropped = Quantity("p", "probability that a unit is dropped", domain=interval(0, 1))
kept = Quantity("q", "probability that a unit is kept", domain=UNIT)
masked = Quantity("h_tilde", "activities in training", shape=(dimensions,))
h, m, p, q = activity.symbol, mask.symbol, dropped.symbol, kept.symbol
by_keep = (("a_tilde", "h_tilde"), ("r", "m"), ("a", "h"), ("p", "q"))
dropout_words = ("dropout", "inverted", "mask", "drop")
inverted_by_drop = rule(
    "Inverted dropout, by the probability that a unit is dropped",
    masked,
    hadamard(m, h) / (1 - p),
    (activity, mask, dropped),
    written(
        r"\tilde{h} = \frac{m \odot h}{1 - p}",
        r"\tilde{h} = \frac{1}{1 - p} m \odot h",
        r"\tilde{h} = \frac{h \odot m}{1 - p}",
        r"\tilde{h} = m \odot h / (1 - p)",
    ),
    dropout_words,
    "what is kept grows so that the mean stays",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 5.6.1"),
)
inverted_by_keep = rule(
    "Inverted dropout, by the probability that a unit is kept",
    masked,
    hadamard(m, h) / q,
    (activity, mask, kept),
    (
        *written(r"\tilde{a} = \frac{r \odot a}{p}", letters=by_keep),
        *written(r"\tilde{h} = \frac{1}{q} m \odot h"),
        *written(r"\tilde{h} = (m \odot h) / q"),
        Notation(r"a^{[l]} := \frac{a^{[l]} * d^{[l]}}{k}", (("a^l", "h"), ("d^l", "m"), ("k", "q"))),
        Notation(r"a = \frac{a \odot d}{p}", (("a", "h"), ("d", "m"), ("p", "q"))),
    ),
    dropout_words,
    "what is kept grows so that the mean stays",
    Source(srivastava, "section 10"),
)
unit = Quantity("h", "activity of a unit")
bit = Quantity("m", "1 if the unit is kept, else 0", domain=BIT)
scaled_unit = Quantity("h_tilde", "activity of the unit in training")
unit_by_drop = rule(
    "Inverted dropout of one unit, by the probability that it is dropped",
    scaled_unit,
    bit.symbol * unit.symbol / (1 - p),
    (unit, bit, dropped),
    written(
        r"\tilde{h} = \frac{m h}{1 - p}",
        r"\tilde{h} = \frac{h m}{1 - p}",
        r"\tilde{h} = \frac{m}{1 - p} h",
    ),
    dropout_words,
    "what is kept grows so that the mean stays",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 5.6.1"),
)
unit_by_keep = rule(
    "Inverted dropout of one unit, by the probability that it is kept",
    scaled_unit,
    bit.symbol * unit.symbol / q,
    (unit, bit, kept),
    (
        *written(r"\tilde{a} = \frac{r a}{p}", letters=by_keep),
        *written(r"\tilde{h} = \frac{m}{q} h"),
    ),
    dropout_words,
    "what is kept grows so that the mean stays",
    Source(srivastava, "section 10"),
)

noise, noise_axis, noise_sign = white_vector("xi", dimensions)
size_of_noise = Quantity("nu", "standard deviation of the noise", domain=POSITIVE)
inputs = Quantity("x", "an input", shape=(dimensions,))
target = Quantity("y", "its target")
xi, nu, x, y = noise.symbol, size_of_noise.symbol, inputs.symbol, target.symbol
noisy_loss = mean((dot(w, x + nu * xi) - y) ** 2)


def derive_noise() -> Iterator[Step]:
    """The noise has mean 0."""
    yield Step(
        (dot(w, x) - y) ** 2 + 2 * (dot(w, x) - y) * mean(nu * dot(w, xi)) + mean((nu * dot(w, xi)) ** 2),
        because="multiply out; the mean is linear",
    )
    yield Step((dot(w, x) - y) ** 2 + nu**2 * norm(w) ** 2, because="the noise has mean 0 and covariance I")


noise_injection = Formula(
    title="Noise on the inputs of a linear model is weight decay",
    kind=Kind.IDENTITY,
    statement=equal(noisy_loss, (dot(w, x) - y) ** 2 + nu**2 * norm(w) ** 2),
    quantities=(weights, inputs, target, size_of_noise, noise, noise_axis, noise_sign),
    assumptions=(),
    notations=written(
        r"\mathbb{E}[(w^\top (x + \nu \xi) - y)^2] = (w^\top x - y)^2 + \nu^2 \|w\|^2",
        r"\mathbb{E}[(y - w^\top (x + \nu \xi))^2] = (y - w^\top x)^2 + \nu^2 \|w\|_2^2",
    ),
    words=("noise", "tikhonov", "augmentation", "jitter", *words),
    derivation=derive_noise,
    source=Source("Bishop 1995, Training with noise is equivalent to Tikhonov regularization", "section 2"),
    survivors=(("the summand nu*xi changes its sign", "the noise is as likely as its opposite"),),
)

white, white_axis, white_sign = white_vector("epsilon", dimensions)
jitter = Quantity("xi", "noise with covariance nu^2 I", shape=(dimensions,), value=nu * white.symbol)


def derive_jitter() -> Iterator[Step]:
    """The noise has mean 0."""
    yield Step(
        (dot(w, x) - y) ** 2 + 2 * (dot(w, x) - y) * mean(dot(w, jitter.symbol)) + mean(dot(w, jitter.symbol) ** 2),
        because="multiply out; the mean is linear",
    )
    yield Step((dot(w, x) - y) ** 2 + nu**2 * norm(w) ** 2, because="the noise has mean 0 and covariance nu^2 I")


jittered_inputs = Formula(
    title="Noise of variance nu^2 on the inputs of a linear model is weight decay",
    kind=Kind.IDENTITY,
    statement=equal(mean((dot(w, x + jitter.symbol) - y) ** 2), (dot(w, x) - y) ** 2 + nu**2 * norm(w) ** 2),
    quantities=(weights, inputs, target, jitter, size_of_noise, white, white_axis, white_sign),
    assumptions=(),
    notations=written(
        r"\mathbb{E}[(w^\top (x + \xi) - y)^2] = (w^\top x - y)^2 + \nu^2 \|w\|^2",
        r"\mathbb{E}[(y - w^\top (x + \xi))^2] = (y - w^\top x)^2 + \nu^2 \|w\|_2^2",
    ),
    words=("noise", "tikhonov", "augmentation", "jitter", *words),
    derivation=derive_jitter,
    source=Source("Bishop 1995, Training with noise is equivalent to Tikhonov regularization", "section 2"),
    survivors=(("the summand xi changes its sign", "the noise is as likely as its opposite"),),
)

edge = Quantity("a", "bound of the weights", domain=POSITIVE)
spread = Quantity("v", "variance of a weight")
uniform_variance = rule(
    "Variance of a weight that is uniform between -a and a",
    spread,
    edge.symbol**2 / 3,
    (edge,),
    written(
        r"\operatorname{Var}(w) = \frac{a^2}{3}",
        r"\operatorname{Var}[w] = a^2 / 3",
        r"\sigma_w^2 = \frac{a^2}{3}",
        letters=(("sigma_w^2", "v"),),
    ),
    ("uniform", "initiali", "xavier", "glorot", "variance"),
    "a twelfth of the squared width",
    Source(glorot, "section 4.2"),
)
fan_in = Quantity("n_in", "inputs of the layer", domain=integers(1, 8))
leak = Quantity("c", "slope of the rectifier for negative numbers", domain=UNIT)
leaky_variance = rule(
    "Variance of He initialisation for leaky rectified units",
    spread,
    2 / ((1 + leak.symbol**2) * fan_in.symbol),
    (leak, fan_in),
    (
        *written(
            r"\operatorname{Var}(w) = \frac{2}{(1 + a^2) n_{\text{in}}}",
            r"\sigma_w^2 = \frac{2}{(1 + a^2) n_{\text{in}}}",
            letters=(("a", "c"), ("sigma_w^2", "v")),
        ),
        *written(r"s_w^2 = \frac{2}{(1 + c^2) n_l}", letters=(("s_w^2", "v"), ("n_l", "n_in"))),
    ),
    ("leaky", "prelu", "kaiming", "he init", "initiali", "variance"),
    "the mean square of the output is (1 + a^2) / 2 times that of the pre-activation",
    Source("He et al. 2015, Delving Deep into Rectifiers", "equation 15"),
)

TOPIC = Topic(
    "Regularised updates, dropout, noise, initial variances",
    formulas=(
        decay_per_example,
        gradient_per_example,
        l1_step,
        inverted_by_drop,
        inverted_by_keep,
        unit_by_drop,
        unit_by_keep,
        noise_injection,
        jittered_inputs,
        uniform_variance,
        leaky_variance,
    ),
)
