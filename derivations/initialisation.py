"""Initialisation: how a layer passes variance on, and the variances of Glorot (Xavier) and He.

Weights are drawn independently of each other and of the inputs, with mean 0; here from a table of equally likely
values. The inputs have one distribution, and may depend on each other. A unit without bias has the value z = w·x.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Integer, Mod, Mul, Piecewise, Pow, Rational, Sum, sqrt

from derivations.operators import at, dot, equal, mean, relu, tabulated
from derivations.vocabulary import (
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
    position_in,
)

glorot = "Glorot and Bengio 2010, Understanding the Difficulty of Training Deep Feedforward Neural Networks"
he = "He, Zhang, Ren and Sun 2015, Delving Deep into Rectifiers"
inputs = Size("n", "inputs", largest=2)
table = Size("q", "equally likely values", smallest=3, largest=3)
n, q = inputs.symbol, table.symbol
j, k = bound_index("j k")


def drawn(name: str, size: Size = table) -> Quantity:
    """A position of a table, drawn uniformly."""
    return Quantity(name, "position of a value", domain=position_in(size), law=Law(name, uniform=size))


weight_table = Quantity("a", "possible weights, before their mean is subtracted", shape=(table,))
input_table = Quantity("b", "possible inputs, before their mean is subtracted", shape=(table,))
first, second, place = drawn("I_1"), drawn("I_2"), drawn("J")


def centred(values: Any, position: Any) -> Any:
    """A value of a table, less the mean of the table."""
    return at(values, position) - Sum(at(values, k), (k, 1, q)) / q


def variance_in(values: Any) -> Any:
    """The variance of a value that is drawn from a table."""
    return Sum(centred(values, j) ** 2, (j, 1, q)) / q


def turned(position: Any) -> Any:
    """The position that lies j places further on, around the table: another input with the same distribution."""
    return Mod(position + j, q) + 1


a, b = weight_table.symbol, input_table.symbol
weights = Quantity(
    "w",
    "independent weights with mean 0",
    shape=(inputs,),
    value=tabulated(Piecewise((centred(a, first.symbol), Eq(j, 1)), (centred(a, second.symbol), True)), j, n),
)
values = Quantity(
    "x", "inputs with mean 0", shape=(inputs,), value=tabulated(centred(b, turned(place.symbol)), j, n)
)
w, x = weights.symbol, values.symbol
unit = Quantity("z", "value of the unit", value=dot(w, x))
weight_variance = Quantity("V_w", "variance of a weight", value=variance_in(a))
input_variance = Quantity("V_x", "variance of an input", value=variance_in(b))
z, V_w, V_x = unit.symbol, weight_variance.symbol, input_variance.symbol
sampled = (weights, first, second, weight_table, weight_variance)
squares = (("sigma_w^2", "V_w"), ("sigma_x^2", "V_x"))


def derive_unit_variance() -> Iterator[Step]:
    """The weights are independent and have mean 0; so z has mean 0, and its mean square is its variance."""
    yield Step(
        Sum(mean(at(w, j) ** 2) * mean(at(x, j) ** 2), (j, 1, n)),
        because="products of different weights have mean 0; weights and inputs are independent",
    )
    yield Step(n * V_w * V_x, because="all weights have one variance, all inputs too, and their means are 0")


unit_variance = Formula(
    title="Variance of a linear unit with independent weights",
    kind=Kind.IDENTITY,
    statement=equal(mean(z**2), n * V_w * V_x),
    quantities=(unit, *sampled, values, place, input_table, input_variance),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}[z] = n \sigma_w^2 \sigma_x^2", letters=squares),
        Notation(r"\operatorname{Var}\left[\sum_{i=1}^n w_i x_i\right] = n \sigma_w^2 \sigma_x^2", letters=squares),
    ),
    words=("initialization", "variance", "xavier", "fan-in"),
    derivation=derive_unit_variance,
    source=Source(glorot, "equation 5"),
)

coin = Size("e", "signs", smallest=2, largest=2)
side = drawn("S", coin)
signals = Quantity(
    "y",
    "values of the units below, with a symmetric distribution",
    shape=(inputs,),
    value=tabulated((2 * side.symbol - 3) * at(b, turned(place.symbol)), j, n),
)
y = signals.symbol
one_signal = Quantity(
    "z", "value of a unit, with a symmetric distribution", value=(2 * side.symbol - 3) * at(b, place.symbol)
)


def derive_half() -> Iterator[Step]:
    """Both signs are equally likely."""
    size = at(b, place.symbol)
    yield Step(mean(relu(size) ** 2 + relu(-size) ** 2) / 2, because="the value and its opposite are equally likely")
    yield Step(mean(size**2) / 2, because="one of the two is the size of the value, the other is 0")
    yield Step(mean(z**2) / 2, because="a sign does not change a square")


rectified_half = Formula(
    title="A rectifier halves the mean square of a symmetric value",
    kind=Kind.IDENTITY,
    statement=equal(mean(relu(z) ** 2), mean(z**2) / 2),
    quantities=(one_signal, side, place, input_table),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\max(0, z)^2] = \frac{1}{2} \mathbb{E}[z^2]"),
        Notation(r"E[(y)_+^2] = \frac{E[y^2]}{2}", letters=(("y", "z"),)),
    ),
    words=("initialization", "he", "relu", "variance"),
    derivation=derive_half,
    source=Source(he, "section 2.2"),
)

rectified = Quantity("x", "rectified signals", shape=(inputs,), value=tabulated(relu(at(y, j)), j, n))
signal_variance = Quantity("V_y", "variance of a signal", value=Sum(at(b, j) ** 2, (j, 1, q)) / q)
V_y = signal_variance.symbol


def derive_rectified_variance() -> Iterator[Step]:
    """A linear unit on rectified inputs."""
    yield Step(
        Sum(mean(at(w, j) ** 2) * mean(at(x, j) ** 2), (j, 1, n)),
        because="the weights are independent, of the inputs too, and have mean 0",
    )
    yield Step(
        V_w * Sum(mean(at(y, j) ** 2) / 2, (j, 1, n)), because="a rectifier halves the mean square of a symmetric value"
    )
    yield Step(n * V_w * V_y / 2, because="all signals have one variance, and mean 0")


rectified_variance = Formula(
    title="Variance of a linear unit on rectified inputs",
    kind=Kind.IDENTITY,
    statement=equal(mean(z**2), n * V_w * V_y / 2),
    quantities=(unit, *sampled, rectified, signals, side, place, input_table, signal_variance),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{Var}[z] = \frac{1}{2} n \sigma_w^2 \sigma_y^2",
            letters=(("sigma_w^2", "V_w"), ("sigma_y^2", "V_y")),
        ),
        Notation(
            r"\operatorname{Var}\left[\sum_{i=1}^n w_i x_i\right] = \frac{n}{2} \sigma_w^2 \sigma_y^2",
            letters=(("sigma_w^2", "V_w"), ("sigma_y^2", "V_y")),
        ),
    ),
    words=("initialization", "he", "relu", "variance"),
    derivation=derive_rectified_variance,
    source=Source(he, "equation 8"),
)

fan_in = Quantity("n_in", "inputs of the layer", domain=integers(1, 8))
fan_out = Quantity("n_out", "outputs of the layer", domain=integers(1, 8))
chosen = Quantity("V_w", "variance of a weight")
bound = Quantity("a", "the weights are uniform between -a and a")
n_in, n_out = fan_in.symbol, fan_out.symbol
italic = (("n_in", "n_in"), ("n_out", "n_out"))
fans = (("n_j", "n_in"), ("n_j+1", "n_out"))


def derive_xavier() -> Iterator[Step]:
    """Between what the forward and the backward pass want."""
    yield Step(1 / ((n_in + n_out) / 2), because="1 / n_in keeps variance forward, 1 / n_out backward: the mean fan")
    yield Step(2 / (n_in + n_out), because="one fraction")


xavier_variance = Formula(
    title="Variance of Xavier (Glorot) initialisation",
    kind=Kind.DEFINITION,
    statement=equal(chosen.symbol, 2 / (n_in + n_out)),
    quantities=(chosen, fan_in, fan_out),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}[w] = \frac{2}{n_{\text{in}} + n_{\text{out}}}"),
        Notation(r"\operatorname{Var}(w) = \frac{2}{n_{in} + n_{out}}", letters=italic),
        Notation(r"\sigma^2 = \frac{2}{n_{in} + n_{out}}", letters=italic),
        Notation(r"\sigma^2 = \frac{2}{n_j + n_{j+1}}", letters=fans),
        Notation(
            r"\operatorname{Var}(W^{[l]}) = \frac{2}{n^{[l-1]} + n^{[l]}}",
            letters=(("W^l", "w"), ("n^l-1", "n_in"), ("n^l", "n_out")),
        ),
    ),
    words=("xavier", "glorot", "initiali", "variance"),
    derivation=derive_xavier,
    source=Source(glorot, "equation 12"),
)


def derive_xavier_bound() -> Iterator[Step]:
    """A uniform weight has a third of the squared bound as variance."""
    xavier = Pow(2 / (n_in + n_out), Rational(1, 2), evaluate=False)
    yield Step(Mul(sqrt(3), xavier, evaluate=False), because="a^2 / 3 is the variance of a weight between -a and a")
    yield Step(sqrt(6 / (n_in + n_out)), because="one root")


xavier_bound = Formula(
    title="Bound of uniform Xavier (Glorot) initialisation",
    kind=Kind.DEFINITION,
    statement=equal(bound.symbol, sqrt(6 / (n_in + n_out))),
    quantities=(bound, fan_in, fan_out),
    assumptions=(),
    notations=(
        Notation(r"a = \sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}"),
        Notation(r"a = \sqrt{\frac{6}{n_{in} + n_{out}}}", letters=italic),
        Notation(r"a = \frac{\sqrt{6}}{\sqrt{n_j + n_{j+1}}}", letters=fans),
    ),
    words=("xavier", "glorot", "initiali", "uniform"),
    derivation=derive_xavier_bound,
    source=Source(glorot, "equation 16"),
)


def derive_he() -> Iterator[Step]:
    """Solve for the variance that keeps that of the signals."""
    yield Step(1 / Sum(Rational(1, 2), (j, 1, n_in)), because="each input passes Var[w] / 2 on; together they keep it")
    yield Step(2 / n_in, because="the sum is n_in / 2")


he_variance = Formula(
    title="Variance of He (Kaiming) initialisation",
    kind=Kind.DEFINITION,
    statement=equal(chosen.symbol, 2 / n_in),
    quantities=(chosen, fan_in),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}[w] = \frac{2}{n_{\text{in}}}"),
        Notation(r"\operatorname{Var}(w) = \frac{2}{n_{in}}", letters=italic[:1]),
        Notation(r"\sigma^2 = \frac{2}{n_l}", letters=(("n_l", "n_in"),)),
        Notation(r"\operatorname{Var}(W^{[l]}) = \frac{2}{n^{[l-1]}}", letters=(("W^l", "w"), ("n^l-1", "n_in"))),
        Notation(r"\sigma^2 = \frac{2}{n_{in}}", letters=italic[:1]),
    ),
    words=("he init", "kaiming", "initiali"),
    derivation=derive_he,
    source=Source(he, "equation 10"),
)


def derive_he_bound() -> Iterator[Step]:
    """A uniform weight has a third of the squared bound as variance."""
    he_deviation = Pow(2 / n_in, Rational(1, 2), evaluate=False)
    yield Step(Mul(sqrt(3), he_deviation, evaluate=False), because="a weight between -a and a has variance a^2 / 3")
    yield Step(sqrt(6 / n_in), because="one root")


he_bound = Formula(
    title="Bound of uniform He (Kaiming) initialisation",
    kind=Kind.DEFINITION,
    statement=equal(bound.symbol, sqrt(6 / n_in)),
    quantities=(bound, fan_in),
    assumptions=(),
    notations=(
        Notation(r"a = \sqrt{\frac{6}{n_{\text{in}}}}"),
        Notation(r"a = \sqrt{\frac{6}{n_{in}}}", letters=italic[:1]),
        Notation(r"a = \sqrt{6 / n_{in}}", letters=italic[:1]),
    ),
    words=("he init", "kaiming", "initiali", "uniform"),
    derivation=derive_he_bound,
    source=Source(he, "equation 10, for a uniform law"),
)


def derive_lecun() -> Iterator[Step]:
    """Solve for the variance that keeps that of the signals."""
    yield Step(1 / Sum(Integer(1), (j, 1, n_in)), because="each input passes Var[w] on; together they keep it")
    yield Step(1 / n_in, because="the sum is n_in")


lecun_variance = Formula(
    title="Variance of LeCun initialisation (Xavier's for the forward pass alone)",
    kind=Kind.DEFINITION,
    statement=equal(chosen.symbol, 1 / n_in),
    quantities=(chosen, fan_in),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}[w] = \frac{1}{n_{\text{in}}}"),
        Notation(r"\operatorname{Var}(w) = \frac{1}{n_{in}}", letters=italic[:1]),
        Notation(r"\sigma^2 = \frac{1}{n_{in}}", letters=italic[:1]),
        Notation(r"\operatorname{Var}(W^{[l]}) = \frac{1}{n^{[l-1]}}", letters=(("W^l", "w"), ("n^l-1", "n_in"))),
    ),
    words=("lecun", "xavier", "initiali"),
    derivation=derive_lecun,
    source=Source("LeCun, Bottou, Orr and Müller 1998, Efficient BackProp", "section 4.6, equation 16"),
)

TOPIC = Topic(
    "Initialisation",
    formulas=(
        unit_variance,
        rectified_half,
        rectified_variance,
        xavier_variance,
        xavier_bound,
        he_variance,
        he_bound,
        lecun_variance,
    ),
)
