"""Policies that weigh actions by their values: softmax and epsilon-greedy policies, soft values, and their updates.

Tables are functions of states and actions, as in `bellman_equations`: pi(a | s) is pi(s, a). A visited state counts.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Eq, Lambda, Piecewise, Sum, exp, log

from derivations.bellman_equations import HEIGHTS, MERITS, V, pi, policy, qualities, values, words
from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.value_functions import a, act, actions, c, d, here, i, m, s, states, sutton
from derivations.vocabulary import POSITIVE, UNIT, Notation, Quantity, Source, Topic, free_index, interval

haarnoja = "Haarnoja et al. 2018, Soft Actor-Critic"
PREFERENCES = Quantity("K", "table of the preferences", shape=(states, actions))
preference = Quantity("h", "preference of an action", value=Lambda((c, d), at(PREFERENCES.symbol, c, d)))
h, Q = preference.symbol, qualities.symbol
heat = Quantity("alpha", "temperature", domain=interval(Fraction(1, 8), 8))
alpha = heat.symbol
share = Quantity("p", "probability of the action")
height = Quantity("U", "value of the state")
soft = ("soft actor-critic", "sac", "maximum entropy", "soft value", "soft q")
choosing = ("softmax policy", "preference", "boltzmann", *words)


def weighed(scores: Any, scale: Any) -> Any:
    """The softmax of the scores of the actions here."""
    return exp(scores(s, a) / scale) / Sum(exp(scores(s, i) / scale), (i, 1, m))


by_preferences = rule(
    "Softmax policy by preferences",
    share,
    weighed(h, 1),
    (preference, PREFERENCES, here, act),
    written(
        r"\pi(a \mid s) = \frac{e^{h(s, a)}}{\sum_b e^{h(s, b)}}",
        r"\pi(a|s) = \frac{\exp(h(s, a))}{\sum_{b} \exp(h(s, b))}",
        r"\pi_\theta(a|s) = \frac{e^{h_\theta(s, a)}}{\sum_{a'} e^{h_\theta(s, a')}}",
        letters=(("h_theta", "h"), ("h", "h")),
    ),
    choosing,
    "exponentials of the preferences, over their sum",
    Source(sutton, "equation 13.2"),
)
by_values = rule(
    "Softmax policy by the values of actions (Boltzmann policy)",
    share,
    weighed(Q, alpha),
    (qualities, MERITS, heat, here, act),
    (
        *written(
            r"\pi(a \mid s) = \frac{\exp(Q(s, a) / \alpha)}{\sum_b \exp(Q(s, b) / \alpha)}",
            r"\pi(a|s) = \frac{e^{Q(s, a) / \alpha}}{\sum_{a'} e^{Q(s, a') / \alpha}}",
        ),
        *written(
            r"\pi(a|s) = \frac{e^{Q(s, a) / \tau}}{\sum_{a'} e^{Q(s, a') / \tau}}",
            r"\pi(a|s) = \frac{\exp(Q(s, a) / \tau)}{\sum_b \exp(Q(s, b) / \tau)}",
            letters=(("tau", "alpha"),),
        ),
    ),
    (*choosing, *soft),
    "exponentials of the values over the temperature, over their sum",
    Source(haarnoja, "section 4.1"),
)
soft_maximum = rule(
    "Soft value of a state: the log-sum-exp of the values of its actions",
    height,
    alpha * log(Sum(exp(Q(s, i) / alpha), (i, 1, m))),
    (qualities, MERITS, heat, here),
    written(
        r"V(s) = \alpha \log \sum_a \exp(Q(s, a) / \alpha)",
        r"V(s) = \alpha \log \sum_a e^{Q(s, a) / \alpha}",
        r"V^*(s) = \alpha \log \sum_a \exp\left(\frac{1}{\alpha} Q^*(s, a)\right)",
        letters=(("Q_star", "Q"), ("Q", "Q")),
    ),
    (*words, *soft),
    "a smooth maximum",
    Source("Haarnoja et al. 2017, Reinforcement Learning with Deep Energy-Based Policies", "equation 6"),
)
soft_mean = rule(
    "Soft value of a state under a policy: the mean value of its actions and the entropy",
    height,
    Sum(pi(s, i) * (Q(s, i) - alpha * log(pi(s, i))), (i, 1, m)),
    (policy, Quantity("C", "table of the policy", shape=(states, actions), domain=UNIT), qualities, MERITS, heat, here),
    written(
        r"V(s) = \sum_a \pi(a|s) [Q(s, a) - \alpha \log \pi(a|s)]",
        r"V^\pi(s) = \sum_a \pi(a \mid s) \left(Q^\pi(s, a) - \alpha \log \pi(a \mid s)\right)",
        letters=(("Q^pi", "Q"), ("Q", "Q")),
    ),
    (*words, *soft),
    "what the actions bring, and how uncertain the choice is",
    Source(haarnoja, "equation 3"),
)
explored = Quantity("epsilon", "share of explored actions", domain=interval(0, 1))
best = free_index("b", actions)
epsilon = explored.symbol
greedy = rule(
    "Probability of an action under an epsilon-greedy policy",
    share,
    Piecewise((1 - epsilon + epsilon / m, Eq(a, best.symbol)), (epsilon / m, True)),
    (explored, act, best),
    tuple(
        Notation(
            rf"{left} = \begin{{cases}} 1 - \epsilon + \frac{{\epsilon}}{{{size}}} & {when} \\ "
            rf"\frac{{\epsilon}}{{{size}}} & \text{{otherwise}} \end{{cases}}",
            (("a_star", "b"),),
        )
        for left, size, when in (
            (r"\pi(a \mid s)", "m", r"\text{if } a = a^*"),
            (r"\pi(a|s)", "m", "a = a^*"),
        )
    ),
    ("greedy", "exploration", *words),
    "the best action, or any",
    Source(sutton, "section 5.4"),
    other_sizes=(actions,),
)
COUNTS = Quantity("B", "table of the visits", shape=(states,), domain=POSITIVE)
visits = Quantity("N", "visits of a state", value=Lambda((c,), at(COUNTS.symbol, c)))
outcome = Quantity("G", "the return")
averaged = rule(
    "Monte Carlo update of the value of a state: the running mean of its returns",
    height,
    V(s) + (outcome.symbol - V(s)) / visits.symbol(s),
    (values, HEIGHTS, visits, COUNTS, outcome, here),
    written(
        r"V(s) \leftarrow V(s) + \frac{1}{N(s)} (G - V(s))",
        r"V(S_t) \leftarrow V(S_t) + \frac{1}{N(S_t)} (G_t - V(S_t))",
        r"V(s) \leftarrow V(s) + \frac{G - V(s)}{N(s)}",
        letters=(("S_t", "s"), ("G_t", "G"), ("G", "G"), ("s", "s")),
    ),
    ("monte carlo", "monte-carlo", "first-visit", "every-visit", *words),
    "each return counts alike",
    Source(sutton, "section 5.1"),
)

TOPIC = Topic(
    "Policies by values",
    formulas=(by_preferences, by_values, soft_maximum, soft_mean, greedy, averaged),
)
