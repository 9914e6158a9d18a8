"""Bellman's equations with the joint probability p(s', r | s, a) of the next state and the reward, as Sutton and Barto
write them.

The rewards are numbered, and the number is the reward: r runs over 1, 2, …, R. An equation holds for any weights in the
place of the probabilities, so that nothing depends on which rewards there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, Sum

from derivations.bellman_equations import (
    CHOICES,
    FREE,
    HEIGHTS,
    MERITS,
    TWICE,
    V,
    discount,
    gamma,
    named_quality,
    named_value,
    optimal,
    pi,
    policy,
    qualities,
    values,
    words,
)
from derivations.operators import at, equal, largest_over
from derivations.stanzas import written
from derivations.value_functions import a, actions, c, d, e, i, j, k, m, n, s, states, sutton
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

rewards = Size("R", "rewards", largest=2)
OUTCOMES = Quantity("T", "table of the outcomes", shape=(states, actions, states, rewards))
g, h = bound_index("g h")
outcomes = Quantity(
    "P",
    "joint probability of the next state and the reward",
    value=Lambda((c, d, e, h), at(OUTCOMES.symbol, c, d, e, h)),
)
P, Q = outcomes.symbol, qualities.symbol
TABLES = {outcomes: OUTCOMES, policy: CHOICES, values: HEIGHTS, qualities: MERITS}


def met(action: Any, body: Any) -> Any:
    """The mean over the next states and rewards."""
    return Sum(P(s, action, j, g) * body, (j, 1, n), (g, 1, rewards.symbol))


def equation(
    title: str,
    left: Quantity,
    right: Any,
    functions: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    terms: tuple[str, ...],
    place: str,
    survivors: tuple[tuple[str, str], ...] = (),
) -> Formula:
    """What the value of each state, or of each action in it, is."""

    def derive() -> Iterator[Step]:
        yield Step(right, because="the reward and the discounted value of what comes next, in the mean over both")

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(left.symbol, right),
        quantities=(left, outcomes, *functions, discount, OUTCOMES, *(TABLES[one] for one in functions),
                    *FREE[left.name]),
        assumptions=(),
        notations=notations,
        words=terms,
        derivation=derive,
        source=Source(sutton, place),
        survivors=survivors,
    )  # fmt: skip


next_value = g + gamma * V(j)
of_policy = equation(
    "Bellman equation of a policy, joint probabilities of state and reward",
    named_value,
    Sum(pi(s, i) * met(i, next_value), (i, 1, m)),
    (policy, values),
    written(
        r"v_\pi(s) = \sum_a \pi(a|s) \sum_{s', r} p(s', r | s, a) [r + \gamma v_\pi(s')]",
        r"V^\pi(s) = \sum_a \pi(a \mid s) \sum_{s', r} P(s', r \mid s, a) \left[r + \gamma V^\pi(s')\right]",
        r"V(s) = \sum_a \pi(a|s) \sum_{s', r} p(s', r | s, a) (r + \gamma V(s'))",
        letters=(("v_pi", "V"), ("V^pi", "V"), ("V", "V"), ("p", "P"), ("P", "P")),
    ),
    words,
    "equation 3.14",
)
of_actions = equation(
    "Value of an action by the values of the next states, joint probabilities of state and reward",
    named_quality,
    met(a, next_value),
    (values,),
    written(
        r"q_\pi(s, a) = \sum_{s', r} p(s', r | s, a) [r + \gamma v_\pi(s')]",
        r"Q^\pi(s, a) = \sum_{s', r} P(s', r \mid s, a) \left[r + \gamma V^\pi(s')\right]",
        r"q_*(s, a) = \sum_{s', r} p(s', r | s, a) [r + \gamma v_*(s')]",
        letters=(("v_pi", "V"), ("V^pi", "V"), ("v_star", "V"), ("p", "P"), ("P", "P")),
    ),
    words,
    "exercise 3.13",
)
ahead = Sum(pi(j, k) * Q(j, k), (k, 1, m))
of_pairs = equation(
    "Bellman equation of a policy for the values of actions, joint probabilities of state and reward",
    named_quality,
    met(a, g + gamma * ahead),
    (policy, qualities),
    written(
        r"q_\pi(s, a) = \sum_{s', r} p(s', r | s, a) \left[r + \gamma \sum_{a'} \pi(a'|s') q_\pi(s', a')\right]",
        r"Q^\pi(s, a) = \sum_{s', r} P(s', r \mid s, a) [r + \gamma \sum_{a'} \pi(a' \mid s') Q^\pi(s', a')]",
        letters=(("q_pi", "Q"), ("Q^pi", "Q"), ("p", "P"), ("P", "P")),
    ),
    words,
    "exercise 3.17",
)
best_value = equation(
    "Bellman's optimality equation of states, joint probabilities of state and reward",
    named_value,
    largest_over(met(i, next_value), i, 1, m),
    (values,),
    written(
        r"v_*(s) = \max_a \sum_{s', r} p(s', r | s, a) [r + \gamma v_*(s')]",
        r"V^*(s) = \max_a \sum_{s', r} P(s', r \mid s, a) \left[r + \gamma V^*(s')\right]",
        r"V(s) \leftarrow \max_a \sum_{s', r} p(s', r | s, a) [r + \gamma V(s')]",
        letters=(("v_star", "V"), ("V_star", "V"), ("V", "V"), ("p", "P"), ("P", "P")),
    ),
    optimal,
    "equation 3.19",
    TWICE,
)
best_action = equation(
    "Bellman's optimality equation of actions, joint probabilities of state and reward",
    named_quality,
    met(a, g + gamma * largest_over(Q(j, k), k, 1, m)),
    (qualities,),
    written(
        r"q_*(s, a) = \sum_{s', r} p(s', r | s, a) \left[r + \gamma \max_{a'} q_*(s', a')\right]",
        r"Q^*(s, a) = \sum_{s', r} P(s', r \mid s, a) [r + \gamma \max_{a'} Q^*(s', a')]",
        letters=(("q_star", "Q"), ("Q_star", "Q"), ("p", "P"), ("P", "P")),
    ),
    optimal,
    "equation 3.20",
    TWICE,
)

TOPIC = Topic(
    "Bellman's equations with joint probabilities of state and reward",
    formulas=(of_policy, of_actions, of_pairs, best_value, best_action),
)
