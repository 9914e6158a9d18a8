"""Ratios of policies: that of proximal policy optimisation, advantages of groups, estimated divergences."""

from __future__ import annotations

from sympy import Sum, log, sqrt

from derivations.operators import at
from derivations.preference_losses import (
    answer,
    pi,
    policies,
    policy,
    prompt,
    ref,
    reference_scores,
    scores,
    trained,
    words,
    x,
    y,
)
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

state, action = Quantity("s_t", "the state"), Quantity("a_t", "the action")
old = policy("pi_old", "the policy before the update", reference_scores)
ratio = rule(
    "Probability ratio of proximal policy optimisation",
    Quantity("r_t", "the ratio"),
    pi(action.symbol, state.symbol) / old.symbol(action.symbol, state.symbol),
    (state, action, trained, scores, old, reference_scores),
    (
        *written(r"r_t(\theta) = \frac{\pi_\theta(a_t|s_t)}{\pi_{old}(a_t|s_t)}",
                 r"r_t = \exp(\log \pi_\theta(a_t|s_t) - \log \pi_{old}(a_t|s_t))"),
    ),
    ("ppo", "proximal policy", "importance", "probability ratio"),
    "how much likelier the action became",
    Source("Schulman et al. 2017, Proximal Policy Optimization Algorithms", "section 3"),
)  # fmt: skip
members = Size("G", "answers of a group", smallest=2, largest=4)
rewards = Quantity("r", "rewards of a group", shape=(members,))
member = free_index("i", members)
k = bound_index("k")
G, i = members.symbol, member.symbol
centre = Sum(at(rewards.symbol, k), (k, 1, G)) / G
spread = sqrt(Sum((at(rewards.symbol, k) - centre) ** 2, (k, 1, G)) / G)
mean_reward = Quantity("mu", "mean reward of the group", value=centre)
deviation = Quantity("sigma", "standard deviation of the rewards of the group", value=spread)
group = rule(
    "Advantage of an answer within its group",
    Quantity("A", "advantages", shape=(members,)),
    (at(rewards.symbol, i) - mean_reward.symbol) / deviation.symbol,
    (rewards, mean_reward, deviation, member),
    written(
        r"\hat{A}_i = \frac{r_i - \mu}{\sigma}",
        r"A_i = \frac{r_i - \mu}{\sigma}",
        letters=(("A_hat", "A"),),
    ),
    ("grpo", "group relative", "group-relative", "advantage"),
    "the reward, standardised within the group",
    Source("Shao et al. 2024, DeepSeekMath", "section 4.1.2"),
)
quotient = ref(y, x) / pi(y, x)
estimate = rule(
    "Divergence of the policy from the reference at one answer, estimated without a negative value",
    Quantity("D", "the estimated divergence"),
    quotient - log(quotient) - 1,
    (prompt, answer, *policies[:-1]),
    written(
        r"D_{KL}[\pi_\theta \| \pi_{ref}] = \frac{\pi_{ref}(y|x)}{\pi_\theta(y|x)} - "
        r"\log \frac{\pi_{ref}(y|x)}{\pi_\theta(y|x)} - 1",
        r"k_3 = \frac{\pi_{ref}(y|x)}{\pi_\theta(y|x)} - 1 - \log \frac{\pi_{ref}(y|x)}{\pi_\theta(y|x)}",
        letters=(("D_KL", "D"), ("k_3", "D")),
    ),
    ("grpo", "kl", *words),
    "the ratio less its tangent at 1",
    Source("Shao et al. 2024, DeepSeekMath", "equation 4"),
)

TOPIC = Topic(
    "Ratios of policies",
    formulas=(
        ratio,
        group,
        estimate,
    ),
)
