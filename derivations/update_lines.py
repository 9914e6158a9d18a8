"""Updates in forms that sheets write: adaptive steps with a schedule, trust ratios, sums of gradients, root finding.

Steps act on each parameter by itself, unless they hold a norm or a matrix.
"""

from __future__ import annotations

from sympy import Trace, sign, sqrt

from derivations.operators import norm, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    POSITIVE_DEFINITE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

loshchilov = "Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization"
chen = "Chen et al. 2023, Symbolic Discovery of Optimization Algorithms"
you = "You et al. 2020, Large Batch Optimization for Deep Learning"
bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
burden = "Burden and Faires, Numerical Analysis"
point = Quantity("x", "a parameter")
following = Quantity("x_next", "the parameter after the step")
mean = Quantity("m", "corrected first moment")
square = Quantity("v", "corrected second moment", domain=NONNEGATIVE)
guard = Quantity("epsilon", "guard of the division", domain=POSITIVE)
rate = Quantity("alpha", "step size", domain=POSITIVE)
schedule = Quantity("eta", "schedule of the step size", domain=POSITIVE)
decay = Quantity("mu", "weight decay", domain=NONNEGATIVE)
mixed = Quantity("c", "interpolation of moment and gradient")
x, m, v, eps, alpha, eta, mu, c = (q.symbol for q in (point, mean, square, guard, rate, schedule, decay, mixed))
names = (("theta_t", "x_next"), ("theta_t-1", "x"), ("m_hat_t", "m"), ("v_hat_t", "v"), ("lambda", "mu"))
ahead = (("theta_t+1", "x_next"), ("theta_t", "x"), ("m_hat_t", "m"), ("v_hat_t", "v"), ("lambda", "mu"))
eta_t = (("eta_t", "eta"),)
adamw_words = ("adamw", "decoupled", "weight decay")
scheduled = rule(
    "Step of AdamW with a schedule in front",
    following,
    x - eta * (alpha * m / (sqrt(v) + eps) + mu * x),
    (point, mean, square, schedule, rate, guard, decay),
    written(
        r"\theta_t = \theta_{t-1} - \eta_t \left(\alpha \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon} "
        r"+ \lambda \theta_{t-1}\right)",
        r"\theta_t = \theta_{t-1} - \eta_t \left(\frac{\alpha \hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon} "
        r"+ \lambda \theta_{t-1}\right)",
        letters=(*names, *eta_t),
    )
    + written(
        r"\theta_{t+1} = \theta_t - \eta_t \left(\alpha \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon} "
        r"+ \lambda \theta_t\right)",
        letters=(*ahead, *eta_t),
    ),
    adamw_words,
    "the schedule multiplies the step of Adam and the decay",
    Source(loshchilov, "algorithm 2"),
)
lion_letters = (("c_t", "c"), *eta_t)
lion = rule(
    "Step of Lion, from the interpolation",
    following,
    x - eta * (sign(c) + mu * x),
    (point, mixed, schedule, decay),
    written(
        r"\theta_t = \theta_{t-1} - \eta_t (\operatorname{sign}(c_t) + \lambda \theta_{t-1})",
        r"\theta_t = \theta_{t-1} - \eta (\operatorname{sign}(c_t) + \lambda \theta_{t-1})",
        r"\theta_t = (1 - \eta \lambda) \theta_{t-1} - \eta \operatorname{sign}(c_t)",
        letters=(*names, ("c_t", "c"), ("eta_t", "eta"), ("eta", "eta")),
    )
    + written(
        r"\theta_{t+1} = \theta_t - \eta (\operatorname{sign}(c_t) + \lambda \theta_t)", letters=(*ahead, ("c_t", "c"))
    ),
    ("lion", "evolved sign"),
    "the sign of the interpolation, and decoupled weight decay",
    Source(chen, "program 1"),
)
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
weights = Quantity("w", "weights of a layer", shape=(dimensions,))
moved = Quantity("u", "step of Adam for the layer", shape=(dimensions,))
new_weights = Quantity("w_next", "the weights after the step", shape=(dimensions,))
ratio = Quantity("r", "trust ratio")
w, u, r = weights.symbol, moved.symbol, ratio.symbol
layer = (("w_t", "w"), ("u_t", "u"), ("r_t", "r"), ("lambda", "mu"))
trust = rule(
    "Trust ratio of LAMB",
    ratio,
    norm(w) / norm(u + mu * w),
    (weights, moved, decay),
    written(
        r"r_t = \frac{\|w_t\|}{\|u_t + \lambda w_t\|}",
        r"r_t = \frac{\|w_t\|_2}{\|u_t + \lambda w_t\|_2}",
        letters=layer,
    )
    + written(r"r = \|w\| / \|u + \lambda w\|", letters=(("lambda", "mu"),)),
    ("lamb", "trust ratio", "layer-wise", "layerwise"),
    "the length of the weights over that of the step",
    Source(you, "algorithm 2"),
)
lamb = rule(
    "Step of LAMB",
    new_weights,
    w - eta * r * (u + mu * w),
    (weights, moved, ratio, schedule, decay),
    written(
        r"w_{t+1} = w_t - \eta r_t (u_t + \lambda w_t)",
        r"w_{t+1} = w_t - \eta_t r_t (u_t + \lambda w_t)",
        letters=(*layer, ("w_t+1", "w_next"), ("eta_t", "eta"), ("eta", "eta")),
    ),
    ("lamb", "trust ratio", "layer-wise", "layerwise"),
    "the trust ratio scales the step of the layer",
    Source(you, "algorithm 2"),
)
earlier = Quantity("a", "coefficient of this step", domain=POSITIVE)
later = Quantity("b", "coefficient of the next step", domain=POSITIVE)
share = Quantity("gamma", "share of the point before")
extrapolation_share = rule(
    "Share of the point before in Nesterov's method",
    share,
    (1 - earlier.symbol) / later.symbol,
    (earlier, later),
    written(
        r"\gamma_t = \frac{1 - \lambda_t}{\lambda_{t+1}}",
        r"\gamma_t = (1 - \lambda_t) / \lambda_{t+1}",
        letters=(("gamma_t", "gamma"), ("lambda_t", "a"), ("lambda_t+1", "b")),
    )
    + written(
        r"\gamma_s = \frac{1 - \lambda_s}{\lambda_{s+1}}",
        letters=(("gamma_s", "gamma"), ("lambda_s", "a"), ("lambda_s+1", "b")),
    ),
    ("nesterov", "accelerated", "acceleration"),
    "negative from the second step on: an extrapolation",
    Source(bubeck, "section 3.7.2"),
)
extrapolation = rule(
    "Share of the way that Nesterov's method goes on",
    share,
    (earlier.symbol - 1) / later.symbol,
    (earlier, later),
    written(
        r"\gamma_t = \frac{\lambda_t - 1}{\lambda_{t+1}}",
        r"\gamma_t = (\lambda_t - 1) / \lambda_{t+1}",
        letters=(("gamma_t", "gamma"), ("lambda_t", "a"), ("lambda_t+1", "b")),
    )
    + written(
        r"\beta_t = \frac{\lambda_t - 1}{\lambda_{t+1}}",
        letters=(("beta_t", "gamma"), ("lambda_t", "a"), ("lambda_t+1", "b")),
    ),
    ("nesterov", "accelerated", "acceleration"),
    "0 at the first step, then towards 1",
    Source("Beck and Teboulle 2009, A Fast Iterative Shrinkage-Thresholding Algorithm", "equation 4.3"),
)
condition = Quantity("kappa", "condition number", domain=POSITIVE)
root_rate = rule(
    "Rate of the accelerated methods on a quadratic, by the condition number",
    Quantity("rho", "the rate"),
    (sqrt(condition.symbol) - 1) / (sqrt(condition.symbol) + 1),
    (condition,),
    written(
        r"\rho = \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}",
        r"\rho^* = \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}",
        letters=(("rho_star", "rho"), ("rho", "rho")),
    )
    + written(r"\beta = \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}", letters=(("beta", "rho"),)),
    ("heavy ball", "nesterov", "accelerated", "condition number", "momentum"),
    "the root of the optimal momentum",
    Source("Goh 2017, Why Momentum Really Works", "section on the optimal parameters"),
)
steps = Size("T", "steps", smallest=2, largest=3)
slopes = Quantity("g", "the gradient of each step", shape=(steps, dimensions))
g, T = slopes.symbol, steps.symbol
s = bound_index("s")
outer = Quantity("G", "sum of the outer products of the gradients", shape=(dimensions, dimensions))
outer_products = rule(
    "AdaGrad adds up the outer products of the gradients",
    outer,
    vector_sum(row(g, s) * row(g, s).T, s, 1, T),
    (slopes,),
    written(
        r"G_T = \sum_{s=1}^T g_s g_s^\top",
        r"G_T = \sum_{\tau=1}^T g_\tau g_\tau^\top",
        letters=(("G_T", "G"),),
    )
    + written(
        r"G_t = \sum_{\tau=1}^t g_\tau g_\tau^\top",
        letters=(("G_t", "G"), ("t", "T")),
    ),
    ("adagrad", "shampoo", "outer product", "adaptive"),
    "the matrix of all products of two derivatives, summed over the steps",
    Source("Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods", "section 1.1"),
)
momentum = Quantity("beta", "momentum", domain=interval(0, 1))
gathered = Quantity("z", "the velocity", shape=(dimensions,))
velocity = rule(
    "Velocity as a sum over past gradients, counted back from the last",
    gathered,
    vector_sum(momentum.symbol**s * row(g, T - s), s, 0, T - 1),
    (slopes, momentum),
    written(
        r"v_t = \sum_{\tau=0}^{t-1} \beta^\tau g_{t-\tau}",
        r"v_t = \sum_{s=0}^{t-1} \beta^s g_{t-s}",
        letters=(("v_t", "z"), ("t", "T")),
    ),
    ("momentum", "velocity", "leaky average", "exponential"),
    "each step shrinks what the velocity holds",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 12.6.1"),
)
averaged_velocity = rule(
    "Moving average of the gradients, counted back from the last",
    gathered,
    (1 - momentum.symbol) * vector_sum(momentum.symbol**s * row(g, T - s), s, 0, T - 1),
    (slopes, momentum),
    written(
        r"v_t = (1 - \beta) \sum_{\tau=0}^{t-1} \beta^\tau g_{t-\tau}",
        r"v_t = (1 - \beta) \sum_{s=0}^{t-1} \beta^s g_{t-s}",
        letters=(("v_t", "z"), ("t", "T")),
    ),
    ("momentum", "velocity", "moving average", "leaky average", "exponential"),
    "each step shrinks what the average holds, and adds its share",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 12.6.1"),
)
covariance = Quantity("Sigma", "covariance of the gradient", (dimensions, dimensions), POSITIVE_DEFINITE)
true_slope = Quantity("G", "the gradient", shape=(dimensions,))
noise_scale = rule(
    "Simple noise scale: the critical batch size",
    Quantity("B", "noise scale"),
    Trace(covariance.symbol) / norm(true_slope.symbol) ** 2,
    (covariance, true_slope),
    written(
        r"B_{\mathrm{simple}} = \frac{\operatorname{tr}(\Sigma)}{\|G\|^2}",
        r"B_{\mathrm{simple}} = \frac{\operatorname{tr}(\Sigma)}{G^\top G}",
        letters=(("B_simple", "B"),),
    )
    + written(r"B = \frac{\operatorname{tr}(\Sigma)}{\|g\|^2}", letters=(("g", "G"),)),
    ("noise scale", "critical batch", "large-batch", "large batch"),
    "where noise and gradient of the batch are equally long",
    Source("McCandlish et al. 2018, An Empirical Model of Large-Batch Training", "equation 2.9"),
)
argument = Quantity("f", "a function of a number", arguments=((),))
here = Quantity("x", "the point")
before = Quantity("y", "the point before")
f, y = argument.symbol, before.symbol
secant = rule(
    "Step of the secant method",
    following,
    x - f(x) * (x - y) / (f(x) - f(y)),
    (argument, here, before),
    written(
        r"x_{t+1} = x_t - f(x_t) \frac{x_t - x_{t-1}}{f(x_t) - f(x_{t-1})}",
        r"x_{t+1} = x_t - \frac{x_t - x_{t-1}}{f(x_t) - f(x_{t-1})} f(x_t)",
        letters=(("x_t+1", "x_next"), ("x_t", "x"), ("x_t-1", "y")),
    )
    + written(
        r"x_{k+1} = x_k - f(x_k) \frac{x_k - x_{k-1}}{f(x_k) - f(x_{k-1})}",
        letters=(("x_k+1", "x_next"), ("x_k", "x"), ("x_k-1", "y")),
    ),
    ("secant", "root", "quasi-newton"),
    "the root of the line through the last two points",
    Source(burden, "section 2.3"),
)

TOPIC = Topic(
    "Updates in further forms",
    formulas=(
        scheduled,
        lion,
        trust,
        lamb,
        extrapolation_share,
        extrapolation,
        root_rate,
        outer_products,
        velocity,
        averaged_velocity,
        noise_scale,
        secant,
    ),
)
