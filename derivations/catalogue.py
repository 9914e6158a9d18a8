"""The catalogue: its topics in reading order, and the id of each formula."""

from __future__ import annotations

from types import ModuleType

from derivations import (
    backpropagation,
    batched_linear_layer,
    binary_softmax,
    conditional_moments,
    convolution_arithmetic,
    cover,
    curvature_bounds,
    deep_linear_networks,
    determinants,
    divergences,
    factor_analysis,
    flow_layers,
    flows,
    gated_units,
    gaussian,
    gaussian_divergence,
    gaussian_vectors,
    gradient_descent,
    hoeffding,
    hyperbolic_tangent,
    inequalities,
    information,
    label_smoothing,
    latent_posterior,
    layer_gradients,
    linear_autoencoder,
    log_softmax,
    logistic,
    logistic_regression,
    memory_cells,
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
    ridge,
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
    weight_decay,
    whitening,
)
from derivations.vocabulary import Formula, Topic

MODULES: tuple[ModuleType, ...] = (
    sums,
    moments,
    conditional_moments,
    inequalities,
    probability_bounds,
    information,
    divergences,
    hoeffding,
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
    ridge,
    weight_decay,
    curvature_bounds,
    sgd,
    sgd_convergence,
    recurrent_networks,
    vanishing_gradients,
    gated_units,
    memory_cells,
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
"""The topic files, in the order in which they are reported."""

TOPICS: tuple[Topic, ...] = tuple(module.TOPIC for module in MODULES)


def _ids() -> dict[str, Formula]:
    found: dict[str, Formula] = {}
    for module in MODULES:
        names = {id(value): name for name, value in vars(module).items() if isinstance(value, Formula)}
        for formula in module.TOPIC.formulas:
            found[f"{module.__name__.rpartition('.')[2]}.{names[id(formula)]}"] = formula
    return found


FORMULAS: dict[str, Formula] = _ids()
"""Every formula by its id, `topic.name`."""
