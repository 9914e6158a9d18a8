"""Gated linear units and residual blocks of transformers, as rows: GLU, ReGLU, GEGLU, SwiGLU; pre- and post-norm.

The maps of a block (attention, feed-forward, norm) are any maps.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, MatrixSymbol, erf, sqrt

from derivations.operators import entrywise, evaluated, hadamard, relu, sigmoid
from derivations.stanzas import rule, written
from derivations.transformer_blocks import W_2, fed, gate, hidden, one, token, width
from derivations.vocabulary import Formula, Notation, Quantity, Source, Topic

shazeer = "Shazeer 2020, GLU Variants Improve Transformer"
dauphin = "Dauphin et al. 2017, Language Modeling with Gated Convolutional Networks"
xiong = "Xiong et al. 2020, On Layer Normalization in the Transformer Architecture"
weights = Quantity("W", "weights of the gate", shape=(width, hidden))
gate_bias, value_bias = Quantity("b", "biases of the gate", (one, hidden)), Quantity("c", "biases", (one, hidden))
unit = Quantity("y", "the gated units", shape=(one, hidden))
row_of_units = MatrixSymbol("B", 1, hidden.symbol)


def of_rows(name: str, meaning: str, function: Any) -> Quantity:
    """A scalar function that a row of units passes entry by entry."""
    return Quantity(
        name, meaning, shape=(one, hidden), value=Lambda((row_of_units,), entrywise(function, row_of_units))
    )


gelu = of_rows("gelu", "Gaussian error linear unit", lambda u: u * (1 + erf(u / sqrt(2))) / 2)
swish = of_rows("swish", "a number times its logistic function", lambda u: u * sigmoid(u))
rectifier = of_rows("relu", "rectified linear unit", relu)
gate_function = of_rows("sigma", "logistic function", sigmoid)
x, W, V, b, c, out = (q.symbol for q in (token, weights, gate, gate_bias, value_bias, W_2))
words = ("glu", "gated linear unit", "feed-forward", "ffn", "transformer")


def gated(title: str, name: str, written_gate: str, function: Quantity, place: str) -> tuple[Formula, Formula]:
    """A gated unit with biases, and the feed-forward layer made of it, without."""
    act: Any = function.symbol
    unit_notations = (
        Notation(rf"\text{{{name}}}(x, W, V, b, c) = {written_gate}(x W + b) \odot (x V + c)", ((name, "y"),)),
        Notation(rf"\text{{{name}}}(x) = (x V + c) \odot {written_gate}(x W + b)", ((name, "y"),)),
    )
    layer_notations = tuple(
        Notation(latex, ((f"FFN_{name}", "y"),))
        for latex in (
            rf"\text{{FFN}}_{{\text{{{name}}}}}(x, W, V, W_2) = ({written_gate}(x W) \odot x V) W_2",
            rf"\text{{FFN}}_{{\text{{{name}}}}}(x) = \left({written_gate}(x W) \odot (x V)\right) W_2",
        )
    )
    return (
        rule(
            f"{title}, with biases",
            unit,
            hadamard(evaluated(act(x * W + b), 1, hidden.symbol), x * V + c),
            (token, weights, gate, gate_bias, value_bias, function),
            unit_notations,
            (name.lower(), *words),
            "one affine map gates the other",
            Source(shazeer, place),
        ),
        rule(
            f"Feed-forward layer with a {title[0].lower()}{title[1:]}",
            fed,
            hadamard(evaluated(act(x * W), 1, hidden.symbol), x * V) * out,
            (token, weights, gate, W_2, function),
            layer_notations,
            (name.lower(), *words),
            "one linear map gates the other",
            Source(shazeer, "equation 6"),
        ),
    )


glu, glu_layer = gated("Gated linear unit", "GLU", r"\sigma", gate_function, "equation 4")
reglu, reglu_layer = gated("Rectified gated linear unit", "ReGLU", r"\text{ReLU}", rectifier,
                           "equation 5")  # fmt: skip
geglu, geglu_layer = gated("Gaussian error gated linear unit", "GEGLU", r"\text{GELU}", gelu,
                           "equation 5")  # fmt: skip
swiglu, swiglu_layer = gated("Swish gated linear unit", "SwiGLU", r"\text{Swish}", swish,
                             "equation 5")  # fmt: skip


def map_of(name: str, meaning: str) -> Quantity:
    """Any map of tokens."""
    return Quantity(name, meaning, shape=(width,), arguments=((width,),))


attend, feed, scaled = map_of("A", "attention"), map_of("F", "feed-forward layer"), map_of("N", "the norm")
state, between = Quantity("x", "a token", shape=(width,)), Quantity("h", "the token after attention", shape=(width,))
after = Quantity("y", "the token after the block", shape=(width,))


def mapped(quantity: Quantity, token: Any) -> Any:
    """The value of a map."""
    return evaluated(quantity.symbol(token), width.symbol, 1)


block_words = (
    "pre-norm",
    "pre-ln",
    "residual",
    "sub-layer",
    "sublayer",
    "transformer block",
    "layer norm",
    "post-norm",
)
attention_names = (("MHA", "A"), ("LN", "N"))
before_attention = rule(
    "Pre-norm block: the attention",
    between,
    state.symbol + mapped(attend, mapped(scaled, state.symbol)),
    (state, attend, scaled),
    (
        *written(r"h = x + \text{MHA}(\text{LN}(x))", letters=attention_names),
        *written(r"h = x + \text{Attn}(\text{Norm}(x))", letters=(("Attn", "A"), ("Norm", "N"))),
        *written(r"x' = x + \text{Attention}(\text{LayerNorm}(x))",
                 letters=(("Attention", "A"), ("LayerNorm", "N"), ("x_prime", "h"))),
    ),
    block_words,
    "attention to the normalised token is added",
    Source(xiong, "section 3.1"),
)  # fmt: skip
before_feeding = rule(
    "Pre-norm block: the feed-forward layer",
    after,
    between.symbol + mapped(feed, mapped(scaled, between.symbol)),
    (between, feed, scaled),
    (
        *written(r"y = h + \text{FFN}(\text{LN}(h))", r"x_{l+1} = h + \text{FFN}(\text{LN}(h))",
                 letters=(("FFN", "F"), ("LN", "N"), ("x_l+1", "y"))),
        *written(r"y = h + \text{MLP}(\text{Norm}(h))", letters=(("MLP", "F"), ("Norm", "N"))),
    ),
    block_words,
    "what the layer makes of the normalised token is added",
    Source(xiong, "section 3.1"),
)  # fmt: skip
pre_norm = rule(
    "Pre-norm residual layer",
    after,
    state.symbol + mapped(feed, mapped(scaled, state.symbol)),
    (state, feed, scaled),
    (
        *written(r"x_{l+1} = x_l + F(\text{LN}(x_l))", letters=(("LN", "N"), ("x_l+1", "y"), ("x_l", "x"))),
        *written(r"y = x + \text{Sublayer}(\text{LayerNorm}(x))",
                 letters=(("Sublayer", "F"), ("LayerNorm", "N"))),
    ),
    block_words,
    "what the layer makes of the normalised token is added",
    Source(xiong, "section 3.1"),
)  # fmt: skip
post_norm = rule(
    "Post-norm residual layer",
    after,
    mapped(scaled, state.symbol + mapped(feed, state.symbol)),
    (state, feed, scaled),
    (
        *written(r"x_{l+1} = \text{LN}(x_l + F(x_l))", letters=(("LN", "N"), ("x_l+1", "y"), ("x_l", "x"))),
        *written(r"y = \text{LayerNorm}(x + \text{Sublayer}(x))",
                 letters=(("Sublayer", "F"), ("LayerNorm", "N"))),
    ),
    block_words,
    "the sum of token and layer is normalised",
    Source("Vaswani et al. 2017, Attention is all you need", "section 3.1"),
)  # fmt: skip

TOPIC = Topic(
    "Gated layers and residual blocks",
    formulas=(
        glu,
        glu_layer,
        reglu,
        reglu_layer,
        geglu,
        geglu_layer,
        swiglu,
        swiglu_layer,
        before_attention,
        before_feeding,
        pre_norm,
        post_norm,
    ),
)
