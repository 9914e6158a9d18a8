"""Normalisation line by line: with the label of a layer, unit by unit, with the root mean square as a call, and folded.

Batch and layer normalisation are one formula over different sets of numbers; so are their slopes.
"""

from __future__ import annotations

from sympy import Identity, KroneckerDelta, Lambda, MatrixSymbol, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.layer_normalization import L, direction, length, trained, v, w
from derivations.operators import at, gradient, hadamard, jacobian, norm, tabulated
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Kind, Notation, Quantity, Size, Source, Topic, bound_index, free_index

ba = Source("Ba, Kiros and Hinton 2016, Layer normalization", "section 3, equation 3")
zhang = Source("Zhang and Sennrich 2019, Root mean square layer normalization", "section 4, equation 4")
ioffe = Source("Ioffe and Szegedy 2015, Batch normalization", "section 3")
salimans = Source("Salimans and Kingma 2016, Weight normalization", "section 2.1, equation 4")
units = Size("d", "units", largest=4)
inputs = Quantity("x", "values of the units", shape=(units,))
gain = Quantity("gamma", "learned scale of each unit", shape=(units,))
shift = Quantity("beta", "learned shift of each unit", shape=(units,))
mean = Quantity("mu", "mean")
spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
guard = Quantity("epsilon", "guard against a variance of 0", domain=POSITIVE)
output = Quantity("y", "output", shape=(units,))
d, x, gamma, beta, mu, sigma, epsilon, y = (
    quantity.symbol for quantity in (units, inputs, gain, shift, mean, spread, guard, output)
)
first, second = free_index("i", units), free_index("j", units)
i, j = first.symbol, second.symbol
r = bound_index("r")
words = ("layer norm", "layernorm", "layer normalization", "layer normalisation", "normalised", "normalized")
batch_words = ("batch norm", "batchnorm", "batch normalization", "batch normalisation", *words)

LABELLED = (("a_i^l", r"\mu^l", r"\sigma^l", "g_i^l", r"\bar{a}_i^l", ("a^l", "mu^l", "sigma^l", "g^l", "a_bar^l")),
            ("a_i", r"\mu", r"\sigma", "g_i", r"\bar{a}_i", ("a", "mu", "sigma", "g", "a_bar")),
            ("x_i", r"\mu", r"\sigma", r"\gamma_i", "y_i", ("x", "mu", "sigma", "gamma", "y")))  # fmt: skip
scaled_value = at(gamma, i) / sigma * (at(x, i) - mu)


def lines(*forms: str, drop: tuple[str, ...] = ()) -> tuple[Notation, ...]:
    """Spellings with A, M, S, G and B for value, mean, deviation, scale and result."""
    found = []
    for value, centre, deviation, scale, result, keys in LABELLED:
        places = dict(zip("AMSGB", (value, centre, deviation, scale, result), strict=True))
        named = tuple(
            pair
            for pair in zip(keys, ("x", "mu", "sigma", "gamma", "y"), strict=True)
            if pair[1] not in drop and pair[0] != pair[1]
        )
        for form in forms:
            found.append(Notation("".join(places.get(letter, letter) for letter in form), named))
    return tuple(found)


scaled_unit = identity(
    "Normalised unit, scaled but not shifted",
    at(y, i),
    ((scaled_value, "subtract the mean, divide by the deviation, multiply by the learned scale"),),
    (output, inputs, gain, mean, spread, first),
    lines(r"B = \frac{G}{S} (A - M)", r"B = \frac{G}{S} \left(A - M\right)", r"B = G \frac{A - M}{S}"),
    words,
    ba,
    Kind.DEFINITION,
)
shifted_unit = identity(
    "Normalised unit, scaled and shifted",
    at(y, i),
    ((scaled_value + at(beta, i), "subtract the mean, divide by the deviation, scale and shift"),),
    (output, inputs, gain, shift, mean, spread, first),
    (
        *written(
            r"y_i = \gamma_i \frac{x_i - \mu}{\sigma} + \beta_i",
            r"y_i = \frac{\gamma_i}{\sigma} (x_i - \mu) + \beta_i",
        ),
        *written(
            r"y_i = \frac{g_i}{\sigma} (x_i - \mu) + b_i",
            r"y_i = g_i \frac{x_i - \mu}{\sigma} + b_i",
            letters=(("g", "gamma"), ("b", "beta")),
        ),
    ),
    words,
    ba,
    Kind.DEFINITION,
)
measured = Quantity("mu", "mean", value=Sum(at(x, r), (r, 1, d)) / d)
centre = measured.symbol
labelled_spread = rule(
    "Deviation of the units of a labelled layer",
    Quantity("sigma", "standard deviation of the units"),
    sqrt(Sum((at(x, r) - centre) ** 2, (r, 1, d)) / d),
    (inputs, measured),
    tuple(
        Notation(rf"\sigma^{mark} = \sqrt{{\frac{{1}}{{{size}}} \sum_{{i=1}}^{size} (a_i^{mark} - \mu^{mark})^2}}",
                 ((size, "d"), (f"sigma^{key}", "sigma"), (f"a^{key}", "x"), (f"mu^{key}", "mu")))
        for size in ("H", "d")
        for mark, key in (("l", "l"), ("{(l)}", "l"), ("{[l]}", "l"))
    ),
    words,
    "the root of the mean squared deviation",
    ba,
)  # fmt: skip

vector = MatrixSymbol("u", d, 1)
root = Quantity("RMS", "root mean square", value=Lambda((vector,), sqrt(Sum(at(vector, r) ** 2, (r, 1, d)) / d)))
RMS = root.symbol
rms_words = ("rms", "root mean square")
rms_unit = identity(
    "RMS normalisation of a unit, with the root mean square as a call",
    at(y, i),
    ((at(x, i) / RMS(x) * at(gamma, i), "divide by the root mean square, multiply by the learned scale"),),
    (output, inputs, gain, root, first),
    (
        *written(
            r"\bar{a}_i = \frac{a_i}{\text{RMS}(a)} g_i",
            r"\bar{a}_i = g_i \frac{a_i}{\text{RMS}(a)}",
            letters=(("a_bar", "y"), ("a", "x"), ("g", "gamma")),
        ),
        *written(r"y_i = \frac{x_i}{\text{RMS}(x)} \gamma_i", r"y_i = \gamma_i \frac{x_i}{\text{RMS}(x)}"),
        *written(r"y_i = \frac{x_i}{\text{RMS}(x)} \cdot g_i", letters=(("g", "gamma"),)),
    ),
    rms_words,
    zhang,
    Kind.DEFINITION,
)
rms_vector = rule(
    "RMS normalisation of a vector, with the root mean square as a call",
    output,
    tabulated(at(x, r) / RMS(x) * at(gamma, r), r, d),
    (inputs, gain, root),
    written(
        r"y = \frac{x}{\text{RMS}(x)} \odot \gamma",
        r"\text{RMSNorm}(x) = \frac{x}{\text{RMS}(x)} \odot \gamma",
        r"\text{RMSNorm}(x) = \gamma \odot \frac{x}{\text{RMS}(x)}",
    ),
    rms_words,
    "divide by the root mean square, scale each unit",
    zhang,
)
guarded_root = sqrt(Sum(at(x, r) ** 2, (r, 1, d)) / d + epsilon)
rms_written = rule(
    "RMS normalisation of a vector, written out",
    output,
    hadamard(x / guarded_root, gamma),
    (inputs, gain, guard),
    written(
        r"\text{RMSNorm}(x) = \frac{x}{\sqrt{\frac{1}{d} \sum_{i=1}^d x_i^2 + \epsilon}} \odot \gamma",
        r"\text{RMSNorm}(x) = \gamma \odot \frac{x}{\sqrt{\frac{1}{d} \sum_{i=1}^d x_i^2 + \epsilon}}",
        r"y = \frac{x}{\sqrt{\frac{1}{d} \sum_i x_i^2 + \epsilon}} \odot \gamma",
    ),
    rms_words,
    "divide by the root mean square, scale each unit",
    zhang,
)

variance = Quantity("v", "variance", value=Sum((at(x, r) - centre) ** 2, (r, 1, d)) / d)
V = variance.symbol
normal = Quantity(
    "x_hat", "normalised values", shape=(units,), value=(x - centre * OneMatrix(d, 1)) / sqrt(V + epsilon)
)
hat = normal.symbol
squared = (("sigma^2", "v"), ("n", "d"))
guarded_jacobian = identity(
    "Slope of a normalised value by a value, with the guard",
    at(jacobian(hat, x), i, j),
    (
        (
            (KroneckerDelta(i, j) - 1 / d) / sqrt(V + epsilon)
            - (at(x, i) - centre) * (at(x, j) - centre) / (d * sqrt(V + epsilon) ** 3),
            "quotient rule; the variance has the slope 2 (x_j - mu) / d",
        ),
        ((KroneckerDelta(i, j) - 1 / d - at(hat, i) * at(hat, j) / d) / sqrt(V + epsilon), "take the root out"),
    ),
    (inputs, guard, measured, variance, normal, first, second),
    tuple(
        Notation(
            rf"\frac{{\partial \hat{{x}}_i}}{{\partial x_j}} = \frac{{1}}{{\sqrt{{{square} + \epsilon}}}} "
            rf"\left(\delta_{{ij}} - \frac{{1}}{{{size}}} - \frac{{\hat{{x}}_i \hat{{x}}_j}}{{{size}}}\right)",
            ((key, "v"), (size, "d")),
        )
        for square, key in ((r"\sigma^2", "sigma^2"), (r"\sigma_B^2", "sigma_B^2"))
        for size in "mNd"
    ),
    batch_words,
    ioffe,
    Kind.GRADIENT,
)
weight = Quantity("W", "weights of a unit", shape=(units,))
scale = Quantity("gamma", "learned scale")
folded = rule(
    "Batch normalisation folded into the weights of the layer before",
    Quantity("u", "weights with the normalisation", shape=(units,)),
    scale.symbol / sqrt(sigma**2 + epsilon) * weight.symbol,
    (weight, scale, spread, guard),
    tuple(
        Notation(latex.replace("U", new).replace("W", old), ((key, "u"), (old, "W")))
        for new, key, old in (("W'", "W_prime", "W"), ("w'", "w_prime", "w"), (r"\tilde{W}", "W_tilde", "W"),
                              (r"\hat{W}", "W_hat", "W"))
        for latex in (
            r"U = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} W",
            r"U = \frac{\gamma W}{\sqrt{\sigma^2 + \epsilon}}",
        )
    ),
    ("fold", "fuse", "fusion", "inference", *batch_words),
    "the normalisation at test time is an affine map",
    Source("Jacob et al. 2018, Quantization and training of neural networks for efficient inference", "section 3.2"),
)  # fmt: skip

size = direction.shape[0].symbol
across = Quantity(
    "M_w", "projection across the weights", shape=(direction.shape[0], direction.shape[0]),
    value=Identity(size) - w * w.T / norm(w) ** 2,
)  # fmt: skip
g = length.symbol
projected = identity(
    "Weight normalisation: gradient by the direction, through a projection",
    gradient(L, v),
    (
        (
            g / norm(v) * (Identity(size) - v * v.T / norm(v) ** 2) * gradient(L, w),
            "the Jacobian of v / |v| is (I - v v' / |v|^2) / |v|",
        ),
        (g / norm(v) * across.symbol * gradient(L, w), "the weights point along v"),
    ),
    (*trained, across),
    written(
        r"\nabla_v L = \frac{g}{\|v\|} M_w \nabla_w L",
        r"\nabla_v L = \frac{g}{\|v\|_2} M_w \nabla_w L",
        r"\frac{\partial L}{\partial v} = \frac{g}{\|v\|} M_w \frac{\partial L}{\partial w}",
    ),
    ("weight norm", "projection", "reparameteri"),
    salimans,
    Kind.GRADIENT,
)
line = Quantity("u", "a direction", shape=(units,))
projector = rule(
    "Projection across a vector",
    Quantity("M", "projection", shape=(units, units)),
    Identity(d) - line.symbol * line.symbol.T / norm(line.symbol) ** 2,
    (line,),
    tuple(
        Notation(
            rf"M_{letter} = I - \frac{{{letter} {letter}^\top}}{{\|{letter}\|^2}}",
            ((f"M_{letter}", "M"), (letter, "u")),
        )
        for letter in "wvu"
    ),
    ("weight norm", "projection", "complement"),
    "what a vector has along the direction is taken away",
    salimans,
)  # fmt: skip

TOPIC = Topic(
    "Normalisation line by line",
    formulas=(
        scaled_unit,
        shifted_unit,
        labelled_spread,
        rms_unit,
        rms_vector,
        rms_written,
        guarded_jacobian,
        folded,
        projected,
        projector,
    ),
)
