"""The letter that counts the steps of a rule: `x_{k+1}` from `x_k` says what `x_{t+1}` from `x_t` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sheets.meaning.names import key_of
from sheets.notation.tree import EMPTY, Node

STEP = "t"
"""The letter under which rules are compared, whatever a sheet or the catalogue writes."""


def step_letter(chain: Node) -> str | None:
    """The one letter that scripts shift by one (`x_{k+1}`, `h^{(l-1)}`), else the one that alone numbers its names
    (`m_k`); `None` where there is none, or more than one."""
    running = {name for node in chain.walk() if node.kind == "big" for name in _letters_in(node.children[0])}
    shifted = {letter for node in _scripts(chain) if (letter := _shifted(node)) is not None}
    found = shifted or {node.value for node in _scripts(chain) if _is_letter(node)}
    found -= running
    return found.pop() if len(found) == 1 else None


def with_steps(chain: Node) -> Node:
    """The chain with its step letter as `STEP`, unless that stands for something else there."""
    letter = step_letter(chain)
    if letter is None or letter == STEP or STEP in _letters_in(chain):
        return chain

    def change(node: Node) -> Node:
        return replace(node, value=STEP) if node.is_name(letter) else node

    return chain.transformed(change)


def letters_with_steps(chain: Node, letters: Mapping[str, str]) -> dict[str, str]:
    """What the names of a chain mean after `with_steps`."""
    letter = step_letter(chain)
    if letter is None or letter == STEP or STEP in _letters_in(chain):
        return dict(letters)
    found = {_renamed(name, letter): meant for name, meant in letters.items()}
    return {**found, STEP: letters.get(letter, letter)} if letter not in letters else found


def _renamed(name: str, letter: str) -> str:
    """A name with the step letter of its scripts replaced: `x_k-1` is `x_t-1`; a bare `k` is `t`."""
    if name == letter:
        return STEP
    for mark in "_^":
        base, found, label = name.rpartition(mark)
        if found and (label == letter or label[:-1] in (f"{letter}+", f"{letter}-")):
            return f"{base}{mark}{STEP}{label[len(letter) :]}"
    return name


def _scripts(chain: Node) -> Iterator[Node]:
    """The bodies of the subscripts and superscripts of names, without their brackets."""
    for node in chain.walk():
        if node.kind != "script" or key_of(node.children[0]) is None:
            continue
        for script in node.children[1:]:
            bracketed = script.kind == "group"
            body = script.children[0] if bracketed else script
            if body is not EMPTY and (bracketed or script is node.children[1] or _shifted(body) is not None):
                yield body


def _shifted(body: Node) -> str | None:
    """The k of `k + 1` and `k - 1`."""
    if body.kind != "infix" or body.value not in "+-":
        return None
    left, right = body.children
    return left.value if _is_letter(left) and right.kind == "number" and right.value == "1" else None


def _is_letter(node: Node) -> bool:
    return node.kind == "name" and len(node.value) == 1 and node.value.islower()


def _letters_in(node: Node) -> set[str]:
    return {part.value for part in node.walk() if _is_letter(part)}
