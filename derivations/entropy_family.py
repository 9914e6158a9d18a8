"""Entropies of other kinds and in bits, code lengths, and distances of probability functions p(x) and q(x).

Where the base 2 is written, the unit is the bit. The distances by probability functions follow `mass_functions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sympy import Rational, Sum, ceiling, log, sqrt

from derivations.mass_functions import cover, divergence_form, half, one, outcomes, over_outcomes, p, q, two, x
from derivations.operators import at, at_most, dot, equal, largest_over
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    SIMPLEX,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
    interval,
)

renyi_paper = "Renyi 1961, On Measures of Entropy and Information"
n = outcomes.symbol
i = bound_index("i")
value = Quantity("H", "an entropy, a length or a distance")
shares = Quantity("p", "probabilities", shape=(outcomes,), domain=SIMPLEX)
w = shares.symbol


def summed(term: Any) -> Any:
    """The sum over all outcomes."""
    return Sum(term, (i, 1, n))


in_bits = ("entropy", "bits", "shannon", "source coding", "code")
entropy_bits = rule(
    "Entropy in bits",
    value,
    -summed(at(w, i) * log(at(w, i)) / log(2)),
    (shares,),
    (
        Notation(r"H(X) = -\sum_{i=1}^n p_i \log_2 p_i"),
        Notation(r"H_2 = \sum_{i=1}^n p_i \log_2 \frac{1}{p_i}"),
        Notation(r"H(p) = -\sum_i p_i \log_2(p_i)"),
    ),
    in_bits,
    "the mean number of halvings",
    Source(cover, "equation 2.1"),
)
mass_entropy_bits = rule(
    "Entropy in bits by the probability function",
    value,
    -over_outcomes(p(x) * log(p(x)) / log(2)),
    one,
    (
        Notation(r"H(X) = -\sum_{x=1}^n p(x) \log_2 p(x)"),
        Notation(r"H(X) = \sum_{x=1}^n p(x) \log_2 \frac{1}{p(x)}"),
    ),
    in_bits,
    "the mean number of halvings",
    Source(cover, "equation 2.1"),
)
mass_divergence_bits = rule(
    "Kullback-Leibler divergence in bits by probability functions",
    value,
    over_outcomes(p(x) * log(p(x) / q(x)) / log(2)),
    two,
    (
        Notation(r"D(p \| q) = \sum_{x=1}^n p(x) \log_2 \frac{p(x)}{q(x)}"),
        Notation(r"D(p \| q) = \sum_{x=1}^n p(x) (\log_2 p(x) - \log_2 q(x))"),
    ),
    ("relative entropy", "kl divergence", "kullback-leibler", "bits"),
    "the mean number of bits that a code for q takes too many",
    Source(cover, "equation 2.26"),
)
order = Quantity("alpha", "order, not 1", domain=interval(0, 4))
alpha = order.symbol
other = ("entropy", "diversity", "order")
renyi_form = log(summed(at(w, i) ** alpha)) / (1 - alpha)
tsallis_form = (1 - summed(at(w, i) ** alpha)) / (alpha - 1)


def derive_renyi() -> Iterator[Step]:
    """The definition."""
    yield Step(renyi_form, because="the logarithm of the sum of powers, so scaled that the order 1 is Shannon's")


def derive_tsallis() -> Iterator[Step]:
    """The definition."""
    yield Step(tsallis_form, because="the sum of powers without its logarithm, so scaled that the order 1 is Shannon's")


renyi = Formula(
    title="Renyi entropy",
    kind=Kind.DEFINITION,
    statement=equal(value.symbol, renyi_form),
    quantities=(value, shares, order),
    assumptions=((alpha - 1) ** 2 > Rational(1, 100),),
    notations=(
        Notation(r"H_\alpha(X) = \frac{1}{1 - \alpha} \log \sum_{i=1}^n p_i^\alpha"),
        Notation(r"H_\alpha(p) = \frac{\log \sum_i p_i^\alpha}{1 - \alpha}"),
    ),
    words=("rényi", "renyi", *other),
    derivation=derive_renyi,
    source=Source(renyi_paper, "equation 1.21"),
)
tsallis = Formula(
    title="Tsallis entropy",
    kind=Kind.DEFINITION,
    statement=equal(value.symbol, tsallis_form),
    quantities=(value, shares, order),
    assumptions=((alpha - 1) ** 2 > Rational(1, 100),),
    notations=(
        Notation(r"S_q(p) = \frac{1}{q - 1} \left(1 - \sum_{i=1}^n p_i^q\right)", (("q", "alpha"),)),
        Notation(r"S_q = \frac{1 - \sum_i p_i^q}{q - 1}", (("q", "alpha"),)),
    ),
    words=("tsallis", *other),
    derivation=derive_tsallis,
    source=Source("Tsallis 1988, Possible Generalization of Boltzmann-Gibbs Statistics", "equation 1"),
)
collision = rule(
    "Collision entropy: the Renyi entropy of order 2",
    value,
    -log(summed(at(w, i) ** 2)),
    (shares,),
    (
        Notation(r"H_2(X) = -\log \sum_{i=1}^n p_i^2"),
        Notation(r"H_2(p) = \log \frac{1}{\sum_i p_i^2}"),
    ),
    ("collision entropy", "rényi", "renyi"),
    "two draws agree with the probability under the logarithm",
    Source(renyi_paper, "equation 1.21"),
)
least = replace(
    rule(
        "Min-entropy",
        value,
        -log(largest_over(at(w, i), i, 1, n)),
        (shares,),
        (
            Notation(r"H_\infty(X) = -\log \max_i p_i"),
            Notation(r"H_{\min} = \min_i (-\log p_i)"),
        ),
        ("min-entropy", "min entropy", "guess"),
        "the surprise of the most probable outcome",
        Source(renyi_paper, "equation 1.21, in the limit"),
    ),
    survivors=(
        (
            "the lower bound 1 becomes 0 in max_{i=1..n}(p[i])",
            "there is no outcome 0, and what does not exist is never the largest",
        ),
    ),
)
lengths = Quantity("m", "lengths of the code words", shape=(outcomes,), domain=integers(1, 5))
length = lengths.symbol
coding = ("code", "prefix", "huffman", "source coding", "length")
mean_length = rule(
    "Mean length of a code",
    value,
    dot(w, length),
    (shares, lengths),
    (
        Notation(r"L = \sum_{i=1}^n p_i \ell_i", (("l", "m"),)),
        Notation(r"\bar{L} = \sum_i p_i l_i", (("l", "m"),)),
        Notation(r"L(C) = \sum_i p_i l_i", (("l", "m"),)),
    ),
    coding,
    "the mean over the outcomes",
    Source(cover, "equation 5.1"),
)
kraft = rule(
    "Kraft's sum of a code",
    value,
    summed(2 ** (-at(length, i))),
    (lengths,),
    (
        Notation(r"K = \sum_{i=1}^n 2^{-\ell_i}", (("l", "m"),)),
        Notation(r"K = \sum_i 2^{-l_i}", (("l", "m"),)),
        Notation(r"K = \sum_i \left(\frac{1}{2}\right)^{l_i}", (("l", "m"),)),
    ),
    ("kraft", "prefix"),
    "the share of the tree that the code words take",
    Source(cover, "theorem 5.2.1"),
)
chance = Quantity("c", "probability of an outcome", domain=interval(0, 1))
shannon_length = rule(
    "Length of a code word of Shannon's code",
    value,
    ceiling(-log(chance.symbol) / log(2)),
    (chance,),
    (
        Notation(r"\ell = \lceil -\log_2 p \rceil", (("p", "c"),)),
        Notation(r"\ell = \left\lceil \log_2 \frac{1}{p} \right\rceil", (("p", "c"),)),
        Notation(r"\ell_i = \left\lceil \log_2 \frac{1}{p_i} \right\rceil", (("p_i", "c"),)),
    ),
    ("shannon code", *coding),
    "the surprise, rounded up",
    Source(cover, "equation 5.29"),
)
surprise = rule(
    "Surprise of an outcome in bits (self-information)",
    value,
    -log(chance.symbol) / log(2),
    (chance,),
    (
        Notation(r"I(x) = -\log_2 p", (("p", "c"),)),
        Notation(r"I(x) = \log_2 \frac{1}{p}", (("p", "c"),)),
    ),
    ("self-information", "surprise", "surprisal", "information content"),
    "how often the certain outcomes are halved",
    Source(cover, "section 2.1"),
)

square_form = over_outcomes((p(x) - q(x)) ** 2 / q(x))
chi = ("chi-square", "chi-squared", "chi square", "pearson divergence")
chi_square = rule(
    "Chi-squared divergence by probability functions",
    value,
    square_form,
    two,
    (
        Notation(r"\chi^2(p \| q) = \sum_{x=1}^n \frac{(p(x) - q(x))^2}{q(x)}"),
        Notation(r"\chi^2(p \| q) = \sum_{x=1}^n \frac{p(x)^2}{q(x)} - 1"),
        Notation(r"D_{\chi^2}(p \| q) = \sum_{x=1}^n q(x) \left(\frac{p(x)}{q(x)} - 1\right)^2"),
    ),
    chi,
    "squared differences, by the second probability",
    Source("Tsybakov, Introduction to Nonparametric Estimation", "section 2.4"),
)
named_square = Quantity("chi", "chi-squared divergence", value=square_form)
named_divergence = Quantity("D", "divergence", value=divergence_form)


def derive_log_bound() -> Iterator[Step]:
    """Jensen's inequality."""
    ratio = over_outcomes(p(x) ** 2 / q(x))
    yield Step(log(ratio), because="Jensen's inequality for the logarithm, by the first probability", relation="<=")
    yield Step(log(1 + named_square.symbol), because="the mean ratio is 1 plus the divergence")


log_bound = Formula(
    title="The Kullback-Leibler divergence is at most the logarithm of one plus the chi-squared divergence",
    kind=Kind.BOUND,
    statement=at_most(named_divergence.symbol, log(1 + named_square.symbol)),
    quantities=(named_divergence, named_square, *two),
    assumptions=(),
    notations=(
        Notation(r"D(p \| q) \leq \log(1 + \chi^2(p \| q))", (("chi^2", "chi"),)),
        Notation(r"\operatorname{KL}(p \| q) \leq \ln(1 + \chi^2(p \| q))", (("KL", "D"), ("chi^2", "chi"))),
    ),
    words=("chi-squared", "chi-square", "kl divergence", "relative entropy"),
    derivation=derive_log_bound,
    source=Source("Tsybakov, Introduction to Nonparametric Estimation", "lemma 2.7"),
)
affinity = over_outcomes(sqrt(p(x) * q(x)))
close = ("bhattacharyya", "hellinger", "affinity")
bhattacharyya = rule(
    "Bhattacharyya coefficient by probability functions",
    value,
    affinity,
    two,
    (
        *written(
            r"BC(p, q) = \sum_{x=1}^n \sqrt{p(x) q(x)}",
            r"\rho(p, q) = \sum_{x=1}^n \sqrt{p(x)} \sqrt{q(x)}",
        ),
    ),
    close,
    "the inner product of the roots",
    Source("Bhattacharyya 1943, On a Measure of Divergence Between Two Statistical Populations", "page 99"),
)
bhattacharyya_distance = rule(
    "Bhattacharyya distance by probability functions",
    value,
    -log(affinity),
    two,
    written(
        r"D_B(p, q) = -\ln \sum_{x=1}^n \sqrt{p(x) q(x)}",
        r"D_B(p, q) = -\log\left(\sum_{x=1}^n \sqrt{p(x) q(x)}\right)",
    ),
    close,
    "minus the logarithm of the coefficient",
    Source("Kailath 1967, The Divergence and Bhattacharyya Distance Measures in Signal Selection", "equation 7"),
)
hellinger_root = rule(
    "Hellinger distance by probability functions, as a root",
    value,
    sqrt(half * over_outcomes((sqrt(p(x)) - sqrt(q(x))) ** 2)),
    two,
    written(
        r"H(p, q) = \sqrt{\frac{1}{2} \sum_{x=1}^n \left(\sqrt{p(x)} - \sqrt{q(x)}\right)^2}",
        r"H(p, q) = \frac{1}{\sqrt{2}} \sqrt{\sum_{x=1}^n \left(\sqrt{p(x)} - \sqrt{q(x)}\right)^2}",
        r"H(p, q) = \sqrt{1 - \sum_{x=1}^n \sqrt{p(x) q(x)}}",
    ),
    close,
    "the length of the difference of the roots, by the root of 2",
    Source("Le Cam 1986, Asymptotic Methods in Statistical Decision Theory", "section 4.1"),
)

TOPIC = Topic(
    "Entropies of other kinds",
    formulas=(
        entropy_bits,
        mass_entropy_bits,
        mass_divergence_bits,
        renyi,
        tsallis,
        collision,
        least,
        mean_length,
        kraft,
        shannon_length,
        surprise,
        chi_square,
        log_bound,
        bhattacharyya,
        bhattacharyya_distance,
        hellinger_root,
    ),
)
