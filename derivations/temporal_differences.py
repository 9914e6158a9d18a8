"""Temporal differences: errors and the updates of values by TD(0), Monte Carlo and SARSA.

States and actions are numbers here, and V and Q any functions of them, as in `reinforcement`.
"""

from __future__ import annotations

from typing import Any

from derivations.operators import at
from derivations.reinforcement import (
    G,
    Q,
    V,
    a1,
    a2,
    act,
    act_next,
    action,
    actions,
    alpha,
    discount,
    gamma,
    here,
    moment,
    next_action,
    next_state,
    quality,
    r,
    r1,
    rate,
    returns,
    reward,
    rewards,
    s1,
    s2,
    schulman,
    state,
    states,
    sutton,
    t,
    there,
    updated,
    value,
)
from derivations.stanzas import rule, written
from derivations.vocabulary import Formula, Quantity, Source, Topic

error = Quantity("delta", "temporal difference error")
td_words = ("td error", "temporal difference", "temporal-difference", "td(0)", "td learning", "critic", "bootstrap")

td_error = rule(
    "Temporal difference error, with the reward after the step",
    error,
    at(r, t + 1) + gamma * there - here,
    (rewards, states, value, moment, discount),
    (
        *written(r"\delta_t = r_{t+1} + \gamma V(s_{t+1}) - V(s_t)"),
        *written(r"\delta_t = R_{t+1} + \gamma V(S_{t+1}) - V(S_t)", letters=(("R", "r"), ("S", "s"))),
        *written(r"\delta_t = r_{t+1} + \gamma \hat{v}(s_{t+1}) - \hat{v}(s_t)", letters=(("v_hat", "V"),)),
    ),
    td_words,
    "the value promised by the next state, less the value of this one",
    Source(sutton, "equation 6.5"),
)
td_error_now = rule(
    "Temporal difference error, with the reward of the step",
    error,
    at(r, t) + gamma * there - here,
    (rewards, states, value, moment, discount),
    written(
        r"\delta_t = r_t + \gamma V(s_{t+1}) - V(s_t)",
        r"\delta_t = r_t - V(s_t) + \gamma V(s_{t+1})",
        r"\delta_t^V = r_t + \gamma V(s_{t+1}) - V(s_t)",
    ),
    (*td_words, "gae", "advantage"),
    "the value promised by the next state, less the value of this one",
    Source(schulman, "equation 9"),
)
prime = (("s_prime", "s_b"), ("a_prime", "a_b"))
td_error_once = rule(
    "Temporal difference error of one transition",
    error,
    r1 + gamma * V(s2) - V(s1),
    (reward, state, next_state, value, discount),
    written(r"\delta = r + \gamma V(s') - V(s)", r"\delta \leftarrow r + \gamma V(s') - V(s)", letters=prime),
    td_words,
    "the value promised by the next state, less the value of this one",
    Source(sutton, "section 13.5, one-step actor-critic"),
)


def tabular(
    title: str,
    before: Any,
    target: Any,
    left: str,
    spelled: str,
    quantities: tuple[Quantity, ...],
    words: tuple[str, ...],
    source: Source,
    letters: tuple[tuple[str, str], ...] = (),
) -> Formula:
    """An update that moves a value the share alpha of the way to a target; `left` and `spelled` are their LaTeX."""
    return rule(
        title,
        updated,
        before + alpha * (target - before),
        (*quantities, rate),
        written(
            rf"{left} \leftarrow {left} + \alpha [{spelled} - {left}]",
            rf"{left} \leftarrow {left} + \alpha ({spelled} - {left})",
            rf"{left} = {left} + \alpha \left({spelled} - {left}\right)",
            rf"{left} \leftarrow (1 - \alpha) {left} + \alpha ({spelled})",
            letters=letters,
        ),
        words,
        "move the share alpha of the way to the target",
        source,
    )


monte_carlo = tabular(
    "Monte Carlo update of a value",
    here,
    at(G, t),
    "V(s_t)",
    "G_t",
    (returns, states, value, moment),
    ("monte carlo", "monte-carlo", "every-visit", "first-visit"),
    Source(sutton, "equation 6.1"),
)
td_update = tabular(
    "TD(0) update of a value, with the reward after the step",
    here,
    at(r, t + 1) + gamma * there,
    "V(s_t)",
    r"r_{t+1} + \gamma V(s_{t+1})",
    (rewards, states, value, moment, discount),
    td_words,
    Source(sutton, "equation 6.2"),
)
td_update_now = tabular(
    "TD(0) update of a value, with the reward of the step",
    here,
    at(r, t) + gamma * there,
    "V(s_t)",
    r"r_t + \gamma V(s_{t+1})",
    (rewards, states, value, moment, discount),
    td_words,
    Source("Szepesvari 2010, Algorithms for Reinforcement Learning", "section 3.1.1, with rewards renumbered"),
)
td_update_once = tabular(
    "TD(0) update of a value after one transition",
    V(s1),
    r1 + gamma * V(s2),
    "V(s)",
    r"r + \gamma V(s')",
    (reward, state, next_state, value, discount),
    td_words,
    Source(sutton, "section 6.1, tabular TD(0)"),
    prime,
)
sarsa = tabular(
    "SARSA update, with the reward after the step",
    act,
    at(r, t + 1) + gamma * act_next,
    "Q(s_t, a_t)",
    r"r_{t+1} + \gamma Q(s_{t+1}, a_{t+1})",
    (rewards, states, actions, quality, moment, discount),
    ("sarsa", "on-policy", "td control"),
    Source(sutton, "equation 6.7"),
)
sarsa_now = tabular(
    "SARSA update, with the reward of the step",
    act,
    at(r, t) + gamma * act_next,
    "Q(s_t, a_t)",
    r"r_t + \gamma Q(s_{t+1}, a_{t+1})",
    (rewards, states, actions, quality, moment, discount),
    ("sarsa", "on-policy", "td control"),
    Source("Rummery and Niranjan 1994, On-Line Q-Learning Using Connectionist Systems", "section 3"),
)
sarsa_once = tabular(
    "SARSA update after one transition",
    Q(s1, a1),
    r1 + gamma * Q(s2, a2),
    "Q(s, a)",
    r"r + \gamma Q(s', a')",
    (reward, state, action, next_state, next_action, quality, discount),
    ("sarsa", "on-policy", "td control"),
    Source(sutton, "section 6.4"),
    prime,
)

TOPIC = Topic(
    "Temporal differences",
    formulas=(
        td_error,
        td_error_now,
        td_error_once,
        monte_carlo,
        td_update,
        td_update_now,
        td_update_once,
        sarsa,
        sarsa_now,
        sarsa_once,
    ),
)
