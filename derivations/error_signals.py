"""Proofs of the backpropagation equations, line by line: two neighbouring layers, their Jacobian and their errors.

The layer's label is part of each name. C is any function of the pre-activations above; the error of a layer is the
gradient of C by its pre-activations.
"""

from __future__ import annotations

from typing import Any

from sympy import KroneckerDelta, Sum, Transpose

from derivations.operators import (
    at,
    diagonal_matrix,
    entrywise,
    entrywise_slope,
    gradient,
    jacobian,
)
from derivations.stanzas import identity
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

nielsen = Source("Nielsen, Neural Networks and Deep Learning", "chapter 2, proof of the four equations")
below_units = Size("m", "units of the layer", largest=3)
above_units = Size("n", "units of the next layer", largest=3)
m, n = below_units.symbol, above_units.symbol
unit, other = free_index("j", below_units), free_index("k", above_units)
j, k = unit.symbol, other.symbol
r = bound_index("r")
scores = Quantity("z", "pre-activations of the layer", shape=(below_units,))
function = Quantity("g", "activation function", arguments=((),))
weights = Quantity("W", "weights of the next layer", shape=(above_units, below_units))
biases = Quantity("b", "biases of the next layer", shape=(above_units,))
z, g, W, b = (quantity.symbol for quantity in (scores, function, weights, biases))
after = Quantity("a", "activations of the layer", shape=(below_units,), value=entrywise(g, z))
a = after.symbol
above = Quantity("z_n", "pre-activations of the next layer", shape=(above_units,), value=W * a + b)
z_n = above.symbol
cost = Quantity("cost", "cost as a function of the pre-activations above", arguments=((above_units,),))
total = Quantity("C", "cost", value=cost.symbol(z_n))
C = total.symbol
error = Quantity("delta", "error of the layer", shape=(below_units,), value=gradient(C, z))
error_above = Quantity("delta_n", "error of the next layer", shape=(above_units,), value=gradient(C, z_n))
delta, delta_n = error.symbol, error_above.symbol
layers = (scores, function, weights, biases, after, above)
network = (*layers, cost, total, error, error_above)
words = ("backprop", "error", "delta", "chain rule", "layer", "jacobian")
LABELS = (("l", "l+1"), ("(l)", "(l+1)"), ("[l]", "[l+1]"), ("1", "2"), ("l-1", "l"), ("[l-1]", "[l]"), ("(1)", "(2)"),
          ("[1]", "[2]"))  # fmt: skip


def layered(latex: str, here: str = "z a delta", there: str = "z W b delta") -> tuple[Notation, ...]:
    """A line with `@` for the label of the layer and `~` for that of the next; sigma is the activation function."""
    found = []
    for low, high in LABELS:
        bare_low, bare_high = low.strip("()[]"), high.strip("()[]")
        ours = {"z": "z", "a": "a", "delta": "delta"}
        next_ones = {"z": "z_n", "W": "W", "w": "W", "b": "b", "delta": "delta_n"}
        named = [(f"{letter}^{bare_low}", ours[letter]) for letter in here.split()]
        named += [(f"{letter}^{bare_high}", next_ones[letter]) for letter in there.split()]
        named += [("sigma", "g")] if r"\sigma" in latex else []
        found.append(Notation(latex.replace("@", f"^{{{low}}}").replace("~", f"^{{{high}}}"), tuple(named)))
    return tuple(found)


def proved(
    title: str, left: Any, steps: tuple[tuple[Any, str], ...], quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...], source: Source = nielsen, more: tuple[str, ...] = (),
) -> Formula:  # fmt: skip
    """A line of the proof."""
    return identity(title, left, steps, quantities, notations, (*words, *more), source, Kind.GRADIENT)


slope_j = at(entrywise_slope(g, z), j)
entry = proved(
    "Slope of a pre-activation by one of the layer below",
    at(jacobian(z_n, z), k, j),
    (
        (Sum(at(W, k, r) * KroneckerDelta(r, j) * slope_j, (r, 1, m)), "only activation j depends on z_j"),
        (at(W, k, j) * slope_j, "the delta keeps the term r = j"),
    ),
    (*layers, other, unit),
    (
        *layered(r"\frac{\partial z_k~}{\partial z_j@} = w_{kj}~ \sigma'(z_j@)", "z", "z w"),
        *layered(r"\frac{\partial z_k~}{\partial z_j@} = W_{kj}~ g'(z_j@)", "z", "z W"),
        *layered(r"\frac{\partial z_k~}{\partial z_j@} = \sigma'(z_j@) w_{kj}~", "z", "z w")[:2],
    ),
)
matrix = proved(
    "Jacobian of the pre-activations by those of the layer below",
    jacobian(z_n, z),
    (
        (W * jacobian(a, z), "the pre-activations are an affine map of the activations"),
        (W * diagonal_matrix(entrywise_slope(g, z)), "the Jacobian of an elementwise function is diagonal"),
    ),
    layers,
    (
        *layered(r"\frac{\partial z~}{\partial z@} = W~ \operatorname{diag}(g'(z@))", "z", "z W"),
        *layered(r"\frac{\partial z~}{\partial z@} = W~ \operatorname{diag}(\sigma'(z@))", "z", "z W")[:2],
    ),
)
chained = proved(
    "Error of a unit as a sum over the next layer: the chain rule",
    at(delta, j),
    ((Sum(at(gradient(C, z_n), r) * at(jacobian(z_n, z), r, j), (r, 1, n)), "chain rule"),),
    (*network, unit),
    (
        *layered(
            r"\delta_j@ = \sum_k \frac{\partial C}{\partial z_k~} \frac{\partial z_k~}{\partial z_j@}", "z delta", "z"
        ),
    ),
)
named_chain = proved(
    "Error of a unit as a sum over the errors of the next layer",
    at(delta, j),
    (
        (Sum(at(gradient(C, z_n), r) * at(jacobian(z_n, z), r, j), (r, 1, n)), "chain rule"),
        (Sum(at(jacobian(z_n, z), r, j) * at(delta_n, r), (r, 1, n)), "name the errors of the next layer"),
    ),
    (*network, unit),
    (
        *layered(
            r"\delta_j@ = \sum_k \frac{\partial z_k~}{\partial z_j@} \delta_k~", "z delta", "z delta"
        ),
        *layered(
            r"\delta_j@ = \sum_k \delta_k~ \frac{\partial z_k~}{\partial z_j@}", "z delta", "z delta"
        ),
    ),
)  # fmt: skip
below_gradient = proved(
    "Gradient by the activations that a layer reads",
    gradient(C, a),
    (
        (Transpose(jacobian(z_n, a)) * gradient(C, z_n), "chain rule"),
        (Transpose(W) * delta_n, "the pre-activations are an affine map of the activations"),
    ),
    network,
    (
        *layered(r"\frac{\partial C}{\partial a@} = (W~)^\top \delta~", "a", "W delta"),
        *layered(r"\nabla_{a@} C = (W~)^T \delta~", "a", "W delta"),
    ),
)
below_entry = proved(
    "Derivative by an activation that a layer reads",
    at(gradient(C, a), j),
    (
        (Sum(at(gradient(C, z_n), r) * at(jacobian(z_n, a), r, j), (r, 1, n)), "chain rule"),
        (Sum(at(W, r, j) * at(delta_n, r), (r, 1, n)), "activation j enters unit r with weight w_rj"),
    ),
    (*network, unit),
    (
        *layered(r"\frac{\partial C}{\partial a_j@} = \sum_k w_{kj}~ \delta_k~", "a", "w delta"),
        *layered(r"\frac{\partial C}{\partial a_j@} = \sum_k \delta_k~ w_{kj}~", "a", "w delta")[:2],
    ),
)
activated = Quantity("a_n", "activations of the next layer", shape=(above_units,), value=entrywise(g, z_n))
whole_layer = proved(
    "Jacobian of a labelled layer by the one below",
    jacobian(activated.symbol, a),
    (
        (jacobian(activated.symbol, z_n) * jacobian(z_n, a), "chain rule"),
        (diagonal_matrix(entrywise_slope(g, z_n)) * W, "an elementwise function after an affine map"),
    ),
    (*layers, activated),
    tuple(
        Notation(
            latex.replace("A", letter).replace("f'", f"{apply}'"),
            (
                (f"{letter}^{high}", "a_n"),
                (f"{letter}^{low}", "a"),
                (f"z^{high}", "z_n"),
                (f"W^{high}", "W"),
                (apply.strip("\\"), "g"),
            ),
        )
        for letter in "ahx"
        for apply in (r"\sigma", r"\phi", "g", "f")
        for latex, low, high in (
            (r"\frac{\partial A^l}{\partial A^{l-1}} = \operatorname{diag}(f'(z^l)) W^l", "l-1", "l"),
            (
                r"\frac{\partial A^{(l)}}{\partial A^{(l-1)}} = \operatorname{diag}(f'(z^{(l)})) W^{(l)}",
                "l-1",
                "l",
            ),
        )
    ),
)
drawn = Quantity("a", "activations of the layer", shape=(below_units,))
summed = Quantity("z_n", "pre-activations of the next layer", shape=(above_units,), value=W * drawn.symbol + b)
unit_sum = identity(
    "Pre-activation of a unit of the next layer, labelled",
    at(summed.symbol, k),
    ((Sum(at(W, k, r) * at(drawn.symbol, r), (r, 1, m)) + at(b, k), "row k of the affine map"),),
    (weights, drawn, biases, summed, other),
    (
        *layered(r"z_k~ = \sum_j w_{kj}~ a_j@ + b_k~", "a", "z w b"),
        *layered(r"z_k~ = \sum_j W_{kj}~ a_j@ + b_k~", "a", "z W b")[:2],
    ),
    ("forward", *words),
    nielsen,
)
unit_of_scores = identity(
    "Pre-activation of a unit from the pre-activations of the layer below",
    at(z_n, k),
    ((Sum(at(W, k, r) * at(entrywise(g, z), r), (r, 1, m)) + at(b, k), "row k of the affine map"),),
    (*layers, other),
    (
        *layered(r"z_k~ = \sum_j w_{kj}~ \sigma(z_j@) + b_k~", "z", "z w b"),
        *layered(r"z_k~ = \sum_j W_{kj}~ g(z_j@) + b_k~", "z", "z W b")[:2],
    ),
    ("forward", *words),
    nielsen,
)

TOPIC = Topic(
    "Errors of neighbouring layers",
    formulas=(
        entry,
        matrix,
        chained,
        named_chain,
        below_gradient,
        below_entry,
        whole_layer,
        unit_sum,
        unit_of_scores,
    ),
)
