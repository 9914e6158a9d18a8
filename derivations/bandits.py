"""Bandits: estimates of the values of arms, confidence bounds, preferences, regret, exploration at random.

Rewards and estimates are numbers, or functions of the arm; arms and rounds are counted from 1.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Lambda, Sum, exp, log, sqrt, symbols

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

sutton = "Sutton and Barto, Reinforcement Learning: An Introduction, second edition"
auer = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time Analysis of the Multiarmed Bandit Problem"
lattimore = "Lattimore and Szepesvári, Bandit Algorithms"
arms = Size("k", "arms", smallest=2, largest=4)
rounds = Size("n", "rounds", smallest=2, largest=4)
k, n = arms.symbol, rounds.symbol
i, b = bound_index("i b")
u = symbols("u")
words = ("bandit", "arm", "exploration", "action value", "action-value", "exploit")
left = Quantity("y", "the new value")
before = Quantity("q", "the estimate before")
reward = Quantity("x", "the reward")
rate = Quantity("alpha", "step size", domain=interval(0, 1))
q, x, alpha = before.symbol, reward.symbol, rate.symbol

constant_step = rule(
    "Estimate of an arm, updated with a constant step size",
    left,
    q + alpha * (x - q),
    (before, reward, rate),
    (
        *written(
            r"Q_{n+1} = Q_n + \alpha [R_n - Q_n]",
            r"Q_{n+1} = Q_n + \alpha (R_n - Q_n)",
            r"Q_{n+1} = (1 - \alpha) Q_n + \alpha R_n",
            r"Q_{n+1} = \alpha R_n + (1 - \alpha) Q_n",
            letters=(("Q_n", "q"), ("R_n", "x")),
        ),
        Notation(r"Q \leftarrow Q + \alpha (R - Q)", (("Q", "q"), ("R", "x"))),
        Notation(r"\bar{R}_{t+1} = \bar{R}_t + \alpha (R_t - \bar{R}_t)", (("R_bar_t", "q"), ("R_t", "x"))),
    ),
    (*words, "incremental", "nonstationary", "non-stationary", "constant step", "step-size"),
    "move the share alpha of the way to the reward",
    Source(sutton, "equation 2.5"),
)
rewards = Quantity("r", "rewards", shape=(rounds,))
r = rewards.symbol
first = Quantity("q", "the first estimate")
recency = rule(
    "Estimate with a constant step size, unrolled: an average that forgets exponentially",
    left,
    (1 - alpha) ** n * first.symbol + Sum(alpha * (1 - alpha) ** (n - i) * at(r, i), (i, 1, n)),
    (first, rewards, rate),
    written(
        r"Q_{n+1} = (1 - \alpha)^n Q_1 + \sum_{i=1}^n \alpha (1 - \alpha)^{n-i} R_i",
        r"Q_{n+1} = (1 - \alpha)^n Q_1 + \alpha \sum_{i=1}^n (1 - \alpha)^{n-i} R_i",
        letters=(("Q_1", "q"), ("R", "r")),
    ),
    (*words, "recency-weighted", "recency weighted", "exponential", "nonstationary"),
    "each reward shrinks with every later one",
    Source(sutton, "equation 2.6"),
)


def by_arm(letter: str, meaning: str, table: Quantity) -> Quantity:
    """A function of the arm whose values stand in a table."""
    return Quantity(letter, meaning, value=Lambda((u,), at(table.symbol, u)))


MERITS = Quantity("A", "table of the estimates", shape=(arms,))
COUNTS = Quantity("B", "table of the counts", shape=(arms,), domain=POSITIVE)
WISHES = Quantity("C", "table of the preferences", shape=(arms,))
SHARES = Quantity("D", "table of the probabilities", shape=(arms,), domain=SIMPLEX)
estimates = by_arm("Q", "estimated value of an arm", MERITS)
tallies = by_arm("N", "how often an arm was pulled", COUNTS)
preferences = by_arm("H", "preference for an arm", WISHES)
policy = by_arm("pi", "probability of an arm", SHARES)
arm = free_index("a", arms)
Q, N, H, pi, a = (one.symbol for one in (estimates, tallies, preferences, policy, arm))
moment = Quantity("t", "number of the round", domain=integers(1, 9))
confidence = Quantity("c", "how much is explored", domain=POSITIVE)
mean = Quantity("m", "mean reward of the arm so far")
pulls = Quantity("s", "how often the arm was pulled", domain=POSITIVE)
t, c, m, s = moment.symbol, confidence.symbol, mean.symbol, pulls.symbol
bound_words = ("ucb", "upper confidence", "optimism", "confidence bound")
named = (("Q_t", "Q"), ("N_t", "N"))
labelled = (("x_bar_a", "m"), ("n_a", "s"))
upper_confidence = rule(
    "Upper confidence bound of an arm",
    left,
    Q(a) + c * sqrt(log(t) / N(a)),
    (estimates, tallies, confidence, moment, arm, MERITS, COUNTS),
    (
        *written(r"U_t(a) = Q_t(a) + c \sqrt{\frac{\ln t}{N_t(a)}}", r"U_t(a) = Q_t(a) + c \sqrt{\ln t / N_t(a)}",
                 letters=named),
        *written(r"U(a) = Q(a) + c \sqrt{\frac{\log t}{N(a)}}"),
    ),
    bound_words,
    "the estimate, and how far it may be off",
    Source(sutton, "equation 2.10"),
)  # fmt: skip
listed_confidence = rule(
    "Upper confidence bound of an arm, with the mean and the number of pulls as letters",
    left,
    m + c * sqrt(log(t) / s),
    (mean, pulls, confidence, moment),
    written(
        r"U_a = \bar{x}_a + c \sqrt{\frac{\ln t}{n_a}}",
        r"U_a = \bar{x}_a + c \sqrt{\ln t / n_a}",
        letters=labelled,
    ),
    bound_words,
    "the estimate, and how far it may be off",
    Source(sutton, "equation 2.10"),
)
first_bound = rule(
    "UCB1: upper confidence bound of an arm",
    left,
    m + sqrt(2 * log(t) / s),
    (mean, pulls, moment),
    written(
        r"U_a = \bar{x}_a + \sqrt{\frac{2 \ln t}{n_a}}",
        r"U_a = \bar{x}_a + \sqrt{2 \ln t / n_a}",
        letters=labelled,
    ),
    (*bound_words, "ucb1"),
    "Hoeffding's bound at the probability t^-4",
    Source(auer, "figure 1"),
)
first_bound_of_arm = rule(
    "UCB1: upper confidence bound, estimates and counts as functions of the arm",
    left,
    Q(a) + sqrt(2 * log(t) / N(a)),
    (estimates, tallies, moment, arm, MERITS, COUNTS),
    written(
        r"U_t(a) = Q_t(a) + \sqrt{\frac{2 \ln t}{N_t(a)}}",
        r"U_t(a) = Q_t(a) + \sqrt{2 \log t / N_t(a)}",
        letters=named,
    ),
    (*bound_words, "ucb1"),
    "Hoeffding's bound at the probability t^-4",
    Source(auer, "figure 1"),
)
wished = (("H_t", "H"), ("pi_t", "pi"))
bandit_softmax = rule(
    "Gradient bandit: probability of an arm from the preferences",
    left,
    exp(H(a)) / Sum(exp(H(b)), (b, 1, k)),
    (preferences, arm, WISHES),
    (
        *written(r"\pi_t(a) = \frac{e^{H_t(a)}}{\sum_{b=1}^k e^{H_t(b)}}", letters=(("H_t", "H"),)),
        *written(r"\pi(a) = \frac{\exp(H(a))}{\sum_{b} \exp(H(b))}"),
    ),
    ("gradient bandit", "preference", "soft-max", "softmax", "boltzmann"),
    "the softmax of the preferences",
    Source(sutton, "equation 2.11"),
)
heat = Quantity("tau", "temperature", domain=interval(Fraction(1, 4), 8))
boltzmann = rule(
    "Boltzmann exploration: probability of an action from the estimated values",
    left,
    exp(Q(a) / heat.symbol) / Sum(exp(Q(b) / heat.symbol), (b, 1, k)),
    (estimates, heat, arm, MERITS),
    (
        *written(r"P_t(a) = \frac{e^{Q_t(a) / \tau}}{\sum_{b=1}^k e^{Q_t(b) / \tau}}", letters=named[:1]),
        *written(r"\pi(a) = \frac{\exp(Q(a) / \tau)}{\sum_{b} \exp(Q(b) / \tau)}"),
    ),
    ("boltzmann", "softmax exploration", "softmax action", "temperature", "exploration"),
    "the softmax of the values over the temperature",
    Source(sutton, "section 2.8"),
)
preferred = ("gradient bandit", "preference", "gradient ascent", "baseline")
chosen_preference = rule(
    "Gradient bandit: preference for the arm that was pulled",
    left,
    H(a) + alpha * (x - q) * (1 - pi(a)),
    (preferences, policy, reward, before, rate, arm, WISHES, SHARES),
    (
        *written(r"H_{t+1}(A_t) = H_t(A_t) + \alpha (R_t - \bar{R}_t)(1 - \pi_t(A_t))",
                 letters=(*wished, ("A_t", "a"), ("R_t", "x"), ("R_bar_t", "q"))),
        *written(r"H(a) \leftarrow H(a) + \alpha (R - \bar{R})(1 - \pi(a))", letters=(("R", "x"), ("R_bar", "q"))),
    ),
    preferred,
    "a step up the expected reward",
    Source(sutton, "equation 2.12"),
)  # fmt: skip
other_preference = rule(
    "Gradient bandit: preference for an arm that was not pulled",
    left,
    H(a) - alpha * (x - q) * pi(a),
    (preferences, policy, reward, before, rate, arm, WISHES, SHARES),
    (
        *written(r"H_{t+1}(a) = H_t(a) - \alpha (R_t - \bar{R}_t) \pi_t(a)",
                 letters=(*wished, ("R_t", "x"), ("R_bar_t", "q"))),
        *written(r"H(a) \leftarrow H(a) - \alpha (R - \bar{R}) \pi(a)", letters=(("R", "x"), ("R_bar", "q"))),
    ),
    preferred,
    "a step up the expected reward",
    Source(sutton, "equation 2.12"),
)  # fmt: skip
pulled = Quantity("a", "the arms that were pulled", shape=(rounds,), domain=integers(1, 2))
means = Quantity("mu", "mean rewards of the arms", shape=(arms,))
top = Quantity("M", "mean reward of the best arm")
regret_words = ("regret",)
regret = rule(
    "Regret: what the best arm would have brought, less the mean rewards of the arms that were pulled",
    left,
    n * top.symbol - Sum(at(means.symbol, at(pulled.symbol, i)), (i, 1, n)),
    (top, means, pulled),
    written(
        r"R_n = n \mu^* - \sum_{t=1}^n \mu_{a_t}",
        r"R_n = \sum_{t=1}^n (\mu^* - \mu_{a_t})",
        letters=(("mu_star", "M"),),
    ),
    regret_words,
    "each round loses the gap of its arm",
    Source(lattimore, "equation 4.1, for given arms"),
)
gaps = Quantity("Delta", "gaps of the arms", shape=(arms,))
turns = Quantity("N", "how often the arms were pulled", shape=(arms,))
regret_of_gaps = rule(
    "Regret by the gaps of the arms",
    left,
    Sum(at(gaps.symbol, i) * at(turns.symbol, i), (i, 1, k)),
    (gaps, turns),
    (
        *written(r"R_T = \sum_{i=1}^k \Delta_i N_i", r"R_T = \sum_a \Delta_a N_a"),
        *written(r"R_T = \sum_{i=1}^k N_i \Delta_i"),
    ),
    regret_words,
    "each pull of an arm loses its gap",
    Source(lattimore, "lemma 4.5"),
)
share = Quantity("epsilon", "how often an action is taken at random", domain=interval(0, 1))
choices = Quantity("m", "number of actions", domain=integers(1, 9))
greedy_words = ("greedy", "exploration", "exploit")
greedy_share = rule(
    "Probability of the greedy action under an epsilon-greedy policy",
    left,
    1 - share.symbol + share.symbol / choices.symbol,
    (share, choices),
    (
        *written(r"\pi(a) = 1 - \epsilon + \frac{\epsilon}{m}", r"\pi(a) = 1 - \epsilon + \epsilon / m"),
        *written(r"p = 1 - \epsilon + \frac{\epsilon}{|A|}", letters=(("A", "m"),)),
    ),
    greedy_words,
    "taken on purpose, or at random like every action",
    Source(sutton, "section 5.4"),
)

TOPIC = Topic(
    "Bandits",
    formulas=(
        constant_step,
        recency,
        upper_confidence,
        listed_confidence,
        first_bound,
        first_bound_of_arm,
        bandit_softmax,
        boltzmann,
        chosen_preference,
        other_preference,
        regret,
        regret_of_gaps,
        greedy_share,
    ),
)
