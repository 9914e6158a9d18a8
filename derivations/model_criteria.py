"""Criteria of model choice by sums of squares, likelihoods and numbers of parameters: corrected AIC, BIC, Mallows' C_p.

RSS is the residual sum of squares of n examples. AIC and BIC in their usual scale stand in `lecture_posteriors`.
"""

from __future__ import annotations

from sympy import log

from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Quantity, Source, Topic, integers

james = "James, Witten, Hastie and Tibshirani, An Introduction to Statistical Learning"
value = Quantity("v", "the criterion")
residual = Quantity("R", "residual sum of squares", domain=POSITIVE)
total = Quantity("T", "total sum of squares", domain=POSITIVE)
inputs = Quantity("p", "number of inputs", domain=integers(1, 4))
count = Quantity("n", "number of examples", domain=integers(7, 14))
spread = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
R, T, p, n, sigma = (quantity.symbol for quantity in (residual, total, inputs, count, spread))
sums = (("RSS", "R"), ("TSS", "T"))
fits = ("regression", "r-squared", "r squared", "r^2", "determination", "goodness of fit", "residual",
        "model selection", "subset selection", "multiple regression")  # fmt: skip
log_likelihood = Quantity("L", "largest log-likelihood")
parameters = Quantity("k", "number of parameters", domain=integers(1, 4))
k, ell = parameters.symbol, log_likelihood.symbol
criterion = Quantity("A", "Akaike's criterion")
choosing = ("aic", "akaike", "information criterion", "model selection", "model comparison", "bic", "cp", "mallows")
corrected = rule(
    "Akaike's criterion, corrected for small samples",
    value,
    criterion.symbol + 2 * k * (k + 1) / (n - k - 1),
    (criterion, parameters, count),
    written(
        r"\mathrm{AICc} = \mathrm{AIC} + \frac{2k (k + 1)}{n - k - 1}",
        r"\mathrm{AIC}_c = \mathrm{AIC} + \frac{2k^2 + 2k}{n - k - 1}",
        letters=(("AIC", "A"),),
    ),
    ("aicc", "corrected", "small sample", *choosing),
    "the exact bias for linear regression",
    Source("Hurvich and Tsai 1989, Regression and Time Series Model Selection in Small Samples", "equation 5"),
)
score_form = rule(
    "Schwarz's criterion as a score: the log-likelihood less half the parameters times log n",
    value,
    ell - k / 2 * log(n),
    (log_likelihood, parameters, count),
    written(
        r"\mathrm{BIC} = \ell - \frac{k}{2} \log n",
        r"\mathrm{BIC} = \ell - \frac{1}{2} k \log n",
        letters=(("l", "L"),),
    ),
    ("bic", "schwarz", "laplace", "evidence", *choosing),
    "what of Laplace's approximation grows with n",
    Source("Murphy, Machine Learning: A Probabilistic Perspective", "equation 8.55"),
)  # fmt: skip
akaike_score = rule(
    "Akaike's criterion as a score: the log-likelihood less the number of parameters",
    value,
    ell - k,
    (log_likelihood, parameters),
    written(r"\mathrm{AIC} = \ell - k", r"\mathrm{AIC} = -k + \ell", letters=(("l", "L"),)),
    choosing,
    "each parameter costs one",
    Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.73"),
)
mallows = rule(
    "Mallows' C_p, scaled as an error",
    value,
    (R + 2 * p * sigma**2) / n,
    (residual, inputs, spread, count),
    written(
        r"C_p = \frac{1}{n} (\mathrm{RSS} + 2 d \hat{\sigma}^2)",
        r"C_p = \frac{\mathrm{RSS} + 2 d \hat{\sigma}^2}{n}",
        letters=(("RSS", "R"), ("d", "p"), ("sigma_hat", "sigma")),
    ),
    choosing,
    "the training error understates the error by twice the covariance of targets and fits",
    Source(james, "equation 6.2"),
)
schwarz_error = rule(
    "Schwarz's criterion of a regression, scaled as an error",
    value,
    (R + log(n) * p * sigma**2) / n,
    (residual, inputs, spread, count),
    written(
        r"\mathrm{BIC} = \frac{1}{n} (\mathrm{RSS} + \log(n) d \hat{\sigma}^2)",
        r"\mathrm{BIC} = \frac{\mathrm{RSS} + d \hat{\sigma}^2 \log n}{n}",
        letters=(("RSS", "R"), ("d", "p"), ("sigma_hat", "sigma")),
    ),
    choosing,
    "log n instead of 2",
    Source(james, "equation 6.3"),
)
normal_akaike = rule(
    "Akaike's criterion of a regression with normal noise",
    value,
    n * log(R / n) + 2 * k,
    (residual, count, parameters),
    written(r"\mathrm{AIC} = n \ln\left(\frac{\mathrm{RSS}}{n}\right) + 2k",
            r"\mathrm{AIC} = 2k + n \ln(\mathrm{RSS} / n)",
            letters=sums[:1]),
    (*choosing, *fits),
    "the largest log-likelihood, without constants",
    Source("Burnham and Anderson 2002, Model Selection and Multimodel Inference", "section 2.2"),
)  # fmt: skip
normal_schwarz = rule(
    "Schwarz's criterion of a regression with normal noise",
    value,
    n * log(R / n) + k * log(n),
    (residual, count, parameters),
    written(r"\mathrm{BIC} = n \ln\left(\frac{\mathrm{RSS}}{n}\right) + k \ln n",
            r"\mathrm{BIC} = k \ln(n) + n \ln(\mathrm{RSS} / n)", letters=sums[:1]),
    (*choosing, *fits),
    "the largest log-likelihood, without constants",
    Source("Burnham and Anderson 2002, Model Selection and Multimodel Inference", "section 6.4.1"),
)  # fmt: skip

TOPIC = Topic(
    "Criteria of model choice",
    formulas=(
        corrected,
        score_form,
        akaike_score,
        mallows,
        schwarz_error,
        normal_akaike,
        normal_schwarz,
    ),
)
