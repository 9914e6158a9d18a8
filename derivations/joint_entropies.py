"""Joint and conditional entropy, chain rules, and what one quantity tells about another, in nats.

P_ij is the joint probability of X = i and Y = j, with the row sums p_i and the column sums q_j; the conditional
probability of Y = j given X = i is C_ij = P_ij / p_i.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Sum, log
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, at_most, equal, tabulated
from derivations.vocabulary import (
    SIMPLEX,
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
outcomes = Size("n", "outcomes of X", largest=3)
others = Size("m", "outcomes of Y", largest=2)
joint = Quantity("P", "joint probabilities of X and Y", shape=(outcomes, others), domain=SIMPLEX)
n, m, P = outcomes.symbol, others.symbol, joint.symbol
i, j = bound_index("i j")
first = Quantity("p", "probabilities of X", shape=(outcomes,), value=P * OneMatrix(m, 1))
second = Quantity("q", "probabilities of Y", shape=(others,), value=P.T * OneMatrix(n, 1))
p, q = first.symbol, second.symbol
conditional = Quantity(
    "C",
    "probabilities of Y given X",
    shape=(outcomes, others),
    value=tabulated(at(P, i, j) / at(p, i), i, n, j, m),
)
C = conditional.symbol
name = Quantity("H", "entropy")
information = Quantity("I", "mutual information")
margins = (joint, first, second)


def over_both(summand: Any) -> Any:
    """The sum over all pairs of outcomes."""
    return Sum(Sum(summand, (j, 1, m)), (i, 1, n))


entropy_x = -Sum(at(p, i) * log(at(p, i)), (i, 1, n))
entropy_y = -Sum(at(q, j) * log(at(q, j)), (j, 1, m))
joint_form = -over_both(at(P, i, j) * log(at(P, i, j)))
conditional_form = -over_both(at(P, i, j) * log(at(C, i, j)))
lower = (("p", "P"), ("r", "p"), ("c", "q"))


def derive_joint_entropy() -> Iterator[Step]:
    """The mean surprise of a pair."""
    yield Step(over_both(at(P, i, j) * log(1 / at(P, i, j))), because="the mean of the surprise of a pair")
    yield Step(joint_form, because="the logarithm of a reciprocal")


joint_entropy = Formula(
    title="Joint entropy",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, joint_form),
    quantities=(name, joint),
    assumptions=(),
    notations=(
        Notation(r"H(X, Y) = -\sum_{i=1}^{n} \sum_{j=1}^{m} P_{ij} \log P_{ij}"),
        Notation(r"H(X, Y) = -\sum_{i,j} p_{ij} \log p_{ij}", (("p", "P"),)),
        Notation(r"H(X, Y) = \sum_i \sum_j p_{ij} \log \frac{1}{p_{ij}}", (("p", "P"),)),
    ),
    words=("joint entropy", "entropy"),
    derivation=derive_joint_entropy,
    source=Source(cover, "equation 2.8"),
)


def derive_conditional_entropy() -> Iterator[Step]:
    """The mean over X of the entropy that is left."""
    yield Step(
        Sum(at(p, i) * (-Sum(at(C, i, j) * log(at(C, i, j)), (j, 1, m))), (i, 1, n)),
        because="the mean over X of the entropy of Y given X = i",
    )
    yield Step(conditional_form, because="p_i C_ij is the joint probability")


conditional_entropy = Formula(
    title="Conditional entropy",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, conditional_form),
    quantities=(name, joint, first, conditional),
    assumptions=(),
    notations=(
        Notation(r"H(Y | X) = -\sum_{i=1}^{n} \sum_{j=1}^{m} P_{ij} \log C_{ij}"),
        Notation(r"H(Y | X) = -\sum_i p_i \sum_j C_{ij} \log C_{ij}"),
        Notation(r"H(Y | X) = -\sum_{i,j} P_{ij} \log \frac{P_{ij}}{p_i}"),
        Notation(r"H(Y | X) = \sum_{i,j} P_{ij} \log \frac{p_i}{P_{ij}}"),
    ),
    words=("conditional entropy",),
    derivation=derive_conditional_entropy,
    source=Source(cover, "equation 2.10"),
)


def derive_chain() -> Iterator[Step]:
    """Split the logarithm of the joint probability."""
    yield Step(
        -over_both(at(P, i, j) * (log(at(p, i)) + log(at(C, i, j)))), because="the joint probability is p_i C_ij"
    )
    yield Step(entropy_x + conditional_form, because="the row sums are p")


chain_rule = Formula(
    title="Chain rule of the entropy",
    kind=Kind.IDENTITY,
    statement=equal(joint_form, entropy_x + conditional_form),
    quantities=(joint, first, conditional),
    assumptions=(),
    notations=(
        Notation(
            r"-\sum_{i,j} P_{ij} \log P_{ij} = -\sum_i p_i \log p_i - \sum_{i,j} P_{ij} \log C_{ij}"
        ),
        Notation(
            r"-\sum_{i,j} P_{ij} \log P_{ij} = -\sum_i p_i \log p_i - \sum_{i,j} P_{ij} \log \frac{P_{ij}}{p_i}"
        ),
        Notation(
            r"-\sum_{i,j} P_{ij} \log P_{ij} = -\sum_i p_i \log p_i - \sum_i p_i \sum_j C_{ij} \log C_{ij}"
        ),
    ),
    words=("chain rule", "joint entropy", "conditional entropy"),
    derivation=derive_chain,
    source=Source(cover, "theorem 2.2.1"),
)


def derive_conditioning() -> Iterator[Step]:
    """Jensen's inequality for the logarithm."""
    gap = over_both(at(P, i, j) * log(at(q, j) / at(C, i, j)))
    yield Step(entropy_y + gap, because="the logarithm of a quotient; the column sums are q")
    yield Step(entropy_y, because="Jensen's inequality: the mean of q/C is a sum of p q, which is 1", relation="<=")


conditioning = Formula(
    title="Conditioning does not raise the entropy",
    kind=Kind.BOUND,
    statement=at_most(conditional_form, entropy_y),
    quantities=(*margins, conditional),
    assumptions=(),
    notations=(
        Notation(r"-\sum_{i,j} P_{ij} \log C_{ij} \leq -\sum_j q_j \log q_j"),
        Notation(r"-\sum_{i,j} P_{ij} \log \frac{P_{ij}}{p_i} \leq -\sum_j q_j \log q_j"),
        Notation(r"-\sum_i p_i \sum_j C_{ij} \log C_{ij} \leq -\sum_j q_j \log q_j"),
    ),
    words=("conditioning", "conditional entropy", "reduces entropy"),
    derivation=derive_conditioning,
    source=Source(cover, "theorem 2.6.5"),
)


def derive_subadditivity() -> Iterator[Step]:
    """Chain rule, and conditioning."""
    yield Step(entropy_x + conditional_form, because="chain rule of the entropy")
    yield Step(entropy_x + entropy_y, because="conditioning does not raise the entropy", relation="<=")


subadditivity = Formula(
    title="The joint entropy is at most the sum of the entropies",
    kind=Kind.BOUND,
    statement=at_most(joint_form, entropy_x + entropy_y),
    quantities=(*margins, conditional),
    assumptions=(),
    notations=(
        Notation(r"-\sum_{i,j} P_{ij} \log P_{ij} \leq -\sum_i p_i \log p_i - \sum_j q_j \log q_j"),
        Notation(r"-\sum_{i,j} p_{ij} \ln p_{ij} \leq -\sum_i r_i \ln r_i - \sum_j c_j \ln c_j", lower),
    ),
    words=("joint entropy", "subadditivity", "independence bound"),
    derivation=derive_subadditivity,
    source=Source(cover, "theorem 2.6.6"),
)


def derive_information() -> Iterator[Step]:
    """What Y loses in entropy once X is known."""
    yield Step(
        over_both(at(P, i, j) * log(at(P, i, j) / (at(p, i) * at(q, j)))), because="divergence from independence"
    )
    yield Step(entropy_y - conditional_form, because="P_ij / p_i is C_ij; the column sums are q")


information_conditional = Formula(
    title="Mutual information: entropy less conditional entropy",
    kind=Kind.DEFINITION,
    statement=equal(information.symbol, entropy_y - conditional_form),
    quantities=(information, *margins, conditional),
    assumptions=(),
    notations=(
        Notation(r"I(X; Y) = -\sum_j q_j \log q_j + \sum_{i,j} P_{ij} \log C_{ij}"),
        Notation(r"I(X; Y) = \sum_{i,j} P_{ij} \log \frac{C_{ij}}{q_j}"),
        Notation(r"I(X; Y) = \sum_i p_i \sum_j C_{ij} \log \frac{C_{ij}}{q_j}"),
    ),
    words=("mutual information", "information gain"),
    derivation=derive_information,
    source=Source(cover, "equation 2.39"),
)

TOPIC = Topic(
    "Joint and conditional entropy",
    formulas=(joint_entropy, conditional_entropy, chain_rule, conditioning, subadditivity, information_conditional),
)
