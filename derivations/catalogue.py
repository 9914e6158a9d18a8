"""The catalogue: its topics in reading order, and the formula of each id, `topic.name`.

A topic file is imported when one of its formulas is first asked for; whoever goes through all of them imports all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from derivations.vocabulary import Formula, Topic

TOPICS: tuple[str, ...] = (
    "sums",
    "calculus",
    "integral_transforms",
    "moments",
    "random_sums",
    "conditional_moments",
    "sample_statistics",
    "sample_covariances",
    "unbiased_estimators",
    "inequalities",
    "probability_bounds",
    "information",
    "joint_entropies",
    "binary_information",
    "divergences",
    "divergence_functions",
    "distances",
    "mass_functions",
    "density_information",
    "information_inequalities",
    "channel_capacities",
    "entropy_family",
    "distributions",
    "conjugate_priors",
    "conjugate_updates",
    "continuous_densities",
    "further_densities",
    "counting_distributions",
    "likelihoods",
    "distribution_moments",
    "moment_table",
    "fisher_informations",
    "sampling_inference",
    "generating_functions",
    "losses",
    "regression_losses",
    "robust_losses",
    "cross_entropies",
    "margin_losses",
    "matrix_calculus",
    "matrix_identities",
    "matrix_decompositions",
    "projections",
    "spectral_forms",
    "matrix_facts",
    "squared_distances",
    "linear_maps",
    "exponential_families",
    "natural_losses",
    "adversarial_networks",
    "generative_losses",
    "balanced_classification",
    "divergence_directions",
    "hoeffding",
    "tail_bounds",
    "exponential_tails",
    "softmax",
    "binary_softmax",
    "softmax_temperature",
    "log_softmax",
    "softmax_regression",
    "softmax_batches",
    "label_smoothing",
    "training_targets",
    "logistic",
    "hyperbolic_tangent",
    "softplus",
    "activation_functions",
    "activation_slopes",
    "gated_activations",
    "approximation",
    "ridge_sums",
    "barron",
    "piecewise_linear",
    "logistic_regression",
    "logistic_batches",
    "logistic_newton",
    "loss_fields",
    "log_loss_fields",
    "signed_logistic",
    "regression_steps",
    "hypothesis_costs",
    "hypothesis_likelihoods",
    "classification_metrics",
    "overlap_scores",
    "model_scores",
    "least_squares",
    "least_squares_gradients",
    "biased_least_squares",
    "least_squares_columns",
    "linear_regression",
    "regression_estimators",
    "simple_regression",
    "linear_units",
    "layered_networks",
    "labelled_layers",
    "outgoing_layers",
    "backpropagation",
    "layer_gradients",
    "hidden_layer_gradients",
    "single_neurons",
    "layered_backpropagation",
    "layered_gradients",
    "backward_pass",
    "batched_linear_layer",
    "linear_autoencoder",
    "matrix_rank",
    "deep_linear_networks",
    "linear_network_gradients",
    "whitening",
    "principal_components",
    "principal_directions",
    "principal_spectrum",
    "rectified_units",
    "rectified_gradients",
    "subgradients",
    "activation_patterns",
    "perceptron",
    "perceptron_rule",
    "perceptron_convergence",
    "support_vectors",
    "svm_dual",
    "margins",
    "kernels",
    "kernel_functions",
    "pascal",
    "cover",
    "growth_functions",
    "shattering",
    "risk_bounds",
    "sample_complexity",
    "rademacher",
    "online_learning",
    "bayes_classifier",
    "pac_bayes_constants",
    "mcculloch_pitts",
    "threshold_logic",
    "willshaw",
    "willshaw_capacity",
    "hopfield",
    "hopfield_energy",
    "hopfield_dynamics",
    "boltzmann_machines",
    "convolution_arithmetic",
    "padding",
    "transposed_convolution",
    "parameter_counts",
    "cheap_convolutions",
    "network_sizes",
    "receptive_fields",
    "uniform_receptive_fields",
    "discrete_convolution",
    "convolution_forms",
    "cross_correlations",
    "convolution_gradients",
    "convolutional_layers",
    "pooling",
    "channel_convolutions",
    "vision_losses",
    "two_dimensional_convolution",
    "gradient_descent",
    "descent_updates",
    "curvature_updates",
    "batch_gradients",
    "step_sizes",
    "ridge",
    "bias_variance",
    "penalised_regression",
    "soft_thresholding",
    "ridge_freedom",
    "ridge_statistics",
    "bayesian_regression",
    "evidence_framework",
    "lecture_posteriors",
    "gaussian_processes",
    "covariance_predictions",
    "k_means",
    "mixtures",
    "mixture_moments",
    "assigned_mixtures",
    "discriminants",
    "decision_trees",
    "boosting",
    "tree_ensembles",
    "weight_decay",
    "shrinkage",
    "dropout",
    "dropped_units",
    "regularised_updates",
    "ensembles",
    "curvature_bounds",
    "steepest_descent",
    "gradient_flow",
    "quadratic_functions",
    "quadratic_models",
    "convexity",
    "convergence_rates",
    "short_step_rates",
    "accelerated_rates",
    "subgradient_rates",
    "proximal_operators",
    "constrained_descent",
    "adversarial",
    "dual_norms",
    "deepfool",
    "spectral_norms",
    "network_stretch",
    "momentum",
    "momentum_updates",
    "adaptive_methods",
    "adaptive_updates",
    "adam_moments",
    "adam",
    "adam_updates",
    "schedules",
    "basis_dependence",
    "sgd",
    "sgd_convergence",
    "variance_reduction",
    "normalization",
    "normalization_gradients",
    "batch_normalization",
    "residual",
    "layer_normalization",
    "feature_normalization",
    "initialisation",
    "recurrent_networks",
    "vanishing_gradients",
    "unrolled_gradients",
    "gated_units",
    "concatenated_gates",
    "gate_variants",
    "memory_cells",
    "sequence_models",
    "recurrent_outputs",
    "word_embeddings",
    "embedding_losses",
    "language_metrics",
    "attention",
    "self_attention",
    "attention_heads",
    "attention_scores",
    "transformer_layers",
    "transformer_blocks",
    "positional_encoding",
    "graph_networks",
    "graph_layers",
    "graph_laplacians",
    "graph_filters",
    "graph_polynomials",
    "gaussian",
    "gaussian_likelihood",
    "gaussian_vectors",
    "gaussian_blocks",
    "gaussian_posteriors",
    "gaussian_divergence",
    "factor_analysis",
    "latent_posterior",
    "probabilistic_pca",
    "markov_chains",
    "hidden_markov",
    "kalman_filter",
    "latent_gaussians",
    "determinants",
    "flows",
    "flow_layers",
    "energy_models",
    "variational",
    "diffusion",
    "diffusion_steps",
    "generative_forms",
    "adversarial_batches",
    "code_divergence",
    "score_models",
    "autoencoder_losses",
    "reinforcement",
    "temporal_differences",
    "policy_evaluation",
    "value_functions",
    "bellman_equations",
)
"""The names of the topic files, in the order in which they are reported."""


def module_of(topic: str) -> ModuleType:
    """The file of a topic, imported if it is not yet; raises `KeyError` for a name that is none."""
    if topic not in TOPICS:
        raise KeyError(topic)
    return import_module(f"derivations.{topic}")


def topic_of(name: str) -> Topic:
    """The topic of that name; raises `KeyError` if there is none."""
    topic = module_of(name).TOPIC
    assert isinstance(topic, Topic)
    return topic


@cache
def formulas_of(topic: str) -> Mapping[str, Formula]:
    """The formulas of one topic by id, in reading order; raises `KeyError` for a name that is no topic."""
    module = module_of(topic)
    names = {value: name for name, value in vars(module).items() if isinstance(value, Formula)}
    return {f"{topic}.{names[formula]}": formula for formula in topic_of(topic).formulas}


def id_of(formula: Formula) -> str | None:
    """The id of a formula; `None` for one that no topic lists. It imports nothing: where a formula is, so is its file.
    """
    for topic in TOPICS:
        if f"derivations.{topic}" in sys.modules:
            for id, stated in formulas_of(topic).items():
                if stated is formula:
                    return id
    return None


class _Formulas(Mapping[str, Formula]):
    """Every formula by its id; a look-up imports one topic, going through them imports all."""

    def __getitem__(self, id: str) -> Formula:
        return formulas_of(id.partition(".")[0])[id]

    def __iter__(self) -> Iterator[str]:
        for topic in TOPICS:
            yield from formulas_of(topic)

    def __len__(self) -> int:
        return sum(len(formulas_of(topic)) for topic in TOPICS)


FORMULAS: Mapping[str, Formula] = _Formulas()
"""Every formula by its id, `topic.name`, in reading order."""
