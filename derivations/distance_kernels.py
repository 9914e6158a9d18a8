"""Stationary kernels by the distance r of two inputs, and the acquisition functions of Bayesian optimisation.

ell is the length scale. Kernels of the inputs themselves stand in `kernel_functions`.
"""

from __future__ import annotations

from sympy import Abs, Lambda, Symbol, erf, exp, pi, sin, sqrt

from derivations.operators import dot, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import NONNEGATIVE, POSITIVE, Quantity, Size, Source, Topic

rasmussen = "Rasmussen and Williams, Gaussian Processes for Machine Learning"
bishop = "Bishop, Pattern Recognition and Machine Learning"
value = Quantity("v", "the covariance, or the utility")
distance = Quantity("r", "distance of the inputs", domain=NONNEGATIVE)
length = Quantity("h", "length scale", domain=POSITIVE)
amplitude = Quantity("sigma", "amplitude", domain=POSITIVE)
mixing = Quantity("alpha", "how the length scales spread", domain=POSITIVE)
period = Quantity("p", "period", domain=POSITIVE)
r, ell, s, alpha, p = (q.symbol for q in (distance, length, amplitude, mixing, period))
words = ("kernel", "covariance function", "gaussian process", "matern", "matérn", "length scale", "length-scale",
         "lengthscale", "stationary")  # fmt: skip
scaled = (("sigma_f", "sigma"), ("l", "h"))
long = (("l", "h"),)
squared = rule(
    "Squared exponential kernel by the distance",
    value,
    exp(-(r**2) / (2 * ell**2)),
    (distance, length),
    written(r"k(r) = \exp\left(-\frac{r^2}{2 \ell^2}\right)",
            r"k(x, x') = \exp\left(-\frac{1}{2} \frac{r^2}{\ell^2}\right)", letters=long),
    words,
    "falls like a normal bell",
    Source(rasmussen, "equation 4.9"),
)  # fmt: skip
squared_scaled = rule(
    "Squared exponential kernel by the distance, with an amplitude",
    value,
    s**2 * exp(-(r**2) / (2 * ell**2)),
    (distance, length, amplitude),
    written(
        r"k(r) = \sigma_f^2 \exp\left(-\frac{r^2}{2 \ell^2}\right)",
        r"k(x, x') = \sigma_f^2 e^{-r^2 / (2 \ell^2)}",
        letters=scaled,
    ),
    words,
    "falls like a normal bell",
    Source(rasmussen, "equation 4.9"),
)
exponential = rule(
    "Exponential kernel by the distance",
    value,
    exp(-r / ell),
    (distance, length),
    written(r"k(r) = \exp\left(-\frac{r}{\ell}\right)", r"k(x, x') = e^{-r / \ell}", letters=long),
    ("ornstein", *words),
    "the Matérn kernel with parameter 1/2",
    Source(rasmussen, "equation 4.18"),
)
number, other = Quantity("x", "a number"), Quantity("z", "another number")
line_exponential = rule(
    "Exponential kernel of two numbers",
    value,
    exp(-Abs(number.symbol - other.symbol) / ell),
    (number, other, length),
    written(
        r"k(x, z) = \exp(-|x - z| / \ell)",
        r"k(x, z) = \exp\left(-\frac{|x - z|}{\ell}\right)",
        letters=long,
    ),
    ("ornstein", *words),
    "the covariance of an Ornstein-Uhlenbeck process",
    Source(bishop, "equation 6.56"),
)
root3, root5 = sqrt(3) * r / ell, sqrt(5) * r / ell
three_halves = rule(
    "Matérn kernel with parameter 3/2 by the distance",
    value,
    (1 + root3) * exp(-root3),
    (distance, length),
    written(
        r"k(r) = \left(1 + \frac{\sqrt{3} r}{\ell}\right) \exp\left(-\frac{\sqrt{3} r}{\ell}\right)",
        r"k(x, x') = \left(1 + \sqrt{3} \frac{r}{\ell}\right) e^{-\sqrt{3} r / \ell}",
        letters=long,
    ),
    words,
    "once differentiable",
    Source(rasmussen, "equation 4.17"),
)
three_halves_scaled = rule(
    "Matérn kernel with parameter 3/2 by the distance, with an amplitude",
    value,
    s**2 * (1 + root3) * exp(-root3),
    (distance, length, amplitude),
    written(
        r"k(r) = \sigma_f^2 \left(1 + \frac{\sqrt{3} r}{\ell}\right) \exp\left(-\frac{\sqrt{3} r}{\ell}\right)",
        letters=scaled,
    )
    + written(r"k(x, x') = \sigma^2 \left(1 + \sqrt{3} \frac{r}{\ell}\right) e^{-\sqrt{3} r / \ell}", letters=long),
    words,
    "once differentiable",
    Source(rasmussen, "equation 4.17"),
)
smooth = 1 + root5 + 5 * r**2 / (3 * ell**2)
five_halves = rule(
    "Matérn kernel with parameter 5/2 by the distance",
    value,
    smooth * exp(-root5),
    (distance, length),
    written(
        r"k(r) = \left(1 + \frac{\sqrt{5} r}{\ell} + \frac{5 r^2}{3 \ell^2}\right) "
        r"\exp\left(-\frac{\sqrt{5} r}{\ell}\right)",
        r"k(x, x') = \left(1 + \sqrt{5} \frac{r}{\ell} + \frac{5}{3} \frac{r^2}{\ell^2}\right) e^{-\sqrt{5} r / \ell}",
        letters=long,
    ),
    words,
    "twice differentiable",
    Source(rasmussen, "equation 4.17"),
)
five_halves_scaled = rule(
    "Matérn kernel with parameter 5/2 by the distance, with an amplitude",
    value,
    s**2 * smooth * exp(-root5),
    (distance, length, amplitude),
    written(
        r"k(r) = \sigma_f^2 \left(1 + \frac{\sqrt{5} r}{\ell} + \frac{5 r^2}{3 \ell^2}\right) "
        r"\exp\left(-\frac{\sqrt{5} r}{\ell}\right)",
        letters=scaled,
    )
    + written(
        r"k(x, x') = \sigma^2 \left(1 + \sqrt{5} \frac{r}{\ell} + \frac{5}{3} \frac{r^2}{\ell^2}\right) "
        r"e^{-\sqrt{5} r / \ell}",
        letters=long,
    ),
    words,
    "twice differentiable",
    Source(rasmussen, "equation 4.17"),
)
rational = rule(
    "Rational quadratic kernel by the distance",
    value,
    (1 + r**2 / (2 * alpha * ell**2)) ** (-alpha),
    (distance, length, mixing),
    written(
        r"k(r) = \left(1 + \frac{r^2}{2 \alpha \ell^2}\right)^{-\alpha}",
        r"k(x, x') = \left[1 + \frac{r^2}{2 \ell^2 \alpha}\right]^{-\alpha}",
        letters=long,
    ),
    ("rational quadratic", *words),
    "a mixture of squared exponential kernels",
    Source(rasmussen, "equation 4.19"),
)
periodic = rule(
    "Periodic kernel by the distance",
    value,
    exp(-2 * sin(pi * r / p) ** 2 / ell**2),
    (distance, length, period),
    written(
        r"k(r) = \exp\left(-\frac{2 \sin^2(\pi r / p)}{\ell^2}\right)",
        r"k(x, x') = \exp\left(-\frac{2}{\ell^2} \sin^2\left(\frac{\pi r}{p}\right)\right)",
        letters=long,
    ),
    ("periodic", *words),
    "the squared distance on a circle",
    Source(rasmussen, "equation 4.31"),
)
inputs = Size("d", "inputs", largest=3)
one, two = Quantity("x", "an input", shape=(inputs,)), Quantity("z", "another input", shape=(inputs,))
widths = tuple(Quantity(f"theta_{k}", "parameter of the kernel", domain=POSITIVE) for k in range(4))
t_0, t_1, t_2, t_3 = (width.symbol for width in widths)
bishop_kernel = rule(
    "Kernel of a Gaussian process with a bell, a constant and a linear term",
    value,
    t_0 * exp(-t_1 / 2 * norm(one.symbol - two.symbol) ** 2) + t_2 + t_3 * dot(one.symbol, two.symbol),
    (one, two, *widths),
    written(
        r"k(x, z) = \theta_0 \exp\left\{-\frac{\theta_1}{2} \|x - z\|^2\right\} + \theta_2 + \theta_3 x^T z",
        r"k(x, z) = \theta_0 e^{-\frac{1}{2} \theta_1 \|x - z\|^2} + \theta_2 + \theta_3 x^T z",
    ),
    words,
    "a sum of kernels",
    Source(bishop, "equation 6.63"),
)
centre, spread = Quantity("mu", "posterior mean"), Quantity("sigma", "posterior standard deviation", domain=POSITIVE)
best, margin = Quantity("f", "best value so far"), Quantity("xi", "margin")
u = Symbol("u", real=True)
cumulative = Quantity("Phi", "distribution function of N(0, 1)", value=Lambda((u,), (1 + erf(u / sqrt(2))) / 2))
bell = Quantity("phi", "density of N(0, 1)", value=Lambda((u,), exp(-(u**2) / 2) / sqrt(2 * pi)))
mu, sigma, f, xi = centre.symbol, spread.symbol, best.symbol, margin.symbol
gap = Quantity("Z", "standardised gain", value=(mu - f) / sigma)
acquisition = ("acquisition", "expected improvement", "bayesian optimization", "bayesian optimisation",
               "improvement", "ucb")  # fmt: skip
expected = rule(
    "Expected improvement",
    value,
    (mu - f) * cumulative.symbol(gap.symbol) + sigma * bell.symbol(gap.symbol),
    (centre, spread, best, gap, cumulative, bell),
    written(
        r"\mathrm{EI} = (\mu - f) \Phi(Z) + \sigma \phi(Z)",
        r"\mathrm{EI} = (\mu - f) \Phi\left(\frac{\mu - f}{\sigma}\right) "
        r"+ \sigma \phi\left(\frac{\mu - f}{\sigma}\right)",
    ),
    acquisition,
    "the mean of what a normal number exceeds the best value by",
    Source("Jones, Schonlau and Welch 1998, Efficient Global Optimization", "equation 15"),
)
improved = rule(
    "Probability of improvement",
    value,
    cumulative.symbol((mu - f - xi) / sigma),
    (centre, spread, best, margin, cumulative),
    written(
        r"\mathrm{PI} = \Phi\left(\frac{\mu - f - \xi}{\sigma}\right)",
        r"\mathrm{PI} = \Phi((\mu - f - \xi) / \sigma)",
    ),
    acquisition,
    "the probability that a normal number exceeds the best value by a margin",
    Source("Brochu, Cora and de Freitas 2010, A Tutorial on Bayesian Optimization", "equation 2"),
)

TOPIC = Topic(
    "Kernels by the distance",
    formulas=(
        squared,
        squared_scaled,
        exponential,
        line_exponential,
        three_halves,
        three_halves_scaled,
        five_halves,
        five_halves_scaled,
        rational,
        periodic,
        bishop_kernel,
        expected,
        improved,
    ),
)
