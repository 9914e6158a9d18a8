"""Losses of plain, denoising and sparse autoencoders, and codebooks that follow their members by moving averages.

Encoders and decoders are any maps.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational, Sum, log

from derivations.operators import at, evaluated, hadamard, norm, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

oord = "van den Oord, Vinyals and Kavukcuoglu 2017, Neural Discrete Representation Learning"
half = Rational(1, 2)
samples, entries, codes = (
    Size("n", "samples", smallest=2, largest=3),
    Size("D", "entries", largest=2),
    Size("k", "codes", largest=2),
)
n, d, K = samples.symbol, entries.symbol, codes.symbol
i, j = bound_index("i j")
loss = Quantity("L", "the loss")
data = Quantity("x", "inputs, one in each row", shape=(samples, entries))
spoiled = Quantity("x_tilde", "spoiled inputs, one in each row", shape=(samples, entries))
encoder = Quantity("g", "encoder", shape=(codes,), arguments=((entries,),))
decoder = Quantity("f", "decoder", shape=(entries,), arguments=((codes,),))


def restored(rows: Quantity) -> Any:
    """What encoder and decoder make of an input."""
    return evaluated(decoder.symbol(evaluated(encoder.symbol(row(rows.symbol, i)), K, 1)), d, 1)


auto = ("autoencoder", "auto-encoder", "reconstruction", "encoder", "bottleneck")
networks = (("f_theta", "f"), ("g_phi", "g"))
reconstruction = rule(
    "Reconstruction loss of an autoencoder",
    loss,
    Sum(norm(row(data.symbol, i) - restored(data)) ** 2, (i, 1, n)) / n,
    (data, encoder, decoder),
    (
        *written(r"L(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n \|x^{(i)} - f_\theta(g_\phi(x^{(i)}))\|^2",
                 r"L = \frac{1}{n} \sum_{i=1}^n \|x_i - f_\theta(g_\phi(x_i))\|_2^2",
                 letters=networks),
        *written(r"L = \frac{1}{n} \sum_{i=1}^n \|x_i - f(g(x_i))\|^2"),
    ),
    auto,
    "the mean squared distance of inputs from what comes back",
    Source("Goodfellow, Bengio and Courville, Deep Learning", "equation 14.1"),
)  # fmt: skip
denoising = rule(
    "Reconstruction loss of a denoising autoencoder",
    loss,
    Sum(norm(row(data.symbol, i) - restored(spoiled)) ** 2, (i, 1, n)) / n,
    (data, spoiled, encoder, decoder),
    (
        *written(r"L(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n \|x^{(i)} - "
                 r"f_\theta(g_\phi(\tilde{x}^{(i)}))\|^2",
                 r"L = \frac{1}{n} \sum_{i=1}^n \|x_i - f_\theta(g_\phi(\tilde{x}_i))\|_2^2",
                 letters=networks),
        *written(r"L = \frac{1}{n} \sum_{i=1}^n \|x_i - f(g(\tilde{x}_i))\|^2"),
    ),
    ("denoising", *auto),
    "the mean squared distance of clean inputs from what comes back of spoiled ones",
    Source("Vincent et al. 2008, Extracting and Composing Robust Features with Denoising Autoencoders", "equation 1"),
)  # fmt: skip
off = row(data.symbol, i) - restored(data)
spoiled_off = row(data.symbol, i) - restored(spoiled)
each_entry = Quantity("L", "the loss of each entry", shape=(entries,))
entry_by_entry = rule(
    "Reconstruction loss of an autoencoder for each entry",
    each_entry,
    vector_sum(hadamard(off, off), i, 1, n) / n,
    (data, encoder, decoder),
    written(r"L_{\text{AE}}(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(x^{(i)})))^2",
            r"L_{AE} = \frac{1}{n} \sum_{i=1}^n \left(x_i - f_\theta(g_\phi(x_i))\right)^2",
        r"L(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(x^{(i)})))^2",
            letters=(("L_AE", "L"), *networks)),
    auto,
    "the mean squared difference of inputs and what comes back",
    Source("Goodfellow, Bengio and Courville, Deep Learning", "section 14.1"),
)  # fmt: skip
entry_by_entry_denoising = rule(
    "Reconstruction loss of a denoising autoencoder for each entry",
    each_entry,
    vector_sum(hadamard(spoiled_off, spoiled_off), i, 1, n) / n,
    (data, spoiled, encoder, decoder),
    written(r"L_{\text{DAE}}(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(\tilde{x}^{(i)})))^2",
            r"L_{DAE} = \frac{1}{n} \sum_{i=1}^n \left(x_i - f_\theta(g_\phi(\tilde{x}_i))\right)^2",
        r"L(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(\tilde{x}^{(i)})))^2",
            letters=(("L_DAE", "L"), *networks)),
    ("denoising", *auto),
    "the mean squared difference of clean inputs and what comes back of spoiled ones",
    Source("Goodfellow, Bengio and Courville, Deep Learning", "section 14.2.2"),
)  # fmt: skip
scalars = Quantity("x", "inputs", shape=(samples,))
noisy = Quantity("x_tilde", "spoiled inputs", shape=(samples,))
shrink, widen = Quantity("g", "encoder", arguments=((),)), Quantity("f", "decoder", arguments=((),))


def returned(numbers: Quantity) -> Any:
    """What encoder and decoder make of a number."""
    return widen.symbol(shrink.symbol(at(numbers.symbol, i)))


squared = rule(
    "Reconstruction loss of an autoencoder, in plain squares",
    loss,
    Sum((at(scalars.symbol, i) - returned(scalars)) ** 2, (i, 1, n)) / n,
    (scalars, shrink, widen),
    written(
        r"L_{\text{AE}}(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(x^{(i)})))^2",
        r"L_{AE} = \frac{1}{n} \sum_{i=1}^n \left(x_i - f_\theta(g_\phi(x_i))\right)^2",
        r"L(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(x^{(i)})))^2",
        letters=(("L_AE", "L"), *networks),
    ),
    auto,
    "the mean squared difference of inputs and what comes back",
    Source("Hinton and Salakhutdinov 2006, Reducing the Dimensionality of Data with Neural Networks", "page 504"),
)
squared_denoising = rule(
    "Reconstruction loss of a denoising autoencoder, in plain squares",
    loss,
    Sum((at(scalars.symbol, i) - returned(noisy)) ** 2, (i, 1, n)) / n,
    (scalars, noisy, shrink, widen),
    written(
        r"L_{\text{DAE}}(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(\tilde{x}^{(i)})))^2",
        r"L_{DAE} = \frac{1}{n} \sum_{i=1}^n \left(x_i - f_\theta(g_\phi(\tilde{x}_i))\right)^2",
        r"L(\theta, \phi) = \frac{1}{n} \sum_{i=1}^n (x^{(i)} - f_\theta(g_\phi(\tilde{x}^{(i)})))^2",
        letters=(("L_DAE", "L"), *networks),
    ),
    ("denoising", *auto),
    "the mean squared difference of clean inputs and what comes back of spoiled ones",
    Source("Vincent et al. 2008, Extracting and Composing Robust Features with Denoising Autoencoders", "equation 1"),
)
wanted = Quantity("rho", "wanted mean activity", domain=UNIT)
found = Quantity("r", "mean activity of each unit", shape=(codes,), domain=UNIT)
unit = free_index("j", codes)
rho, r = wanted.symbol, at(found.symbol, unit.symbol)
coin = rule(
    "Divergence of a unit's mean activity from the wanted one",
    Quantity("D_KL", "the divergence"),
    rho * log(rho / r) + (1 - rho) * log((1 - rho) / (1 - r)),
    (wanted, found, unit),
    written(
        r"D_{KL}(\rho \| \hat{\rho}_j) = \rho \log \frac{\rho}{\hat{\rho}_j} + (1 - \rho) \log \frac{1 - \rho}{1 - "
        r"\hat{\rho}_j}",
        r"\text{KL}(\rho \| \hat{\rho}_j) = \rho \log \frac{\rho}{\hat{\rho}_j} + (1 - \rho) \log \frac{1 - \rho}{1 - "
        r"\hat{\rho}_j}",
        letters=(("rho_hat", "r"), ("KL", "D_KL")),
    ),
    ("sparse", "sparsity", "autoencoder", "bernoulli"),
    "the divergence of two coins",
    Source("Ng 2011, Sparse Autoencoder, CS294A lecture notes", "section 3"),
)
old_count = Quantity("N_old", "members of a code, averaged", domain=POSITIVE)
new_count = Quantity("N_new", "members of a code, averaged", domain=POSITIVE)
members = Quantity("n", "members of a code now", domain=POSITIVE)
fade = Quantity("gamma", "what is kept", domain=UNIT)
ema_words = ("vq-vae", "codebook", "exponential moving average", "vector quanti", "embedding")
count = rule(
    "Codebook by moving averages: members of a code",
    new_count,
    fade.symbol * old_count.symbol + (1 - fade.symbol) * members.symbol,
    (old_count, members, fade),
    written(
        r"N_i \leftarrow \gamma N_i + (1 - \gamma) n_i",
        letters=(("N_i", "N_old"), ("n_i", "n")),
    )
    + written(r"N \leftarrow N \gamma + n (1 - \gamma)", letters=(("N", "N_old"),)),
    ema_words,
    "most of the old number, some of the new one",
    Source(oord, "appendix A.1"),
)
members_size = Size("n", "members of a code", largest=3)
members_rows = Quantity("z", "members of a code, one in each row", shape=(members_size, entries))
old_sum, new_sum = Quantity("m", "sum of the members, averaged", (entries,)), Quantity("m_new", "the same", (entries,))
gathered = rule(
    "Codebook by moving averages: sum of the members of a code",
    new_sum,
    fade.symbol * old_sum.symbol
    + (1 - fade.symbol) * vector_sum(row(members_rows.symbol, j), j, 1, members_size.symbol),
    (old_sum, members_rows, fade),
    (
        *written(r"m \leftarrow \gamma m + (1 - \gamma) \sum_{j=1}^n z_j"),
        *written(r"m_i \leftarrow \gamma m_i + (1 - \gamma) \sum_{j=1}^n z_j", letters=(("m_i", "m"),)),
    ),
    ema_words,
    "most of the old sum, some of the new one",
    Source(oord, "appendix A.1"),
)
TOPIC = Topic(
    "Reconstruction losses and codebooks",
    formulas=(
        reconstruction,
        denoising,
        entry_by_entry,
        entry_by_entry_denoising,
        squared,
        squared_denoising,
        coin,
        count,
        gathered,
    ),
)
