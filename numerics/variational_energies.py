"""Torch models of `derivations.variational_energies`: entropies and divergences of `torch.distributions`."""

from __future__ import annotations

from derivations import variational_energies
from derivations.vocabulary import Formula
from numerics.evidence_splits import mean_joint, remainder
from numerics.models import Model

MODELS: dict[Formula, Model] = {
    variational_energies.split: lambda J, Q: J.sum(dim=1).log(),
    variational_energies.energy_by_divergence: lambda J, Q, q, z: -remainder(J, Q),
    variational_energies.by_sum: lambda Q, J, x: -remainder(J, Q),
    variational_energies.by_mean: lambda f_p, g_q, x, z, weights_z: -mean_joint(f_p, g_q, x, z, weights_z),
}
