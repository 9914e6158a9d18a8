"""Torch models of `derivations.network_sizes`: the parameters of modules are counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from torch import Tensor, nn

from derivations import network_sizes
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model
from numerics.parameter_counts import parameters

Cell = Callable[[int, int], nn.RNNCellBase]
"""What makes a cell of so many inputs and units."""


@cache
def chain(*sizes: int, bias: bool = True) -> int:
    """The parameters of fully connected layers in a row."""
    return parameters(nn.Sequential(*(nn.Linear(a, b, bias=bias) for a, b in pairwise(sizes))))


@cache
def cell(kind: Cell, entering: int, state: int) -> int:
    """The parameters of a recurrent cell of torch, which has two biases for each gate."""
    return parameters(kind(entering, state))


@cache
def without_second_bias(kind: Cell, entering: int, state: int) -> int:
    """The parameters of a recurrent cell, less those biases that come with the weights of the state."""
    return cell(kind, entering, state) - kind(entering, state).bias_hh.numel()


@cache
def heads(width: int, bias: bool) -> int:
    """The parameters of self-attention."""
    return parameters(nn.MultiheadAttention(width, 1, bias=bias))


@cache
def whole_block(width: int, inner: int) -> int:
    """The entries of all matrices in a layer of a transformer's encoder."""
    layer = nn.TransformerEncoderLayer(width, 1, dim_feedforward=inner)
    return sum(parameter.numel() for parameter in layer.parameters() if parameter.dim() == 2)


def single_output(h: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """A hidden layer, and one unit on it."""
    return numbers([chain(inputs, units, 1) for units, inputs in each(h, d)])


def two_layers(h: Tensor, d: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """A hidden layer, and an output layer on it."""
    return numbers([chain(inputs, units, outputs) for units, inputs, outputs in each(h, d, k)])


def perceptron(n: Tensor) -> Tensor:  # [batch, layers + 1] -> [batch]
    """Layers in a row."""
    return numbers([chain(*sizes) for sizes in each(*n.unbind(dim=1))])


def perceptron_weights(n: Tensor) -> Tensor:  # [batch, layers + 1] -> [batch]
    """Layers in a row, without biases."""
    return numbers([chain(*sizes, bias=False) for sizes in each(*n.unbind(dim=1))])


def recurrent(h: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.RNNCell` with one bias."""
    return numbers([without_second_bias(nn.RNNCell, inputs, units) for units, inputs in each(h, d)])


def recurrent_output(h: Tensor, d: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.RNNCell` with one bias, and an affine layer."""
    return recurrent(h, d) + numbers([chain(*row) for row in each(h, k)])


def lstm(h: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.LSTMCell` with one bias."""
    return numbers([without_second_bias(nn.LSTMCell, inputs, units) for units, inputs in each(h, d)])


def lstm_two_biases(h: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.LSTMCell`."""
    return numbers([cell(nn.LSTMCell, inputs, units) for units, inputs in each(h, d)])


def gru(h: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.GRUCell` with one bias."""
    return numbers([without_second_bias(nn.GRUCell, inputs, units) for units, inputs in each(h, d)])


def gru_two_biases(h: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.GRUCell`."""
    return numbers([cell(nn.GRUCell, inputs, units) for units, inputs in each(h, d)])


def attention(d: Tensor) -> Tensor:  # [batch] -> [batch]
    """`nn.MultiheadAttention` without biases."""
    return numbers([heads(width, bias=False) for (width,) in each(d)])


def attention_biased(d: Tensor) -> Tensor:  # [batch] -> [batch]
    """`nn.MultiheadAttention`."""
    return numbers([heads(width, bias=True) for (width,) in each(d)])


def feed_forward(d: Tensor, f: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Two layers, to the hidden width and back."""
    return numbers([chain(width, inner, width) for width, inner in each(d, f)])


def block(d: Tensor) -> Tensor:  # [batch] -> [batch]
    """The matrices of `nn.TransformerEncoderLayer`."""
    return numbers([whole_block(width, 4 * width) for (width,) in each(d)])


def block_inner(d: Tensor, f: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The same with any hidden width."""
    return numbers([whole_block(width, inner) for width, inner in each(d, f)])


def stack(L: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """As many blocks as the model is deep."""
    return numbers([sum(whole_block(width, 4 * width) for _ in range(depth)) for depth, width in each(L, d)])


def embedded(L: Tensor, d: Tensor, V: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The blocks, and `nn.Embedding`."""
    return stack(L, d) + numbers([parameters(nn.Embedding(words, width)) for words, width in each(V, d)])


MODELS: dict[Formula, Model] = {
    network_sizes.single_output: single_output,
    network_sizes.two_layers: two_layers,
    network_sizes.perceptron: perceptron,
    network_sizes.perceptron_weights: perceptron_weights,
    network_sizes.recurrent: recurrent,
    network_sizes.recurrent_output: recurrent_output,
    network_sizes.lstm: lstm,
    network_sizes.lstm_two_biases: lstm_two_biases,
    network_sizes.gru: gru,
    network_sizes.gru_two_biases: gru_two_biases,
    network_sizes.attention: attention,
    network_sizes.attention_biased: attention_biased,
    network_sizes.feed_forward: feed_forward,
    network_sizes.block: block,
    network_sizes.block_inner: block_inner,
    network_sizes.stack: stack,
    network_sizes.embedded: embedded,
}
