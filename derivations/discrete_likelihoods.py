"""Likelihoods of zeros and ones and of classes as products, and the shares that make them largest."""

from __future__ import annotations

from sympy import Product, Sum, log

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
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

bishop = "Bishop, Pattern Recognition and Machine Learning"
value = Quantity("v", "likelihood or estimate")
examples = Size("N", "examples", largest=4)
N = examples.symbol
n = bound_index("n")
bits = Quantity("x", "0 or 1 for each example", shape=(examples,), domain=BIT)
chance = Quantity("mu", "probability of a one", domain=UNIT)
centre = Quantity("mu", "mean or location")
spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
p, mu, sigma = chance.symbol, centre.symbol, spread.symbol
likely = ("likelihood", "maximum likelihood", "data set", "mle", "observations", "i.i.d", "estimat")
bernoulli = rule(
    "Likelihood of Bernoulli numbers",
    value,
    Product(p ** at(bits.symbol, n) * (1 - p) ** (1 - at(bits.symbol, n)), (n, 1, N)),
    (bits, chance),
    written(
        r"p(D | \mu) = \prod_{n=1}^N \mu^{x_n} (1 - \mu)^{1 - x_n}",
    )
    + written(r"L(p) = p^{\sum_{i=1}^n x_i} (1 - p)^{n - \sum_{i=1}^n x_i}", letters=(("p", "mu"), ("n", "N"))),
    ("bernoulli", "coin", *likely),
    "the examples are independent",
    Source(bishop, "equation 2.5"),
)
features = Size("D", "features", largest=4)
classes = Size("K", "classes", largest=3)
i = bound_index("i")
here = free_index("k", classes)
one_input = Quantity("x", "a binary vector", shape=(features,), domain=BIT)
chances = Quantity("mu", "probabilities of a one", shape=(features,), domain=UNIT)
table = Quantity("mu", "probabilities of a one in each class", shape=(classes, features), domain=UNIT)
bits_at, chance_at = at(one_input.symbol, i), at(chances.symbol, i)
in_class = at(table.symbol, here.symbol, i)
naive = ("bernoulli", "binary", "naive bayes", "latent class", "mixture")
binary_vector = rule(
    "Probability of a binary vector of independent entries",
    value,
    Product(chance_at**bits_at * (1 - chance_at) ** (1 - bits_at), (i, 1, features.symbol)),
    (one_input, chances),
    written(
        r"p(x | \mu) = \prod_{i=1}^D \mu_i^{x_i} (1 - \mu_i)^{1 - x_i}",
        r"p(x) = \prod_{i=1}^D \mu_i^{x_i} (1 - \mu_i)^{(1 - x_i)}",
    ),
    naive,
    "the entries are independent",
    Source(bishop, "equation 9.44"),
)
class_vector = rule(
    "Probability of a binary vector of independent entries in a class",
    value,
    Product(in_class**bits_at * (1 - in_class) ** (1 - bits_at), (i, 1, features.symbol)),
    (one_input, table, here),
    written(
        r"p(x | C_k) = \prod_{i=1}^D \mu_{ki}^{x_i} (1 - \mu_{ki})^{1 - x_i}",
        r"p(x | \mu_k) = \prod_{i=1}^D \mu_{ki}^{x_i} (1 - \mu_{ki})^{(1 - x_i)}",
    ),
    naive,
    "the entries are independent, the class given",
    Source(bishop, "equation 4.81"),
)
prior = Quantity("pi", "probability of each class", shape=(classes,), domain=UNIT)
discriminant = rule(
    "Log-probability of a class and a binary vector (Bernoulli naive Bayes), by sums",
    value,
    Sum(bits_at * log(in_class) + (1 - bits_at) * log(1 - in_class), (i, 1, features.symbol))
    + log(at(prior.symbol, here.symbol)),
    (one_input, table, prior, here),
    written(
        r"a_k = \sum_{i=1}^D \{x_i \ln \mu_{ki} + (1 - x_i) \ln(1 - \mu_{ki})\} + \ln \pi_k",
        r"a_k = \ln \pi_k + \sum_{i=1}^D [x_i \ln \mu_{ki} + (1 - x_i) \ln(1 - \mu_{ki})]",
    ),
    naive,
    "the logarithm of the product",
    Source(bishop, "equation 4.82"),
)
counts = Quantity("m", "counts of the classes", shape=(classes,), domain=integers(0, 3))
shares = Quantity("mu", "probabilities of the classes", shape=(classes,), domain=UNIT)
k = bound_index("k")
multinomial = rule(
    "Likelihood of the counts of classes",
    value,
    Product(at(shares.symbol, k) ** at(counts.symbol, k), (k, 1, classes.symbol)),
    (counts, shares),
    written(r"p(D | \mu) = \prod_{k=1}^K \mu_k^{m_k}", r"L = \prod_k \mu_k^{m_k}"),
    ("multinomial", "categorical", "dirichlet", "multinoulli", "dice", *likely),
    "each example brings the probability of its class",
    Source(bishop, "equation 2.29"),
)
all_count = Quantity("N", "number of examples", domain=integers(1, 9))
own_count = Quantity("m", "how many of them", domain=POSITIVE)
share = rule(
    "Maximum-likelihood share",
    value,
    own_count.symbol / all_count.symbol,
    (own_count, all_count),
    written(r"\mu = \frac{m}{N}", r"\hat{\mu} = m / N") + written(r"\mu_k = \frac{m_k}{N}", letters=(("m_k", "m"),)),
    ("maximum likelihood", "mle", "multinomial", "bernoulli", "binary variables", "binomial"),
    "the share among the examples",
    Source(bishop, "equations 2.8 and 2.33"),
)

TOPIC = Topic(
    "Likelihoods of discrete examples",
    formulas=(
        bernoulli,
        multinomial,
        share,
        binary_vector,
        class_vector,
        discriminant,
    ),
)
