"""Adam and its kin line by line, as papers and libraries print them: corrections, steps, AdamW, Nadam, Adamax, Lion.

The rules hold for each parameter on its own: squares, roots and quotients of vectors are taken entry by entry. The
moments m and v stand as they are after the step's gradient; `adam` and `adam_moments` state the method by the function.
"""

from __future__ import annotations

from sympy import Abs, Max, sign, sqrt

from derivations.numbered_steps import COUNTED, STEPS, numbered
from derivations.stanzas import rule
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Notation,
    Quantity,
    Source,
    Topic,
    integers,
    interval,
)

kingma = "Kingma and Ba 2015, Adam: A Method for Stochastic Optimization"
loshchilov = "Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization"
chen = "Chen et al. 2023, Symbolic Discovery of Optimization Algorithms"
point = Quantity("x", "a parameter")
following = Quantity("x_next", "the parameter after the step")
moment = Quantity("m", "the first moment")
corrected = Quantity("m_hat", "the corrected moment")
mean = Quantity("m", "the corrected first moment")
square = Quantity("v", "the second moment", domain=NONNEGATIVE)
slope = Quantity("g", "the gradient")
decayed = Quantity("g_next", "the gradient with weight decay")
count = Quantity("k", "number of the step", domain=integers(1, 4))
rate = Quantity("eta", "step size", domain=POSITIVE)
guard = Quantity("epsilon", "a small number against division by zero", domain=POSITIVE)
decay = Quantity("mu", "weight decay", domain=POSITIVE)
first = Quantity("beta", "decay of the first moment", domain=interval(0, 1))
second = Quantity("alpha", "decay of the second moment", domain=interval(0, 1))
x, m, v, g, k, eta, eps = (q.symbol for q in (point, moment, square, slope, count, rate, guard))
mu, beta, alpha = decay.symbol, first.symbol, second.symbol
theta = {r"\theta": "x"}
penalty = ("lambda", "mu")
hats = {r"\hat{m}": "m", r"\hat{v}": "v"}

correction = rule(
    "Bias correction of a moment",
    corrected,
    m / (1 - beta**k),
    (moment, first, count),
    tuple(
        Notation(latex, letters)
        for letter in ("m", "v", "s")
        for beta_ in (r"\beta_1", r"\beta")
        for latex, letters in (
            (
                rf"\hat{{{letter}}}_t = \frac{{{letter}_t}}{{1 - {beta_}^t}}",
                ((f"{letter}_t", "m"), (beta_[1:], "beta"), ("t", "k")),
            ),
            (
                rf"\hat{{{letter}}}_k = \frac{{{letter}_k}}{{1 - {beta_}^k}}",
                ((f"{letter}_k", "m"), (beta_[1:], "beta")),
            ),
            (
                rf"\hat{{{letter}}} \leftarrow \frac{{{letter}}}{{1 - {beta_}^t}}",
                ((letter, "m"), (beta_[1:], "beta"), ("t", "k")),
            ),
            (
                rf"\hat{{{letter}}}_t = {letter}_t / (1 - {beta_}^t)",
                ((f"{letter}_t", "m"), (beta_[1:], "beta"), ("t", "k")),
            ),
        )
    ),
    ("adam", "bias correction", "bias-correct", "corrected", "moment"),
    "divide by the sum of the weights in the moving average",
    Source(kingma, "algorithm 1"),
)
adam_words = ("adam", "update", "adaptive moment")
divide = "divide the first moment by the root of the second"
step = rule(
    "Step of Adam, from the corrected moments",
    following,
    x - eta * mean.symbol / (sqrt(v) + eps),
    (point, mean, square, rate, guard),
    (
        *numbered(r"\theta", r"<\theta> - \frac{\eta}{\sqrt{<\hat{v}>} + \epsilon} <\hat{m}>", theta, hats),
        *numbered(r"\theta", r"<\theta> - \eta \frac{<\hat{m}>}{\sqrt{<\hat{v}>} + \epsilon}", theta, hats),
        *numbered(r"\theta", r"<\theta> - \frac{\eta <\hat{m}>}{\sqrt{<\hat{v}>} + \epsilon}", theta, hats, STEPS),
        *numbered(r"\theta", r"<\theta> - \eta <\hat{m}> / (\sqrt{<\hat{v}>} + \epsilon)", theta, hats, STEPS),
        *numbered(r"\theta", r"<\theta> - \eta \frac{<m>}{\sqrt{<v>} + \epsilon}", theta, {"m": "m", "v": "v"}, STEPS),
        *numbered(r"\theta", r"<\theta> - \frac{\eta}{\sqrt{<v>} + \epsilon} <m>", theta, {"m": "m", "v": "v"}, STEPS),
    ),
    (*adam_words, "amsgrad"),
    divide,
    Source(kingma, "algorithm 1"),
)
step_inside = rule(
    "Step of Adam, with epsilon under the root",
    following,
    x - eta * mean.symbol / sqrt(v + eps),
    (point, mean, square, rate, guard),
    (
        *numbered(r"\theta", r"<\theta> - \frac{\eta}{\sqrt{<\hat{v}> + \epsilon}} <\hat{m}>", theta, hats, STEPS),
        *numbered(r"\theta", r"<\theta> - \eta \frac{<\hat{m}>}{\sqrt{<\hat{v}> + \epsilon}}", theta, hats, STEPS),
    ),
    adam_words,
    divide,
    Source("Ruder 2016, An Overview of Gradient Descent Optimization Algorithms", "section 4.6, as often printed"),
)
effective = Quantity("a", "the step size that holds both corrections")
effective_rate = rule(
    "Step size of Adam with both bias corrections",
    effective,
    eta * sqrt(1 - alpha**k) / (1 - beta**k),
    (rate, first, second, count),
    tuple(
        Notation(latex, (("beta_1", "beta"), ("beta_2", "alpha"), ("t", "k"), ("alpha", "eta")))
        for latex in (
            r"\alpha_t = \alpha \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}",
            r"\alpha_t = \alpha \sqrt{1 - \beta_2^t} / (1 - \beta_1^t)",
            r"\alpha_t = \frac{\alpha \sqrt{1 - \beta_2^t}}{1 - \beta_1^t}",
            r"\alpha_t = \alpha \cdot \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}",
        )
    ),
    ("adam", "bias correction", "effective", "step size", "efficient"),
    "move the corrections of both moments into the step size",
    Source(kingma, "section 2"),
)
decoupled = rule(
    "Step of AdamW, from the corrected moments",
    following,
    x - eta * (mean.symbol / (sqrt(v) + eps) + mu * x),
    (point, mean, square, rate, guard, decay),
    (
        *numbered(
            r"\theta",
            r"<\theta> - \eta (\frac{<\hat{m}>}{\sqrt{<\hat{v}>} + \epsilon} + \lambda <\theta>)",
            theta,
            hats,
            COUNTED,
            penalty,
        ),
        *numbered(
            r"\theta",
            r"<\theta> - \frac{\eta}{\sqrt{<\hat{v}>} + \epsilon} <\hat{m}> - \eta \lambda <\theta>",
            theta,
            hats,
            STEPS,
            penalty,
        ),
        *numbered(
            r"\theta",
            r"<\theta> - \eta \lambda <\theta> - \eta \frac{<\hat{m}>}{\sqrt{<\hat{v}>} + \epsilon}",
            theta,
            hats,
            STEPS,
            penalty,
        ),
        *numbered(
            r"\theta",
            r"(1 - \eta \lambda) <\theta> - \eta \frac{<\hat{m}>}{\sqrt{<\hat{v}>} + \epsilon}",
            theta,
            hats,
            STEPS,
            penalty,
        ),
    ),
    ("adamw", "decoupled", "weight decay"),
    "a step of Adam, and a shrinkage of the parameter that the moments do not see",
    Source(loshchilov, "algorithm 2"),
)
coupled = rule(
    "Gradient with the weight decay of the squared norm",
    decayed,
    g + mu * x,
    (slope, point, decay),
    (
        *numbered("g", r"<g> + \lambda <\theta>", {}, {"g": "g", r"\theta": "x"}, STEPS, penalty),
        *numbered("g", r"<g> + \lambda <\theta>", theta, {"g": "g"}, STEPS[1:], penalty)[1:],
    ),
    ("weight decay", "l2", "regulari"),
    "the gradient of the loss plus lambda/2 times the squared norm",
    Source(loshchilov, "algorithm 2"),
)
nadam = rule(
    "Step of Nadam",
    following,
    x - eta / (sqrt(v) + eps) * (beta * mean.symbol + (1 - beta) * g / (1 - beta**k)),
    (point, mean, square, slope, count, rate, guard, first),
    tuple(
        Notation(
            rf"\theta_{{t+1}} = \theta_t - \frac{{\eta}}{{\sqrt{{\hat{{v}}_t}} + \epsilon}} {body}",
            (("theta_t", "x"), ("m_hat_t", "m"), ("v_hat_t", "v"), ("g_t", "g"), ("beta_1", "beta"), ("t", "k")),
        )
        for body in (
            r"\left(\beta_1 \hat{m}_t + \frac{(1 - \beta_1) g_t}{1 - \beta_1^t}\right)",
            r"(\beta_1 \hat{m}_t + \frac{1 - \beta_1}{1 - \beta_1^t} g_t)",
        )
    ),
    ("nadam", "nesterov", "adam"),
    "the moment, with the gradient of this step counted twice",
    Source("Dozat 2016, Incorporating Nesterov Momentum into Adam", "algorithm 2, with constant momentum"),
)
largest = Quantity("u_next", "decaying maximum after the step")
peak = Quantity("u", "decaying maximum of the gradients", domain=POSITIVE)
u = peak.symbol
adamax_peak = rule(
    "Decaying maximum of AdaMax",
    largest,
    Max(alpha * u, Abs(g), evaluate=False),
    (second, peak, slope),
    (
        *numbered("u", r"\max(\alpha <u>, |<g>|)", {"u": "u"}, {"g": "g"}, STEPS),
        *numbered("u", r"\max\{\alpha <u>, |<g>|\}", {"u": "u"}, {"g": "g"}, STEPS),
        *numbered("u", r"\max\left(\alpha \cdot <u>, |<g>|\right)", {"u": "u"}, {"g": "g"}, STEPS),
    ),
    ("adamax", "infinity norm", "adam"),
    "the largest of the shrunk maximum and the gradient",
    Source(kingma, "algorithm 2"),
)
adamax_step = rule(
    "Step of AdaMax",
    following,
    x - eta / (1 - beta**k) * m / u,
    (point, moment, peak, rate, first, count),
    tuple(
        Notation(
            latex,
            (("theta_t-1", "x"), ("theta_t", "x"), ("m_t", "m"), ("u_t", "u"), ("beta_1", "beta"), ("t", "k")),
        )
        for latex in (
            r"\theta_{t+1} = \theta_t - \frac{\eta}{1 - \beta_1^t} \frac{m_t}{u_t}",
            r"\theta_{t+1} = \theta_t - \frac{\eta m_t}{(1 - \beta_1^t) u_t}",
            r"\theta_t = \theta_{t-1} - (\eta / (1 - \beta_1^t)) \cdot m_t / u_t",
        )
    ),
    ("adamax", "infinity norm", "adam"),
    "divide the corrected moment by the decaying maximum",
    Source(kingma, "algorithm 2"),
)
uncorrected = Quantity("m", "the momentum before the step")
lion = rule(
    "Step of Lion",
    following,
    x - eta * (sign(beta * m + (1 - beta) * g) + mu * x),
    (point, uncorrected, slope, rate, first, decay),
    (
        *numbered(
            r"\theta",
            r"<\theta> - \eta (\text{sign}(\beta <m> + (1 - \beta) <g>) + \lambda <\theta>)",
            {r"\theta": "x", "m": "m"},
            {"g": "g"},
            COUNTED,
            penalty,
        ),
        *numbered(
            r"\theta",
            r"<\theta> - \eta \left(\operatorname{sign}(\beta <m> + (1 - \beta) <g>) + \lambda <\theta>\right)",
            {r"\theta": "x", "m": "m"},
            {"g": "g"},
            STEPS,
            penalty,
        ),
    ),
    ("lion", "sign"),
    "the sign of an interpolation, and decoupled weight decay",
    Source(chen, "program 1"),
)
sign_step = rule(
    "Step of sign descent, with the gradient as a letter",
    following,
    x - eta * sign(g),
    (point, slope, rate),
    (
        *numbered(r"\theta", r"<\theta> - \eta \text{sign}(<g>)", theta, {"g": "g"}),
        *numbered(r"\theta", r"<\theta> - \eta \cdot \operatorname{sign}(<g>)", theta, {"g": "g"}, STEPS),
    ),
    ("signsgd", "sign descent", "sign gradient", "sign of the gradient"),
    "a step of the same length for each parameter",
    Source("Bernstein et al. 2018, signSGD: Compressed Optimisation for Non-Convex Problems", "algorithm 1"),
)

TOPIC = Topic(
    "Adam and its kin, line by line",
    formulas=(
        correction,
        step,
        step_inside,
        effective_rate,
        decoupled,
        coupled,
        nadam,
        adamax_peak,
        adamax_step,
        lion,
        sign_step,
    ),
)
