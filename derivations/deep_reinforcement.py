"""Deep reinforcement learning: targets and losses of Q-networks, their averages, priorities, losses of actor-critics.

Values of actions stand in tables: what a network computes for the actions of one state. The letter d is 1 at the end of
an episode, else 0.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Lambda, Min, Sum, symbols

from derivations.operators import at, largest_over
from derivations.reinforcement import discount, gamma
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
    position_in,
)

a3c = "Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning"
mnih = "Mnih et al. 2015, Human-level control through deep reinforcement learning"
spinning = "Achiam 2018, Spinning Up in Deep Reinforcement Learning"
hasselt = "van Hasselt, Guez and Silver 2016, Deep Reinforcement Learning with Double Q-learning"
haarnoja = "Haarnoja et al. 2018, Soft Actor-Critic"
fujimoto = "Fujimoto, van Hoof and Meger 2018, Addressing Function Approximation Error in Actor-Critic Methods"
loss = Quantity("L", "the loss")
actor_loss, critic_loss, entropy = (
    Quantity("P", "loss of the policy"),
    Quantity("V", "loss of the value"),
    Quantity("H", "entropy of the policy"),
)
first, second = Quantity("c", "weight of the value", domain=POSITIVE), Quantity("e", "weight of the entropy")
total_loss = rule(
    "Loss of an actor-critic with an entropy bonus",
    loss,
    actor_loss.symbol + first.symbol * critic_loss.symbol - second.symbol * entropy.symbol,
    (actor_loss, critic_loss, entropy, first, second),
    (
        *written(r"L = L_{policy} + c_1 L_{value} - c_2 H", r"L = L_{policy} + c_1 \cdot L_{value} - c_2 \cdot H",
                 letters=(("L_policy", "P"), ("L_value", "V"), ("c_1", "c"), ("c_2", "e"))),
        *written(r"L = L_\pi + \beta_v L_v - \beta_e H",
                 letters=(("L_pi", "P"), ("L_v", "V"), ("beta_v", "c"), ("beta_e", "e"))),
    ),
    ("actor-critic", "a2c", "a3c", "entropy bonus", "total loss"),
    "a high entropy lowers the loss",
    Source(a3c, "section 4.2"),
)  # fmt: skip
objective = Quantity("J", "the objective")
total_objective = rule(
    "Objective of proximal policy optimisation with value loss and entropy bonus",
    objective,
    actor_loss.symbol - first.symbol * critic_loss.symbol + second.symbol * entropy.symbol,
    (actor_loss, critic_loss, entropy, first, second),
    (
        *written(r"L = L^{CLIP} - c_1 L^{VF} + c_2 S",
                 letters=(("L^CLIP", "P"), ("L^VF", "V"), ("S", "H"), ("c_1", "c"), ("c_2", "e"))),
        *written(r"L_t = L_t^{CLIP} - c_1 L_t^{VF} + c_2 S_t",
                 letters=(("L_t^CLIP", "P"), ("L_t^VF", "V"), ("S_t", "H"), ("c_1", "c"), ("c_2", "e"))),
    ),
    ("ppo", "proximal policy", "entropy bonus", "surrogate"),
    "what is maximised: the gain, less the value loss, and the entropy",
    Source("Schulman et al. 2017, Proximal Policy Optimization Algorithms", "equation 9"),
)  # fmt: skip

states = Size("n", "states", smallest=2, largest=3)
actions = Size("m", "actions", smallest=2, largest=3)
samples = Size("N", "samples", smallest=2, largest=3)
m, N = actions.symbol, samples.symbol
i, b = bound_index("i b")
u, z = symbols("u z")
TABLE = Quantity("A", "table of the values of actions", shape=(states, actions))
quality = Quantity("Q", "value of an action in a state", value=Lambda((u, z), at(TABLE.symbol, u, z)))
later = Quantity("s", "the next state", domain=position_in(states))
choice = Quantity("a", "the next action", domain=position_in(actions))
reward = Quantity("r", "the reward")
ended = Quantity("d", "1 at the end of an episode", domain=BIT)
target = Quantity("y", "the target")
Q, s, a, r, d = (one.symbol for one in (quality, later, choice, reward, ended))
best = largest_over(Q(s, b), b, 1, m)
TWICE = (("the lower bound 1 becomes 0", "a position that is counted twice does not change a maximum"),)
words = ("dqn", "deep q", "q-network", "q network", "target network", "replay", "q-learning")
primed = (("s_prime", "s"),)
ended_target = replace(
    rule(
        "Target of Q-learning that ends with the episode",
        target,
        r + gamma * (1 - d) * best,
        (quality, TABLE, later, reward, ended, discount),
        (
            *written(r"y = r + \gamma (1 - d) \max_{a'} Q(s', a')", letters=primed),
            *written(r"y = r + \gamma (1 - d) \max_{b} Q_{targ}(s', b)", letters=(*primed, ("Q_targ", "Q"))),
            *written(r"y = r + (1 - d) \gamma \max_{b} Q(s', b)", letters=primed),
        ),
        words,
        "after the end nothing follows",
        Source(spinning, "deep deterministic policy gradient"),
    ),
    survivors=TWICE,
)
double_target = rule(
    "Target of double DQN, with the next action as a letter",
    target,
    r + gamma * Q(s, a),
    (quality, TABLE, later, choice, reward, discount),
    (
        *written(r"y = r + \gamma Q(s', a^*)", letters=(*primed, ("a_star", "a"))),
        *written(r"y = r + \gamma Q_{targ}(s', a^*)", letters=(*primed, ("a_star", "a"), ("Q_targ", "Q"))),
        *written(r"y_t = r_t + \gamma Q(s_{t+1}, a_{t+1})",
                 letters=(("s_t+1", "s"), ("a_t+1", "a"), ("r_t", "r"))),
    ),
    (*words, "double dqn", "double q", "sarsa"),
    "one network chooses the action, the other one says its value",
    Source(hasselt, "equation 4"),
)  # fmt: skip
goals = Quantity("y", "targets", shape=(samples,))
guesses = Quantity("q", "values of the actions", shape=(samples,))
mean_loss = rule(
    "Mean squared error of the values of actions",
    loss,
    Sum((at(goals.symbol, i) - at(guesses.symbol, i)) ** 2, (i, 1, N)) / N,
    (goals, guesses),
    (
        *written(r"L = \frac{1}{N} \sum_{i=1}^N (y_i - q_i)^2"),
        *written(r"L(\theta) = \frac{1}{N} \sum_i (y_i - Q_i)^2", letters=(("Q", "q"),)),
    ),
    (*words, "critic loss", "bellman error"),
    "the mean of the squared errors",
    Source(mnih, "methods"),
)
named = Quantity("y", "value of the action")
some = free_index("a", actions)
TABLED = Quantity("B", "table of the advantages", shape=(states, actions))
HEIGHTS = Quantity("C", "table of the values", shape=(states,))
pair_edge = Quantity("A", "advantage of an action in a state", value=Lambda((u, z), at(TABLED.symbol, u, z)))
height = Quantity("V", "value of a state", value=Lambda((u,), at(HEIGHTS.symbol, u)))
place = free_index("s", states)
E, W, x, here = pair_edge.symbol, height.symbol, some.symbol, place.symbol
dueling_words = ("dueling", "duelling", "advantage stream", "value stream")
dueling = rule(
    "Dueling network: value of an action from value and advantages, with their mean",
    named,
    W(here) + (E(here, x) - Sum(E(here, b), (b, 1, m)) / m),
    (pair_edge, height, TABLED, HEIGHTS, place, some),
    (
        *written(r"Q(s, a) = V(s) + \left(A(s, a) - \frac{1}{m} \sum_{a'} A(s, a')\right)"),
        *written(r"Q(s, a) = V(s) + A(s, a) - \frac{1}{|\mathcal{A}|} \sum_{a'} A(s, a')", letters=(("calA", "m"),)),
    ),
    dueling_words,
    "the mean of the advantages becomes 0",
    Source("Wang et al. 2016, Dueling Network Architectures for Deep Reinforcement Learning", "equation 9"),
)
dueling_best = replace(
    rule(
        "Dueling network: value of an action from value and advantages, with their maximum",
        named,
        W(here) + (E(here, x) - largest_over(E(here, b), b, 1, m)),
        (pair_edge, height, TABLED, HEIGHTS, place, some),
        (
            *written(r"Q(s, a) = V(s) + \left(A(s, a) - \max_{a'} A(s, a')\right)"),
            *written(r"Q(s, a) = V(s) + A(s, a) - \max_{a'} A(s, a')"),
        ),
        dueling_words,
        "the advantage of the best action becomes 0",
        Source("Wang et al. 2016, Dueling Network Architectures for Deep Reinforcement Learning", "equation 8"),
    ),
    survivors=TWICE,
)
priorities = Quantity("p", "priorities", shape=(samples,), domain=POSITIVE)
power = Quantity("alpha", "how much priorities count", domain=interval(0, 1))
chance = Quantity("P", "probability of the sample")
index = free_index("j", samples)
replay_words = ("prioritized", "prioritised", "replay")
priority = rule(
    "Prioritised replay: probability of a sample",
    chance,
    at(priorities.symbol, index.symbol) ** power.symbol / Sum(at(priorities.symbol, i) ** power.symbol, (i, 1, N)),
    (priorities, power, index),
    (
        *written(r"P(j) = \frac{p_j^\alpha}{\sum_k p_k^\alpha}"),
        *written(r"P_j = \frac{p_j^\alpha}{\sum_{k=1}^N p_k^\alpha}"),
    ),
    replay_words,
    "powers of the priorities, made to sum to 1",
    Source("Schaul et al. 2016, Prioritized Experience Replay", "equation 1"),
)
buffer = Quantity("n", "samples in the buffer", domain=integers(1, 9))
drawn = Quantity("p", "probability of the sample", domain=POSITIVE)
tilt = Quantity("beta", "how much is corrected", domain=interval(0, 1))
correction = rule(
    "Prioritised replay: weight of a sample",
    target,
    (1 / buffer.symbol * (1 / drawn.symbol)) ** tilt.symbol,
    (buffer, drawn, tilt),
    (
        *written(r"w = \left(\frac{1}{N} \cdot \frac{1}{P}\right)^\beta", letters=(("N", "n"), ("P", "p"))),
        *written(r"w_i = \left(\frac{1}{N} \cdot \frac{1}{P_i}\right)^\beta", letters=(("N", "n"), ("P_i", "p"))),
        *written(r"w_i = (N P_i)^{-\beta}", letters=(("N", "n"), ("P_i", "p"))),
    ),
    (*replay_words, "importance sampling"),
    "the reciprocal of the probability, relative to drawing at random",
    Source("Schaul et al. 2016, Prioritized Experience Replay", "section 3.4"),
)
weights, delayed = Quantity("w", "parameters"), Quantity("v", "parameters of the target network")
share = Quantity("tau", "share of the new parameters", domain=interval(0, 1))
kept = Quantity("rho", "share of the old parameters", domain=interval(0, 1))
slow = ("target network", "soft update", "polyak", "ddpg", "exponential moving average")
soft_update = rule(
    "Soft update of a target network",
    target,
    share.symbol * weights.symbol + (1 - share.symbol) * delayed.symbol,
    (weights, delayed, share),
    (
        *written(
            r"\theta' \leftarrow \tau \theta + (1 - \tau) \theta'", letters=(("theta", "w"), ("theta_prime", "v"))
        ),
        *written(
            r"\theta_{targ} \leftarrow \tau \theta + (1 - \tau) \theta_{targ}",
            letters=(("theta", "w"), ("theta_targ", "v")),
        ),
    ),
    slow,
    "a small step towards the new parameters",
    Source("Lillicrap et al. 2016, Continuous Control with Deep Reinforcement Learning", "algorithm 1"),
)
polyak_update = rule(
    "Polyak average of a target network",
    target,
    kept.symbol * delayed.symbol + (1 - kept.symbol) * weights.symbol,
    (weights, delayed, kept),
    (
        *written(
            r"\phi_{targ} \leftarrow \rho \phi_{targ} + (1 - \rho) \phi", letters=(("phi", "w"), ("phi_targ", "v"))
        ),
        *written(
            r"\theta' \leftarrow \rho \theta' + (1 - \rho) \theta", letters=(("theta", "w"), ("theta_prime", "v"))
        ),
    ),
    slow,
    "most of the old parameters are kept",
    Source(spinning, "deep deterministic policy gradient"),
)
first_merit, second_merit = Quantity("q", "first value of the action"), Quantity("e", "second value of the action")
heat = Quantity("alpha", "weight of the entropy", domain=POSITIVE)
log_chance = Quantity("h", "log-probability of the action")
lesser = Min(first_merit.symbol, second_merit.symbol)
clipped = rule(
    "Target of clipped double Q-learning",
    target,
    r + gamma * (1 - d) * lesser,
    (reward, discount, ended, first_merit, second_merit),
    (
        *written(r"y = r + \gamma (1 - d) \min(Q_1, Q_2)", letters=(("Q_1", "q"), ("Q_2", "e"))),
        *written(r"y = r + \gamma (1 - d) \min\{q_1, q_2\}", letters=(("q_1", "q"), ("q_2", "e"))),
    ),
    ("td3", "twin", "clipped double"),
    "the smaller of both values",
    Source(fujimoto, "equation 10"),
)
soft_target = rule(
    "Target of the soft actor-critic",
    target,
    r + gamma * (1 - d) * (lesser - heat.symbol * log_chance.symbol),
    (reward, discount, ended, first_merit, second_merit, heat, log_chance),
    (
        *written(r"y = r + \gamma (1 - d) \left(\min(Q_1, Q_2) - \alpha h\right)",
                 letters=(("Q_1", "q"), ("Q_2", "e"))),
        *written(r"y = r + (1 - d) \gamma (\min(Q_1, Q_2) - \alpha h)", letters=(("Q_1", "q"), ("Q_2", "e"))),
    ),
    ("soft actor-critic", "sac", "entropy", "maximum entropy"),
    "the smaller value, and the entropy bonus",
    Source(haarnoja, "equation 8"),
)  # fmt: skip

FORMULAS: tuple[Formula, ...] = (
    total_loss, total_objective, ended_target, double_target, mean_loss, dueling, dueling_best, priority, correction,
    soft_update, polyak_update, clipped, soft_target,
)  # fmt: skip
TOPIC = Topic("Deep reinforcement learning", formulas=FORMULAS)
