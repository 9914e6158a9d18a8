"""Blocks of a joint normal distribution: precisions, conditioning in the plane, distances, covariances of linear maps.

S_aa, S_ab and S_bb are the blocks of the covariance, Lambda those of its inverse.
"""

from __future__ import annotations

from typing import Any

from sympy import Inverse, MatMul, sqrt

from derivations.gaussian_vectors import (
    S_aa,
    S_ab,
    S_bb,
    U,
    V,
    blocks,
    conditional_centre,
    conditional_spread,
    given,
    given_centre,
    given_value,
    wanted,
    wanted_centre,
)
from derivations.operators import dot, vector_mean
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Law,
    Quantity,
    Size,
    Source,
    Topic,
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
cookbook = "Petersen and Pedersen 2012, The Matrix Cookbook"
words = ("conditional", "gaussian", "normal", "precision", "covariance", "partition", "schur complement", "marginal")
turned = Quantity("S_ba", "covariance of the given with the wanted entries", (given, wanted), value=V * U.T)
S_ba = turned.symbol
both = (*blocks, turned)
labels = (("Sigma_aa", "S_aa"), ("Sigma_ab", "S_ab"), ("Sigma_bb", "S_bb"), ("Sigma_ba", "S_ba"))
numbers = (("Sigma_11", "S_aa"), ("Sigma_12", "S_ab"), ("Sigma_22", "S_bb"), ("Sigma_21", "S_ba"))
complement = S_aa - S_ab * Inverse(S_bb) * S_ba

covariance = rule(
    "Covariance of a normal vector, some entries given, by both off-diagonal blocks",
    conditional_spread,
    complement,
    both,
    (
        *written(
            r"\Sigma_{a|b} = \Sigma_{aa} - \Sigma_{ab} \Sigma_{bb}^{-1} \Sigma_{ba}",
            letters=(("Sigma_a|b", "S"), *labels),
        ),
        *written(
            r"\Sigma_{1|2} = \Sigma_{11} - \Sigma_{12} \Sigma_{22}^{-1} \Sigma_{21}",
            letters=(("Sigma_1|2", "S"), *numbers),
        ),
        *written(
            r"\bar{\Sigma} = \Sigma_{11} - \Sigma_{12} \Sigma_{22}^{-1} \Sigma_{21}",
            letters=(("Sigma_bar", "S"), *numbers),
        ),
    ),
    words,
    "the Schur complement of the block of the given entries",
    Source(bishop, "equation 2.82"),
)
joint_precision = Quantity("L_aa", "block of the joint precision", shape=(wanted, wanted))
cross_precision = Quantity("L_ab", "off-diagonal block of the joint precision", shape=(wanted, given))
corner = rule(
    "Block of the joint precision: the inverse of the Schur complement",
    joint_precision,
    Inverse(complement),
    both,
    (
        *written(
            r"\Lambda_{aa} = (\Sigma_{aa} - \Sigma_{ab} \Sigma_{bb}^{-1} \Sigma_{ba})^{-1}",
            letters=(("Lambda_aa", "L_aa"), *labels),
        ),
        *written(
            r"\Lambda_{11} = (\Sigma_{11} - \Sigma_{12} \Sigma_{22}^{-1} \Sigma_{21})^{-1}",
            letters=(("Lambda_11", "L_aa"), *numbers),
        ),
    ),
    words,
    "the inverse of a matrix of blocks",
    Source(bishop, "equation 2.79"),
)
side = rule(
    "Off-diagonal block of the joint precision",
    cross_precision,
    MatMul(-1, Inverse(complement), S_ab, Inverse(S_bb)),
    both,
    (
        *written(
            r"\Lambda_{ab} = -(\Sigma_{aa} - \Sigma_{ab} \Sigma_{bb}^{-1} \Sigma_{ba})^{-1} "
            r"\Sigma_{ab} \Sigma_{bb}^{-1}",
            letters=(("Lambda_ab", "L_ab"), *labels),
        ),
        *written(
            r"\Lambda_{12} = -(\Sigma_{11} - \Sigma_{12} \Sigma_{22}^{-1} \Sigma_{21})^{-1} "
            r"\Sigma_{12} \Sigma_{22}^{-1}",
            letters=(("Lambda_12", "L_ab"), *numbers),
        ),
    ),
    words,
    "the inverse of a matrix of blocks",
    Source(bishop, "equation 2.80"),
)
known_corner = Quantity("L_aa", "block of the joint precision", (wanted, wanted), value=Inverse(complement))
known_side = Quantity(
    "L_ab", "off-diagonal block of the precision", (wanted, given), value=-Inverse(complement) * S_ab * Inverse(S_bb)
)
L_aa, L_ab = known_corner.symbol, known_side.symbol
precisions = (known_corner, known_side, *both)
precision_labels = (("Lambda_aa", "L_aa"), ("Lambda_ab", "L_ab"))
covariance_of_precision = rule(
    "Covariance of a normal vector, some entries given, from the precision",
    conditional_spread,
    Inverse(L_aa),
    precisions,
    (
        *written(r"\Sigma_{a|b} = \Lambda_{aa}^{-1}", letters=(("Sigma_a|b", "S"), *precision_labels)),
        *written(r"\Sigma_{1|2} = \Lambda_{11}^{-1}", letters=(("Sigma_1|2", "S"), ("Lambda_11", "L_aa"))),
    ),
    words,
    "the quadratic term in the wanted entries",
    Source(bishop, "equation 2.73"),
)
mean_of_precision = rule(
    "Mean of a normal vector, some entries given, from the precision",
    conditional_centre,
    wanted_centre.symbol - Inverse(L_aa) * L_ab * (given_value.symbol - given_centre.symbol),
    (wanted_centre, given_value, given_centre, *precisions),
    (
        *written(
            r"\mu_{a|b} = \mu_a - \Lambda_{aa}^{-1} \Lambda_{ab} (x_b - \mu_b)",
            letters=(("mu_a|b", "m"), *precision_labels),
        ),
        *written(
            r"\mu_{1|2} = \mu_1 - \Lambda_{11}^{-1} \Lambda_{12} (x_2 - \mu_2)",
            letters=(
                *(("mu_1|2", "m"), ("Lambda_11", "L_aa"), ("Lambda_12", "L_ab")),
                *(("mu_1", "mu_a"), ("mu_2", "mu_b"), ("x_2", "x_b")),
            ),
        ),
    ),
    words,
    "complete the square in the wanted entries",
    Source(bishop, "equation 2.75"),
)

deviations = tuple(Quantity(f"sigma_{k}", f"standard deviation of entry {k}", domain=POSITIVE) for k in (1, 2))
centres = tuple(Quantity(f"mu_{k}", f"mean of entry {k}") for k in (1, 2))
tie = Quantity("rho", "correlation", domain=interval(-1, 1))
seen = Quantity("x_2", "the given entry")
expected = Quantity("m", "mean of the first entry, the second given")
left_over = Quantity("v", "variance of the first entry, the second given")
(s_1, s_2), (mu_1, mu_2) = (tuple(q.symbol for q in pair) for pair in (deviations, centres))
rho, x_2 = tie.symbol, seen.symbol
plane = ("bivariate", "correlation", "regression", *words)
plane_mean = rule(
    "Mean of one of two normal numbers, the other given",
    expected,
    mu_1 + rho * s_1 / s_2 * (x_2 - mu_2),
    (*deviations, *centres, tie, seen),
    (
        *written(
            r"\mu_{1|2} = \mu_1 + \rho \frac{\sigma_1}{\sigma_2} (x_2 - \mu_2)",
            r"\mu_{1|2} = \mu_1 + \frac{\rho \sigma_1}{\sigma_2} (x_2 - \mu_2)",
            letters=(("mu_1|2", "m"),),
        ),
        *written(
            r"\mu_{y|x} = \mu_y + \rho \frac{\sigma_y}{\sigma_x} (x - \mu_x)",
            letters=(
                *(("mu_y|x", "m"), ("mu_y", "mu_1"), ("mu_x", "mu_2")),
                *(("sigma_y", "sigma_1"), ("sigma_x", "sigma_2"), ("x", "x_2")),
            ),
        ),
    ),
    plane,
    "the regression line of the first entry on the second",
    Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 3.2.3"),
)
plane_variance = rule(
    "Variance of one of two normal numbers, the other given",
    left_over,
    s_1**2 * (1 - rho**2),
    (deviations[0], tie),
    (
        *written(r"\sigma_{1|2}^2 = \sigma_1^2 (1 - \rho^2)", letters=(("sigma_1|2^2", "v"),)),
        *written(
            r"\sigma_{y|x}^2 = \sigma_y^2 (1 - \rho^2)", letters=(("sigma_y|x^2", "v"), ("sigma_y", "sigma_1"))
        ),
        *written(r"v = (1 - \rho^2) \sigma_1^2"),
    ),
    plane,
    "what the regression line does not explain",
    Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 3.2.3"),
)

entries = Size("n", "entries", largest=3)
outputs = Size("m", "outputs", largest=2)
others = Size("l", "other outputs", largest=4)
point = Quantity("x", "a point", shape=(entries,))
centre = Quantity("mu", "the mean", shape=(entries,))
spread = Quantity("Sigma", "the covariance", shape=(entries, entries), domain=POSITIVE_DEFINITE)
x, mu, Sigma = point.symbol, centre.symbol, spread.symbol
square = dot(x - mu, Inverse(Sigma) * (x - mu))
distance = Quantity("d", "the distance")
distance_words = ("mahalanobis", "gaussian", "normal", "distance", "outlier")
mahalanobis_square = rule(
    "Squared Mahalanobis distance",
    distance,
    square,
    (point, centre, spread),
    written(
        r"\Delta^2 = (x - \mu)^\top \Sigma^{-1} (x - \mu)",
        r"d^2 = (x - \mu)^T \Sigma^{-1} (x - \mu)",
        r"D_M^2 = (x - \mu)^\top \Sigma^{-1} (x - \mu)",
        letters=(("Delta^2", "d"), ("d^2", "d"), ("D_M^2", "d")),
    ),
    distance_words,
    "the squared length after whitening",
    Source(bishop, "equation 2.44"),
)
mahalanobis = rule(
    "Mahalanobis distance",
    distance,
    sqrt(square),
    (point, centre, spread),
    written(
        r"d_M(x, \mu) = \sqrt{(x - \mu)^\top \Sigma^{-1} (x - \mu)}",
        r"\Delta = \sqrt{(x - \mu)^\top \Sigma^{-1} (x - \mu)}",
        r"D_M(x) = \sqrt{(x - \mu)^T \Sigma^{-1} (x - \mu)}",
        letters=(("d_M", "d"), ("Delta", "d"), ("D_M", "d")),
    ),
    distance_words,
    "the length after whitening",
    Source(bishop, "equation 2.44"),
)
first_map = Quantity("A", "a matrix", shape=(outputs, entries))
second_map = Quantity("B", "another matrix", shape=(others, entries))
sample = Quantity("x", "a random vector", shape=(entries,), law=Law("x"))
A, B, X = first_map.symbol, second_map.symbol, sample.symbol


def covariance_of(left: Any, right: Any) -> Any:
    """The covariance of two random vectors."""
    return vector_mean((left - vector_mean(left)) * (right - vector_mean(right)).T)


of_sample = Quantity("Sigma", "covariance of x", shape=(entries, entries), value=covariance_of(X, X))
own = Quantity("C", "covariance of A x", (outputs, outputs), value=covariance_of(A * X, A * X))
mixed = Quantity("C", "covariance of A x with B x", (outputs, others), value=covariance_of(A * X, B * X))
linear_covariance = identity(
    "Covariance of a linear map",
    own.symbol,
    (
        (vector_mean(A * (X - vector_mean(X)) * (X - vector_mean(X)).T * A.T), "the mean of A x is A times that of x"),
        (A * of_sample.symbol * A.T, "the mean is linear"),
    ),
    (own, of_sample, first_map, sample),
    written(
        r"\operatorname{Cov}[A x] = A \Sigma A^\top",
        r"\operatorname{Cov}(A x) = A \Sigma A^T",
        r"C = A \Sigma A^\top",
    ),
    ("covariance", "linear", "affine"),
    Source(cookbook, "equation 313"),
)
cross_covariance = identity(
    "Covariance of two linear maps of one vector",
    mixed.symbol,
    (
        (vector_mean(A * (X - vector_mean(X)) * (X - vector_mean(X)).T * B.T), "the mean of A x is A times that of x"),
        (A * of_sample.symbol * B.T, "the mean is linear"),
    ),
    (mixed, of_sample, first_map, second_map, sample),
    written(
        r"\operatorname{Cov}[A x, B x] = A \Sigma B^\top",
        r"\operatorname{Cov}(A x, B x) = A \Sigma B^T",
    ),
    ("covariance", "linear", "affine", "bilinear"),
    Source(cookbook, "equation 313"),
)

TOPIC = Topic(
    "Blocks of a normal distribution",
    formulas=(
        covariance,
        corner,
        side,
        covariance_of_precision,
        mean_of_precision,
        plane_mean,
        plane_variance,
        mahalanobis_square,
        mahalanobis,
        linear_covariance,
        cross_covariance,
    ),
)
