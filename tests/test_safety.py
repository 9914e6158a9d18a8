"""Nothing from a sheet is ever executed: no source of the project can evaluate text, unpickle it or start a process.

The rule for the source is strict: whoever names a forbidden function can call it, so a mere mention is found as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from test_architecture import PACKAGES, ROOT

# By their last name, whatever stands before it; `re.compile` compiles a pattern and is harmless.
EVALUATORS = {
    "eval", "exec", "compile", "__import__", "__builtins__", "popen",
    "sympify", "parse_expr", "parse_latex", "lambdify", "nsimplify",
}  # fmt: skip
HARMLESS = {"re.compile"}
LOADERS = {"torch.load", "numpy.load", "yaml.load", "os.system", "sympy.S", "importlib.import_module"}
STARTERS = ("os.exec", "os.fork", "os.posix_spawn", "os.spawn")
MODULES = {"builtins", "cloudpickle", "code", "dill", "marshal", "pickle", "runpy", "shelve", "subprocess"}
# The catalogue's topic files are imported by name when first asked for, and nothing else is.
REGISTRIES = {"derivations/catalogue.py", "numerics/catalogue.py", "numerics/verification.py"}


def forbidden_calls(source: str) -> list[str]:
    """What a source text could execute text with, as `LINE: NAME`: functions that evaluate, unpickle, import by name
    or start a process, under whatever name they are imported. A method that a class *defines* under such a name is
    none: SymPy calls its hook `eval` itself."""
    nodes = list(ast.walk(ast.parse(source)))
    found = {(line, name) for line, name in _imported(nodes) if name.partition(".")[0] in MODULES}
    found |= {(line, name) for line, name in _named(nodes) if _is_forbidden(name)}
    return [f"{line}: {name}" for line, name in sorted(found)]


def _is_forbidden(name: str) -> bool:
    if name in HARMLESS:
        return False
    return name in LOADERS or name.startswith(STARTERS) or name.rpartition(".")[2] in EVALUATORS


def _imported(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module or ''}.{alias.name}") for alias in node.names)


def _named(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is read: a name, an attribute, a literal second argument of `getattr`."""
    origins = dict(_origins(nodes))
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute):
            yield node.lineno, _full_name(node, origins)
        elif isinstance(node, ast.Call) and _full_name(node.func, origins) == "getattr":
            literal = (name.value for name in node.args[1:2] if isinstance(name, ast.Constant))
            yield from ((node.lineno, f"{_full_name(node.args[0], origins)}.{name}") for name in literal)


def _origins(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    """The full name behind each other name that an import gives it."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module or ''}.{alias.name}") for alias in node.names)


def _full_name(node: ast.AST, origins: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return origins.get(node.id, node.id)
    return f"{_full_name(node.value, origins)}.{node.attr}" if isinstance(node, ast.Attribute) else "(…)"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_source_can_execute_text(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    found = {file.relative_to(ROOT).as_posix(): forbidden_calls(file.read_text(encoding="utf-8")) for file in files}
    for name in REGISTRIES & set(found):
        assert found[name], f"{name} imports nothing by name any more: take it from REGISTRIES"
        found[name] = [line for line in found[name] if not line.endswith(": importlib.import_module")]
    assert [f"{name}:{line}" for name, lines in found.items() for line in lines] == []


PLANTED = {
    "x = eval('1')": "eval",
    "def f(text):\n    return exec(text)": "exec",
    "run = [eval][0]": "eval",
    "compile(text, '<sheet>', 'eval')": "compile",
    "__import__('os')": "__import__",
    "__builtins__['eval']('1')": "__builtins__",
    "getattr(frame, 'eval')('1')": "frame.eval",
    "frame.eval('a + b')": "frame.eval",
    "loaded()[0].eval('a')": "(…).eval",
    "import torch\ntorch.compile(f)": "torch.compile",
    "import sympy\nsympy.sympify(text)": "sympy.sympify",
    "import sympy as sp\nsp.S('1')": "sympy.S",
    "from sympy import S as whole\nwhole(text)": "sympy.S",
    "from sympy import sympify as read\nread(text)": "sympy.sympify",
    "from sympy.parsing.sympy_parser import parse_expr\nparse_expr(text)": "sympy.parsing.sympy_parser.parse_expr",
    "from sympy.parsing.latex import parse_latex\nparse_latex(text)": "sympy.parsing.latex.parse_latex",
    "from sympy import lambdify\nlambdify(x, y)": "sympy.lambdify",
    "import pickle": "pickle",
    "from pickle import loads": "pickle.loads",
    "def f(data):\n    import marshal as m\n    return m.loads(data)": "marshal",
    "import subprocess as s": "subprocess",
    "from subprocess import run": "subprocess.run",
    "import numpy as np\nnp.load(file, allow_pickle=True)": "numpy.load",
    "import torch\ntorch.load(file)": "torch.load",
    "import os\nos.system('ls')": "os.system",
    "import os as o\no.popen('ls')": "os.popen",
    "from os import system\nsystem('ls')": "os.system",
    "import os\nos.execvp('ls', [])": "os.execvp",
    "import os\nos.posix_spawn('ls', [], {})": "os.posix_spawn",
    "import yaml\nyaml.load(text)": "yaml.load",
    "from importlib import import_module\nimport_module(name)": "importlib.import_module",
    "import importlib\nimportlib.import_module(name)": "importlib.import_module",
    "import builtins": "builtins",
}
HONEST = """
import re
from collections.abc import Callable

class Head:
    @classmethod
    def eval(cls, *arguments):
        return None

def evaluate(code, load: Callable[[str], str]) -> str:
    pattern = re.compile(code.name)
    return getattr(pattern, "pattern") + load("system") + str({"eval": 1})
"""


@pytest.mark.parametrize("source", PLANTED)
def test_a_planted_call_is_found(source: str) -> None:
    assert [line.partition(": ")[2] for line in forbidden_calls(f"{HONEST}\n{source}")] == [PLANTED[source]]


def test_honest_code_is_not_accused() -> None:
    assert forbidden_calls(HONEST) == []
