"""Ensembles: bootstrap samples, averaged models, and dropout as an average over masks.

A bootstrap sample draws r of n examples with replacement. An ensemble of K models answers with the mean of their
probabilities; dropout is an ensemble of one network for each mask.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Integer, Mod, Piecewise, Pow, Product, Rational, Sum, exp, floor, log

from derivations.dropout import bits, first, second
from derivations.operators import at, at_least, at_most, equal, hadamard, mean, row, tabulated, vector_mean
from derivations.vocabulary import (
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
    integers,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
efron = "Efron and Tibshirani 1997, Improvements on Cross-Validation: The .632+ Bootstrap Method"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"

examples = Quantity("n", "number of examples", domain=integers(1, 5))
draws = Quantity("r", "number of draws with replacement", domain=integers(1, 5))
share = Quantity("D", "expected share of the examples that a bootstrap sample contains")
n, r = examples.symbol, draws.symbol
i, j, k = bound_index("i j k")


def derive_distinct() -> Iterator[Step]:
    """An example is missing if every draw misses it."""
    yield Step(Sum(1 - ((n - 1) / n) ** r, (i, 1, n)) / n, because="each draw misses an example in n - 1 of n cases")
    yield Step(1 - (1 - 1 / n) ** r, because="all examples have the same chance")


distinct_share = Formula(
    title="Expected share of distinct examples in a bootstrap sample",
    kind=Kind.COUNTING,
    statement=equal(share.symbol, 1 - (1 - 1 / n) ** r),
    quantities=(share, examples, draws),
    assumptions=(),
    notations=(
        Notation(r"D = 1 - \left(1 - \frac{1}{n}\right)^r"),
        Notation(r"P = 1 - \left(\frac{N - 1}{N}\right)^B", (("P", "D"), ("N", "n"), ("B", "r"))),
    ),
    words=("bootstrap", "bagging", "distinct", "with replacement"),
    derivation=derive_distinct,
    source=Source(hastie, "section 7.11"),
)

many = Quantity("n", "number of examples, and of draws", domain=integers(1, 60))
N = many.symbol
found = 1 - (1 - 1 / N) ** N


def derive_lower() -> Iterator[Step]:
    """1 - t is at most exp(-t)."""
    yield Step(1 - Pow(exp(-1 / N), N, evaluate=False), because="1 - t is at most exp(-t)", relation=">=")
    yield Step(1 - exp(Integer(-1)), because="the n-th power of exp(-1/n)")


distinct_lower = Formula(
    title="A bootstrap sample contains at least 1 - 1/e = 63 % of the examples in the mean",
    kind=Kind.BOUND,
    statement=at_least(found, 1 - exp(Integer(-1))),
    quantities=(many,),
    assumptions=(),
    notations=(
        Notation(r"1 - \left(1 - \frac{1}{n}\right)^n \geq 1 - \frac{1}{e}"),
        Notation(r"1 - (1 - 1/N)^N \geq 1 - e^{-1}", (("N", "n"),)),
    ),
    words=("bootstrap", "bagging", "0.632", "distinct"),
    derivation=derive_lower,
    source=Source(efron, "section 2"),
)


def derive_upper() -> Iterator[Step]:
    """The logarithm of 1 - t is at least -t / (1 - t)."""
    yield Step(
        1 - (1 - 1 / N) * exp(Integer(-1)),
        because="(1 - 1/n)^(n - 1) is at least 1/e, since log(1 - t) is at least -t / (1 - t)",
        relation="<=",
    )
    yield Step(1 - exp(Integer(-1)) + exp(Integer(-1)) / N, because="multiply out")


distinct_upper = Formula(
    title="The share of distinct examples in a bootstrap sample falls to 1 - 1/e like 1/n",
    kind=Kind.BOUND,
    statement=at_most(found, 1 - exp(Integer(-1)) + exp(Integer(-1)) / N),
    quantities=(many,),
    assumptions=(),
    notations=(
        Notation(r"1 - \left(1 - \frac{1}{n}\right)^n \leq 1 - \frac{1}{e} + \frac{1}{e n}"),
        Notation(r"1 - (1 - 1/N)^N \leq 1 - e^{-1} + e^{-1} / N", (("N", "n"),)),
    ),
    words=("bootstrap", "bagging", "0.632", "limit"),
    derivation=derive_upper,
    source=Source(efron, "section 2"),
)

members = Size("K", "models", largest=4)
classes = Size("c", "classes", largest=3)
K, c = members.symbol, classes.symbol
answers = Quantity("P", "probabilities of the classes, one row for each model", shape=(members, classes), domain=UNIT)
P = answers.symbol
average = Quantity("p", "probabilities of the ensemble", shape=(classes,))
each = free_index("y", classes)
y = each.symbol
averaged = Sum(at(P, i, y), (i, 1, K)) / K


def derive_average() -> Iterator[Step]:
    """Each model is asked with the same probability."""
    yield Step(Sum(Rational(1) / K * at(P, i, y), (i, 1, K)), because="total probability: a model is drawn uniformly")
    yield Step(averaged, because="take the weight out of the sum")


model_average = Formula(
    title="Probabilities of an ensemble: the mean over its models",
    kind=Kind.DEFINITION,
    statement=equal(at(average.symbol, y), averaged),
    quantities=(average, answers, each),
    assumptions=(),
    notations=(
        Notation(r"p_y = \frac{1}{K} \sum_{k=1}^K P_{k,y}"),
        Notation(r"\bar{p}_c = \frac{1}{M} \sum_{m=1}^M p_{m,c}", (("p_bar", "p"), ("c", "y"), ("M", "K"), ("p", "P"))),
    ),
    words=("bagging", "ensemble", "average", "model averaging"),
    derivation=derive_average,
    source=Source(goodfellow, "section 7.11"),
)


def derive_loss() -> Iterator[Step]:
    """Jensen's inequality."""
    yield Step(Sum(-log(at(P, i, y)), (i, 1, K)) / K, because="minus the logarithm is convex", relation="<=")
    yield Step(-Sum(log(at(P, i, y)), (i, 1, K)) / K, because="take the sign out")


average_loss = Formula(
    title="The log loss of an ensemble is at most the mean loss of its models",
    kind=Kind.BOUND,
    statement=at_most(-log(averaged), -Sum(log(at(P, i, y)), (i, 1, K)) / K),
    quantities=(answers, each),
    assumptions=(),
    notations=(
        Notation(r"-\log\left(\frac{1}{K} \sum_{k=1}^K P_{k,y}\right) \leq -\frac{1}{K} \sum_{k=1}^K \log P_{k,y}"),
        Notation(
            r"-\ln\left(\frac{1}{M} \sum_{m=1}^M p_{m,c}\right) \leq \frac{1}{M} \sum_{m=1}^M -\ln p_{m,c}",
            (("c", "y"), ("M", "K"), ("p", "P")),
        ),
    ),
    words=("bagging", "ensemble", "log loss", "jensen"),
    derivation=derive_loss,
    source=Source("Cover and Thomas, Elements of Information Theory", "theorem 2.6.2 (Jensen's inequality)"),
)

inputs = Size("d", "inputs", smallest=2, largest=2)
d = inputs.symbol
values = Quantity("x", "the inputs", shape=(inputs,))
network = Quantity("p", "answer of the network to masked inputs", arguments=((inputs,),))
mask = Quantity(
    "Z", "the mask: 1 for inputs that are kept, else 0", (inputs,),
    value=tabulated(Piecewise((bits[0], Eq(j, 1)), (bits[1], True)), j, d),
)  # fmt: skip
kept = Quantity("pi", "probability that each input is kept", shape=(inputs,), value=vector_mean(mask.symbol))
x, p, Z, pi = values.symbol, network.symbol, mask.symbol, kept.symbol
count = Size("m", "masks", smallest=4, largest=4)
m = count.symbol
every = Quantity(
    "M", "all masks, one in each row: the binary digits of k - 1", (count, inputs),
    value=tabulated(Mod(floor((k - 1) / 2 ** (j - 1)), 2, evaluate=False), k, m, j, d),
)  # fmt: skip
M = every.symbol
chance = Product(at(M, k, j) * at(pi, j) + (1 - at(M, k, j)) * (1 - at(pi, j)), (j, 1, d))
chances = Quantity("w", "probability of each mask", shape=(count,), value=tabulated(chance, k, m))
w = chances.symbol


def derive_masks() -> Iterator[Step]:
    """The entries of a mask are independent."""
    yield Step(Sum(chance * p(hadamard(row(M, k), x)), (k, 1, m)), because="total probability, over all masks")
    yield Step(Sum(at(w, k) * p(hadamard(row(M, k), x)), (k, 1, m)), because="name the probabilities of the masks")


mask_ensemble = Formula(
    title="Dropout is an ensemble: the mean over all masks, by their probabilities",
    kind=Kind.IDENTITY,
    statement=equal(mean(p(hadamard(Z, x))), Sum(at(w, k) * p(hadamard(row(M, k), x)), (k, 1, m))),
    quantities=(mask, kept, *first, *second, values, network, every, chances),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[p(Z \odot x)] = \sum_{k=1}^m w_k p(M_k \odot x)"),
        Notation(
            r"\mathbb{E}[f(z \odot x)] = \sum_{k=1}^{m} p_k f(r_k \odot x)",
            (("f", "p"), ("r", "M"), ("z", "Z"), ("p", "w")),
        ),
    ),
    words=("dropout", "ensemble", "mask", "zeroing mask"),
    derivation=derive_masks,
    source=Source(goodfellow, "section 7.12, equation 7.52"),
)

TOPIC = Topic(
    "Ensembles",
    formulas=(distinct_share, distinct_lower, distinct_upper, model_average, average_loss, mask_ensemble),
)
