"""The cost of a network from the losses of its examples or steps: means, sums, penalties over layers, perplexity."""

from __future__ import annotations

from sympy import Sum, exp

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Size, Source, Topic, bound_index

ng = "Ng, Katanforoosh and Bensouda Mourri, Improving Deep Neural Networks, deeplearning.ai"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
jurafsky = "Jurafsky and Martin, Speech and Language Processing"
examples = Size("m", "examples", largest=4)
steps = Size("T", "steps", largest=4)
layers = Size("K", "layers", largest=2)
units = Size("n", "units of a layer", largest=2)
m, T, K, n = examples.symbol, steps.symbol, layers.symbol, units.symbol
i, t, layer, j, k = bound_index("i t l j k")
loss = Quantity("ell", "loss of a prediction and its target", arguments=((), ()))
predictions = Quantity("y_hat", "predictions", shape=(examples,))
targets = Quantity("y", "targets", shape=(examples,))
cost = Quantity("J", "cost")
each = loss.symbol(at(predictions.symbol, i), at(targets.symbol, i))
pair = (predictions, targets, loss)
cost_words = ("cost", "loss of one example", "loss on one example", "average", "objective", "empirical risk")
RIGHTS = (
    (r"\mathcal{L}(\hat{y}^{(i)}, y^{(i)})", (("calL", "ell"),)),
    (r"L(a^{(i)}, y^{(i)})", (("L", "ell"), ("a", "y_hat"))),
    (r"\ell(\hat{y}_i, y_i)", (("l", "ell"),)),
    (r"L(y_i, \hat{y}_i)", (("L", "ell"), ("y", "y_hat"), ("y_hat", "y"))),
)


def costs(left: str, factor: str, top: str, named: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """The cost with the losses of the examples in the usual spellings."""
    size = ((top, "m"),) if top != "m" else ()
    return tuple(
        Notation(rf"{left} = {factor}\sum_{{i=1}}^{{{top}}} {right}", (*letters, *named, *size))
        for right, letters in RIGHTS
    )


mean_cost = rule(
    "Cost: the mean of the losses of all examples",
    cost,
    Sum(each, (i, 1, m)) / m,
    pair,
    (
        *costs("J", r"\frac{1}{m} ", "m"),
        *costs("J(w, b)", r"\frac{1}{m} ", "m")[:2],
        *costs("J", r"\frac{1}{n} ", "n")[2:],
    ),
    cost_words,
    "the mean over the examples",
    Source("Ng, Katanforoosh and Bensouda Mourri, Neural Networks and Deep Learning, deeplearning.ai", "week 2"),
)
total_cost = rule(
    "Cost: the sum of the losses of all examples",
    cost,
    Sum(each, (i, 1, m)),
    pair,
    (*costs("J", "", "m"), *costs("J", "", "n")[2:]),
    cost_words,
    "the sum over the examples",
    Source(goodfellow, "section 5.9"),
)
weights = Quantity("W", "weights of each layer", shape=(layers, units, units))
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
count = Quantity("m", "number of examples", domain=POSITIVE)
plain = Quantity("J", "cost without the penalty")
penalised = Quantity("J_reg", "cost with the penalty")
lam = ("lambda", "mu")
squares = Sum(at(weights.symbol, layer, j, k) ** 2, (k, 1, n), (j, 1, n), (layer, 1, K))
layers_penalised = rule(
    "Cost with a penalty on the weights of all layers, averaged over the examples",
    penalised,
    plain.symbol + strength.symbol / (2 * count.symbol) * squares,
    (plain, weights, strength, count),
    tuple(
        Notation(rf"{left} = J + {penalty}", (*named, lam, ("L", "K")))
        for left, named in ((r"J_{reg}", ()), (r"J_{\lambda}", (("J_lambda", "J_reg"),)))
        for penalty in (
            r"\frac{\lambda}{2m} \sum_{l=1}^L \|W^{[l]}\|_F^2",
            r"\frac{\lambda}{2m} \sum_l \|W^{[l]}\|_F^2",
            r"\frac{\lambda}{2m} \sum_{l=1}^L \|W^{(l)}\|_F^2",
        )
    ),
    ("regulari", "l2", "frobenius", "weight decay", "penalty"),
    "half the squares of all weights, divided by the number of examples",
    Source(ng, "week 1, regularization"),
)
losses = Quantity("J", "loss of each step", shape=(steps,))
perplexity = Quantity("PP", "perplexity")
perplexity_of_losses = rule(
    "Perplexity: the exponential of the mean loss of the steps",
    perplexity,
    exp(Sum(at(losses.symbol, t), (t, 1, T)) / T),
    (losses,),
    (
        *written(
            r"\mathrm{PP} = \exp\left(\frac{1}{T} \sum_{t=1}^T J^{(t)}\right)",
            r"\mathrm{PP} = \exp\left(\frac{1}{T} \sum_t J_t\right)",
            r"\mathrm{PP} = e^{\frac{1}{T} \sum_{t=1}^T J^{(t)}}",
        ),
        Notation(r"\mathrm{PPL} = \exp\left(\frac{1}{N} \sum_{i=1}^N \ell_i\right)", (("N", "T"), ("l", "J"))),
    ),
    ("perplexity", "language model", "ppl"),
    "the exponential of the mean",
    Source(jurafsky, "section 3.3"),
)

TOPIC = Topic(
    "Costs from losses",
    formulas=(mean_cost, total_cost, layers_penalised, perplexity_of_losses),
)
