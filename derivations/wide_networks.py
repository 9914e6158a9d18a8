"""Networks with one wide hidden layer as sums over their units, in three scales, and their gradients unit by unit.

w_r are the weights of unit r and a_r is its weight in the output. The scale is 1 (approximation theory), 1/√m (neural
tangent kernel), or 1/m (mean field).
"""

from __future__ import annotations

from typing import Any

from sympy import Integer, Sum, Transpose, sqrt

from derivations.operators import at, dot, entrywise, entrywise_slope, gradient, hadamard, row
from derivations.stanzas import identity, rule
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Topic, bound_index, free_index

barron = Source("Barron 1993, Universal Approximation Bounds for Superpositions of a Sigmoidal Function", "section 1")
du = Source("Du, Zhai, Poczos and Singh 2019, Gradient Descent Provably Optimizes Neural Networks", "section 3")
mei = Source("Mei, Montanari and Nguyen 2018, A Mean Field View of the Landscape of Two-Layer Networks", "section 1")
units = Size("m", "hidden units", largest=4)
features = Size("d", "inputs", largest=3)
m = units.symbol
r = bound_index("r")
weights = Quantity("W", "weights of the units, a row for each", shape=(units, features))
outer = Quantity("a", "weights of the output", shape=(units,))
offsets = Quantity("b", "offsets of the units", shape=(units,))
inputs = Quantity("x", "input", shape=(features,))
function = Quantity("sigma", "activation function", arguments=((),))
W, a, b, x, sigma = (q.symbol for q in (weights, outer, offsets, inputs, function))
output = Quantity("f", "output of the network")
unit = free_index("s", units)
s = unit.symbol
words = ("two-layer", "two layer", "shallow", "one hidden layer", "one-hidden-layer", "wide", "tangent kernel", "ntk",
         "mean field", "mean-field", "approximation", "overparametri", "neural network", "hidden units")  # fmt: skip
SCALES = (
    ("", Integer(1), "", barron),
    (", with the scale of the tangent kernel", 1 / sqrt(m), r"\frac{1}{\sqrt{m}}", du),
    (", with the scale of the mean field", 1 / m, r"\frac{1}{m}", mei),
)
LETTERS = (
    ("a", "w", "r", (("w", "W"),)),
    ("c", "w", "i", (("c", "a"), ("w", "W"))),
    ("v", "w", "j", (("v", "a"), ("w", "W"))),
)
"""The letters for the weights of the output, those of a unit, and the unit."""


def sums(scale: str, inner: str) -> tuple[Notation, ...]:
    """The network in all letters, with and without its argument."""
    found = []
    for head, of, which, letters in LETTERS:
        inside = inner.replace("<w>", f"{of}_{which}").replace("<b>", f"b_{which}")
        total = rf"{scale} \sum_{{{which}=1}}^m {head}_{which} \sigma({inside})"
        found += [Notation(f"{left} = {total}", letters) for left in ("f(x)", "f")]
    return tuple(found)


def network(name: str, scale: Any, written: str, source: Source, biased: bool) -> Formula:
    """The network as a sum over its units."""
    inner = dot(row(W, r), x) + (at(b, r) if biased else 0)
    spelled = (r"<w>^\top x + <b>", r"<w> \cdot x + <b>") if biased else (r"<w>^\top x", r"<w> \cdot x")
    return rule(
        f"Network with one hidden layer as a sum over its units{', with offsets' if biased else ''}{name}",
        output,
        scale * Sum(at(a, r) * sigma(inner), (r, 1, m)),
        (outer, weights, inputs, function, *((offsets,) if biased else ())),
        tuple(notation for inside in spelled for notation in sums(written, inside)),
        words,
        "each unit adds its share",
        source,
    )


plain, tangent, mean_field = (network(*scale, biased=False) for scale in SCALES)
offset_plain, offset_tangent, offset_mean_field = (network(*scale, biased=True) for scale in SCALES)


def valued(scale: Any) -> Quantity:
    """The output of the network without offsets."""
    return Quantity("f", "output of the network", value=scale * dot(a, entrywise(sigma, W * x)))


def slope(title: str, left: Any, steps: Any, notations: tuple[Notation, ...], of: Any) -> Formula:
    """The gradient by what belongs to one unit."""
    quantities = (of, outer, weights, inputs, function, unit)
    return identity(title, left, steps, quantities, notations, (*words, "gradient"), du, Kind.GRADIENT)


def by_weights(name: str, scale: Any, written: str) -> Formula:
    """The gradient by the weights of one unit."""
    of = valued(scale)
    slopes = at(entrywise_slope(sigma, W * x), s)
    return slope(
        f"Gradient of a network by the weights of one unit{name}",
        row(gradient(of.symbol, W), s),
        (
            (scale * row(hadamard(a, entrywise_slope(sigma, W * x)) * Transpose(x), s), "one row for each unit"),
            (scale * at(a, s) * slopes * x, "only unit s has these weights"),
        ),
        tuple(
            Notation(
                rf"{left} = {written} {head}_{which} \sigma'({of_unit}_{which}^\top x) x", (*letters, (which, "s"))
            )
            for head, of_unit, which, letters in LETTERS
            for left in (
                rf"\frac{{\partial f}}{{\partial {of_unit}_{which}}}",
                rf"\nabla_{{{of_unit}_{which}}} f",
                rf"\nabla_{{{of_unit}_{which}}} f(x)",
            )
        ),
        of,
    )


def by_outer(name: str, scale: Any, written: str) -> Formula:
    """The derivative by the output weight of one unit."""
    of = valued(scale)
    return slope(
        f"Derivative of a network by the output weight of one unit{name}",
        at(gradient(of.symbol, a), s),
        (
            (scale * at(entrywise(sigma, W * x), s), "the output is linear in it"),
            (scale * sigma(dot(row(W, s), x)), "the activation of unit s"),
        ),
        tuple(
            Notation(rf"\frac{{\partial f}}{{\partial {head}_{which}}} = {written} \sigma({of_unit}_{which}^\top x)",
                     (*letters, (which, "s")))
            for head, of_unit, which, letters in LETTERS
        ),
        of,
    )  # fmt: skip


weight_gradient, tangent_weight_gradient, mean_weight_gradient = (by_weights(*scale[:3]) for scale in SCALES)
outer_slope, tangent_outer_slope, mean_outer_slope = (by_outer(*scale[:3]) for scale in SCALES)

TOPIC = Topic(
    "Wide networks",
    formulas=(
        plain,
        tangent,
        mean_field,
        offset_plain,
        offset_tangent,
        offset_mean_field,
        weight_gradient,
        tangent_weight_gradient,
        mean_weight_gradient,
        outer_slope,
        tangent_outer_slope,
        mean_outer_slope,
    ),
)
