"""The catalogue: its topics in reading order, and the id of each formula."""

from __future__ import annotations

from types import ModuleType

from derivations import softmax
from derivations.vocabulary import Formula, Topic

MODULES: tuple[ModuleType, ...] = (softmax,)
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
