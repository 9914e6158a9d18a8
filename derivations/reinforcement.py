"""Reinforcement learning: returns, advantages, the clipped objective, running means.

States and actions are numbers here, and V and Q any functions of them. The reward that follows step t is written r_t
or r_{t+1}: both are usual, and each is a formula of its own.
"""

from __future__ import annotations

from sympy import Lambda, Max, Min, Sum, symbols

from derivations.operators import at, mean
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Law,
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
ppo = "Schulman et al. 2017, Proximal Policy Optimization Algorithms"
steps = Size("T", "steps", smallest=3, largest=4)
T = steps.symbol
moment = Quantity("t", "a step before the last", domain=integers(1, 2))
t = moment.symbol
b, c, u = symbols("b c u")
j = bound_index("j")
discount = Quantity("gamma", "discount factor", domain=interval(0, 1))
gamma = discount.symbol
rewards = Quantity("r", "rewards", shape=(steps,))
returns = Quantity("G", "returns", shape=(steps,))
gain = Quantity("y", "the return of step t")
r, G = rewards.symbol, returns.symbol
words = ("return", "reward", "discount", "reinforcement", "episode", "mdp")

return_recursion = rule(
    "Return of a step, from the reward after it and the next return",
    gain,
    at(r, t + 1) + gamma * at(G, t + 1),
    (rewards, returns, moment, discount),
    (
        *written(r"G_t = r_{t+1} + \gamma G_{t+1}", r"G^{(t)} = r_{t+1} + \gamma G_{t+1}"),
        *written(r"G_t = R_{t+1} + \gamma G_{t+1}", letters=(("R", "r"),)),
    ),
    words,
    "the first reward, and the discounted rest",
    Source(sutton, "equation 3.9"),
)
return_recursion_now = rule(
    "Return of a step, from its reward and the next return",
    gain,
    at(r, t) + gamma * at(G, t + 1),
    (rewards, returns, moment, discount),
    (*written(r"G_t = r_t + \gamma G_{t+1}"), *written(r"R_t = r_t + \gamma R_{t+1}", letters=(("R", "G"),))),
    words,
    "the first reward, and the discounted rest",
    Source("Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning", "section 3"),
)
finite_return = rule(
    "Return of a step of an episode",
    gain,
    Sum(gamma**j * at(r, t + j + 1), (j, 0, T - t - 1)),
    (rewards, moment, discount),
    written(
        r"G_t = \sum_{k=0}^{T-t-1} \gamma^k r_{t+k+1}",
        r"G_t = \sum_{k=t+1}^{T} \gamma^{k-t-1} r_k",
        r"G_t = \sum_{i=t+1}^T \gamma^{i-t-1} r_i",
    ),
    words,
    "rewards that come later count less",
    Source(sutton, "equation 3.11"),
)
finite_return_now = rule(
    "Return of a step of an episode, its own reward included",
    gain,
    Sum(gamma ** (j - t) * at(r, j), (j, t, T)),
    (rewards, moment, discount),
    written(
        r"G_t = \sum_{k=t}^T \gamma^{k-t} r_k",
        r"R_t = \sum_{i=t}^{T} \gamma^{i-t} r_i",
        r"G_t = \sum_{k=0}^{T-t} \gamma^k r_{t+k}",
    ),
    (*words, "reward-to-go", "reward to go"),
    "rewards that come later count less",
    Source("Lillicrap et al. 2016, Continuous Control with Deep Reinforcement Learning", "section 2"),
)

states = Quantity("s", "states", shape=(steps,))
actions = Quantity("a", "actions", shape=(steps,))
value = Quantity("V", "value of a state", arguments=((),))
quality = Quantity("Q", "value of an action in a state", arguments=((), ()))
rate = Quantity("alpha", "learning rate", domain=interval(0, 1))
updated = Quantity("y", "the value after the update")
s, a, V, Q, alpha = (q.symbol for q in (states, actions, value, quality, rate))
here, there = V(at(s, t)), V(at(s, t + 1))
act, act_next = Q(at(s, t), at(a, t)), Q(at(s, t + 1), at(a, t + 1))
state, next_state = Quantity("s", "state"), Quantity("s_b", "next state")
action, next_action = Quantity("a", "action"), Quantity("a_b", "next action")
reward = Quantity("r", "reward")
s1, s2, a1, a2, r1 = (q.symbol for q in (state, next_state, action, next_action, reward))

excess = Quantity("A", "advantage")
advantage = rule(
    "Advantage of an action",
    excess,
    Q(s1, a1) - V(s1),
    (state, action, quality, value),
    (
        *written(r"A(s, a) = Q(s, a) - V(s)", r"A = Q(s, a) - V(s)"),
        *written(r"A^\pi(s, a) = Q^\pi(s, a) - V^\pi(s)", letters=(("Q^pi", "Q"), ("V^pi", "V"))),
        *written(r"A_\pi(s, a) = Q_\pi(s, a) - V_\pi(s)", letters=(("Q_pi", "Q"), ("V_pi", "V"))),
    ),
    ("advantage", "actor-critic", "a2c"),
    "how much better the action is than the policy",
    Source(schulman, "equation 4"),
)
trace_decay = Quantity("lambda_", "decay of the trace", domain=interval(0, 1))
lam = trace_decay.symbol
gae_letters = (("lambda", "lambda_"), ("A_hat", "A"))
errors = Quantity("delta", "temporal difference errors", shape=(steps,))
estimates = Quantity("A", "estimated advantages", shape=(steps,))
delta, A = errors.symbol, estimates.symbol
estimate = Quantity("y", "the estimated advantage")
gae_words = ("gae", "generalized advantage", "generalised advantage", "advantage")
gae_recursion = rule(
    "Generalised advantage, from the next one",
    estimate,
    at(delta, t) + gamma * lam * at(A, t + 1),
    (errors, estimates, moment, discount, trace_decay),
    written(
        r"\hat{A}_t = \delta_t + \gamma \lambda \hat{A}_{t+1}",
        r"\hat{A}_t = \delta_t + (\gamma \lambda) \hat{A}_{t+1}",
        letters=gae_letters,
    ),
    gae_words,
    "the error, and the discounted rest",
    Source(schulman, "equation 16"),
)
gae_sum = rule(
    "Generalised advantage as a sum of errors",
    estimate,
    Sum((gamma * lam) ** j * at(delta, t + j), (j, 0, T - t)),
    (errors, moment, discount, trace_decay),
    written(
        r"\hat{A}_t = \sum_{l=0}^{T-t} (\gamma \lambda)^l \delta_{t+l}",
        r"\hat{A}_t = \sum_{k=t}^{T} (\gamma \lambda)^{k-t} \delta_k",
        r"A_t = \sum_{l=0}^{T-t} \gamma^l \lambda^l \delta_{t+l}",
        letters=gae_letters,
    ),
    gae_words,
    "the recursion, unrolled",
    Source(schulman, "equation 16"),
)
ratio = Quantity("p", "ratio of both policies' probabilities", domain=POSITIVE, law=Law("p"))
benefit = Quantity("B", "estimated advantage", law=Law("p"))
width = Quantity("epsilon", "how far the ratio may leave 1", domain=interval(0, 1))
clip = Quantity("clip", "a number held between two others", value=Lambda((u, b, c), Min(Max(u, b), c)))
likelihood = Quantity("rho", "ratio of both policies' probabilities", value=ratio.symbol)
objective = Quantity("L", "the clipped objective")
p, B, eps = likelihood.symbol, benefit.symbol, width.symbol
clipped = rule(
    "Clipped objective of proximal policy optimisation",
    objective,
    mean(Min(p * B, clip.symbol(p, 1 - eps, 1 + eps) * B, evaluate=False)),
    (likelihood, ratio, benefit, width, clip),
    written(
        r"L = \mathbb{E}\left[\min(r_t(\theta) \hat{A}_t, \text{clip}(r_t(\theta), 1 - \epsilon, 1 + \epsilon) "
        r"\hat{A}_t)\right]",
        r"L^{CLIP}(\theta) = \mathbb{E}_t[\min(r_t(\theta) \hat{A}_t, \operatorname{clip}(r_t(\theta), 1 - "
        r"\epsilon, 1 + \epsilon) \hat{A}_t)]",
        r"L = \mathbb{E}\left[\min(r_t \hat{A}_t, \text{clip}(r_t, 1 - \epsilon, 1 + \epsilon) \hat{A}_t)\right]",
        letters=(("r_t", "rho"), ("A_hat_t", "B")),
    ),
    ("ppo", "proximal policy", "clip", "surrogate"),
    "the smaller of both gains",
    Source(ppo, "equation 7"),
)
count = Quantity("n", "number of rewards so far", domain=integers(1, 9))
estimate_before, new_reward = Quantity("q", "mean of the rewards before"), Quantity("x", "the new reward")
bandit_words = ("bandit", "incremental", "sample average", "running mean", "action value")
incremental_mean = rule(
    "Mean of rewards, updated by the next one",
    updated,
    estimate_before.symbol + 1 / count.symbol * (new_reward.symbol - estimate_before.symbol),
    (estimate_before, new_reward, count),
    written(
        r"Q_{n+1} = Q_n + \frac{1}{n} [R_n - Q_n]",
        r"Q_{n+1} = Q_n + \frac{1}{n} (R_n - Q_n)",
        r"Q_{n+1} = Q_n + \frac{R_n - Q_n}{n}",
        letters=(("Q_n", "q"), ("R_n", "x")),
    )
    + written(r"\mu_n = \mu_{n-1} + \frac{1}{n} (x_n - \mu_{n-1})", letters=(("mu_n-1", "q"), ("x_n", "x"))),
    bandit_words,
    "the n-th reward enters with the weight 1/n",
    Source(sutton, "equation 2.3"),
)

TOPIC = Topic(
    "Reinforcement learning",
    formulas=(
        return_recursion,
        return_recursion_now,
        finite_return,
        finite_return_now,
        advantage,
        gae_recursion,
        gae_sum,
        clipped,
        incremental_mean,
    ),
)
