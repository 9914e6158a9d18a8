"""Inequalities of information: log-sum, data processing, convexity of the divergence, concavity of the entropy.

A channel is a matrix W whose rows are distributions: W_ij is the probability of the output j for the input i.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, exp, log
from sympy.matrices.expressions.special import OneMatrix

from derivations.information import divergence_of, entropy_of, first, i, n, outcomes, p, q, second
from derivations.operators import at, at_least, at_most, diagonal_matrix, entrywise, tabulated, total
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
)

cover = "Cover and Thomas, Elements of Information Theory"
j = bound_index("j")
terms = Size("n", "terms", largest=4)
upper = Quantity("a", "positive numbers", shape=(terms,), domain=POSITIVE)
under = Quantity("b", "positive numbers", shape=(terms,), domain=POSITIVE)
m, a, b = terms.symbol, upper.symbol, under.symbol


def derive_log_sum() -> Iterator[Step]:
    """Jensen's inequality for u log u."""
    yield Step(
        total(a) * (log(total(a)) - log(total(b))), because="Jensen's inequality for u log u, weights b", relation=">="
    )
    yield Step(total(a) * log(total(a) / total(b)), because="the logarithm of a quotient")


log_sum = Formula(
    title="Log-sum inequality",
    kind=Kind.BOUND,
    statement=at_least(
        Sum(at(a, i) * log(at(a, i) / at(b, i)), (i, 1, m)),
        Sum(at(a, i), (i, 1, m)) * log(Sum(at(a, i), (i, 1, m)) / Sum(at(b, i), (i, 1, m))),
    ),
    quantities=(upper, under),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{i=1}^{n} a_i \log \frac{a_i}{b_i} \geq \left(\sum_{i=1}^{n} a_i\right) "
            r"\log \frac{\sum_{i=1}^{n} a_i}{\sum_{i=1}^{n} b_i}"
        ),
        Notation(r"\sum_i a_i \log \frac{a_i}{b_i} \geq \sum_i a_i \log \frac{\sum_i a_i}{\sum_i b_i}"),
    ),
    words=("log-sum", "log sum inequality"),
    derivation=derive_log_sum,
    source=Source(cover, "theorem 2.7.1"),
)
outputs = Size("m", "outputs of the channel", largest=2)
k = outputs.symbol
raw = Quantity("w", "scores of the channel", shape=(outcomes, outputs), domain=POSITIVE)
w = raw.symbol
channel_value = tabulated(at(w, i, j) / at(w * OneMatrix(k, 1), i), i, n, j, k)
channel = Quantity("W", "channel: the outputs of each input", shape=(outcomes, outputs), value=channel_value)
W = channel.symbol
after_p = Quantity("r", "distribution of the output for p", shape=(outputs,), value=W.T * p)
after_q = Quantity("s", "distribution of the output for q", shape=(outputs,), value=W.T * q)
r, s = after_p.symbol, after_q.symbol
v, u = MatrixSymbol("v", k, 1), MatrixSymbol("u", k, 1)
output_divergence = Sum(at(r, j) * log(at(r, j) / at(s, j)), (j, 1, k))


def derive_data_processing() -> Iterator[Step]:
    """The log-sum inequality for each output."""
    ratio = log(at(W, i, j) * at(p, i)) - log(at(W, i, j) * at(q, i))
    joint = Sum(Sum(at(W, i, j) * at(p, i) * ratio, (i, 1, n)), (j, 1, k))
    yield Step(joint, because="log-sum inequality for each output", relation="<=")
    yield Step(divergence_of(p, q), because="cancel the channel; its rows add up to 1")


data_processing = Formula(
    title="Data processing: a channel does not raise the divergence",
    kind=Kind.BOUND,
    statement=at_most(output_divergence, divergence_of(p, q)),
    quantities=(first, second, after_p, after_q, channel, raw),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{KL}(W^\top p \| W^\top q) \leq \operatorname{KL}(p \| q)"),
        Notation(r"\operatorname{KL}(r \| s) \leq \operatorname{KL}(p \| q)"),
        Notation(r"\sum_j r_j \log \frac{r_j}{s_j} \leq \sum_i p_i \log \frac{p_i}{q_i}"),
    ),
    words=("data processing", "channel"),
    derivation=derive_data_processing,
    source=Source(cover, "section 2.8"),
)
output_margin = Quantity("r", "distribution of the output", shape=(outputs,), value=W.T * p)
third = Size("l", "outputs of the second channel", largest=2)
c = third.symbol
h = bound_index("h")
raw_second = Quantity("z", "scores of the second channel", shape=(outputs, third), domain=POSITIVE)
z = raw_second.symbol
second_value = tabulated(at(z, i, j) / at(z * OneMatrix(c, 1), i), i, k, j, c)
second_channel = Quantity("V", "channel from Y to Z", shape=(outputs, third), value=second_value)
V = second_channel.symbol
both_channels = Quantity("U", "channel from X to Z", shape=(outcomes, third), value=W * V)
U = both_channels.symbol
last = Quantity("t", "distribution of Z", shape=(third,), value=U.T * p)
t = last.symbol
early = Sum(Sum(at(p, i) * at(W, i, j) * log(at(W, i, j) / at(r, j)), (j, 1, k)), (i, 1, n))
late = Sum(Sum(at(p, i) * at(U, i, h) * log(at(U, i, h) / at(t, h)), (h, 1, c)), (i, 1, n))


def u_log_u(share: Any) -> Any:
    """The function whose sum is the negative entropy."""
    return share * log(share)


raw_inputs, raw_channel = MatrixSymbol("v", n, 1), MatrixSymbol("M", n, k)
information_of_channel = Quantity(
    "I",
    "mutual information of input and output: entropy of the output less its mean for a given input",
    value=Lambda(
        (raw_inputs, raw_channel),
        total(diagonal_matrix(raw_inputs) * entrywise(u_log_u, raw_channel))
        - total(entrywise(u_log_u, raw_channel.T * raw_inputs)),
    ),
)


def derive_markov_chain() -> Iterator[Step]:
    """Data processing for each input."""
    yield Step(
        early, because="for each input the second channel does not raise the divergence from the mean", relation="<="
    )


markov_chain = Formula(
    title="Data processing: along a Markov chain X, Y, Z the mutual information does not grow",
    kind=Kind.BOUND,
    statement=at_most(late, early),
    quantities=(
        first, output_margin, channel, raw, second_channel, raw_second, both_channels, last, information_of_channel,
    ),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{i} \sum_{k} p_i U_{ik} \log \frac{U_{ik}}{t_k} \leq \sum_i \sum_j "
            r"p_i W_{ij} \log \frac{W_{ij}}{r_j}"
        ),
        Notation(r"I(X; Z) \leq I(X; Y)", (("X", "p"), ("Y", "W"), ("Z", "U"))),
        Notation(r"I(p, W V) \leq I(p, W)"),
    ),
    words=("data processing", "markov chain", "mutual information"),
    derivation=derive_markov_chain,
    source=Source(cover, "theorem 2.8.1"),
)
mixing = Quantity("theta", "weight of the first part", domain=UNIT)
lam = mixing.symbol
x, y = MatrixSymbol("x", n, 1), MatrixSymbol("y", n, 1)
entropy_function = Quantity("H", "entropy", value=Lambda((x,), entropy_of(x)))
divergence_function = Quantity("D", "divergence", value=Lambda((x, y), divergence_of(x, y)))
H, D = entropy_function.symbol, divergence_function.symbol


def mixed(left: Any, right: Any) -> Any:
    """The mixture with the weights lambda and 1 - lambda."""
    return lam * left + (1 - lam) * right


def derive_concave() -> Iterator[Step]:
    """Split the divergence of the parts from the mixture."""
    whole = mixed(p, q)
    gap = lam * divergence_of(p, whole) + (1 - lam) * divergence_of(q, whole)
    yield Step(mixed(entropy_of(p), entropy_of(q)) + gap, because="the mean divergence of the parts from the mixture")
    yield Step(mixed(entropy_of(p), entropy_of(q)), because="divergences are not negative", relation=">=")


concave_entropy = Formula(
    title="The entropy is concave",
    kind=Kind.BOUND,
    statement=at_least(entropy_of(mixed(p, q)), mixed(entropy_of(p), entropy_of(q))),
    quantities=(first, second, mixing, entropy_function),
    assumptions=(),
    notations=(
        Notation(r"H(\theta p + (1 - \theta) q) \geq \theta H(p) + (1 - \theta) H(q)"),
        Notation(
            r"H(\lambda p + (1 - \lambda) q) \geq \lambda H(p) + (1 - \lambda) H(q)", (("lambda", "theta"),)
        ),
    ),
    words=("concave", "entropy", "mixture"),
    derivation=derive_concave,
    source=Source(cover, "theorem 2.7.3"),
)
more_first = Quantity("p_2", "probabilities", shape=(outcomes,), domain=first.domain)
more_second = Quantity("q_2", "probabilities", shape=(outcomes,), domain=first.domain)
p2, q2 = more_first.symbol, more_second.symbol


def derive_convex() -> Iterator[Step]:
    """The log-sum inequality for each outcome."""
    left, right = mixed(p, p2), mixed(q, q2)
    yield Step(
        Sum(at(left, i) * log(at(left, i) / at(right, i)), (i, 1, n)), because="the divergence of the mixtures"
    )
    yield Step(
        mixed(divergence_of(p, q), divergence_of(p2, q2)),
        because="log-sum inequality with the terms λ p, (1 - λ) p_2 over λ q, (1 - λ) q_2",
        relation="<=",
    )


convex_divergence = Formula(
    title="The Kullback-Leibler divergence is convex in both arguments together",
    kind=Kind.BOUND,
    statement=at_most(D(mixed(p, p2), mixed(q, q2)), mixed(divergence_of(p, q), divergence_of(p2, q2))),
    quantities=(first, second, more_first, more_second, mixing, divergence_function),
    assumptions=(),
    notations=(
        Notation(
            r"D(\lambda p_1 + (1 - \lambda) p_2, \lambda q_1 + (1 - \lambda) q_2) "
            r"\leq \lambda D(p_1, q_1) + (1 - \lambda) D(p_2, q_2)",
            (("p_1", "p"), ("q_1", "q"), ("lambda", "theta")),
        ),
        Notation(
            r"\operatorname{KL}(\lambda p_1 + (1 - \lambda) p_2 \| \lambda q_1 + (1 - \lambda) q_2) "
            r"\leq \lambda \operatorname{KL}(p_1 \| q_1) + (1 - \lambda) \operatorname{KL}(p_2 \| q_2)",
            (("p_1", "p"), ("q_1", "q"), ("lambda", "theta")),
        ),
    ),
    words=("convex", "kl divergence", "relative entropy"),
    derivation=derive_convex,
    source=Source(cover, "theorem 2.7.2"),
)
energies = Quantity("E", "energy of each outcome", shape=(outcomes,))
E = energies.symbol


def derive_free_energy() -> Iterator[Step]:
    """The divergence from the Boltzmann distribution."""
    partition = Sum(exp(-at(E, i)), (i, 1, n))
    gap = Sum(at(p, i) * (log(at(p, i)) + at(E, i) + log(partition)), (i, 1, n))
    yield Step(-log(partition) + gap, because="the probabilities add up to 1")
    yield Step(
        -log(partition), because="the last sum is the divergence from the Boltzmann distribution", relation=">="
    )


free_energy = Formula(
    title="Energy less entropy is at least minus the logarithm of the partition function",
    kind=Kind.BOUND,
    statement=at_least(
        Sum(at(p, i) * at(E, i), (i, 1, n)) + Sum(at(p, i) * log(at(p, i)), (i, 1, n)),
        -log(Sum(exp(-at(E, i)), (i, 1, n))),
    ),
    quantities=(first, energies, entropy_function),
    assumptions=(),
    notations=(
        Notation(r"\sum_i p_i E_i + \sum_i p_i \log p_i \geq -\log \sum_i e^{-E_i}"),
        Notation(r"\sum_{i=1}^{n} p_i E_i - H(p) \geq -\log \sum_{i=1}^{n} \exp(-E_i)"),
    ),
    words=("free energy", "gibbs", "maximum entropy", "boltzmann", "partition function"),
    derivation=derive_free_energy,
    source=Source("MacKay, Information Theory, Inference, and Learning Algorithms", "section 33.1"),
)

TOPIC = Topic(
    "Inequalities of information",
    formulas=(log_sum, data_processing, markov_chain, concave_entropy, convex_divergence, free_energy),
)
