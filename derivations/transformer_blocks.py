"""Parts of a transformer as sheets list them: projections, attention step by step and backwards, feed-forward, LoRA.

Tokens are the rows of X. S are the scaled scores, A the weights of the attention, O its output. A single token x is a
column in formulas with W x, and a row in formulas with x W.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Lambda, MatrixSymbol, Piecewise, Sum, Symbol, Transpose, cos, exp, sin, sqrt

from derivations.operators import at, dot, entrywise, equal, evaluated, gradient, hadamard, relu, sigmoid, tabulated
from derivations.stanzas import rule, written
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

vaswani = "Vaswani et al. 2017, Attention is all you need"
hu = "Hu et al. 2021, LoRA: Low-Rank Adaptation of Large Language Models"
su = "Su et al. 2021, RoFormer: Enhanced Transformer with Rotary Position Embedding"
dao = "Dao, Fu, Ermon, Rudra and Ré 2022, FlashAttention"
shazeer = "Shazeer 2020, GLU Variants Improve Transformer"
tokens = Size("n", "tokens", largest=3)
width = Size("d", "entries of a token", largest=3)
head = Size("d_k", "entries of a query", largest=4)
values_axis = Size("d_v", "entries of a value", largest=2)
hidden = Size("d_f", "hidden units", largest=4)
n, d, d_k, d_v, d_f = (size.symbol for size in (tokens, width, head, values_axis, hidden))
a, c, s = bound_index("a c s")
words = ("attention", "transformer", "query", "key", "self-attention", "projection")
inputs = Quantity("X", "tokens, one in each row", shape=(tokens, width))
projection = Quantity("W_Q", "weights of the queries", shape=(width, head))
queries = Quantity("Q", "queries, a row for each token", shape=(tokens, head))
keys = Quantity("K", "keys, a row for each token", shape=(tokens, head))
values = Quantity("V", "values, a row for each token", shape=(tokens, values_axis))
Q, K, V = queries.symbol, keys.symbol, values.symbol

project = rule(
    "Queries, keys or values of all tokens",
    queries,
    inputs.symbol * projection.symbol,
    (inputs, projection),
    (
        *written(r"Q = X W_Q"),
        Notation(r"Q = X W^Q", (("W^Q", "W_Q"),)),
        Notation(r"K = X W^K", (("K", "Q"), ("W^K", "W_Q"))),
        Notation(r"V = X W^V", (("V", "Q"), ("W^V", "W_Q"))),
        Notation(r"K = X W_K", (("K", "Q"), ("W_K", "W_Q"))),
        Notation(r"V = X W_V", (("V", "Q"), ("W_V", "W_Q"))),
    ),
    words,
    "the same linear map of every token",
    Source(vaswani, "section 3.2.2"),
)
scores = Quantity("S", "scaled scores", shape=(tokens, tokens))
scaled = rule(
    "Scaled scores of all queries and keys",
    scores,
    Q * Transpose(K) / sqrt(d_k),
    (queries, keys),
    written(
        r"S = Q K^\top / \sqrt{d_k}",
        r"S = \frac{Q K^\top}{\sqrt{d_k}}",
        r"S = \frac{1}{\sqrt{d_k}} Q K^T",
    ),
    ("score", "logit", *words),
    "inner products of queries and keys, scaled to variance 1",
    Source(vaswani, "section 3.2.1"),
)
B = MatrixSymbol("B", n, n)
by_rows = tabulated(exp(at(B, a, c)) / Sum(exp(at(B, a, s)), (s, 1, n)), a, n, c, n)
row_softmax = Quantity("softmax", "softmax of each row", shape=(tokens, tokens), value=Lambda((B,), by_rows))
weights = Quantity("A", "attention weights", shape=(tokens, tokens))
S, A = scores.symbol, weights.symbol
weighted = Quantity("A", "attention weights", (tokens, tokens), value=evaluated(row_softmax.symbol(S), n, n))
output = Quantity("O", "output of the attention", (tokens, values_axis), value=A * V)
outer_loss = Quantity("loss", "loss of the output", arguments=((tokens, values_axis),))
total = Quantity("L", "loss", value=outer_loss.symbol(output.symbol))
L, O_ = total.symbol, output.symbol
backward_words = ("backward", "backprop", "gradient", *words)


def slope_of(
    title: str,
    left: Any,
    right: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    because: str,
) -> Formula:
    """A gradient in the backward pass of the attention."""
    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(left, right),
        quantities=quantities,
        assumptions=(),
        notations=notations,
        words=backward_words,
        derivation=lambda: iter((Step(right, because=because),)),
        source=Source(dao, "appendix B.2"),
    )


value_slope = slope_of(
    "Attention, backward: the values",
    gradient(L, V),
    Transpose(A) * gradient(L, O_),
    (total, outer_loss, output, weights, values),
    written(
        r"\frac{\partial L}{\partial V} = A^\top \frac{\partial L}{\partial O}",
        r"\nabla_V L = A^T \nabla_O L",
    ),
    "the output is linear in the values",
)
weight_slope = slope_of(
    "Attention, backward: the weights",
    gradient(L, A),
    gradient(L, O_) * Transpose(V),
    (total, outer_loss, output, weights, values),
    written(
        r"\frac{\partial L}{\partial A} = \frac{\partial L}{\partial O} V^\top",
        r"\nabla_A L = (\nabla_O L) V^T",
    ),
    "the output is linear in the weights",
)
inner_loss = Quantity("loss", "loss of the weights", arguments=((tokens, tokens),))
inner = Quantity("L", "loss", value=inner_loss.symbol(weighted.symbol))
back = gradient(inner.symbol, weighted.symbol)
asked, stored = free_index("i", tokens), free_index("j", tokens)
i, j = asked.symbol, stored.symbol
k = bound_index("k")
score_slope = slope_of(
    "Attention, backward: the scores, through the softmax of each row",
    at(gradient(inner.symbol, S), i, j),
    at(A, i, j) * (at(back, i, j) - Sum(at(A, i, k) * at(back, i, k), (k, 1, n))),
    (inner, inner_loss, weighted, row_softmax, scores, asked, stored),
    written(
        r"\frac{\partial L}{\partial S_{ij}} = A_{ij} \left(\frac{\partial L}{\partial A_{ij}} "
        r"- \sum_k A_{ik} \frac{\partial L}{\partial A_{ik}}\right)",
        r"\frac{\partial L}{\partial S_{ij}} = A_{ij} \frac{\partial L}{\partial A_{ij}} "
        r"- A_{ij} \sum_{k=1}^n A_{ik} \frac{\partial L}{\partial A_{ik}}",
    ),
    "the Jacobian of the softmax of a row is diag(a) - a a^T",
)
score_value = Quantity("S", "scaled scores", (tokens, tokens), value=Q * Transpose(K) / sqrt(d_k))
score_loss = Quantity("loss", "loss of the scores", arguments=((tokens, tokens),))
score_total = Quantity("L", "loss", value=score_loss.symbol(score_value.symbol))
at_scores = (score_total, score_loss, score_value, queries, keys)
by_scores = gradient(score_total.symbol, score_value.symbol)
query_slope = slope_of(
    "Attention, backward: the queries",
    gradient(score_total.symbol, Q),
    by_scores * K / sqrt(d_k),
    at_scores,
    written(
        r"\frac{\partial L}{\partial Q} = \frac{1}{\sqrt{d_k}} \frac{\partial L}{\partial S} K",
        r"\nabla_Q L = (\nabla_S L) K / \sqrt{d_k}",
    ),
    "the scores are linear in the queries",
)
key_slope = slope_of(
    "Attention, backward: the keys",
    gradient(score_total.symbol, K),
    Transpose(by_scores) * Q / sqrt(d_k),
    at_scores,
    written(
        r"\frac{\partial L}{\partial K} = \frac{1}{\sqrt{d_k}} \left(\frac{\partial L}{\partial S}\right)^\top Q",
        r"\nabla_K L = (\nabla_S L)^T Q / \sqrt{d_k}",
    ),
    "the scores are linear in the keys",
)
one = Size("o", "rows of a single token", largest=1)
token = Quantity("x", "a token, as a row", shape=(one, width))
column_token = Quantity("x", "a token", shape=(width,))
W_1 = Quantity("W_1", "weights of the hidden layer, a column for each unit", shape=(width, hidden))
W_2 = Quantity("W_2", "weights of the output, a column for each entry", shape=(hidden, width))
b_1 = Quantity("b_1", "biases of the hidden layer", shape=(one, hidden))
b_2 = Quantity("b_2", "biases of the output", shape=(one, width))
fed = Quantity("y", "the token after the layer", shape=(one, width))
x, x_column = token.symbol, column_token.symbol
ffn = rule(
    "Feed-forward layer of a transformer",
    fed,
    entrywise(relu, x * W_1.symbol + b_1.symbol) * W_2.symbol + b_2.symbol,
    (token, W_1, b_1, W_2, b_2),
    (
        Notation(r"\mathrm{FFN}(x) = \max(0, x W_1 + b_1) W_2 + b_2", (("FFN", "y"),)),
        Notation(r"y = \operatorname{ReLU}(x W_1 + b_1) W_2 + b_2"),
        Notation(r"y = (x W_1 + b_1)_+ W_2 + b_2"),
    ),
    ("feed-forward", "feedforward", "ffn", "mlp", "transformer", "position-wise"),
    "a hidden layer of rectified units, then an affine map",
    Source(vaswani, "equation 2"),
)
gate = Quantity("V", "weights of the linear branch", shape=(width, hidden))
z = Symbol("z", real=True)
gated = rule(
    "Feed-forward layer with SwiGLU",
    fed,
    hadamard(entrywise(lambda number: number * sigmoid(number), x * W_1.symbol), x * gate.symbol) * W_2.symbol,
    (token, W_1, gate, W_2),
    (
        Notation(r"y = ((x W_1 \odot \sigma(x W_1)) \odot x V) W_2"),
        Notation(r"y = (x V \odot (x W_1 \odot \sigma(x W_1))) W_2"),
    ),
    ("swiglu", "swish", "gated linear unit", "feed-forward", "ffn"),
    "the swish of one linear map gates another",
    Source(shazeer, "equation 6"),
)
rank = Size("r", "rank of the change", smallest=2, largest=3)
outputs = Size("m", "outputs", largest=4)
frozen = Quantity("W_0", "weights that stay", shape=(outputs, width))
low = Quantity("A", "weights from the inputs to the rank", shape=(rank, width))
high = Quantity("B", "weights from the rank to the outputs", shape=(outputs, rank))
factor = Quantity("alpha", "scale of the change", domain=POSITIVE)
adapted = Quantity("W", "adapted weights", shape=(outputs, width))
answer = Quantity("h", "output of the adapted layer", shape=(outputs,))
change = factor.symbol / rank.symbol * high.symbol * low.symbol
lora_words = ("lora", "low-rank", "adaptation", "fine-tuning", "finetuning", "adapter")
lora = rule(
    "Low-rank adaptation (LoRA): the adapted weights",
    adapted,
    frozen.symbol + change,
    (frozen, factor, high, low),
    written(
        r"W = W_0 + \frac{\alpha}{r} B A",
        r"W = W_0 + \frac{\alpha B A}{r}",
        r"W = W_0 + \alpha B A / r",
    ),
    lora_words,
    "a product of rank r is added, scaled by alpha / r",
    Source(hu, "section 4.1"),
)
lora_output = rule(
    "Low-rank adaptation (LoRA): output of a layer",
    answer,
    frozen.symbol * x_column + change * x_column,
    (frozen, column_token, factor, high, low),
    written(
        r"h = W_0 x + \frac{\alpha}{r} B A x",
        r"h = \left(W_0 + \frac{\alpha}{r} B A\right) x",
    ),
    lora_words,
    "the change acts beside the weights that stay",
    Source(hu, "equation 3"),
)
plane = Size("p", "coordinates of a pair", smallest=2, largest=2)
turn = Quantity(
    "R",
    "rotation by an angle",
    shape=(plane, plane),
    value=Lambda(
        (z,),
        tabulated(
            Piecewise((cos(z), Eq(a, c)), (-sin(z), a < c), (sin(z), True), evaluate=False),
            *(a, plane.symbol, c, plane.symbol),
        ),
    ),
)
here = Quantity("m", "angle of the query")
there = Quantity("n", "angle of the key")
asking = Quantity("q", "a pair of a query", shape=(plane,))
asked_for = Quantity("k", "a pair of a key", shape=(plane,))


def turned(angle: Any) -> Any:
    """The rotation by an angle."""
    return evaluated(turn.symbol(angle), plane.symbol, plane.symbol)


def derive_rotary() -> Any:
    """The transpose of a rotation turns back."""
    yield Step(
        dot(asking.symbol, turned(-here.symbol) * turned(there.symbol) * asked_for.symbol),
        because="the transpose of a rotation turns back",
    )
    yield Step(
        dot(asking.symbol, turned(there.symbol - here.symbol) * asked_for.symbol), because="rotations add up"
    )


rotary = Formula(
    title="Rotary positions: the inner product sees only the difference of the positions",
    kind=Kind.IDENTITY,
    statement=equal(
        dot(turned(here.symbol) * asking.symbol, turned(there.symbol) * asked_for.symbol),
        dot(asking.symbol, turned(there.symbol - here.symbol) * asked_for.symbol),
    ),
    quantities=(turn, here, there, asking, asked_for),
    assumptions=(),
    notations=written(
        r"\langle R(m) q, R(n) k \rangle = q^\top R(n - m) k",
        r"(R(m) q)^\top (R(n) k) = q^\top R(n - m) k",
    ),
    words=("rope", "rotary", "relative position", "position"),
    derivation=derive_rotary,
    source=Source(su, "equation 14"),
)
mixed = Quantity("L", "loss of the student")
hard = Quantity("L_CE", "cross-entropy with the labels")
soft = Quantity("L_KD", "divergence from the softened teacher")
share = Quantity("mu", "share of the teacher", domain=UNIT)
warmth = Quantity("tau", "temperature", domain=POSITIVE)
distilled = rule(
    "Loss of a student: labels and softened teacher",
    mixed,
    (1 - share.symbol) * hard.symbol + share.symbol * warmth.symbol**2 * soft.symbol,
    (hard, soft, share, warmth),
    written(
        r"L = (1 - \lambda) L_{CE} + \lambda \tau^2 L_{KD}",
        r"L = \lambda \tau^2 L_{KD} + (1 - \lambda) L_{CE}",
        letters=(("lambda", "mu"),),
    )
    + written(r"L = (1 - \alpha) L_{CE} + \alpha T^2 L_{KD}", letters=(("alpha", "mu"), ("T", "tau"))),
    ("distillation", "teacher", "student", "temperature"),
    "the softened part is multiplied by the squared temperature, which its gradients lack",
    Source("Hinton, Vinyals and Dean 2015, Distilling the Knowledge in a Neural Network", "section 2"),
)

TOPIC = Topic(
    "Parts of a transformer",
    formulas=(
        project,
        scaled,
        value_slope,
        weight_slope,
        score_slope,
        query_slope,
        key_slope,
        ffn,
        gated,
        lora,
        lora_output,
        rotary,
        distilled,
    ),
)
