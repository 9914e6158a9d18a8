r"""Layers with a shortcut, forward, as residual networks and courses write them: the input is added to the branch.

The names bear the labels of their layers, and none runs; `residual` states what holds of their slopes.
"""

from __future__ import annotations

from derivations.operators import entrywise, evaluated
from derivations.stanzas import rule, written
from derivations.vocabulary import Notation, Quantity, Size, Source, Topic

units, below = Size("n", "units", largest=3), Size("p", "units below", largest=3)
deep, offset, upper, lower = (
    Quantity("W", "weights", shape=(units, below)),
    Quantity("b", "biases", shape=(units,)),
    Quantity("h", "activations of the layer below", shape=(below,)),
    Quantity("x", "activations that take the shortcut", shape=(units,)),
)
function = Quantity("g", "activation function", arguments=((),))
scores = Quantity("z", "pre-activations", shape=(units,))
after = Quantity("y", "activations", shape=(units,))
shortcut_words = ("residual", "skip connection", "shortcut", "resnet")
he = Source("He, Zhang, Ren and Sun 2016, Deep Residual Learning for Image Recognition", "section 3.2")
shortcut = rule(
    "Activations with a shortcut",
    after,
    entrywise(function.symbol, scores.symbol + lower.symbol),
    (function, scores, lower),
    (
        Notation(r"a^{[l+2]} = g(z^{[l+2]} + a^{[l]})", (("a^l+2", "y"), ("z^l+2", "z"), ("a^l", "x"))),
        Notation(r"a^{(l+2)} = g(z^{(l+2)} + a^{(l)})", (("a^l+2", "y"), ("z^l+2", "z"), ("a^l", "x"))),
    ),
    shortcut_words,
    "the activations of two layers below are added",
    he,
)
whole_shortcut = rule(
    "Activations with a shortcut, the affine map written out",
    after,
    entrywise(function.symbol, deep.symbol * upper.symbol + offset.symbol + lower.symbol),
    (function, deep, upper, offset, lower),
    (
        Notation(
            r"a^{[l+2]} = g(W^{[l+2]} a^{[l+1]} + b^{[l+2]} + a^{[l]})",
            (("a^l+2", "y"), ("W^l+2", "W"), ("a^l+1", "h"), ("b^l+2", "b"), ("a^l", "x")),
        ),
        Notation(r"y = g(W h + b + x)"),
    ),
    shortcut_words,
    "the activations of two layers below are added",
    he,
)
block = Quantity("F", "residual branch", shape=(units,), arguments=((units,),))
residual = rule(
    "Residual block",
    after,
    evaluated(block.symbol(lower.symbol), units.symbol, 1) + lower.symbol,
    (block, lower),
    (
        *written(r"y = F(x) + x", r"y = x + F(x)"),
        Notation(r"H(x) = F(x) + x", (("H", "y"),)),
        Notation(r"x_{l+1} = x_l + F(x_l)", (("x_l+1", "y"), ("x_l", "x"))),
    ),
    shortcut_words,
    "the branch learns what is missing",
    he,
)
square_maps = Quantity("W_s", "projection of the shortcut", shape=(units, below))
narrow = Quantity("x", "activations that take the shortcut", shape=(below,))
branch = Quantity("F", "residual branch", shape=(units,), arguments=((below,),))
projected = rule(
    "Residual block with a projection",
    after,
    evaluated(branch.symbol(narrow.symbol), units.symbol, 1) + square_maps.symbol * narrow.symbol,
    (branch, square_maps, narrow),
    (
        *written(r"y = F(x) + W_s x"),
        Notation(r"a = F(x) + W x", (("a", "y"), ("W", "W_s"))),
    ),
    shortcut_words,
    "the projection makes the sizes agree",
    he,
)


TOPIC = Topic("Layers with a shortcut", formulas=(shortcut, whole_shortcut, residual, projected))
