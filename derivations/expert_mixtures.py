"""Mixtures of experts: the gated output, the gate, losses that balance the load, the capacity of an expert.

Rows are tokens, columns are experts.
"""

from __future__ import annotations

from sympy import Sum, exp, log, sqrt

from derivations.operators import at, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    PROBABILITY,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

shazeer = "Shazeer et al. 2017, Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer"
fedus = "Fedus, Zoph and Shazeer 2022, Switch Transformers"
tokens, experts = Size("T", "tokens", largest=3), Size("N", "experts", smallest=2, largest=3)
width = Size("d", "entries of an output", largest=2)
T, N, d = tokens.symbol, experts.symbol, width.symbol
i, k = bound_index("i k")
gates = Quantity("g", "gates", shape=(experts,))
answers = Quantity("E", "outputs of the experts, one in each row", shape=(experts, width))
words = (
    "mixture of experts",
    "mixture-of-experts",
    "moe",
    "expert",
    "router",
    "routing",
    "gating",
    "switch transformer",
)
output = rule(
    "Output of a mixture of experts",
    Quantity("y", "the output", shape=(width,)),
    vector_sum(at(gates.symbol, i) * row(answers.symbol, i), i, 1, N),
    (gates, answers),
    (
        *written(r"y = \sum_{i=1}^N g_i E_i"),
        *written(r"y = \sum_{i=1}^N G_i E_i", letters=(("G", "g"),)),
    ),
    words,
    "the outputs, weighted by the gates",
    Source(shazeer, "equation 1"),
)
scores = Quantity("h", "scores of the experts", shape=(experts,))
this = free_index("i", experts)
gate = rule(
    "Gate of an expert",
    Quantity("g", "gates", shape=(experts,)),
    exp(at(scores.symbol, this.symbol)) / Sum(exp(at(scores.symbol, k)), (k, 1, N)),
    (scores, this),
    written(
        r"g_i = \frac{e^{h_i}}{\sum_{j=1}^N e^{h_j}}",
        r"p_i = \frac{e^{h_i}}{\sum_{j}^N e^{h_j}}",
        r"G_i = \frac{\exp(h_i)}{\sum_{j=1}^N \exp(h_j)}",
        letters=(("p", "g"), ("G", "g")),
    ),
    words,
    "a softmax over the experts",
    Source(fedus, "equation 1"),
)
shares = Quantity("f", "share of the tokens for each expert", shape=(experts,), domain=PROBABILITY)
chances = Quantity("P", "mean gate of each expert", shape=(experts,), domain=PROBABILITY)
strength = Quantity("alpha", "weight of the loss", domain=POSITIVE)
loss = Quantity("L", "the loss")
balance = rule(
    "Load balancing loss of a mixture of experts",
    loss,
    strength.symbol * N * Sum(at(shares.symbol, i) * at(chances.symbol, i), (i, 1, N)),
    (strength, shares, chances),
    written(
        r"L_{aux} = \alpha N \sum_{i=1}^N f_i P_i",
        r"L_{aux} = \alpha \cdot N \cdot \sum_{i=1}^N f_i \cdot P_i",
        r"\mathcal{L}_{balance} = \alpha N \sum_{i=1}^N f_i P_i",
        letters=(("L_aux", "L"), ("calL_balance", "L")),
    ),
    ("load balancing", "load-balancing", "auxiliary loss", *words),
    "least where both are uniform",
    Source(fedus, "equation 4"),
)
bare_balance = rule(
    "Load balancing loss of a mixture of experts, without the number of experts",
    loss,
    strength.symbol * Sum(at(shares.symbol, i) * at(chances.symbol, i), (i, 1, N)),
    (strength, shares, chances),
    written(
        r"L_{aux} = \alpha \sum_{i=1}^N f_i P_i",
        r"\mathcal{L}_{ExpBal} = \alpha \sum_{i=1}^N f_i P_i",
        letters=(("L_aux", "L"), ("calL_ExpBal", "L")),
    ),
    ("load balancing", "load-balancing", "auxiliary loss", "expert-level", *words),
    "least where both are uniform",
    Source("Dai et al. 2024, DeepSeekMoE", "equation 12"),
)
routed = Quantity("p", "gates, a row for each token", shape=(tokens, experts))
mean_gate = rule(
    "Mean gate of an expert",
    Quantity("P", "mean gates", shape=(experts,)),
    Sum(at(routed.symbol, k, this.symbol), (k, 1, T)) / T,
    (routed, this),
    written(
        r"P_i = \frac{1}{T} \sum_{t=1}^T p_{ti}",
        r"P_i = \frac{1}{T} \sum_{t=1}^T p_{t,i}",
    ),
    ("load balancing", "load-balancing", "auxiliary loss", *words),
    "the mean over the tokens",
    Source(fedus, "equation 6"),
)
logits = Quantity("x", "scores, a row for each token", shape=(tokens, experts))
router = rule(
    "Router z-loss",
    loss,
    Sum(log(Sum(exp(at(logits.symbol, i, k)), (k, 1, N))) ** 2, (i, 1, T)) / T,
    (logits,),
    (
        *written(
            r"L_z = \frac{1}{B} \sum_{i=1}^B \left(\log \sum_{j=1}^N e^{x_{ij}}\right)^2",
            r"L_z = \frac{1}{B} \sum_{i=1}^B \left(\log \sum_{j=1}^N e^{x_j^{(i)}}\right)^2",
            r"L_z(x) = \frac{1}{B} \sum_{i=1}^B \left(\log \sum_{j=1}^N \exp(x_j^{(i)})\right)^2",
            letters=(("L_z", "L"), ("B", "T")),
        ),
    ),
    ("z-loss", "router", *words),
    "the mean square of the soft maxima",
    Source("Zoph et al. 2022, ST-MoE: Designing Stable and Transferable Sparse Expert Models", "equation 5"),
)
loads = Quantity("m", "importance of each expert", shape=(experts,), domain=POSITIVE)
middle = Sum(at(loads.symbol, i), (i, 1, N)) / N
average = Quantity("mu", "mean importance", value=middle)
spread = Quantity(
    "sigma", "deviation of the importance", value=sqrt(Sum((at(loads.symbol, k) - middle) ** 2, (k, 1, N)) / N)
)
weight = Quantity("w", "weight of the loss", domain=POSITIVE)
importance = rule(
    "Importance loss of a mixture of experts",
    loss,
    weight.symbol * (spread.symbol / average.symbol) ** 2,
    (weight, loads, average, spread),
    written(
        r"L_{importance} = w \left(\frac{\sigma}{\mu}\right)^2",
        r"L_{importance} = w \cdot \frac{\sigma^2}{\mu^2}",
        letters=(("L_importance", "L"),),
    ),
    ("importance", "coefficient of variation", "load balancing", *words),
    "the squared coefficient of variation",
    Source(shazeer, "equation 7"),
)
factor, load = Quantity("c", "capacity factor", domain=POSITIVE), Quantity("T", "tokens", domain=POSITIVE)
number, chosen = Quantity("N", "experts", domain=POSITIVE), Quantity("k", "experts of each token", domain=POSITIVE)
capacity = rule(
    "Capacity of an expert",
    Quantity("C", "tokens that an expert takes"),
    load.symbol / number.symbol * factor.symbol,
    (load, number, factor),
    (
        *written(
            r"C = \frac{T}{N} \cdot c",
            r"C = \frac{T}{N} \times c",
            r"\text{capacity} = \frac{T \cdot c}{N}",
            letters=(("capacity", "C"),),
        ),
    ),
    ("capacity", *words),
    "an even share of the tokens, with a margin",
    Source(fedus, "equation 3"),
)
capacity_of_many = rule(
    "Capacity of an expert, where each token goes to several",
    Quantity("C", "tokens that an expert takes"),
    chosen.symbol * load.symbol * factor.symbol / number.symbol,
    (chosen, load, number, factor),
    written(
        r"C = \frac{k \cdot T \cdot c}{N}",
        r"C = \frac{k T}{N} \cdot c",
        r"C = k \cdot \frac{T}{N} \cdot c",
    ),
    ("capacity", *words),
    "an even share of the tokens, with a margin",
    Source("Lepikhin et al. 2021, GShard", "section 2.2"),
)

TOPIC = Topic(
    "Mixtures of experts",
    formulas=(
        output,
        gate,
        balance,
        bare_balance,
        mean_gate,
        router,
        importance,
        capacity,
        capacity_of_many,
    ),
)
