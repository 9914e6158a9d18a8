"""Values of states and of actions as tables: Bellman's equations, Q-learning, targets of several steps, bounds.

P(s, a, t) is the probability of the next state t, R(s, a) the expected reward, pi(s, a) the probability of an action.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Integer, Lambda, Sum

from derivations.operators import at, at_most, equal, largest_over, norm_max
from derivations.stanzas import written
from derivations.vocabulary import (
    POSITIVE,
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
    interval,
    position_in,
)

sutton = "Sutton and Barto, Reinforcement Learning: An Introduction, second edition"
puterman = "Puterman 1994, Markov Decision Processes"
states = Size("n", "states", largest=3)
actions = Size("m", "actions", largest=4)
n, m = states.symbol, actions.symbol
here = free_index("s", states)
act = free_index("a", actions)
s, a = here.symbol, act.symbol
i, j, k = bound_index("i j k")
c, d, e = bound_index("c d e")
chances = Quantity("p", "weights of the next states", shape=(states, actions, states), domain=POSITIVE)
choices = Quantity("q", "weights of the actions", shape=(states, actions), domain=POSITIVE)
gains = Quantity("g", "table of r", shape=(states, actions))
state_table = Quantity("v", "table of V", shape=(states,))
action_table = Quantity("w", "table of Q", shape=(states, actions))
next_share = at(chances.symbol, c, d, e) / Sum(at(chances.symbol, c, d, k), (k, 1, n))
action_share = at(choices.symbol, c, d) / Sum(at(choices.symbol, c, k), (k, 1, m))
moves = Quantity("P", "probability of the next state", value=Lambda((c, d, e), next_share))
policy = Quantity("pi", "probability of an action in a state", value=Lambda((c, d), action_share))
rewards = Quantity("r", "expected reward", value=Lambda((c, d), at(gains.symbol, c, d)))
values = Quantity("V", "value of a state", value=Lambda((c,), at(state_table.symbol, c)))
qualities = Quantity("Q", "value of an action in a state", value=Lambda((c, d), at(action_table.symbol, c, d)))
discount = Quantity("gamma", "discount factor", domain=interval(0, 1))
P, pi, r, V, Q, gamma = (q.symbol for q in (moves, policy, rewards, values, qualities, discount))
named_values = Quantity("U", "value of the state")
named_qualities = Quantity("W", "value of the action")
words = ("bellman", "value function", "q-function", "action-value", "state-value", "policy", "reinforcement", "mdp")
promised = Sum(P(s, a, j) * V(j), (j, 1, n))
tables = (("R", "r"), ("T", "P"))
named = (("V", "U"), ("v", "U"))
Survivors = tuple[tuple[str, str], ...]
TABLES = ((moves, chances), (policy, choices), (rewards, gains), (values, state_table), (qualities, action_table))


def entry(
    title: str,
    left: Any,
    right: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    extra: tuple[str, ...],
    because: str,
    source: Source,
    survivors: Survivors = (),
) -> Formula:
    """A rule that defines each entry of a table."""

    def derive() -> Iterator[Step]:
        yield Step(right, because=because)

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(left, right),
        quantities=(*quantities, *(table for function, table in TABLES if function in quantities)),
        assumptions=(),
        notations=notations,
        words=(*extra, *words),
        derivation=derive,
        source=source,
        survivors=survivors,
    )


TWICE = (("the lower bound 1 becomes 0", "a position that is counted twice does not change a maximum"),)
value_of_policy = entry(
    "Value of a state: the mean value of its actions under the policy",
    named_values.symbol,
    Sum(pi(s, i) * Q(s, i), (i, 1, m)),
    (named_values, policy, qualities, here),
    (
        *written(r"V(s) = \sum_a \pi(s, a) Q(s, a)", r"V_s = \sum_{a} \pi_{sa} Q_{sa}", letters=named),
        *written(r"v(s) = \sum_a \pi(s, a) q(s, a)", letters=(*named, ("q", "Q"))),
    ),
    (),
    "the policy chooses the action",
    Source(sutton, "exercise 3.18"),
)
action_value = entry(
    "Value of an action: its reward and the discounted value of the next state",
    named_qualities.symbol,
    r(s, a) + gamma * promised,
    (named_qualities, rewards, moves, values, discount, here, act),
    (
        *written(r"Q(s, a) = r(s, a) + \gamma \sum_{t} P(s, a, t) V(t)", letters=(("Q", "W"),)),
        *written(r"Q(s, a) = R(s, a) + \gamma \sum_{t} T(s, a, t) V(t)", letters=(("Q", "W"), *tables)),
    ),
    (),
    "the reward now, and what follows",
    Source(sutton, "exercise 3.19"),
)
expectation = entry(
    "Bellman equation of a policy, summed over actions and states",
    named_values.symbol,
    Sum(pi(s, i) * (r(s, i) + gamma * Sum(P(s, i, j) * V(j), (j, 1, n))), (i, 1, m)),
    (named_values, policy, rewards, moves, values, discount, here),
    (
        *written(r"V(s) = \sum_a \pi(s, a) \left[r(s, a) + \gamma \sum_{t} P(s, a, t) V(t)\right]"),
        *written(
            r"V(s) = \sum_{a} \pi(s, a) \left(R(s, a) + \gamma \sum_{t} T(s, a, t) V(t)\right)", letters=tables
        ),
    ),
    ("policy evaluation",),
    "the policy chooses the action, its value follows",
    Source(sutton, "equation 4.4"),
)
best_value = entry(
    "Bellman's optimality equation: the value of the best action",
    named_values.symbol,
    largest_over(r(s, i) + gamma * Sum(P(s, i, j) * V(j), (j, 1, n)), i, 1, m),
    (named_values, rewards, moves, values, discount, here),
    (
        *written(r"V(s) = \max_a \left[r(s, a) + \gamma \sum_{t} P(s, a, t) V(t)\right]"),
        *written(r"V(s) = \max_a \left(R(s, a) + \gamma \sum_{t} T(s, a, t) V(t)\right)", letters=tables),
    ),
    ("optimality", "value iteration", "optimal value"),
    "the best action is taken",
    Source(sutton, "equation 3.19"),
    TWICE,
)
greedy_value = entry(
    "Optimal value of a state: that of its best action",
    named_values.symbol,
    largest_over(Q(s, i), i, 1, m),
    (named_values, qualities, here),
    (
        *written(r"V(s) = \max_a Q(s, a)", letters=named),
        *written(r"V^*(s) = \max_a Q^*(s, a)", letters=(("V_star", "U"), ("Q_star", "Q"))),
        *written(r"v_*(s) = \max_a q_*(s, a)", letters=(("v_star", "U"), ("q_star", "Q"))),
    ),
    ("optimality", "optimal value", "greedy"),
    "the best action is taken",
    Source(sutton, "section 3.6"),
    TWICE,
)

there = Quantity("s_b", "the next state", domain=position_in(states))
next_act = Quantity("a_b", "the next action", domain=position_in(actions))
at_state = Quantity("s", "the state", domain=position_in(states))
at_action = Quantity("a", "the action", domain=position_in(actions))
reward = Quantity("R", "the reward")
rate = Quantity("alpha", "learning rate", domain=interval(0, 1))
after = Quantity("y", "the value after the update")
s1, a1, s2, R, alpha = (q.symbol for q in (at_state, at_action, there, reward, rate))
best_next = largest_over(Q(s2, i), i, 1, m)
learning = ("q-learning", "q learning", "off-policy", "temporal difference", "td", "dqn")
once = (("t", "s_b"), ("r", "R"))
stepped = (("S_t", "s"), ("A_t", "a"), ("S_t+1", "s_b"), ("R_t+1", "R"))


def counted(spelled: str) -> str:
    """A target after one transition, with its steps counted."""
    return spelled.replace("r +", "R_{t+1} +").replace("(t,", "(S_{t+1},")


def update(
    title: str, target: Any, spelled: str, extra: tuple[Quantity, ...], place: str, survivors: Survivors = ()
) -> Formula:
    """An update that moves the value of an action the share alpha of the way to a target, spelled in LaTeX."""
    before = Q(s1, a1)
    return entry(
        title,
        after.symbol,
        before + alpha * (target - before),
        (after, qualities, at_state, at_action, there, reward, discount, rate, *extra),
        (
            *written(
                rf"Q(s, a) \leftarrow Q(s, a) + \alpha [{spelled} - Q(s, a)]",
                rf"Q(s, a) \leftarrow Q(s, a) + \alpha \left({spelled} - Q(s, a)\right)",
                rf"Q(s, a) \leftarrow (1 - \alpha) Q(s, a) + \alpha [{spelled}]",
                letters=once,
            ),
            *written(
                rf"Q(S_t, A_t) \leftarrow Q(S_t, A_t) + \alpha [{counted(spelled)} - Q(S_t, A_t)]",
                rf"Q(S_t, A_t) \leftarrow (1 - \alpha) Q(S_t, A_t) + \alpha [{counted(spelled)}]",
                letters=stepped,
            ),
        ),
        learning,
        "move the share alpha of the way to the target",
        Source(sutton, place),
        survivors,
    )


q_learning = update(
    "Update of Q-learning",
    R + gamma * best_next,
    r"r + \gamma \max_b Q(t, b)",
    (),
    "equation 6.8",
    TWICE,
)
expected_sarsa = update(
    "Update of expected SARSA",
    R + gamma * Sum(pi(s2, i) * Q(s2, i), (i, 1, m)),
    r"r + \gamma \sum_b \pi(t, b) Q(t, b)",
    (policy,),
    "equation 6.9",
)
target_value = Quantity("y", "the target")
q_target = entry(
    "Target of Q-learning",
    target_value.symbol,
    R + gamma * best_next,
    (target_value, qualities, there, reward, discount),
    written(r"y = r + \gamma \max_b Q(t, b)", r"y = r + \gamma \max_{b} Q(t, b)", letters=once),
    learning,
    "the reward, and the discounted value of the best next action",
    Source("Mnih et al. 2015, Human-level control through deep reinforcement learning", "methods"),
    TWICE,
)
ADVANTAGE = Q(c, d) - Sum(pi(c, i) * Q(c, i), (i, 1, m))


def derive_advantage() -> Iterator[Step]:
    """The values cancel."""
    mean_quality = Sum(pi(s, j) * Q(s, j), (j, 1, m))
    yield Step(mean_quality - Sum(pi(s, i), (i, 1, m)) * mean_quality, because="the advantage is Q less its mean")
    yield Step(Integer(0), because="the probabilities add up to 1")


advantage_value = Quantity("A", "advantages of the actions under the policy", value=Lambda((c, d), ADVANTAGE))
mean_advantage = Formula(
    title="The mean advantage of the actions under the policy is 0",
    kind=Kind.IDENTITY,
    statement=equal(Sum(pi(s, i) * advantage_value.symbol(s, i), (i, 1, m)), 0),
    quantities=(advantage_value, policy, qualities, choices, action_table, here),
    assumptions=(),
    notations=written(r"\sum_a \pi(s, a) A(s, a) = 0", r"\sum_{b} \pi(s, b) A(s, b) = 0"),
    words=("advantage", "baseline", *words),
    derivation=derive_advantage,
    source=Source("Baird 1993, Advantage updating", "section 3"),
    survivors=(
        ("a factor", "a multiple of 0 is 0"),
        ("the sign of", "minus 0 is 0"),
    ),
)

span = Size("T", "steps of the return", largest=4)
series = Quantity("R", "rewards", shape=(span,), domain=interval(-3, 3), origins=(0,))
ceiling = Quantity("R_max", "largest size of a reward", value=norm_max(series.symbol))
gain = Quantity("G", "return of the steps", value=Sum(gamma**j * at(series.symbol, j), (j, 0, span.symbol - 1)))
G, R_max = gain.symbol, ceiling.symbol


def derive_bounded() -> Iterator[Step]:
    """The geometric series."""
    yield Step(
        Sum(gamma**j * Abs(at(series.symbol, j)), (j, 0, span.symbol - 1)), because="triangle inequality", relation="<="
    )
    yield Step(R_max * Sum(gamma**j, (j, 0, span.symbol - 1)), because="no reward is larger", relation="<=")
    yield Step(R_max / (1 - gamma), because="the geometric series without end is larger", relation="<=")


bounded_return = Formula(
    title="A discounted return is at most the largest reward over 1 - gamma",
    kind=Kind.BOUND,
    statement=at_most(Abs(G), R_max / (1 - gamma)),
    quantities=(gain, series, ceiling, discount),
    assumptions=(),
    notations=(
        *written(r"|G| \leq \frac{R_{\max}}{1 - \gamma}"),
        *written(r"|G_t| \leq \frac{R_{\max}}{1 - \gamma}", letters=(("G_t", "G"),)),
    ),
    words=("return", "discount", "bounded", *words),
    derivation=derive_bounded,
    source=Source(puterman, "section 6.1"),
)

TOPIC = Topic(
    "Tables of values",
    formulas=(
        value_of_policy,
        action_value,
        expectation,
        best_value,
        greedy_value,
        q_learning,
        expected_sarsa,
        q_target,
        mean_advantage,
        bounded_return,
    ),
)
