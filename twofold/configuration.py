"""Options that stand in `[tool.twofold]` of the nearest `pyproject.toml`, in the current folder or above it."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

import click

from twofold.refusal import Refusal

_TYPES: dict[str, tuple[type, ...]] = {
    "format": (str,),
    "device": (str,),
    "seed": (int,),
    "samples": (int,),
    "jobs": (int,),
    "time-limit": (int, float),
    "cache": (bool,),
    "quiet": (bool,),
    "verbose": (bool,),
    "select": (list, str),
    "ignore": (list, str),
    "strict": (bool,),
}
_NAMES = {str: "a string", int: "an integer", float: "a number", bool: "true or false", list: "a list of strings"}


def defaults(context: click.Context) -> dict[str, dict[str, Any]]:
    """The defaults of each command, by command and parameter; empty without a table. Raises Refusal."""
    file = nearest()
    table = _table(file) if file is not None else {}
    if file is None or not table:
        return {}
    for key, value in table.items():
        _check(file, key, value)
    group = context.command
    commands = group.commands if isinstance(group, click.Group) else {}
    return {name: _defaults_of(command, table) for name, command in commands.items()}


def nearest(folder: Path | None = None) -> Path | None:
    """The `pyproject.toml` of a folder or of the nearest one above it."""
    start = (folder or Path.cwd()).absolute()
    return next((place / "pyproject.toml" for place in (start, *start.parents) if _is_there(place)), None)


def _is_there(place: Path) -> bool:
    try:
        return (place / "pyproject.toml").is_file()
    except OSError:
        return False


def _table(file: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{file}: not valid TOML ({error}). Mend it.") from None
    table = content.get("tool", {}).get("twofold", {}) if isinstance(content.get("tool", {}), dict) else {}
    if not isinstance(table, dict):
        raise Refusal(f"{file}: `tool.twofold` must be a table.")
    return table


def _check(file: Path, key: str, value: Any) -> None:
    if key not in _TYPES:
        near = difflib.get_close_matches(key, _TYPES, n=1)
        remedy = f"Did you mean `{near[0]}`?" if near else f"The options are {', '.join(_TYPES)}."
        raise Refusal(f"{file}: `[tool.twofold]` has no option `{key}`. {remedy}")
    types = _TYPES[key]
    right = isinstance(value, types) and (isinstance(value, bool) == (bool in types))
    if isinstance(value, list):
        right = right and all(isinstance(item, str) for item in value)
    if not right:
        wanted = " or ".join(_NAMES[one] for one in types)
        raise Refusal(f"{file}: `{key}` of `[tool.twofold]` must be {wanted}.")


def _defaults_of(command: click.Command, table: dict[str, Any]) -> dict[str, Any]:
    """The options of the table that a command has; a format counts only where the command writes it."""
    found: dict[str, Any] = {}
    for parameter in command.params:
        name = parameter.name or ""
        key = name.replace("_", "-")
        if key not in table:
            continue
        value = table[key]
        if key == "format" and isinstance(parameter.type, click.Choice) and value not in parameter.type.choices:
            continue
        if key in ("select", "ignore"):
            value = ",".join(value) if isinstance(value, list) else value
        found[name] = value
    return found
