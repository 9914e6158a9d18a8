"""Learning from preferences: Bradley-Terry and Elo, reward models, the penalised reward, DPO, IPO, and advantages of
groups.

Policies are positive functions of the answer and the prompt.
"""

from __future__ import annotations

from typing import Any

from sympy import Integer, Lambda, exp, log, sqrt, symbols

from derivations.operators import mean, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Law,
    Quantity,
    Source,
    Topic,
)

bradley = "Bradley and Terry 1952, Rank Analysis of Incomplete Block Designs"
rafailov = "Rafailov et al. 2023, Direct Preference Optimization"
ouyang = "Ouyang et al. 2022, Training Language Models to Follow Instructions with Human Feedback"
words = ("rlhf", "preference", "reward model", "human feedback", "alignment")
u, v = symbols("u v", real=True)
reward = Quantity("r", "reward of an answer to a prompt", arguments=((), ()))
prompt = Quantity("x", "the prompt")
winner, loser = Quantity("y_w", "the answer that is preferred"), Quantity("y_l", "the other answer")
answer = Quantity("y", "an answer")
r: Any = reward.symbol
x, y_w, y_l, y = prompt.symbol, winner.symbol, loser.symbol, answer.symbol
chance = Quantity("P", "probability that the first answer is preferred")
pair = (reward, prompt, winner, loser)
as_numbers = (("y_1", "y_w"), ("y_2", "y_l"), ("r_star", "r"), ("p_star", "P"), ("p", "P"))
bradley_terry = rule(
    "Bradley-Terry model of a preference",
    chance,
    sigmoid(r(x, y_w) - r(x, y_l)),
    pair,
    (
        *written(
            r"P(y_w \succ y_l | x) = \sigma(r(x, y_w) - r(x, y_l))",
            r"P(y_w \succ y_l | x) = \frac{\exp(r(x, y_w))}{\exp(r(x, y_w)) + \exp(r(x, y_l))}",
            r"P(y_w \succ y_l | x) = \frac{1}{1 + \exp(r(x, y_l) - r(x, y_w))}",
        ),
        *written(
            r"p^*(y_1 \succ y_2 | x) = \frac{\exp(r^*(x, y_1))}{\exp(r^*(x, y_1)) + \exp(r^*(x, y_2))}",
            r"p^*(y_1 \succ y_2 | x) = \sigma(r^*(x, y_1) - r^*(x, y_2))",
            letters=as_numbers,
        ),
    ),
    ("bradley-terry", "bradley–terry", "bradley", *words),
    "the logistic function of the difference of the rewards",
    Source(rafailov, "equation 1"),
)
first, second = Quantity("beta_i", "strength of the first"), Quantity("beta_j", "strength of the second")
strengths = rule(
    "Bradley-Terry model of two strengths",
    chance,
    exp(first.symbol) / (exp(first.symbol) + exp(second.symbol)),
    (first, second),
    (
        *written(r"P(i \succ j) = \frac{e^{\beta_i}}{e^{\beta_i} + e^{\beta_j}}",
                 r"P(i > j) = \sigma(\beta_i - \beta_j)"),
        *written(r"P = \frac{e^{r_A}}{e^{r_A} + e^{r_B}}", r"P = \frac{\exp(r_A)}{\exp(r_A) + \exp(r_B)}",
                 r"P = \sigma(r_A - r_B)", letters=(("r_A", "beta_i"), ("r_B", "beta_j"))),
    ),
    ("bradley-terry", "bradley–terry", "bradley", *words),
    "the share of the first strength",
    Source(bradley, "section 2"),
)  # fmt: skip
rating_a, rating_b = Quantity("R_A", "rating of a player"), Quantity("R_B", "rating of the other")
elo = rule(
    "Expected score by Elo ratings",
    Quantity("E_A", "expected score of a player"),
    1 / (1 + Integer(10) ** ((rating_b.symbol - rating_a.symbol) / 400)),
    (rating_a, rating_b),
    written(
        r"E_A = \frac{1}{1 + 10^{(R_B - R_A) / 400}}",
        r"E_A = \frac{10^{R_A / 400}}{10^{R_A / 400} + 10^{R_B / 400}}",
    ),
    ("elo", "rating", "bradley-terry"),
    "a logistic function to the base 10",
    Source("Elo 1978, The Rating of Chessplayers, Past and Present", "section 8.4"),
)
of_pairs = Law("x")
drawn = (
    Quantity("x", "a random prompt", law=of_pairs),
    Quantity("y_w", "the answer that is preferred", law=of_pairs),
    Quantity("y_l", "the other answer", law=of_pairs),
)
loss = Quantity("L", "the loss")
X, W, Z_l = (q.symbol for q in drawn)
E_pairs = r"\mathbb{E}_{(x, y_w, y_l) \sim D}"
reward_loss = rule(
    "Loss of a reward model",
    loss,
    -mean(log(sigmoid(r(X, W) - r(X, Z_l)))),
    (reward, *drawn),
    (
        *written(
            rf"\mathcal{{L}}_R(r_\phi) = -{E_pairs}[\log \sigma(r_\phi(x, y_w) - r_\phi(x, y_l))]",
            r"L(\theta) = -\mathbb{E}_{(x, y_w, y_l) \sim \mathcal{D}}[\log(\sigma(r_\theta(x, y_w) - "
            r"r_\theta(x, y_l)))]",
            letters=(("r_phi", "r"), ("r_theta", "r"), ("calL_R", "L")),
        ),
        *written(r"\mathcal{L} = -\mathbb{E}[\log \sigma(r(x, y_w) - r(x, y_l))]", letters=(("calL", "L"),)),
    ),
    ("bradley-terry", *words),
    "minus the log-likelihood of the preferences",
    Source(rafailov, "equation 2"),
)


def bounded(value: Any) -> Any:
    """A number between -1 and 1."""
    return value / sqrt(1 + value**2)


def policy(name: str, meaning: str, logits: Quantity) -> Quantity:
    """A positive function of answer and prompt."""
    return Quantity(name, meaning, value=Lambda((u, v), sigmoid(bounded(logits.symbol(u, v)))))


scores = Quantity("s", "log-probabilities of the policy", arguments=((), ()))
reference_scores = Quantity("c", "log-probabilities of the reference", arguments=((), ()))
trained = policy("pi_theta", "the policy that is trained", scores)
reference = policy("pi_ref", "the reference policy", reference_scores)
best = policy("pi_r", "the best policy", scores)
strength = Quantity("beta", "strength of the penalty", domain=POSITIVE)
partition_scores = Quantity("h", "score of each prompt", arguments=((),))
partition = Quantity("Z", "the partition function", value=Lambda((u,), sigmoid(bounded(partition_scores.symbol(u)))))
raw = Quantity("g", "score of an answer to a prompt", arguments=((), ()))
tame = Quantity("r", "reward of an answer to a prompt", value=Lambda((u, v), bounded(raw.symbol(u, v))))
pi, ref, beta, Z = trained.symbol, reference.symbol, strength.symbol, partition.symbol
pi_r: Any = best.symbol
policies = (trained, scores, reference, reference_scores, strength)
kl_words = (*words, "kl penalty", "penalty", "reference", "ppo", "reinforcement")
penalised = rule(
    "Reward with a penalty for leaving the reference policy",
    Quantity("R", "the penalised reward"),
    r(x, y) - beta * log(pi(y, x) / ref(y, x)),
    (reward, prompt, answer, *policies),
    (
        *written(
            r"R(x, y) = r(x, y) - \beta \log \frac{\pi_\theta(y|x)}{\pi_{ref}(y|x)}",
            r"R(x, y) = r(x, y) - \beta \log \left(\pi_\theta(y|x) / \pi_{ref}(y|x)\right)",
        ),
        *written(
            r"R(x, y) = r_\phi(x, y) - \beta (\log \pi_\theta(y|x) - \log \pi_{ref}(y|x))",
            letters=(("r_phi", "r"),),
        ),
        *written(
            r"R(x, y) = r_\theta(x, y) - \beta \log\left(\frac{\pi^{RL}(y|x)}{\pi^{SFT}(y|x)}\right)",
            letters=(("r_theta", "r"), ("pi^RL", "pi_theta"), ("pi^SFT", "pi_ref")),
        ),
    ),
    kl_words,
    "the reward less the log-ratio of both policies",
    Source(ouyang, "equation 2"),
)
optimal_policy = rule(
    "Best policy under a penalty for leaving the reference policy",
    Quantity("pi_r", "probability of the best policy"),
    1 / Z(x) * ref(y, x) * exp(tame.symbol(x, y) / beta),
    (tame, raw, prompt, answer, reference, reference_scores, strength, partition, partition_scores),
    (
        *written(
            r"\pi_r(y|x) = \frac{1}{Z(x)} \pi_{ref}(y|x) \exp\left(\frac{1}{\beta} r(x, y)\right)",
            r"\pi_r(y|x) = \frac{\pi_{ref}(y|x) \exp(r(x, y) / \beta)}{Z(x)}",
        ),
        *written(
            r"\pi^*(y|x) = \frac{1}{Z(x)} \pi_{ref}(y|x) \exp\left(\frac{1}{\beta} r(x, y)\right)",
            letters=(("pi_star", "pi_r"),),
        ),
    ),
    ("dpo", "direct preference", *kl_words),
    "the reference, tilted by the reward",
    Source(rafailov, "equation 4"),
)
implicit = rule(
    "Reward from the best policy",
    Quantity("R", "the reward"),
    beta * log(pi_r(y, x) / ref(y, x)) + beta * log(Z(x)),
    (prompt, answer, best, scores, reference, reference_scores, strength, partition, partition_scores),
    (
        *written(
            r"r(x, y) = \beta \log \frac{\pi_r(y|x)}{\pi_{ref}(y|x)} + \beta \log Z(x)",
            r"r(x, y) = \beta \log \pi_r(y|x) - \beta \log \pi_{ref}(y|x) + \beta \log Z(x)",
            letters=(("r", "R"),),
        ),
        *written(
            r"r^*(x, y) = \beta \log \frac{\pi^*(y|x)}{\pi_{ref}(y|x)} + \beta \log Z(x)",
            letters=(("pi_star", "pi_r"), ("r_star", "R")),
        ),
    ),
    ("dpo", "direct preference", *kl_words),
    "solve the best policy for the reward",
    Source(rafailov, "equation 5"),
)
implicit_hat = rule(
    "Implicit reward of a policy",
    Quantity("r_hat", "the implicit reward"),
    beta * log(pi(y, x) / ref(y, x)),
    (prompt, answer, *policies),
    written(
        r"\hat{r}_\theta(x, y) = \beta \log \frac{\pi_\theta(y|x)}{\pi_{ref}(y|x)}",
        r"\hat{r}(x, y) = \beta \log \frac{\pi_\theta(y|x)}{\pi_{ref}(y|x)}",
        letters=(("r_hat_theta", "r_hat"),),
    ),
    ("dpo", "direct preference", "implicit reward", *kl_words),
    "the log-ratio of both policies, without the part that cancels",
    Source(rafailov, "section 4"),
)
win = beta * log(pi(W, X) / ref(W, X))
lose = beta * log(pi(Z_l, X) / ref(Z_l, X))
dpo = rule(
    "Loss of direct preference optimisation",
    loss,
    -mean(log(sigmoid(win - lose))),
    (*drawn, *policies),
    written(
        rf"\mathcal{{L}}_{{DPO}}(\pi_\theta; \pi_{{ref}}) = -{E_pairs}\left[\log \sigma\left(\beta \log "
        r"\frac{\pi_\theta(y_w|x)}{\pi_{ref}(y_w|x)} - \beta \log "
        r"\frac{\pi_\theta(y_l|x)}{\pi_{ref}(y_l|x)}\right)\right]",
        r"L_{DPO} = -\mathbb{E}\left[\log \sigma\left(\beta \left(\log "
        r"\frac{\pi_\theta(y_w|x)}{\pi_{ref}(y_w|x)} - \log "
        r"\frac{\pi_\theta(y_l|x)}{\pi_{ref}(y_l|x)}\right)\right)\right]",
        letters=(("calL_DPO", "L"), ("L_DPO", "L")),
    ),
    ("dpo", "direct preference", *words),
    "the loss of the reward model, by implicit rewards",
    Source(rafailov, "equation 7"),
)
one_pair = rule(
    "Loss of direct preference optimisation, one pair",
    loss,
    -log(sigmoid(beta * log(pi(y_w, x) / ref(y_w, x)) - beta * log(pi(y_l, x) / ref(y_l, x)))),
    (prompt, winner, loser, *policies),
    written(
        r"\ell_{DPO} = -\log \sigma\left(\beta \log \frac{\pi_\theta(y_w|x)}{\pi_{ref}(y_w|x)} - "
        r"\beta \log \frac{\pi_\theta(y_l|x)}{\pi_{ref}(y_l|x)}\right)",
        r"\mathcal{L}_{DPO} = -\log \sigma\left(\beta \left[\log \frac{\pi_\theta(y_w|x)}{\pi_{ref}(y_w|x)} - "
        r"\log \frac{\pi_\theta(y_l|x)}{\pi_{ref}(y_l|x)}\right]\right)",
        letters=(("l_DPO", "L"), ("ell_DPO", "L"), ("calL_DPO", "L")),
    ),
    ("dpo", "direct preference", *words),
    "minus the log-likelihood of one preference",
    Source(rafailov, "equation 7"),
)
margin = Quantity("h", "difference of the log-ratios")
ipo = rule(
    "Loss of identity preference optimisation, one pair",
    loss,
    (margin.symbol - 1 / (2 * beta)) ** 2,
    (margin, strength),
    (
        *written(r"\mathcal{L}_{IPO} = \left(h - \frac{1}{2 \beta}\right)^2", letters=(("calL_IPO", "L"),)),
        *written(r"\mathcal{L}_{IPO} = \left(h - \frac{\tau^{-1}}{2}\right)^2",
                 letters=(("calL_IPO", "L"), ("tau", "beta"))),
    ),
    ("ipo", "identity preference", *words),
    "the squared distance from a margin",
    Source("Azar et al. 2023, A General Theoretical Paradigm to Understand Learning from Human Preferences",
           "equation 17"),
)  # fmt: skip
TOPIC = Topic(
    "Learning from preferences",
    formulas=(
        bradley_terry,
        strengths,
        elo,
        reward_loss,
        penalised,
        optimal_policy,
        implicit,
        implicit_hat,
        dpo,
        one_pair,
        ipo,
    ),
)
