"""The models of the catalogue: one torch model for each formula, in the file that mirrors that of its topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType

from derivations.catalogue import FORMULAS, TOPICS, id_of
from derivations.vocabulary import Formula
from numerics.models import Model


def module_of(topic: str) -> ModuleType:
    """The file with the models of a topic; raises `KeyError` for a name that is no topic."""
    if topic not in TOPICS:
        raise KeyError(topic)
    return import_module(f"numerics.{topic}")


class _Models(Mapping[Formula, Model]):
    """The model of every formula, by the formula itself; a look-up imports one topic."""

    def __getitem__(self, formula: Formula) -> Model:
        models: Mapping[Formula, Model] = module_of((id_of(formula) or "").partition(".")[0]).MODELS
        return models[formula]

    def __iter__(self) -> Iterator[Formula]:
        for topic in TOPICS:
            yield from module_of(topic).MODELS

    def __len__(self) -> int:
        return len(FORMULAS)


MODELS: Mapping[Formula, Model] = _Models()
"""The model of every formula, by the formula itself."""
