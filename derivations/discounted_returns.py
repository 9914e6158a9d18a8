"""Returns of tasks that go on for ever: sums of all discounted rewards and errors, and rewards that never change.

What follows the last term is 0 here, so that a sum to infinity ends with it. A reward that never changes is summed in
closed form.
"""

from __future__ import annotations

from sympy import Sum

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

sutton = "Sutton and Barto, Reinforcement Learning: An Introduction, second edition"
schulman = "Schulman et al. 2016, High-Dimensional Continuous Control Using Generalized Advantage Estimation"
steps = Size("T", "steps", smallest=3, largest=5)
T = steps.symbol
moment = Quantity("t", "a step before the last", domain=integers(1, 2))
t = moment.symbol
j = bound_index("j")
discount = Quantity("gamma", "discount factor", domain=interval(0, 1))
gamma = discount.symbol
rewards = Quantity("r", "rewards, 0 after the last", shape=(steps,))
r = rewards.symbol
gain = Quantity("y", "the return of step t")
before_last = Quantity("F", "number of the last term, counted from 0", value=T - t - 1)
last = Quantity("F", "number of the last term, counted from 0", value=T - t)
number = Quantity("F_1", "number of the last term, counted from 1", value=T - t)
words = ("return", "reward", "discount", "reinforcement", "episode", "mdp", "markov decision")
endless = (("infinity", "F"),)
endless_return = rule(
    "Return of a step: all rewards after it, discounted",
    gain,
    Sum(gamma**j * at(r, t + j + 1), (j, 0, before_last.symbol)),
    (rewards, moment, discount, before_last, number),
    (
        *written(r"G_t = \sum_{k=0}^{\infty} \gamma^k r_{t+k+1}", letters=endless),
        *written(r"R_t = \sum_{k=0}^\infty \gamma^k r_{t+1+k}", letters=endless),
        *written(r"G_t = \sum_{k=1}^{\infty} \gamma^{k-1} r_{t+k}", letters=(("infinity", "F_1"),)),
    ),
    words,
    "rewards that come later count less",
    Source(sutton, "equation 3.8"),
)
endless_return_now = rule(
    "Return of a step: its reward and all after it, discounted",
    gain,
    Sum(gamma**j * at(r, t + j), (j, 0, last.symbol)),
    (rewards, moment, discount, last),
    (
        *written(r"G_t = \sum_{k=0}^{\infty} \gamma^k r_{t+k}", letters=endless),
        *written(r"R_t = \sum_{i=t}^{\infty} \gamma^{i-t} r_i", letters=(("infinity", "T"),)),
    ),
    words,
    "rewards that come later count less",
    Source("Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning", "section 3"),
)
from_start = Quantity("r", "rewards, 0 after the last", shape=(steps,), origins=(0,))
of_episode = Quantity("y", "the return of an episode")
end = Quantity("H", "number of the last step", value=T - 1)
episode_return = rule(
    "Return of an episode, from its first step on",
    of_episode,
    Sum(gamma**j * at(from_start.symbol, j), (j, 0, T - 1)),
    (from_start, discount, end),
    (
        *written(r"G = \sum_{t=0}^{\infty} \gamma^t r_t", letters=(("infinity", "H"),)),
        *written(r"R(\tau) = \sum_{t=0}^{T-1} \gamma^t r_t"),
        *written(r"G_0 = \sum_{t=0}^{T} \gamma^t r_t", letters=(("T", "H"),)),
    ),
    (*words, "trajectory"),
    "rewards that come later count less",
    Source("Sutton et al. 2000, Policy Gradient Methods for Reinforcement Learning", "section 1"),
)

errors = Quantity("delta", "temporal difference errors, 0 after the last", shape=(steps,))
trace_decay = Quantity("lambda_", "decay of the trace", domain=interval(0, 1))
lam = trace_decay.symbol
endless_advantage = rule(
    "Generalised advantage: all errors from the step on, discounted",
    Quantity("y", "the estimated advantage"),
    Sum((gamma * lam) ** j * at(errors.symbol, t + j), (j, 0, last.symbol)),
    (errors, moment, discount, trace_decay, last),
    (
        *written(
            r"\hat{A}_t = \sum_{l=0}^{\infty} (\gamma \lambda)^l \delta_{t+l}",
            r"A_t = \sum_{l=0}^{\infty} \gamma^l \lambda^l \delta_{t+l}",
            letters=(*endless, ("lambda", "lambda_")),
        ),
        *written(r"\hat{A}_t = \sum_{k=t}^{\infty} (\gamma \lambda)^{k-t} \delta_k",
                 letters=(("infinity", "T"), ("lambda", "lambda_"))),
    ),
    ("gae", "generalized advantage", "generalised advantage", "advantage"),
    "the recursion, unrolled",
    Source(schulman, "equation 16"),
)  # fmt: skip
series = Size("N", "numbers of steps", smallest=2, largest=5)
ways = Quantity("G", "returns of t over n steps, 0 after the last", shape=(series,))
mixed_return = rule(
    "Lambda-return as a weighted sum of returns of n steps",
    Quantity("y", "the lambda-return"),
    (1 - lam) * Sum(lam ** (j - 1) * at(ways.symbol, j), (j, 1, series.symbol)),
    (ways, trace_decay),
    (
        *written(
            r"G_t^\lambda = (1 - \lambda) \sum_{n=1}^{\infty} \lambda^{n-1} G_t^{(n)}",
            r"R_t^\lambda = (1 - \lambda) \sum_{n=1}^{\infty} \lambda^{n-1} R_t^{(n)}",
            letters=(("infinity", "N"), ("lambda", "lambda_"), ("G_t", "G"), ("R_t", "G")),
        ),
    ),
    ("lambda-return", "λ-return", "td(λ)", "td(lambda)", "n-step", "trace"),
    "weights that fall geometrically and add up to 1",
    Source(sutton, "equation 12.2"),
)
fixed = Quantity("r", "the reward of each step")
constant_return = rule(
    "Return of a reward that never changes",
    gain,
    fixed.symbol / (1 - gamma),
    (fixed, discount),
    written(r"G_t = \frac{r}{1 - \gamma}", r"V(s) = \frac{r}{1 - \gamma}", r"G = r / (1 - \gamma)"),
    ("constant reward", "every step", "each step", "same reward", *words),
    "the geometric series",
    Source(sutton, "exercise 3.10"),
)
unit_return = rule(
    "Return of a reward that is 1 for ever",
    gain,
    1 / (1 - gamma),
    (discount,),
    written(r"G_t = \frac{1}{1 - \gamma}", r"G_t = 1 / (1 - \gamma)"),
    ("constant reward", "reward 1", "reward of 1", "reward +1", "reward of +1", *words),
    "the geometric series",
    Source(sutton, "equation 3.10"),
)

TOPIC = Topic(
    "Discounted returns",
    formulas=(
        endless_return,
        endless_return_now,
        episode_return,
        endless_advantage,
        mixed_return,
        constant_return,
        unit_return,
    ),
)
