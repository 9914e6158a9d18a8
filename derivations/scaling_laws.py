"""Scaling laws of language models: loss by parameters, tokens and compute, the best split, batches and steps.

N counts parameters, D tokens, C floating-point operations; C = 6 N D where the best split is computed.
"""

from __future__ import annotations

from sympy import Integer

from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Kind, Quantity, Source, Topic

kaplan = "Kaplan et al. 2020, Scaling Laws for Neural Language Models"
hoffmann = "Hoffmann et al. 2022, Training Compute-Optimal Large Language Models"
mccandlish = "McCandlish et al. 2018, An Empirical Model of Large-Batch Training"


def positive(name: str, meaning: str) -> Quantity:
    """A positive number."""
    return Quantity(name, meaning, domain=POSITIVE)


loss = Quantity("L", "the loss")
parameters, tokens = positive("N", "parameters"), positive("D", "training tokens")
parameter_scale, token_scale = positive("N_c", "scale of the parameters"), positive("D_c", "scale of the tokens")
parameter_power = positive("alpha_N", "exponent of the parameters")
token_power = positive("alpha_D", "exponent of the tokens")
floor = positive("E", "loss that remains")
first, second = positive("A", "weight of the parameters"), positive("B", "weight of the tokens")
a_power, b_power = positive("alpha", "exponent of the parameters"), positive("beta", "exponent of the tokens")
compute = positive("C", "floating-point operations of the training")
N, D, N_c, D_c = (q.symbol for q in (parameters, tokens, parameter_scale, token_scale))
alpha_N, alpha_D = parameter_power.symbol, token_power.symbol
E, A, B, alpha, beta, C = (q.symbol for q in (floor, first, second, a_power, b_power, compute))
words = ("scaling law", "scaling", "power law", "language model")
chinchilla = (*words, "chinchilla", "compute-optimal", "compute optimal")

by_parameters = rule(
    "Power law of the loss by parameters, tokens or compute",
    loss,
    (N_c / N) ** alpha_N,
    (parameters, parameter_scale, parameter_power),
    (
        *written(r"L(N) = \left(\frac{N_c}{N}\right)^{\alpha_N}", r"L(N) = (N_c / N)^{\alpha_N}"),
        *written(r"L(D) = \left(\frac{D_c}{D}\right)^{\alpha_D}", r"L(D) = (D_c / D)^{\alpha_D}",
                 letters=(("D", "N"), ("D_c", "N_c"), ("alpha_D", "alpha_N"))),
        *written(r"L(C) = \left(\frac{C_c}{C}\right)^{\alpha_C}", r"L(C_{min}) = (C_c / C_{min})^{\alpha_C}",
                 letters=(("C", "N"), ("C_min", "N"), ("C_c", "N_c"), ("alpha_C", "alpha_N"))),
    ),
    words,
    "a straight line in logarithmic axes",
    Source(kaplan, "equations 1.1 to 1.3"),
)  # fmt: skip
joint = rule(
    "Joint power law of the loss by parameters and tokens",
    loss,
    ((N_c / N) ** (alpha_N / alpha_D) + D_c / D) ** alpha_D,
    (parameters, tokens, parameter_scale, token_scale, parameter_power, token_power),
    written(
        r"L(N, D) = \left[\left(\frac{N_c}{N}\right)^{\frac{\alpha_N}{\alpha_D}} + \frac{D_c}{D}\right]^{\alpha_D}",
        r"L(N, D) = \left(\left(\frac{N_c}{N}\right)^{\alpha_N / \alpha_D} + \frac{D_c}{D}\right)^{\alpha_D}",
    ),
    words,
    "either law where the other number is large",
    Source(kaplan, "equation 1.5"),
)
additive = rule(
    "Additive law of the loss by parameters and tokens",
    loss,
    E + A / N**alpha + B / D**beta,
    (floor, first, second, parameters, tokens, a_power, b_power),
    written(
        r"L(N, D) = E + \frac{A}{N^\alpha} + \frac{B}{D^\beta}",
        r"\hat{L}(N, D) = E + \frac{A}{N^{\alpha}} + \frac{B}{D^{\beta}}",
        r"L(N, D) = \frac{A}{N^\alpha} + \frac{B}{D^\beta} + E",
        r"L(N, D) = E + A N^{-\alpha} + B D^{-\beta}",
        r"L(N, D) = A N^{-\alpha} + B D^{-\beta} + E",
        letters=(("L_hat", "L"),),
    ),
    chinchilla,
    "what remains, and what few parameters and few tokens cost",
    Source(hoffmann, "equation 2"),
)
reducible = rule(
    "Power law of the loss above what remains",
    loss,
    E + (N_c / N) ** alpha,
    (floor, parameters, parameter_scale, a_power),
    (
        *written(r"L(x) = L_\infty + \left(\frac{x_0}{x}\right)^{\alpha_x}",
                 letters=(("L_infinity", "E"), ("x_0", "N_c"), ("x", "N"), ("alpha_x", "alpha"))),
        *written(r"L(x) = L_\infty + \left(\frac{x_0}{x}\right)^{\alpha}", r"L(x) = L_\infty + (x_0 / x)^\alpha",
                 letters=(("L_infinity", "E"), ("x_0", "N_c"), ("x", "N"))),
    ),
    words,
    "the irreducible loss, and a power law",
    Source("Henighan et al. 2020, Scaling Laws for Autoregressive Generative Modeling", "equation 1.1"),
)  # fmt: skip
best_parameters = positive("N_opt", "the best number of parameters")
best_tokens = positive("D_opt", "the best number of tokens")
factor = positive("G", "factor of the best split")
power, other_power = positive("a", "exponent of the parameters"), positive("b", "exponent of the tokens")
optimal_parameters = rule(
    "Best number of parameters by compute",
    best_parameters,
    factor.symbol * (C / 6) ** power.symbol,
    (factor, compute, power),
    written(r"N_{opt}(C) = G \left(\frac{C}{6}\right)^a", r"N_{opt} = G (C / 6)^a"),
    chinchilla,
    "a power law of what one token may cost",
    Source(hoffmann, "equation 4"),
)
optimal_tokens = rule(
    "Best number of tokens by compute",
    best_tokens,
    (C / 6) ** other_power.symbol / factor.symbol,
    (factor, compute, other_power),
    written(
        r"D_{opt}(C) = G^{-1} \left(\frac{C}{6}\right)^b",
        r"D_{opt}(C) = \frac{1}{G} \left(\frac{C}{6}\right)^b",
        r"D_{opt} = G^{-1} (C / 6)^b",
    ),
    chinchilla,
    "a power law of what one parameter may cost",
    Source(hoffmann, "equation 4"),
)
split_factor = rule(
    "Factor of the best split",
    factor,
    (alpha * A / (beta * B)) ** (1 / (alpha + beta)),
    (first, second, a_power, b_power),
    written(
        r"G = \left(\frac{\alpha A}{\beta B}\right)^{\frac{1}{\alpha + \beta}}",
        r"G = \left(\frac{\alpha A}{\beta B}\right)^{1 / (\alpha + \beta)}",
    ),
    chinchilla,
    "where both slopes balance, at C = 6 N D",
    Source(hoffmann, "equation 4"),
)
parameter_exponent = rule(
    "Exponent of the best number of parameters",
    power,
    beta / (alpha + beta),
    (a_power, b_power),
    written(r"a = \frac{\beta}{\alpha + \beta}", r"a = \beta / (\alpha + \beta)"),
    chinchilla,
    "the share of the other exponent",
    Source(hoffmann, "equation 4"),
)
token_exponent = rule(
    "Exponent of the best number of tokens",
    other_power,
    alpha / (alpha + beta),
    (a_power, b_power),
    written(r"b = \frac{\alpha}{\alpha + \beta}", r"b = \alpha / (\alpha + \beta)"),
    chinchilla,
    "the share of the other exponent",
    Source(hoffmann, "equation 4"),
)
optimum = identity(
    "Best number of parameters by compute, from the additive law",
    best_parameters.symbol,
    (
        ((alpha * A / (beta * B)) ** (1 / (alpha + beta)) * (C / 6) ** (beta / (alpha + beta)),
         "the slopes by log N balance: alpha A N^-alpha = beta B (6 N / C)^beta"),
    ),
    (
        Quantity("N_opt", "the best number of parameters", domain=POSITIVE,
                 value=(alpha * A * (C / 6) ** beta / (beta * B)) ** (1 / (alpha + beta))),
        first, second, a_power, b_power, compute,
    ),
    written(
        r"N_{opt}(C) = \left(\frac{\alpha A}{\beta B}\right)^{\frac{1}{\alpha + \beta}} "
        r"\left(\frac{C}{6}\right)^{\frac{\beta}{\alpha + \beta}}",
        r"N_{opt} = \left(\frac{\alpha A}{\beta B}\right)^{1 / (\alpha + \beta)} (C / 6)^{\beta / (\alpha + \beta)}",
    ),
    chinchilla,
    Source(hoffmann, "equation 4"),
    Kind.IDENTITY,
)  # fmt: skip
batch = positive("B", "batch size")
critical = positive("B_crit", "critical batch size")
steps, least_steps = positive("S", "steps"), positive("S_min", "least number of steps")

batch_words = (*words, "critical batch", "batch size")
saved_steps = rule(
    "Least number of steps from the number at a batch size",
    least_steps,
    steps.symbol / (1 + critical.symbol / batch.symbol),
    (steps, critical, batch),
    written(
        r"S_{min} = \frac{S}{1 + B_{crit} / B}",
        r"S_{min} = \frac{S}{1 + \frac{B_{crit}}{B}}",
    ),
    batch_words,
    "what very large batches would need",
    Source(kaplan, "equation 5.4"),
)
saved_compute = rule(
    "Least compute from that at a batch size",
    positive("C_min", "least compute"),
    C / (1 + batch.symbol / critical.symbol),
    (compute, critical, batch),
    written(
        r"C_{min} = \frac{C}{1 + B / B_{crit}}",
        r"C_{min} = \frac{C}{1 + \frac{B}{B_{crit}}}",
    ),
    batch_words,
    "what very small batches would need",
    Source(kaplan, "equation 5.5"),
)
batch_scale, batch_power = positive("B_star", "scale of the batch"), positive("alpha_B", "exponent of the batch")
level = positive("L", "the loss")
critical_size = rule(
    "Critical batch size by the loss",
    critical,
    batch_scale.symbol / level.symbol ** (1 / batch_power.symbol),
    (batch_scale, level, batch_power),
    written(r"B_{crit}(L) = \frac{B_*}{L^{1/\alpha_B}}", r"B_{crit} = B_* L^{-1/\alpha_B}"),
    batch_words,
    "a power law of the loss",
    Source(kaplan, "equation 5.3"),
)
spent = rule(
    "Compute of the training, by parameters and tokens",
    compute,
    Integer(6) * N * D,
    (parameters, tokens),
    written(r"C = 6 N D", r"C \approx 6 N D", r"C = 6 \cdot N \cdot D"),
    (*chinchilla, "flop", "compute"),
    "two operations for each weight forward, four backward",
    Source(kaplan, "section 2.1"),
)

TOPIC = Topic(
    "Scaling laws",
    formulas=(
        by_parameters,
        joint,
        additive,
        reducible,
        optimal_parameters,
        optimal_tokens,
        split_factor,
        parameter_exponent,
        token_exponent,
        optimum,
        saved_steps,
        saved_compute,
        critical_size,
        spent,
    ),
)
