"""Hidden Markov models with the evidence as a name: posteriors of states and moves, re-estimation over the steps.

xi_t(i, j) is the posterior of the move from i to j after step t, gamma_t(i) that of the state i at step t.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Identity, Lambda, Sum, exp, symbols

from derivations.hidden_markov import (
    N,
    a,
    alpha,
    b,
    backward_table,
    before,
    behind,
    beta,
    bumps,
    emission,
    forward_table,
    here,
    i,
    j,
    model,
    pi,
    rabiner,
    seen,
    starts,
    states,
    there,
)
from derivations.operators import at, column, indicator, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, bound_index, integers

k, r, c, e = bound_index("k r c e")
value = Quantity("v", "the value")
words = ("hidden markov", "hmm", "baum-welch", "baum welch", "forward-backward", "forward algorithm", "viterbi")
evidence = Quantity("p", "evidence", domain=POSITIVE)
moved = rule(
    "Posterior of a move between two steps, by the evidence",
    value,
    alpha(i) * a(i, j) * at(b, j) * beta(j) / evidence.symbol,
    (forward_table, before, backward_table, behind, *model, seen, emission, bumps, evidence, here, there),
    written(
        r"\xi_t(i, j) = \frac{\alpha_t(i) a_{ij} b_j(o_{t+1}) \beta_{t+1}(j)}{P}",
        r"\xi_t(i, j) = \frac{1}{P} \alpha_t(i) a_{ij} b_j(o_{t+1}) \beta_{t+1}(j)",
        letters=(("alpha_t", "alpha"), ("beta_t+1", "beta"), ("o_t+1", "o"), ("P", "p")),
    ),
    words,
    "all ways that make the move, over all ways",
    Source(rabiner, "equation 37"),
)
u = symbols("u", real=True)
w = symbols("w", real=True)
bump = Quantity("z", "what shapes the evidence", arguments=((), ()))
named = Quantity("P", "evidence", value=Lambda((u, w), exp(bump.symbol(u, w))))
seen_all, setting = Quantity("y", "all observations"), Quantity("mu", "the model")
moved_named = rule(
    "Posterior of a move between two steps, by the evidence as a function of observations and model",
    value,
    alpha(i) * a(i, j) * at(b, j) * beta(j) / named.symbol(seen_all.symbol, setting.symbol),
    (forward_table, before, backward_table, behind, *model, seen, emission, bumps, named, bump, seen_all, setting,
     here, there),
    written(
        r"\xi_t(i, j) = \frac{\alpha_t(i) a_{ij} b_j(o_{t+1}) \beta_{t+1}(j)}{P(O | \lambda)}",
        r"\xi_t(i, j) = \frac{1}{P(O | \lambda)} \alpha_t(i) a_{ij} b_j(o_{t+1}) \beta_{t+1}(j)",
        letters=(("alpha_t", "alpha"), ("beta_t+1", "beta"), ("o_t+1", "o"), ("lambda", "mu"), ("O", "y")),
    ),
    words,
    "all ways that make the move, over all ways",
    Source(rabiner, "equation 37"),
)  # fmt: skip
stayed = rule(
    "Posterior of a state, by the evidence as a function of observations and model",
    value,
    alpha(i) * beta(i) / named.symbol(seen_all.symbol, setting.symbol),
    (forward_table, before, backward_table, behind, named, bump, seen_all, setting, here),
    written(
        r"\gamma_t(i) = \frac{\alpha_t(i) \beta_t(i)}{P(O | \lambda)}",
        r"\gamma_t(i) = \frac{1}{P(O | \lambda)} \alpha_t(i) \beta_t(i)",
        letters=(("alpha_t", "alpha"), ("beta_t", "beta"), ("lambda", "mu"), ("O", "y")),
    ),
    words,
    "all ways through the state, over all ways",
    Source(rabiner, "equation 27"),
)
table = Quantity("X", "posterior of the moves", shape=(states, states), domain=POSITIVE)
moves = Quantity("xi", "posterior of a move", value=Lambda((c, e), at(table.symbol, c, e)))
occupied = rule(
    "Posterior of a state by those of the moves from it",
    value,
    Sum(moves.symbol(i, k), (k, 1, N)),
    (moves, table, here),
    written(
        r"\gamma_t(i) = \sum_{j=1}^N \xi_t(i, j)",
        r"\gamma_t(i) = \sum_j \xi_t(i, j)",
        letters=(("xi_t", "xi"),),
    ),
    words,
    "sum rule",
    Source(rabiner, "equation 38"),
)
from_start = rule(
    "Evidence from the backward variables of the first step",
    value,
    Sum(at(pi, k) * at(b, k) * beta(k), (k, 1, N)),
    (starts, backward_table, behind, seen, emission, bumps),
    written(
        r"P(O | \lambda) = \sum_{i=1}^N \pi_i b_i(o_1) \beta_1(i)",
        r"P(O) = \sum_i \pi_i b_i(o_1) \beta_1(i)",
        letters=(("beta_1", "beta"), ("o_1", "o")),
    ),
    words,
    "all ways from all first states",
    Source(rabiner, "equation 24"),
)
steps = Size("T", "steps", largest=3)
T = steps.symbol
all_moves = Quantity("X", "posteriors of the moves", shape=(steps, states, states), domain=POSITIVE)
all_states = Quantity("G", "posteriors of the states", shape=(steps, states), domain=POSITIVE)
each_move = Quantity(
    "xi", "posterior of a move after each step", shape=(steps,),
    value=Lambda((c, e), vector_sum(at(all_moves.symbol, r, c, e) * column(Identity(T), r), r, 1, T)),
)  # fmt: skip
each_state = Quantity(
    "gamma", "posterior of a state at each step", shape=(steps,),
    value=Lambda((c,), vector_sum(at(all_states.symbol, r, c) * column(Identity(T), r), r, 1, T)),
)  # fmt: skip
xi_t: Any = at(each_move.symbol(i, j), k)
gamma_t: Any = at(each_state.symbol(i), k)
transition = rule(
    "Re-estimated probability of a move, posteriors as functions of the states",
    value,
    Sum(xi_t, (k, 1, T - 1)) / Sum(gamma_t, (k, 1, T - 1)),
    (each_move, each_state, all_moves, all_states, here, there),
    written(
        r"\hat{a}_{ij} = \frac{\sum_{t=1}^{T-1} \xi_t(i, j)}{\sum_{t=1}^{T-1} \gamma_t(i)}",
        r"\bar{a}_{ij} = \frac{\sum_{t=1}^{T-1} \xi_t(i, j)}{\sum_{t=1}^{T-1} \gamma_t(i)}",
    ),
    words,
    "the expected number of moves over that of visits",
    Source(rabiner, "equation 40"),
)
symbols_seen = Quantity("o", "what is seen at each step", shape=(steps,), domain=integers(1, 2))
asked = Quantity("s", "what is asked for", domain=integers(1, 2))
hits: Any = indicator(Eq(at(symbols_seen.symbol, k), asked.symbol))
emitted = rule(
    "Re-estimated probability of an observation in a state",
    value,
    Sum(gamma_t * hits, (k, 1, T)) / Sum(gamma_t, (k, 1, T)),
    (each_state, all_states, symbols_seen, asked, here),
    written(
        r"\hat{b}_i(s) = \frac{\sum_{t=1}^T \gamma_t(i) \mathbb{1}[o_t = s]}{\sum_{t=1}^T \gamma_t(i)}",
        r"\bar{b}_i(s) = \frac{\sum_{t=1}^T \mathbb{1}[o_t = s] \gamma_t(i)}{\sum_{t=1}^T \gamma_t(i)}",
    ),
    words,
    "the expected number of visits with the observation over that of visits",
    Source(rabiner, "equation 40"),
)

TOPIC = Topic(
    "Hidden Markov models with the evidence as a name",
    formulas=(moved, moved_named, stayed, occupied, from_start, transition, emitted),
)
