"""Bellman's equations as books print them: P(s' | s, a), pi(a | s), rewards r(s, a, s') or r(s, a) or R(s).

Tables of values, rewards and probabilities are functions of states and actions; what is given comes first, so that
P(s' | s, a) is P(s, a, s') and pi(a | s) is pi(s, a). What stands on the left is a name; the
equations say what its value is. An equation holds for any weights in the place of the probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, Sum

from derivations.operators import at, equal, largest_over
from derivations.stanzas import written
from derivations.value_functions import a, act, actions, c, d, e, here, i, j, k, m, n, puterman, s, states, sutton
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    interval,
)

russell = "Russell and Norvig, Artificial Intelligence: A Modern Approach"
MOVES = Quantity("A", "table of the moves", shape=(states, actions, states))
CHAIN = Quantity("B", "table of the moves of a chain", shape=(states, states))
CHOICES = Quantity("C", "table of the policy", shape=(states, actions))
GAINS = Quantity("D", "table of the rewards of moves", shape=(states, actions, states))
MEANS = Quantity("F", "table of the mean rewards", shape=(states, actions))
PLACES = Quantity("G", "table of the rewards of states", shape=(states,))
HEIGHTS = Quantity("H", "table of the values of states", shape=(states,))
MERITS = Quantity("M", "table of the values of actions", shape=(states, actions))
moves = Quantity("P", "probability of the next state", value=Lambda((c, d, e), at(MOVES.symbol, c, d, e)))
chain = Quantity("P", "probability of the next state", value=Lambda((c, d), at(CHAIN.symbol, c, d)))
policy = Quantity("pi", "probability of an action in a state", value=Lambda((c, d), at(CHOICES.symbol, c, d)))
gains = Quantity("r", "reward of a move", value=Lambda((c, d, e), at(GAINS.symbol, c, d, e)))
means = Quantity("r", "mean reward of an action", value=Lambda((c, d), at(MEANS.symbol, c, d)))
places = Quantity("r", "reward of a state", value=Lambda((c,), at(PLACES.symbol, c)))
values = Quantity("V", "value of a state", value=Lambda((c,), at(HEIGHTS.symbol, c)))
qualities = Quantity("Q", "value of an action in a state", value=Lambda((c, d), at(MERITS.symbol, c, d)))
discount = Quantity("gamma", "discount factor", domain=interval(0, 1))
P, pi, r, V, Q, gamma = (q.symbol for q in (moves, policy, gains, values, qualities, discount))
TABLES = {
    moves: MOVES, chain: CHAIN, policy: CHOICES, gains: GAINS, means: MEANS, places: PLACES, values: HEIGHTS,
    qualities: MERITS,
}  # fmt: skip
named_value = Quantity("U", "value of the state")
named_quality = Quantity("W", "value of the action")
words = ("bellman", "value function", "q-function", "action-value", "state-value", "reinforcement", "mdp", "policy",
         "markov decision")  # fmt: skip
optimal = ("optimality", "optimal", "value iteration", *words)
TWICE = (("the lower bound 1 becomes 0", "a position that is counted twice does not change a maximum"),)
FREE = {"U": (here,), "W": (here, act)}


def equation(
    title: str, left: Quantity, right: Any, functions: tuple[Quantity, ...], notations: tuple[Notation, ...],
    terms: tuple[str, ...], because: str, source: Source, survivors: tuple[tuple[str, str], ...] = (),
) -> Formula:
    """What the value of each state, or of each action in it, is."""

    def derive() -> Iterator[Step]:
        yield Step(right, because=because)

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(left.symbol, right),
        quantities=(left, *functions, discount, *(TABLES[one] for one in functions), *FREE[left.name]),
        assumptions=(),
        notations=notations,
        words=terms,
        derivation=derive,
        source=source,
        survivors=survivors,
    )  # fmt: skip


upper = (("V^pi", "V"),)
lower = (("v_pi", "V"), ("p", "P"))
q_upper = (("Q^pi", "Q"),)
best = (("V_star", "V"),)
q_best = (("Q_star", "Q"),)


def reached(action: Any, body: Any) -> Any:
    """The mean over the next states."""
    return Sum(P(s, action, j) * body, (j, 1, n))


def chosen(body: Any) -> Any:
    """The mean over the actions that the policy takes here."""
    return Sum(pi(s, i) * body, (i, 1, m))


of_policy = equation(
    "Bellman equation of a policy, rewards of moves",
    named_value,
    chosen(reached(i, r(s, i, j) + gamma * V(j))),
    (policy, moves, gains, values),
    (
        *written(r"V^\pi(s) = \sum_a \pi(a \mid s) \sum_{s'} P(s' \mid s, a) [r(s, a, s') + \gamma V^\pi(s')]",
                 letters=upper),
        *written(r"v_\pi(s) = \sum_{a} \pi(a|s) \sum_{s'} p(s'|s, a) \left(r(s, a, s') + \gamma v_\pi(s')\right)",
                 letters=lower),
        *written(r"V(s) = \sum_a \sum_{s'} \pi(a \mid s) P(s' \mid s, a) [r(s, a, s') + \gamma V(s')]"),
    ),
    ("policy evaluation", *words),
    "the policy chooses, chance moves, reward and value follow",
    Source(sutton, "equation 3.14"),
)  # fmt: skip
of_policy_mean = equation(
    "Bellman equation of a policy, mean rewards of actions",
    named_value,
    chosen(means.symbol(s, i) + gamma * reached(i, V(j))),
    (policy, moves, means, values),
    (
        *written(r"V^\pi(s) = \sum_a \pi(a \mid s) \left[r(s, a) + \gamma \sum_{s'} P(s' \mid s, a) V^\pi(s')\right]",
                 letters=upper),
        *written(r"v_\pi(s) = \sum_{a} \pi(a|s) \left(r(s, a) + \gamma \sum_{s'} p(s'|s, a) v_\pi(s')\right)",
                 letters=lower),
    ),
    ("policy evaluation", *words),
    "the policy chooses, chance moves, reward and value follow",
    Source(puterman, "section 6.1"),
)  # fmt: skip
of_actions = equation(
    "Value of a state under a policy by the values of its actions",
    named_value,
    chosen(Q(s, i)),
    (policy, qualities),
    (
        *written(r"V^\pi(s) = \sum_a \pi(a \mid s) Q^\pi(s, a)", letters=q_upper),
        *written(r"v_\pi(s) = \sum_{a} q_\pi(s, a) \pi(a|s)", letters=(("q_pi", "Q"),)),
    ),
    words,
    "the policy chooses the action",
    Source(sutton, "exercise 3.18"),
)
action_move = equation(
    "Value of an action by the values of the next states, rewards of moves",
    named_quality,
    reached(a, r(s, a, j) + gamma * V(j)),
    (moves, gains, values),
    (
        *written(r"Q^\pi(s, a) = \sum_{s'} P(s' \mid s, a) [r(s, a, s') + \gamma V^\pi(s')]", letters=upper),
        *written(r"q_\pi(s, a) = \sum_{s'} p(s'|s, a) \left(r(s, a, s') + \gamma v_\pi(s')\right)", letters=lower),
    ),
    words,
    "chance moves, reward and value follow",
    Source(sutton, "exercise 3.19"),
)
action_mean = equation(
    "Value of an action by the values of the next states, mean rewards",
    named_quality,
    means.symbol(s, a) + gamma * reached(a, V(j)),
    (moves, means, values),
    (
        *written(r"Q^\pi(s, a) = r(s, a) + \gamma \sum_{s'} P(s' \mid s, a) V^\pi(s')", letters=upper),
        *written(r"q_\pi(s, a) = r(s, a) + \gamma \sum_{s'} p(s'|s, a) v_\pi(s')", letters=lower),
    ),
    words,
    "the reward now, and what follows",
    Source(puterman, "section 6.1"),
)
following = Sum(pi(j, k) * Q(j, k), (k, 1, m))
action_chain = equation(
    "Bellman equation of a policy for the values of actions, rewards of moves",
    named_quality,
    reached(a, r(s, a, j) + gamma * following),
    (moves, gains, policy, qualities),
    (
        *written(r"Q^\pi(s, a) = \sum_{s'} P(s' \mid s, a) \left[r(s, a, s') + \gamma \sum_{a'} \pi(a' \mid s') "
                 r"Q^\pi(s', a')\right]", letters=q_upper),
        *written(r"q_\pi(s, a) = \sum_{s'} p(s'|s, a) [r(s, a, s') + \gamma \sum_{a'} \pi(a'|s') q_\pi(s', a')]",
                 letters=(("q_pi", "Q"), ("p", "P"))),
    ),
    words,
    "chance moves, then the policy chooses",
    Source(sutton, "exercise 3.17"),
)  # fmt: skip
action_chain_mean = equation(
    "Bellman equation of a policy for the values of actions, mean rewards",
    named_quality,
    means.symbol(s, a) + gamma * reached(a, following),
    (moves, means, policy, qualities),
    (
        *written(r"Q^\pi(s, a) = r(s, a) + \gamma \sum_{s'} P(s' \mid s, a) \sum_{a'} \pi(a' \mid s') Q^\pi(s', a')",
                 letters=q_upper),
        *written(r"Q(s, a) = r(s, a) + \gamma \sum_{s', a'} P(s' \mid s, a) \pi(a' \mid s') Q(s', a')"),
    ),
    words,
    "chance moves, then the policy chooses",
    Source(sutton, "exercise 3.17"),
)  # fmt: skip
best_value = equation(
    "Bellman's optimality equation of states, rewards of moves",
    named_value,
    largest_over(reached(i, r(s, i, j) + gamma * V(j)), i, 1, m),
    (moves, gains, values),
    (
        *written(r"V^*(s) = \max_a \sum_{s'} P(s' \mid s, a) [r(s, a, s') + \gamma V^*(s')]",
                 letters=best),
        *written(r"V(s) \leftarrow \max_a \sum_{s'} P(s' \mid s, a) \left(r(s, a, s') + \gamma V(s')\right)"),
        *written(r"v_*(s) = \max_{a} \sum_{s'} p(s'|s, a) [r(s, a, s') + \gamma v_*(s')]",
                 letters=(("v_star", "V"), ("p", "P"))),
    ),
    optimal,
    "the best action is taken",
    Source(sutton, "equation 3.19"),
    TWICE,
)  # fmt: skip
best_value_mean = equation(
    "Bellman's optimality equation of states, mean rewards",
    named_value,
    largest_over(means.symbol(s, i) + gamma * reached(i, V(j)), i, 1, m),
    (moves, means, values),
    (
        *written(r"V^*(s) = \max_a \left[r(s, a) + \gamma \sum_{s'} P(s' \mid s, a) V^*(s')\right]", letters=best),
        *written(r"V(s) = \max_{a} \left\{r(s, a) + \gamma \sum_{s'} P(s'|s, a) V(s')\right\}"),
    ),
    optimal,
    "the best action is taken",
    Source(puterman, "equation 6.2.2"),
    TWICE,
)
best_value_place = equation(
    "Bellman's optimality equation of states, rewards of states",
    named_value,
    places.symbol(s) + gamma * largest_over(reached(i, V(j)), i, 1, m),
    (moves, places, values),
    (
        *written(r"V(s) = R(s) + \gamma \max_a \sum_{s'} P(s' \mid s, a) V(s')", letters=(("R", "r"),)),
        *written(r"U(s) = R(s) + \gamma \max_{a} \sum_{s'} P(s'|s, a) U(s')", letters=(("R", "r"), ("U", "V"))),
    ),
    optimal,
    "the reward of the state, and the best that follows",
    Source(russell, "third edition, equation 17.5"),
    TWICE,
)
best_next = largest_over(Q(j, k), k, 1, m)
best_action = equation(
    "Bellman's optimality equation of actions, rewards of moves",
    named_quality,
    reached(a, r(s, a, j) + gamma * best_next),
    (moves, gains, qualities),
    (
        *written(r"Q^*(s, a) = \sum_{s'} P(s' \mid s, a) [r(s, a, s') + \gamma \max_{a'} Q^*(s', a')]", letters=q_best),
        *written(r"q_*(s, a) = \sum_{s'} p(s'|s, a) \left(r(s, a, s') + \gamma \max_{a'} q_*(s', a')\right)",
                 letters=(("q_star", "Q"), ("p", "P"))),
    ),
    optimal,
    "chance moves, then the best action is taken",
    Source(sutton, "equation 3.20"),
    TWICE,
)  # fmt: skip
best_action_mean = equation(
    "Bellman's optimality equation of actions, mean rewards",
    named_quality,
    means.symbol(s, a) + gamma * reached(a, best_next),
    (moves, means, qualities),
    (
        *written(r"Q^*(s, a) = r(s, a) + \gamma \sum_{s'} P(s' \mid s, a) \max_{a'} Q^*(s', a')", letters=q_best),
        *written(r"Q(s, a) = r(s, a) + \gamma \sum_{s'} P(s'|s, a) \max_{b} Q(s', b)"),
    ),
    optimal,
    "chance moves, then the best action is taken",
    Source(puterman, "section 6.2"),
    TWICE,
)
reward_process = equation(
    "Bellman equation of a Markov reward process",
    named_value,
    places.symbol(s) + gamma * Sum(chain.symbol(s, j) * V(j), (j, 1, n)),
    (chain, places, values),
    (
        *written(r"V(s) = R(s) + \gamma \sum_{s'} P(s' \mid s) V(s')", letters=(("R", "r"),)),
        *written(r"v(s) = r(s) + \gamma \sum_{s'} p(s'|s) v(s')", letters=(("v", "V"), ("p", "P"))),
    ),
    ("reward process", *words),
    "the reward of the state, and what follows",
    Source(puterman, "section 6.1"),
)

TOPIC = Topic(
    "Bellman's equations",
    formulas=(
        of_policy,
        of_policy_mean,
        of_actions,
        action_move,
        action_mean,
        action_chain,
        action_chain_mean,
        best_value,
        best_value_mean,
        best_value_place,
        best_action,
        best_action_mean,
        reward_process,
    ),
)
