"""Re-estimation of hidden Markov models (Baum and Welch), and likelihoods by scaling factors.

xi_t(i, j) is the posterior probability of a move in step t, gamma_t(i) that of a state.
"""

from __future__ import annotations

from sympy import Product, Sum, log

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

rabiner = "Rabiner 1989, A tutorial on hidden Markov models"
bishop = "Bishop, Pattern Recognition and Machine Learning"
value = Quantity("v", "estimate")
steps, states = Size("T", "steps", largest=4), Size("N", "states", largest=2)
T = steps.symbol
t = bound_index("t")
source, target = free_index("i", states), free_index("j", states)
moves = Quantity("X", "posterior of the moves", shape=(steps, states, states), domain=POSITIVE)
occupied = Quantity("G", "posterior of the states", shape=(steps, states), domain=POSITIVE)
words = (
    "baum-welch",
    "baum welch",
    "hidden markov",
    "hmm",
    "re-estimation",
    "reestimation",
    "m-step",
    "forward-backward",
)
gamma_t, xi_t = at(occupied.symbol, t, source.symbol), at(moves.symbol, t, source.symbol, target.symbol)
transition = rule(
    "Re-estimated probability of a move (Baum and Welch)",
    value,
    Sum(xi_t, (t, 1, T)) / Sum(gamma_t, (t, 1, T)),
    (moves, occupied, source, target),
    written(
        r"\bar{a}_{ij} = \frac{\sum_{t=1}^T \xi_{tij}}{\sum_{t=1}^T \gamma_{ti}}",
        letters=(("xi", "X"), ("gamma", "G")),
    )
    + written(
        r"a_{ij} = \frac{\sum_{t} \xi_{t,i,j}}{\sum_{t} \gamma_{t,i}}",
        letters=(("xi", "X"), ("gamma", "G")),
    ),
    words,
    "the expected number of moves over that of visits",
    Source(rabiner, "equation 40"),
)
factors = Quantity("s", "scaling factors", shape=(steps,), domain=POSITIVE)
product = rule(
    "Probability of the observations by the scaling factors",
    value,
    Product(at(factors.symbol, t), (t, 1, T)),
    (factors,),
    written(r"p(X) = \prod_{n=1}^N c_n", letters=(("c", "s"), ("N", "T"))) + written(r"P(O) = \prod_{t=1}^T s_t"),
    ("scaling factor", *words),
    "each factor is the probability of an observation, those before given",
    Source(bishop, "equation 13.57"),
)
log_sum = rule(
    "Log-probability of the observations by the scaling factors",
    value,
    Sum(log(at(factors.symbol, t)), (t, 1, T)),
    (factors,),
    written(r"L = \sum_{n=1}^N \ln c_n", letters=(("c", "s"), ("N", "T"))) + written(r"\ell = \sum_{t=1}^T \log s_t"),
    ("scaling factor", *words),
    "the logarithm of the product",
    Source(bishop, "equation 13.57"),
)
TOPIC = Topic("Re-estimation of hidden Markov models", formulas=(transition, product, log_sum))
