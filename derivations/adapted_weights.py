"""Weights that are adapted: low rank, adapters, penalties that keep what was learnt, averages of many clients.

Low-rank changes come here without the scale α / r, which stands in `transformer_blocks`.
"""

from __future__ import annotations

from sympy import MatMul, Sum, log, sqrt

from derivations.operators import at, entrywise, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

hu = "Hu et al. 2022, LoRA: Low-Rank Adaptation of Large Language Models"
houlsby = "Houlsby et al. 2019, Parameter-Efficient Transfer Learning for NLP"
kirkpatrick = "Kirkpatrick et al. 2017, Overcoming Catastrophic Forgetting in Neural Networks"
mcmahan = "McMahan et al. 2017, Communication-Efficient Learning of Deep Networks from Decentralized Data"
dwork = "Dwork and Roth 2014, The Algorithmic Foundations of Differential Privacy"
outputs, inputs, rank = Size("d", "outputs", largest=4), Size("k", "inputs", largest=3), Size("r", "rank", largest=2)
frozen = Quantity("W_0", "weights that stay", shape=(outputs, inputs))
high, low = Quantity("B", "factor", shape=(outputs, rank)), Quantity("A", "factor", shape=(rank, inputs))
token = Quantity("x", "input", shape=(inputs,))
W_0, B, A, x = frozen.symbol, high.symbol, low.symbol, token.symbol
lora = ("lora", "low-rank", "low rank", "adapter", "fine-tuning", "finetuning")
adapted = rule(
    "Low-rank adaptation without a scale: the adapted weights",
    Quantity("W", "adapted weights", shape=(outputs, inputs)),
    W_0 + B * A,
    (frozen, high, low),
    written(r"W = W_0 + B A", r"W' = W_0 + B A", r"W_0 + \Delta W = W_0 + B A"),
    lora,
    "a product of rank r is added",
    Source(hu, "section 4.1"),
)
output = rule(
    "Low-rank adaptation without a scale: output of a layer",
    Quantity("h", "output", shape=(outputs,)),
    W_0 * x + MatMul(B, A, x),
    (frozen, high, low, token),
    written(
        r"h = W_0 x + B A x",
        r"h = (W_0 + B A) x",
        r"W_0 x + \Delta W x = W_0 x + B A x",
        r"y = W_0 x + B (A x)",
    ),
    lora,
    "the change acts beside the weights that stay",
    Source(hu, "equation 3"),
)
change = rule(
    "Low-rank adaptation: the change of the weights",
    Quantity("C", "change", shape=(outputs, inputs)),
    B * A,
    (high, low),
    written(r"\Delta W = B A", r"\Delta W = B \cdot A"),
    lora,
    "a product of two thin matrices",
    Source(hu, "section 4.1"),
)
down = Quantity("D", "projection down", shape=(rank, inputs))
up = Quantity("U", "projection up", shape=(inputs, rank))
bend = Quantity("f", "activation", arguments=((),))
residual = rule(
    "Adapter: a narrow network beside a skip connection",
    Quantity("a", "output", shape=(inputs,)),
    x + up.symbol * entrywise(bend.symbol, down.symbol * x),
    (token, up, down, bend),
    written(
        r"h \leftarrow h + W_{up} f(W_{down} h)",
        r"h' = h + W_{up} f(W_{down} h)",
        r"y = h + W_{up} \sigma(W_{down} h)",
        letters=(("h", "x"), ("W_up", "U"), ("W_down", "D"), ("sigma", "f"), ("f", "f")),
    ),
    (*lora, "bottleneck"),
    "down, bent and up again, added to what came in",
    Source(houlsby, "section 2.1"),
)
weights = Size("q", "weights", largest=3)
importance = Quantity("F", "Fisher information of each weight", shape=(weights,), domain=POSITIVE)
now, before = (
    Quantity("theta", "weights", shape=(weights,)),
    Quantity("theta_star", "weights of the first task", (weights,)),
)
stiffness, loss = (
    Quantity("c", "strength", domain=POSITIVE),
    Quantity("L_B", "loss of the second task", arguments=((weights,),)),
)
i, k = bound_index("i k")
drift = Sum(at(importance.symbol, i) * (at(now.symbol, i) - at(before.symbol, i)) ** 2, (i, 1, weights.symbol))
consolidated = rule(
    "Elastic weight consolidation",
    Quantity("L", "objective"),
    loss.symbol(now.symbol) + stiffness.symbol * drift / 2,
    (loss, stiffness, importance, now, before),
    (
        *written(
            r"L(\theta) = L_B(\theta) + \sum_i \frac{\lambda}{2} F_i (\theta_i - \theta^*_i)^2",
            r"\mathcal{L} = L_B(\theta) + \frac{\lambda}{2} \sum_i F_i (\theta_i - \theta^*_i)^2",
            letters=(("theta_star", "theta_star"), ("lambda", "c")),
        ),
    ),
    ("ewc", "elastic weight", "continual", "forgetting"),
    "a spring for each weight, as stiff as the first task needs it",
    Source(kirkpatrick, "equation 3"),
)
unhalved = rule(
    "Elastic weight consolidation, without the factor 1/2",
    Quantity("L", "objective"),
    loss.symbol(now.symbol) + stiffness.symbol * drift,
    (loss, stiffness, importance, now, before),
    written(
        r"L(\theta) = L_B(\theta) + \lambda \sum_i F_i (\theta_i - \theta^*_i)^2",
        r"\mathcal{L} = L_B(\theta) + \sum_i \lambda F_i (\theta_i - \theta^*_i)^2",
        letters=(("theta_star", "theta_star"), ("lambda", "c")),
    ),
    ("ewc", "elastic weight", "continual", "forgetting"),
    "a spring for each weight, as stiff as the first task needs it",
    Source(kirkpatrick, "equation 3"),
)
clients = Size("K", "clients", largest=3)
shares = Quantity("p", "shares of the data", shape=(clients,), domain=SIMPLEX)
counts = Quantity("n", "examples of each client", shape=(clients,), domain=POSITIVE)
whole = Quantity("N", "examples of all clients", value=Sum(at(counts.symbol, k), (k, 1, clients.symbol)))
models = Quantity("W", "weights of the clients, one row for each", shape=(clients, weights))
federated = ("federated", "fedavg", "client")
averaged = rule(
    "Federated averaging: the server's weights",
    Quantity("w", "weights of the server", shape=(weights,)),
    vector_sum(at(counts.symbol, k) / whole.symbol * row(models.symbol, k), k, 1, clients.symbol),
    (counts, whole, models),
    (
        *written(
            r"w = \sum_{k=1}^K \frac{n_k}{N} w_k",
            r"w \leftarrow \sum_{k=1}^K \frac{n_k}{N} w_k",
            letters=(("w", "W"), ("n", "n"), ("N", "N")),
        ),
    ),
    federated,
    "each client counts as much as it has examples",
    Source(mcmahan, "algorithm 1"),
)
losses = Quantity("F", "loss of each client", shape=(clients,))
joint = rule(
    "Federated objective: mean loss of the clients by their shares",
    Quantity("L", "loss"),
    Sum(at(shares.symbol, k) * at(losses.symbol, k), (k, 1, clients.symbol)),
    (shares, losses),
    written(r"F = \sum_{k=1}^K p_k F_k", r"f = \sum_{k=1}^K p_k F_k"),
    federated,
    "each client counts by its share",
    Source(mcmahan, "equation 2"),
)
anchor, step = (
    Quantity("a", "weights after the steps of a task", shape=(weights,)),
    Quantity("epsilon", "step", domain=POSITIVE),
)
reptile = rule(
    "Reptile: a step towards the weights of a task",
    Quantity("b", "new weights", shape=(weights,)),
    now.symbol + step.symbol * (anchor.symbol - now.symbol),
    (now, anchor, step),
    written(
        r"\theta \leftarrow \theta + \epsilon (\tilde{\theta} - \theta)",
        r"\theta \leftarrow \theta + \epsilon (\theta' - \theta)",
        r"\theta \leftarrow (1 - \epsilon) \theta + \epsilon \tilde{\theta}",
        letters=(("theta_tilde", "a"), ("theta_prime", "a")),
    ),
    ("reptile", "meta-learning", "meta learning"),
    "a part of the way",
    Source("Nichol, Achiam and Schulman 2018, On First-Order Meta-Learning Algorithms", "algorithm 1"),
)
reach, budget = (
    Quantity("Delta", "sensitivity", domain=POSITIVE),
    Quantity("epsilon", "privacy budget", domain=POSITIVE),
)
failure = Quantity("delta", "probability of failure", domain=UNIT)
Delta, epsilon, delta = reach.symbol, budget.symbol, failure.symbol
private = (
    "differential privacy",
    "differentially private",
    "gaussian mechanism",
    "laplace mechanism",
    "dp-sgd",
    "sensitivity",
)
normal_noise = rule(
    "Gaussian mechanism: standard deviation of the noise",
    Quantity("sigma", "standard deviation"),
    sqrt(2 * log(5 / (4 * delta))) * Delta / epsilon,
    (reach, budget, failure),
    (
        *written(
            r"\sigma = \frac{\Delta \sqrt{2 \ln(1.25 / \delta)}}{\epsilon}",
            r"\sigma = \frac{\sqrt{2 \ln(1.25 / \delta)} \Delta}{\epsilon}",
            r"\sigma = \sqrt{2 \ln(1.25 / \delta)} \cdot \frac{\Delta}{\epsilon}",
        ),
        *written(
            r"\sigma = \frac{\sqrt{2 \ln(1.25 / \delta)} \Delta_2}{\epsilon}",
            r"\sigma = \frac{\Delta_2 \sqrt{2 \log(1.25 / \delta)}}{\epsilon}",
            letters=(("Delta_2", "Delta"),),
        ),
        *written(
            r"\sigma = \frac{S \sqrt{2 \ln(1.25 / \delta)}}{\epsilon}",
            letters=(("S", "Delta"),),
        ),
    ),
    private,
    "the tail of a normal number",
    Source(dwork, "theorem 3.22"),
)
laplace_noise = rule(
    "Laplace mechanism: scale of the noise",
    Quantity("b", "scale"),
    Delta / epsilon,
    (reach, budget),
    written(r"b = \frac{\Delta_1}{\epsilon}", r"b = \Delta_1 / \epsilon", letters=(("Delta_1", "Delta"),)),
    private,
    "as wide as the answer may change, over the budget",
    Source(dwork, "definition 3.3"),
)
many = Quantity("k", "mechanisms", domain=integers(1, 20))
composed = rule(
    "Basic composition of private mechanisms",
    Quantity("T", "budget of all"),
    many.symbol * epsilon,
    (many, budget),
    written(r"\epsilon_{total} = k \epsilon", r"\epsilon_{total} = k \cdot \epsilon"),
    (*private, "composition"),
    "budgets add up",
    Source(dwork, "theorem 3.14"),
)

TOPIC = Topic(
    "Adapted and shared weights",
    formulas=(
        adapted,
        output,
        change,
        residual,
        consolidated,
        unhalved,
        averaged,
        joint,
        reptile,
        normal_noise,
        laplace_noise,
        composed,
    ),
)
