"""The models of the catalogue: one torch model for each formula, in the order of `derivations.catalogue`."""

from __future__ import annotations

from types import ModuleType

from derivations.vocabulary import Formula
from numerics import (
    backpropagation,
    batched_linear_layer,
    binary_softmax,
    conditional_moments,
    convolution_arithmetic,
    cover,
    curvature_bounds,
    deep_linear_networks,
    determinants,
    factor_analysis,
    flow_layers,
    flows,
    gaussian,
    gaussian_divergence,
    gaussian_vectors,
    gradient_descent,
    hyperbolic_tangent,
    inequalities,
    label_smoothing,
    latent_posterior,
    layer_gradients,
    linear_autoencoder,
    log_softmax,
    logistic,
    logistic_regression,
    moments,
    padding,
    parameter_counts,
    pascal,
    perceptron,
    perceptron_convergence,
    pooling,
    principal_components,
    probabilistic_pca,
    probability_bounds,
    receptive_fields,
    rectified_gradients,
    rectified_units,
    recurrent_networks,
    sgd,
    sgd_convergence,
    softmax,
    softmax_regression,
    softmax_temperature,
    softplus,
    sums,
    transposed_convolution,
    two_dimensional_convolution,
    uniform_receptive_fields,
    vanishing_gradients,
    whitening,
)
from numerics.models import Model

MODULES: tuple[ModuleType, ...] = (
    sums,
    moments,
    conditional_moments,
    inequalities,
    probability_bounds,
    softmax,
    binary_softmax,
    softmax_temperature,
    log_softmax,
    softmax_regression,
    label_smoothing,
    logistic,
    hyperbolic_tangent,
    softplus,
    logistic_regression,
    backpropagation,
    layer_gradients,
    batched_linear_layer,
    linear_autoencoder,
    deep_linear_networks,
    whitening,
    principal_components,
    rectified_units,
    rectified_gradients,
    perceptron,
    perceptron_convergence,
    pascal,
    cover,
    convolution_arithmetic,
    padding,
    transposed_convolution,
    parameter_counts,
    receptive_fields,
    uniform_receptive_fields,
    pooling,
    two_dimensional_convolution,
    gradient_descent,
    curvature_bounds,
    sgd,
    sgd_convergence,
    recurrent_networks,
    vanishing_gradients,
    gaussian,
    gaussian_vectors,
    gaussian_divergence,
    factor_analysis,
    latent_posterior,
    probabilistic_pca,
    determinants,
    flows,
    flow_layers,
)
"""The mirrored topic files, in the order of `derivations.catalogue.MODULES`."""


def _models() -> dict[Formula, Model]:
    found: dict[Formula, Model] = {}
    for module in MODULES:
        found.update(module.MODELS)
    return found


MODELS: dict[Formula, Model] = _models()
"""The model of every formula, by the formula itself."""
