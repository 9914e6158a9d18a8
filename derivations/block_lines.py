"""Blocks line by line: residual and highway layers with their weights, sparse autoencoders, maxout.

A residual function is any function of the input and its weights.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Max, Min, Sum, log
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, entrywise_slope, evaluated, hadamard, largest_over, row
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

he = Source("He, Zhang, Ren and Sun 2016, Identity mappings in deep residual networks", "equations 1 to 5")
srivastava = Source("Srivastava, Greff and Schmidhuber 2015, Highway networks", "section 2, equation 3")
ng = Source("Ng, CS294A lecture notes, Sparse autoencoder", "section 3")
units, parameters, hidden = (
    Size("n", "units", largest=3), Size("w", "parameters of a block", largest=2), Size("s", "hidden units", largest=4)
)  # fmt: skip
n = units.symbol
entering = Quantity("x", "input of the block", shape=(units,))
weights = Quantity("W", "weights of the block", shape=(parameters,))
block = Quantity("F", "residual function", shape=(units,), arguments=((units,), (parameters,)))
output = Quantity("y", "output of the block", shape=(units,))
scale = Quantity("mu", "factor of the shortcut")
x, W, F, mu = entering.symbol, weights.symbol, block.symbol, scale.symbol
branch = evaluated(F(x, W), n, 1)
words = ("residual", "resnet", "skip connection", "shortcut", "identity mapping")
NAMES = (("x_l+1", "y"), ("x_l", "x"), ("W_l", "W"))
residual = rule(
    "Residual block with its weights",
    output,
    x + branch,
    (entering, weights, block),
    (
        *written(
            r"x_{l+1} = x_l + F(x_l, W_l)", r"x_{l+1} = F(x_l, W_l) + x_l",
            letters=NAMES,
        ),
        *written(
            r"x_{l+1} = x_l + \mathcal{F}(x_l, W_l)", r"x_{l+1} = x_l + \mathcal{F}(x_l, \mathcal{W}_l)",
            letters=(*NAMES, ("calF", "F"), ("calW_l", "W")),
        ),
        *written(r"y = F(x, W) + x", r"y = x + F(x, W)"),
    ),
    words,
    "the input is added to what the block makes of it",
    he,
)  # fmt: skip
scaled = rule(
    "Residual block with a scaled shortcut",
    output,
    mu * x + branch,
    (entering, scale, weights, block),
    written(
        r"x_{l+1} = \lambda_l x_l + F(x_l, W_l)", r"x_{l+1} = F(x_l, W_l) + \lambda_l x_l",
        letters=(*NAMES, ("lambda_l", "mu")),
    ),
    words,
    "the shortcut is multiplied by a number",
    he,
)  # fmt: skip
transform = Quantity("T", "transform gate", shape=(units,), arguments=((units,),))
changed = Quantity("H", "what the layer makes of its input", shape=(units,), arguments=((units,),))
gate, made = evaluated(transform.symbol(x), n, 1), evaluated(changed.symbol(x), n, 1)
highway = rule(
    "Highway layer",
    output,
    hadamard(made, gate) + hadamard(x, OneMatrix(n, 1) - gate),
    (entering, transform, changed),
    written(
        r"y = H(x) \odot T(x) + x \odot (1 - T(x))",
        r"y = T(x) \odot H(x) + (1 - T(x)) \odot x",
    ),
    ("highway", "transform gate", "carry gate"),
    "a gate chooses between the layer and its input",
    srivastava,
)

one_input = Quantity("x", "a unit")
one_gate, one_made = (
    Quantity(letter, meaning, arguments=((),))
    for letter, meaning in (("T", "transform gate"), ("H", "what the layer makes of its input"))
)
u = one_input.symbol
highway_unit = rule(
    "Highway layer, unit by unit",
    Quantity("y", "output"),
    one_made.symbol(u) * one_gate.symbol(u) + u * (1 - one_gate.symbol(u)),
    (one_input, one_gate, one_made),
    written(
        r"y = H(x) \cdot T(x) + x \cdot (1 - T(x))",
        r"y = H(x) T(x) + x (1 - T(x))",
        r"y = T(x) \cdot H(x) + (1 - T(x)) \cdot x",
    ),
    ("highway", "transform gate", "carry gate"),
    "a gate chooses between the layer and its input",
    srivastava,
)

rate = Quantity("rho", "wanted mean activation", domain=UNIT)
found = Quantity("rho_hat", "mean activation of each hidden unit", shape=(units,), domain=UNIT)
strength = Quantity("beta", "weight of the penalty", domain=POSITIVE)
above = Size("m", "units above", largest=3)
next_weights, next_errors = Quantity("W", "weights above", (above, units)), Quantity("delta", "errors above", (above,))
scores = Quantity("z", "pre-activations", shape=(units,))
function = Quantity("f", "activation function", arguments=((),))
unit = free_index("i", units)
i, k = unit.symbol, bound_index("k")
rho, r_hat, beta, V, e, z = (q.symbol for q in (rate, found, strength, next_weights, next_errors, scores))
error = Quantity("d", "errors of the hidden units", shape=(units,))
sparse_error = identity(
    "Error of a hidden unit of a sparse autoencoder",
    at(error.symbol, i),
    (
        (
            (
                Sum(at(V, k, i) * at(e, k), (k, 1, above.symbol))
                + beta * (-rho / at(r_hat, i) + (1 - rho) / (1 - at(r_hat, i)))
            )
            * at(entrywise_slope(function.symbol, z), i),
            "the penalty sends back its slope by the mean activation",
        ),
    ),
    (error, next_weights, next_errors, strength, rate, found, function, scores, unit),
    tuple(
        Notation(
            rf"\delta_i^{{(2)}} = \left(\left(\sum_{{j=1}}^{{{top}}} W_{{ji}}^{{(2)}} \delta_j^{{(3)}}\right) + \beta "
            r"\left(-\frac{\rho}{\hat{\rho}_i} + \frac{1 - \rho}{1 - \hat{\rho}_i}\right)\right) f'(z_i^{(2)})",
            (("delta^2", "d"), ("W^2", "W"), ("delta^3", "delta"), ("z^2", "z"), *named),
        )
        for top, named in (("s_2", (("s_2", "m"),)), ("s", (("s", "m"),)), ("m", ()))
    ),
    ("sparse", "sparsity", "autoencoder"),
    ng,
    Kind.DEFINITION,
)
base = Quantity("J", "cost without the penalty")
penalised = rule(
    "Cost of a sparse autoencoder",
    Quantity("c", "cost with the penalty"),
    base.symbol
    + beta * Sum(rho * log(rho / at(r_hat, k)) + (1 - rho) * log((1 - rho) / (1 - at(r_hat, k))), (k, 1, n)),
    (base, strength, rate, found),
    tuple(
        Notation(
            rf"{left} = J + \beta \sum_{{j=1}}^{{{top}}} \left[\rho \log \frac{{\rho}}{{\hat{{\rho}}_j}} "
            r"+ (1 - \rho) \log \frac{1 - \rho}{1 - \hat{\rho}_j}\right]",
            ((key, "c"), (size, "n")),
        )
        for left, key in ((r"J_{\text{sparse}}", "J_sparse"), (r"J_{sparse}", "J_sparse"))
        for top, size in (("s_2", "s_2"), ("s", "s"))
    ),
    ("sparse", "sparsity", "autoencoder"),
    "each hidden unit pays the divergence of its mean activation from the wanted one",
    ng,
)

pieces = Size("q", "pieces", largest=3)
map_weights, map_biases = Quantity("w", "weights of the pieces", (pieces, units)), Quantity("b", "biases", (pieces,))
A, b = map_weights.symbol, map_biases.symbol
maxout = rule(
    "Maxout unit",
    Quantity("h", "value of the unit"),
    largest_over(dot(row(A, k), x) + at(b, k), k, 1, pieces.symbol),
    (entering, map_weights, map_biases),
    (
        *written(
            r"\text{maxout}(x) = \max_i (w_i^\top x + b_i)",
            r"h(x) = \max_i (w_i^\top x + b_i)",
            r"h(x) = \max_{i} (w_i \cdot x + b_i)",
        ),
    ),
    ("maxout", "activation"),
    "the largest of several affine maps",
    Source("Goodfellow et al. 2013, Maxout networks", "section 3"),
)
maxout = replace(maxout, survivors=(("the lower bound 1 becomes 0 in max_", "there is no piece before the first"),))
number = Quantity("u", "argument")
v = number.symbol
hard_tanh = rule(
    "Hard hyperbolic tangent",
    Quantity("h", "value"),
    Max(-1, Min(1, v)),
    (number,),
    written(
        r"\text{hardtanh}(x) = \max(-1, \min(1, x))",
        r"\text{hardtanh}(x) = \min(1, \max(-1, x))",
        r"f(x) = \max(-1, \min(x, 1))",
        letters=(("x", "u"),),
    ),
    ("hard tanh", "hardtanh", "hard-tanh"),
    "the identity, cut off at both ends",
    Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.3.3"),
)

TOPIC = Topic(
    "Blocks line by line",
    formulas=(
        residual,
        scaled,
        highway,
        highway_unit,
        sparse_error,
        penalised,
        maxout,
        hard_tanh,
    ),
)
