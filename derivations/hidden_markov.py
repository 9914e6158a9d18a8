"""Hidden Markov models: forward and backward recursion, posteriors of states, Viterbi's recursion, the M-step.

a_ij is the probability to go from state i to state j, b_j(o) the density of the observation o in state j, alpha(i) and
beta(i) the forward and the backward variables of the neighbouring step. A recursion holds for any weights.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Lambda, Sum, exp, symbols

from derivations.operators import at, entrywise, evaluated, largest_over
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, bound_index, free_index

rabiner = "Rabiner 1989, A tutorial on hidden Markov models"
bishop = "Bishop, Pattern Recognition and Machine Learning"
states = Size("N", "states", largest=3)
N = states.symbol
here, there = free_index("i", states), free_index("j", states)
i, j = here.symbol, there.symbol
c, e, k, r = bound_index("c e k r")
moves = Quantity("A", "table of the moves", shape=(states, states), domain=POSITIVE)
before = Quantity("f", "table of the forward variables", shape=(states,), domain=POSITIVE)
behind = Quantity("g", "table of the backward variables", shape=(states,), domain=POSITIVE)
starts = Quantity("pi", "probabilities of the first state", shape=(states,), domain=POSITIVE)
move = Quantity("a", "probability of a move", value=Lambda((c, e), at(moves.symbol, c, e)))
forward_table = Quantity("alpha", "forward variables", value=Lambda((c,), at(before.symbol, c)))
backward_table = Quantity("beta", "backward variables", value=Lambda((c,), at(behind.symbol, c)))
seen = Quantity("o", "the observation")
bumps = Quantity("h", "what shapes the densities", shape=(states,), arguments=((),))
u = symbols("u", real=True)
densities: Any = entrywise(exp, evaluated(bumps.symbol(u), N, 1))
emission = Quantity("b", "densities of an observation in each state", shape=(states,), value=Lambda((u,), densities))
a, alpha, beta, o, pi = move.symbol, forward_table.symbol, backward_table.symbol, seen.symbol, starts.symbol
b = evaluated(emission.symbol(o), N, 1)
value = Quantity("v", "value of the variable")
words = ("hidden markov", "hmm", "forward", "backward", "baum-welch", "viterbi", "forward-backward")
model = (move, moves)


initial = rule(
    "Forward variable of the first step",
    value,
    at(pi, i) * at(b, i),
    (starts, seen, emission, bumps, here),
    written(r"\alpha_1(i) = \pi_i b_i(o_1)", r"\alpha_1(i) = b_i(o_1) \pi_i", letters=(("o_1", "o"),)),
    words,
    "the state is drawn, then the observation",
    Source(rabiner, "equation 19"),
)
forward = rule(
    "Forward recursion of a hidden Markov model",
    value,
    at(b, j) * Sum(alpha(k) * a(k, j), (k, 1, N)),
    (forward_table, before, *model, seen, emission, bumps, there),
    (
        *written(
            r"\alpha_{t+1}(j) = \left[\sum_{i=1}^N \alpha_t(i) a_{ij}\right] b_j(o_{t+1})",
            letters=(("alpha_t", "alpha"), ("o_t+1", "o")),
        ),
        *written(
            r"\alpha_t(j) = \sum_{i=1}^N \alpha_{t-1}(i) a_{ij} b_j(o_t)",
            r"\alpha_t(j) = b_j(o_t) \sum_{i} \alpha_{t-1}(i) a_{ij}",
            letters=(("alpha_t-1", "alpha"), ("o_t", "o")),
        ),
    ),
    words,
    "the weight of all ways into the state, times the density of the observation there",
    Source(rabiner, "equation 20"),
)
backward = rule(
    "Backward recursion of a hidden Markov model",
    value,
    Sum(a(i, k) * at(b, k) * beta(k), (k, 1, N)),
    (backward_table, behind, *model, seen, emission, bumps, here),
    (
        *written(
            r"\beta_t(i) = \sum_{j=1}^N a_{ij} b_j(o_{t+1}) \beta_{t+1}(j)",
            r"\beta_t(i) = \sum_{j} \beta_{t+1}(j) a_{ij} b_j(o_{t+1})",
            letters=(("beta_t+1", "beta"), ("o_t+1", "o")),
        ),
        *written(
            r"\beta_{t-1}(i) = \sum_{j=1}^N a_{ij} b_j(o_t) \beta_t(j)", letters=(("beta_t", "beta"), ("o_t", "o"))
        ),
    ),
    words,
    "the weight of all ways on from the state",
    Source(rabiner, "equation 25"),
)
evidence = rule(
    "Probability of the observations of a hidden Markov model, from the last forward variables",
    value,
    Sum(alpha(k), (k, 1, N)),
    (forward_table, before),
    (
        *written(r"P(O \mid \lambda) = \sum_{i=1}^N \alpha_T(i)", letters=(("alpha_T", "alpha"),)),
        *written(r"p(o_{1:T}) = \sum_{i} \alpha_T(i)", letters=(("alpha_T", "alpha"),)),
    ),
    ("likelihood", *words),
    "all ways end in some state",
    Source(rabiner, "equation 21"),
)
product_evidence = rule(
    "Probability of the observations of a hidden Markov model, from the variables of any step",
    value,
    Sum(alpha(k) * beta(k), (k, 1, N)),
    (forward_table, before, backward_table, behind),
    written(
        r"P(O \mid \lambda) = \sum_{i=1}^N \alpha_t(i) \beta_t(i)",
        r"p(o_{1:T}) = \sum_{i} \alpha_t(i) \beta_t(i)",
        letters=(("alpha_t", "alpha"), ("beta_t", "beta")),
    ),
    ("likelihood", *words),
    "all ways are in some state at the step",
    Source(bishop, "equation 13.41"),
)
occupied = rule(
    "Posterior probability of a state of a hidden Markov model",
    value,
    alpha(i) * beta(i) / Sum(alpha(k) * beta(k), (k, 1, N)),
    (forward_table, before, backward_table, behind, here),
    (
        *written(
            r"\gamma_t(i) = \frac{\alpha_t(i) \beta_t(i)}{\sum_{j=1}^N \alpha_t(j) \beta_t(j)}",
            letters=(("alpha_t", "alpha"), ("beta_t", "beta")),
        ),
        *written(r"\gamma_i = \alpha_i \beta_i / \sum_{j} \alpha_j \beta_j"),
    ),
    ("posterior", *words),
    "Bayes' theorem",
    Source(rabiner, "equation 27"),
)
move_weight = alpha(i) * a(i, j) * at(b, j) * beta(j)
move_total = Sum(Sum(alpha(k) * a(k, r) * at(b, r) * beta(r), (r, 1, N)), (k, 1, N))
moved = rule(
    "Posterior probability of a move of a hidden Markov model",
    value,
    move_weight / move_total,
    (forward_table, before, backward_table, behind, *model, seen, emission, bumps, here, there),
    (
        *written(
            r"\xi_t(i, j) = \frac{\alpha_t(i) a_{ij} b_j(o_{t+1}) \beta_{t+1}(j)}"
            r"{\sum_{k=1}^N \sum_{l=1}^N \alpha_t(k) a_{kl} b_l(o_{t+1}) \beta_{t+1}(l)}",
            letters=(("alpha_t", "alpha"), ("beta_t+1", "beta"), ("o_t+1", "o")),
        ),
        *written(
            r"\xi_{ij} = \frac{\alpha_i a_{ij} b_j(o) \beta_j}{\sum_{k} \sum_{l} \alpha_k a_{kl} b_l(o) \beta_l}"
        ),
    ),
    ("posterior", *words),
    "Bayes' theorem",
    Source(rabiner, "equation 37"),
)
viterbi = rule(
    "Viterbi's recursion",
    value,
    largest_over(alpha(k) * a(k, j), k, 1, N) * at(b, j),
    (forward_table, before, *model, seen, emission, bumps, there),
    (
        *written(
            r"\delta_t(j) = \max_{1 \leq i \leq N} [\delta_{t-1}(i) a_{ij}] b_j(o_t)",
            r"\delta_t(j) = b_j(o_t) \max_{i} \delta_{t-1}(i) a_{ij}",
            letters=(("delta_t-1", "alpha"), ("o_t", "o")),
        ),
        *written(
            r"v_t(j) = \max_{i} v_{t-1}(i) a_{ij} b_j(o_t)", letters=(("v_t-1", "alpha"), ("o_t", "o"))
        ),
    ),
    ("most probable", *words),
    "the best way into the state, times the density of the observation there",
    Source(rabiner, "equation 33a"),
)
viterbi = replace(
    viterbi,
    survivors=(("the lower bound 1 becomes 0", "a position that is counted twice does not change a maximum"),),
)

TOPIC = Topic(
    "Hidden Markov models",
    formulas=(initial, forward, backward, evidence, product_evidence, occupied, moved, viterbi),
)
