"""The device that `auto` stands for, without loading torch where there can be no GPU."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

from twofold.refusal import Refusal

_NODES = ("/dev/nvidiactl", "/dev/dxg")


def chosen_device(name: str) -> str:
    """`cpu` or `cuda` for `auto`, `cpu` or `cuda`. Raises Refusal if a GPU is asked for and there is none."""
    if name == "cpu":
        return "cpu"
    usable = _may_have_gpu() and _has_gpu()
    if name == "cuda" and not usable:
        raise Refusal("--device cuda: torch finds no GPU here. Use `--device cpu`, or a build of torch for CUDA.")
    return "cuda" if usable else "cpu"


def _may_have_gpu() -> bool:
    try:
        if version("torch").endswith("+cpu"):
            return False
    except PackageNotFoundError:
        return False
    return os.name == "nt" or any(os.path.exists(node) for node in _NODES)


def _has_gpu() -> bool:
    import torch

    return bool(torch.cuda.is_available())
