"""How variance passes through a layer, with the variances of single weights and inputs named as on lecture slides.

Weights have mean 0 and are independent of each other and of the inputs; here they come from a table of equally likely
values, as in `initialisation`. Further down: spreads of initial weights for other activation functions.
"""

from __future__ import annotations

from typing import Any

from sympy import Piecewise, Sum, sqrt

from derivations.initialisation import (
    a,
    b,
    centred,
    first,
    glorot,
    he,
    input_table,
    inputs,
    j,
    n,
    one_signal,
    place,
    rectified,
    second,
    side,
    turned,
    weight_table,
)
from derivations.initialisation import (
    signals as symmetric,
)
from derivations.operators import at, dot, mean, tabulated
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Source, Topic, integers

words = ("initiali", "xavier", "glorot", "kaiming", "fan-in", "fan_in", "he init")
two_values = Piecewise((centred(a, first.symbol), j < 2), (centred(a, second.symbol), True))
row = Quantity("u", "independent weights with mean 0", shape=(inputs,), value=tabulated(two_values, j, n))
signals = Quantity("s", "inputs with mean 0", (inputs,), value=tabulated(centred(b, turned(place.symbol)), j, n))
unit = Quantity("z", "value of the unit", value=dot(row.symbol, signals.symbol))
weight = Quantity("w", "one of the weights", value=centred(a, first.symbol))
signal = Quantity("x", "one of the inputs", value=centred(b, place.symbol))
z, w, x = unit.symbol, weight.symbol, signal.symbol
laws = (first, second, place, weight_table, input_table)
LAYERS = (
    (r"Y = n W X", (("Y", "y"), ("n", "n"), ("W", "w"), ("X", "x"))),
    (r"Y = n W X", (("Y", "z"), ("n", "n"), ("W", "w"), ("X", "x"))),
    (r"Y = n W X", (("Y", "y"), ("n", r"n_{in}"), ("W", "w"), ("X", "x"))),
    (r"Y = n W X", (("Y", "z"), ("n", r"n_{\text{in}}"), ("W", "w"), ("X", "x"))),
    (r"Y = n W X", (("Y", "y"), ("n", r"n_{in}"), ("W", "w_i"), ("X", "x_i"))),
    (r"Y = n W X", (("Y", "y"), ("n", "n"), ("W", "w_i"), ("X", "x_i"))),
    (r"Y = n W X", (("Y", "Y"), ("n", "n"), ("W", "W_i"), ("X", "X_i"))),
    (r"Y = n W X", (("Y", "y_l"), ("n", "n_l"), ("W", "w_l"), ("X", "x_l"))),
    (r"Y = n W X", (("Y", "z^{[l]}"), ("n", "n^{[l-1]}"), ("W", "W^{[l]}"), ("X", "a^{[l-1]}"))),
    (r"Y = n W X", (("Y", "a^{[l]}"), ("n", "n^{[l-1]}"), ("W", "W^{[l]}"), ("X", "a^{[l-1]}"))),
)
KEYS = {"y": "y", r"n_{in}": "n_in", r"n_{\text{in}}": "n_in", "z^{[l]}": "z^l", "n^{[l-1]}": "n^l-1",
        "W^{[l]}": "W^l", "a^{[l-1]}": "a^l-1", "a^{[l]}": "a^l"}  # fmt: skip


def spelled(form: str, last: str = "x") -> tuple[Notation, ...]:
    r"""`Var(<Y>) = <n> Var(<W>) Var(<X>)` in the letters of several books, with either kind of brackets."""
    found = []
    for _, names in LAYERS:
        letters = dict(names)
        quantities = {"Y": "z", "n": "n", "W": "w", "X": last}
        for opening, closing in (("(", ")"), ("[", "]")):
            text = form.replace("(", opening).replace(")", closing)
            for place_name, letter in letters.items():
                text = text.replace(f"<{place_name}>", letter)
            named = tuple((KEYS.get(letter, letter), quantities[key]) for key, letter in letters.items())
            found.append(Notation(text.replace("Var", r"\operatorname{Var}"), named))
    return tuple(found)


unit_variance = identity(
    "Variance of a linear unit: number of inputs times variance of a weight times variance of an input",
    mean(z**2),
    (
        (
            Sum(mean(at(row.symbol, j) ** 2) * mean(at(signals.symbol, j) ** 2), (j, 1, n)),
            "products of different weights have mean 0; weights and inputs are independent",
        ),
        (n * mean(w**2) * mean(x**2), "all weights have one variance, all inputs too, and their means are 0"),
    ),
    (unit, row, signals, weight, signal, *laws),
    spelled("Var(<Y>) = <n> Var(<W>) Var(<X>)"),
    words,
    Source(glorot, "equation 5"),
)
product = identity(
    "Variance of a product of two independent values with mean 0",
    mean((w * x) ** 2),
    ((mean(w**2) * mean(x**2), "independent values have independent squares, and means of products factor"),),
    (weight, signal, first, place, weight_table, input_table),
    tuple(
        Notation(
            rf"\operatorname{{Var}}{left}{one} {other}{right} = "
            rf"\operatorname{{Var}}{left}{one}{right} \operatorname{{Var}}{left}{other}{right}",
            ((one, "w"), (other, "x")),
        )
        for one, other in (("w", "x"), ("w_i", "x_i"), ("W_i", "X_i"))
        for left, right in (("(", ")"), ("[", "]"))
    ),
    words,
    Source(glorot, "equation 5"),
)
shifted_weight = Quantity("w", "a random weight", value=at(a, first.symbol))
shifted_signal = Quantity("x", "a random input", value=at(b, place.symbol))
v, y = shifted_weight.symbol, shifted_signal.symbol


def variance_of(value: Any) -> Any:
    """The variance."""
    return mean(value**2) - mean(value) ** 2


shifted_product = identity(
    "Variance of a product of two independent values",
    variance_of(v * y),
    (
        (mean(v**2) * mean(y**2) - mean(v) ** 2 * mean(y) ** 2, "means of products of independent values factor"),
        (
            mean(v) ** 2 * variance_of(y) + mean(y) ** 2 * variance_of(v) + variance_of(v) * variance_of(y),
            "a mean square is the variance and the squared mean",
        ),
    ),
    (shifted_weight, shifted_signal, first, place, weight_table, input_table),
    tuple(
        Notation(
            form.replace("W", one).replace("X", other).replace("V", r"\operatorname{Var}"), ((one, "w"), (other, "x"))
        )
        for one, other in (("w", "x"), ("w_i", "x_i"))
        for form in (
            r"V(W X) = E[W]^2 V(X) + E[X]^2 V(W) + V(W) V(X)",
            r"V(W X) = V(W) V(X) + E[W]^2 V(X) + E[X]^2 V(W)",
            r"V[W X] = E[W]^2 V[X] + E[X]^2 V[W] + V[W] V[X]",
        )
    ),
    words,
    Source(glorot, "section 4.2.1"),
)  # fmt: skip

raw = Quantity("s", "inputs of any mean", (inputs,), value=tabulated(at(b, turned(place.symbol)), j, n))
raw_unit = Quantity("z", "value of the unit", value=dot(row.symbol, raw.symbol))
raw_signal = Quantity("x", "one of the inputs", value=at(b, place.symbol))
raw_variance = identity(
    "Variance of a linear unit on inputs of any mean: their mean square counts",
    mean(raw_unit.symbol**2),
    (
        (
            Sum(mean(at(row.symbol, j) ** 2) * mean(at(raw.symbol, j) ** 2), (j, 1, n)),
            "products of different weights have mean 0; weights and inputs are independent",
        ),
        (n * mean(w**2) * mean(raw_signal.symbol**2), "all weights have one variance, all inputs one mean square"),
    ),
    (raw_unit, row, raw, weight, raw_signal, *laws),
    tuple(one for one in spelled("Var(<Y>) = <n> Var(<W>) E[<X>^2]") if "]}^2" not in one.latex),
    words,
    Source(he, "equation 7"),
)
through = Quantity("p", "value of the unit on rectified inputs", value=dot(row.symbol, rectified.symbol))
HE = (
    ("p", "n", "w", "z", ()),
    ("y_l", "n_l", "w_l", "y_{l-1}", (("y_l", "p"), ("n_l", "n"), ("w_l", "w"), ("y_l-1", "z"))),
    ("z^{[l]}", "n^{[l-1]}", "W^{[l]}", "z^{[l-1]}", (("z^l", "p"), ("n^l-1", "n"), ("W^l", "w"), ("z^l-1", "z"))),
)
halved = identity(
    "Variance of a linear unit on rectified inputs: half of what it is on the inputs before the rectifier",
    mean(through.symbol**2),
    (
        (
            Sum(mean(at(row.symbol, j) ** 2) * mean(at(symmetric.symbol, j) ** 2) / 2, (j, 1, n)),
            "a rectifier halves the mean square of a symmetric value",
        ),
        (n * mean(w**2) * mean(one_signal.symbol**2) / 2, "all weights have one variance, all signals too"),
    ),
    (through, row, rectified, symmetric, one_signal, side, weight, *laws),
    tuple(
        Notation(f"{left} = {right}".replace("V", r"\operatorname{Var}"), letters)
        for y_l, count, w_l, before, letters in HE
        for left, right in (
            (f"V[{y_l}]", rf"\frac{{1}}{{2}} {count} V[{w_l}] V[{before}]"),
            (f"V({y_l})", rf"\frac{{1}}{{2}} {count} V({w_l}) V({before})"),
            (f"V({y_l})", rf"\frac{{{count}}}{{2}} V({w_l}) V({before})"),
        )
    ),
    ("relu", "rectif", *words),
    Source(he, "equation 8"),
)

fan = Quantity("n_in", "inputs of the layer", domain=integers(1, 8))
leak = Quantity("alpha", "slope of the leaky rectifier below 0", domain=POSITIVE)
gain = Quantity("G", "gain of the activation function", domain=POSITIVE)
fans = fan.symbol
spread_words = (*words, "gain", "leaky", "prelu", "uniform")
FANS = ((r"n_{in}", "n_in"), (r"n_{\text{in}}", "n_in"), (r"\text{fan\_in}", "fan_in"), ("n_l", "n_l"))


def of_fans(left: str, *rights: str, letters: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """A spelling with `<n>` for the number of inputs."""
    return tuple(
        Notation(f"{left} = {right}".replace("<n>", written_fan), (*letters, (key, "n_in")))
        for right in rights
        for written_fan, key in FANS
    )


gained = rule(
    "Standard deviation of He initialisation with a gain",
    Quantity("v", "standard deviation of a weight"),
    gain.symbol / sqrt(fans),
    (gain, fan),
    (
        *of_fans(r"\sigma", r"\frac{\text{gain}}{\sqrt{<n>}}", letters=(("sigma", "v"), ("gain", "G"))),
        *of_fans(r"\text{std}", r"\frac{\text{gain}}{\sqrt{<n>}}", letters=(("std", "v"), ("gain", "G"))),
    ),
    spread_words,
    "the gain makes up for what the activation function loses",
    Source("PyTorch documentation", "torch.nn.init.kaiming_normal_"),
)
gained_limit = rule(
    "Largest weight of uniform He initialisation with a gain",
    Quantity("v", "largest weight"),
    gain.symbol * sqrt(3 / fans),
    (gain, fan),
    tuple(
        notation
        for left, key in ((r"\text{bound}", "bound"), ("a", "a"), ("r", "r"))
        for notation in of_fans(
            left, r"\text{gain} \cdot \sqrt{\frac{3}{<n>}}", r"\text{gain} \times \sqrt{\frac{3}{<n>}}",
            letters=((key, "v"), ("gain", "G")),
        )
    ),
    spread_words,
    "a uniform distribution on [-a, a] has the standard deviation a / sqrt(3)",
    Source("PyTorch documentation", "torch.nn.init.kaiming_uniform_"),
)  # fmt: skip
deviation = Quantity("sigma", "standard deviation", domain=POSITIVE)
uniform_limit = rule(
    "Largest weight of a uniform initialisation with a given standard deviation",
    Quantity("v", "largest weight"),
    sqrt(3) * deviation.symbol,
    (deviation,),
    tuple(
        notation
        for letter in ("a", "r", "b", "c")
        for notation in written(
            rf"{letter} = \sqrt{{3}} \sigma", rf"{letter} = \sqrt{{3}} \cdot \sigma", rf"{letter} = \sigma \sqrt{{3}}",
            letters=((letter, "v"),),
        )
    ),
    spread_words,
    "a uniform distribution on [-a, a] has the variance a^2 / 3",
    Source(glorot, "equation 16"),
)  # fmt: skip


TOPIC = Topic(
    "Variance from layer to layer",
    formulas=(
        unit_variance,
        product,
        shifted_product,
        raw_variance,
        halved,
        gained,
        gained_limit,
        uniform_limit,
    ),
)
