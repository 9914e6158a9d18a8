"""Regret of online gradient descent in terms of diameter and Lipschitz constant; gaps, regret and indices of bandits.

D bounds the distance of the start from the comparator and G the length of every gradient. The regret is that of the
linearised losses, which bounds that of convex ones.
"""

from __future__ import annotations

from functools import partial

from sympy import Lambda, Sum, log, sqrt

from derivations.operators import at, dot, evaluated, largest_over, norm, row, vector_sum
from derivations.stanzas import rule, written
from derivations.step_squares import goal, x_star
from derivations.telescoped_steps import G as slopes_symbol
from derivations.telescoped_steps import T, bounded, d, k, s, slopes, start, steps, t
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
)

hazan = "Hazan, Introduction to Online Convex Optimization"
lattimore = "Lattimore and Szepesvári, Bandit Algorithms"
auer = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time Analysis of the Multiarmed Bandit Problem"
reach = Quantity("r", "how far D lies above the distance", domain=NONNEGATIVE)
steep = Quantity("m", "how far G lies above the longest gradient", domain=NONNEGATIVE)
diameter = Quantity("D", "bound on the distance", domain=POSITIVE, value=norm(start.symbol - x_star) + reach.symbol)
lipschitz = Quantity(
    "G",
    "bound on the gradients",
    domain=POSITIVE,
    value=largest_over(norm(row(slopes_symbol, t)), t, 0, T - 1) + steep.symbol,
)
D, G = diameter.symbol, lipschitz.symbol
free_rate = Quantity("eta", "step size", domain=POSITIVE)
best_rate = Quantity("eta", "the best step size", domain=POSITIVE, value=D / (G * sqrt(T)))
eta = free_rate.symbol
walk = Quantity(
    "x",
    "the point before round k, counted from 0",
    shape=(start.shape[0],),
    value=Lambda((k,), start.symbol - eta * vector_sum(row(slopes_symbol, s), s, 0, k - 1)),
)
excess = Quantity(
    "R",
    "regret",
    value=Sum(dot(row(slopes_symbol, t), evaluated(walk.symbol(t), d, 1) - x_star), (t, 0, T - 1)),
)
R = excess.symbol
family = (excess, walk, slopes, start, goal, diameter, lipschitz, reach, steep)
words = ("regret", "online convex", "online gradient", "online learning")
named = (("R_T", "R"),)
online = partial(bounded, other_sizes=(steps,))
descent = online(
    "Regret of online gradient descent by diameter and Lipschitz constant",
    R,
    ((D**2 / (2 * eta) + eta * G**2 * T / 2, "no gradient is longer than G, and the start lies within D"),),
    (*family, free_rate),
    written(
        r"R_T \leq \frac{D^2}{2\eta} + \frac{\eta G^2 T}{2}",
        r"R_T \leq \frac{D^2}{2\eta} + \frac{\eta}{2} T G^2",
        letters=named,
    ),
    words,
    Source(hazan, "theorem 3.1, at a constant step size"),
)
tuned = online(
    "Regret of online gradient descent at the best step size",
    R,
    ((D * G * sqrt(T), "both terms are equal"),),
    (*family, best_rate),
    written(r"R_T \leq D G \sqrt{T}", r"\mathrm{Regret}_T \leq G D \sqrt{T}", letters=(*named, ("Regret_T", "R"))),
    words,
    Source(hazan, "theorem 3.1, at a constant step size"),
)
arms = Size("K", "arms", largest=3)
K = arms.symbol
a = free_index("a", arms)
j = bound_index("a")
means = Quantity("mu", "mean reward of each arm", shape=(arms,))
best = Quantity("mu_star", "mean reward of the best arm", value=largest_over(at(means.symbol, j), j, 1, K))
gap = Quantity("g", "gap of the arm")
bandits = ("bandit", "arm", "regret")
gap_of_arm = rule(
    "Gap of an arm of a bandit",
    gap,
    best.symbol - at(means.symbol, a.symbol),
    (best, means, a),
    written(r"\Delta_a = \mu^* - \mu_a", r"\Delta_a = \max_{a'} \mu_{a'} - \mu_a")[:1]
    + written(r"\Delta_i = \mu^* - \mu_i", letters=(("i", "a"),)),
    ("gap", "suboptimality", *bandits),
    "what the best arm earns more on average",
    Source(lattimore, "section 4.5"),
)
gaps = Quantity("Delta", "gap of each arm", shape=(arms,), domain=NONNEGATIVE)
counts = Quantity("N", "expected number of pulls of each arm", shape=(arms,), domain=POSITIVE)
regret = Quantity("R", "expected regret")
decomposition = rule(
    "Regret of a bandit by the gaps: each pull of an arm costs its gap",
    regret,
    Sum(at(gaps.symbol, j) * at(counts.symbol, j), (j, 1, K)),
    (gaps, counts),
    written(
        r"R = \sum_{a=1}^{K} \Delta_a N_a",
        r"R_T = \sum_{a=1}^{K} \Delta_a \mathbb{E}[N_a]",
        letters=(("R_T", "R"),),
    ),
    ("decomposition", *bandits),
    "the pulls of an arm, each at its gap",
    Source(lattimore, "lemma 4.5"),
)
estimates = Quantity("mu_hat", "mean reward seen of each arm", shape=(arms,))
pulls = Quantity("N", "number of pulls of each arm", shape=(arms,), domain=integers(1, 9))
moment = Quantity("t", "number of rounds so far", domain=integers(2, 30))
index = Quantity("U", "upper confidence bound of the arm")
ucb = rule(
    "Upper confidence bound of an arm (UCB1)",
    index,
    at(estimates.symbol, a.symbol) + sqrt(2 * log(moment.symbol) / at(pulls.symbol, a.symbol)),
    (estimates, pulls, moment, a),
    written(
        r"UCB_a = \hat{\mu}_a + \sqrt{\frac{2 \log t}{N_a}}",
        r"U_a = \hat{\mu}_a + \sqrt{\frac{2 \ln t}{N_a}}",
        letters=(("UCB_a", "U"), ("U_a", "U")),
    ),
    ("ucb", "upper confidence", "optimism", "exploration", *bandits),
    "the mean seen, and the deviation that Hoeffding's inequality allows at the level 1/t^4",
    Source(auer, "figure 1"),
)
level = Quantity("delta", "largest probability that the bound fails", domain=UNIT)
ucb_level = rule(
    "Upper confidence bound of an arm at a level",
    index,
    at(estimates.symbol, a.symbol) + sqrt(2 * log(1 / level.symbol) / at(pulls.symbol, a.symbol)),
    (estimates, pulls, level, a),
    written(
        r"UCB_a = \hat{\mu}_a + \sqrt{\frac{2 \log(1/\delta)}{N_a}}",
        r"U_a = \hat{\mu}_a + \sqrt{\frac{2 \log(1/\delta)}{N_a}}",
        letters=(("UCB_a", "U"), ("U_a", "U")),
    ),
    ("ucb", "upper confidence", "optimism", "exploration", *bandits),
    "the mean seen, and the deviation that the tail of a sub-Gaussian mean allows",
    Source(lattimore, "equation 7.2"),
)
weights = Quantity("w", "weight of the expert")
old = Quantity("w_b", "weight before the round", domain=POSITIVE)
loss = Quantity("c", "loss of the expert", domain=UNIT)
rate = Quantity("eta", "learning rate", domain=UNIT)
multiplicative = rule(
    "Multiplicative weights: update of the weight of an expert",
    weights,
    old.symbol * (1 - rate.symbol * loss.symbol),
    (old, loss, rate),
    written(r"w_{t+1,i} = w_{t,i} (1 - \eta \ell_{t,i})", letters=(("w_t,i", "w_b"), ("l_t,i", "c")))
    + written(r"w_i^{(t+1)} = w_i^{(t)} (1 - \eta \ell_i^{(t)})", letters=(("w_i^t", "w_b"), ("l_i^t", "c")))
    + written(r"w_i^{t+1} = (1 - \eta \ell_i^t) w_i^t", letters=(("w_i^t", "w_b"), ("l_i^t", "c"))),
    ("multiplicative weights", "weighted majority", "expert", "hedge"),
    "a loss takes its share of the weight away",
    Source("Arora, Hazan and Kale 2012, The Multiplicative Weights Update Method", "figure 1"),
)

TOPIC = Topic(
    "Regrets",
    formulas=(descent, tuned, gap_of_arm, decomposition, ucb, ucb_level, multiplicative),
)
