"""Torch models of `derivations.eligibility_traces`: returns collected backwards, steps by autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import eligibility_traces as traces
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.temporal_differences import Pair, at_step, towards


def collected(r: Tensor, end: Tensor, t: Tensor, n: Tensor, gamma: Tensor, skipped: int) -> Tensor:  # -> [batch]
    """The rewards of n steps and what comes at their end, from the last step backwards."""
    gain = end
    for back in range(int(n.max()) - 1, -1, -1):
        place = (t + back + skipped).clamp(max=r.shape[1])
        gain = torch.where(back < n, at_step(r, place) + gamma * gain, gain)
    return gain


def after(r: Tensor, s: Tensor, V: Pair, t: Tensor, n: Tensor, gamma: Tensor, skipped: int) -> Tensor:  # -> [batch]
    """With the value of the state that is reached."""
    return collected(r, V(at_step(s, t + n)), t, n, gamma, skipped)


def many_steps(r: Tensor, s: Tensor, V: Pair, t: Tensor, n: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """Each reward comes after its step."""
    return after(r, s, V, t, n, gamma, 1)


def many_steps_now(r: Tensor, s: Tensor, V: Pair, t: Tensor, n: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """Each reward comes with its step."""
    return after(r, s, V, t, n, gamma, 0)


def advantage_of_steps(r: Tensor, s: Tensor, V: Pair, t: Tensor, n: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """By how much the return beats the value."""
    return many_steps_now(r, s, V, t, n, gamma) - V(at_step(s, t))


def two_steps(r: Tensor, s: Tensor, V: Pair, t: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The return of n steps for n = 2."""
    return many_steps(r, s, V, t, torch.full_like(t, 2), gamma)


def truncated(delta: Tensor, t: Tensor, n: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The errors as rewards, and nothing after them."""
    return collected(delta, torch.zeros_like(gamma), t, n, gamma, 0)


def mixed(R: Tensor, H: Tensor, q: Tensor, V: Pair, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """Interpolation between the value and the return."""
    return R + gamma * torch.lerp(V(q), H, lambda_)


def to_return(g: Tensor, p: Tensor, V: Pair, alpha: Tensor) -> Tensor:  # -> [batch]
    """A step down the squared error."""
    return towards(V(p), g, alpha)


def action_to_return(g: Tensor, p: Tensor, a: Tensor, Q: Pair, alpha: Tensor) -> Tensor:  # -> [batch]
    """A step down the squared error."""
    return towards(Q(p, a), g, alpha)


def counted_value(g: Tensor, p: Tensor, V: Pair, N: Tensor) -> Tensor:  # -> [batch]
    """The sum of all returns over their number."""
    return ((N - 1) * V(p) + g) / N


def accumulating(A: Tensor, m: int, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch, visited, states]
    """The faded traces, with 1 on the visited state."""
    return linear_trace(A, torch.eye(m, dtype=A.dtype, device=A.device)[:, None], gamma, lambda_).transpose(0, 1)


def by_trace(B: Tensor, A: Tensor, e: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, states]
    """A step up the inner product of values and traces, times the error."""
    values = B.detach().requires_grad_(True)
    slope = torch.autograd.grad((e * (values * A).sum(dim=1)).sum(), values)[0]
    return B + alpha[:, None] * slope


def trace_vector(z: Tensor, F: Pair, p: Tensor, w: Tensor, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    at = w.detach().requires_grad_(True)
    return linear_trace(z, torch.autograd.grad(F(p, at).sum(), at)[0], gamma, lambda_)


def linear_trace(z: Tensor, x: Tensor, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch, d]
    """The faded trace and the features."""
    return torch.addcmul(x, z, (gamma * lambda_)[:, None])


MODELS: dict[Formula, Model] = {
    traces.many_steps: many_steps,
    traces.many_steps_now: many_steps_now,
    traces.advantage_of_steps: advantage_of_steps,
    traces.two_steps: two_steps,
    traces.truncated: truncated,
    traces.mixed: mixed,
    traces.to_return: to_return,
    traces.action_to_return: action_to_return,
    traces.counted_value: counted_value,
    traces.accumulating: accumulating,
    traces.by_trace: by_trace,
    traces.trace_vector: trace_vector,
    traces.linear_trace: linear_trace,
    traces.trace_step: lambda w, e, z, alpha: by_trace(w, z, e, alpha),
}
