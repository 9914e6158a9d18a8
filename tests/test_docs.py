"""What the documents name exists: files, commands with their options, formulas; and a session prints what they show."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from derivations import vocabulary
from derivations.catalogue import FORMULAS
from twofold.cli import main

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("derivations", "numerics", "sheets", "reports", "twofold", "tests", "docs", "examples", "benchmarks")
LINK = re.compile(r"\]\(([^)#:]+)\)")
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SESSION = re.compile(r"^\$ (twofold .*)\n(.*?)(?=^\$ |^```)", re.MULTILINE | re.DOTALL)

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def commands(text):
    """The command lines of a document: those of its blocks, and what stands inline as `twofold …` or `make …`."""
    lines = []
    for block in BLOCK.findall(text):
        typed = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
        lines += [shlex.split(line, comments=True) for line in typed or block.splitlines()]
    lines += [code.split() for code in INLINE.findall(text) if code.startswith(("twofold ", "make "))]
    return [words for words in lines if words]


@each_document
def test_links_and_files_exist(document):
    text = document.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(FENCED.sub("", text)) if not (document.parent / link).exists()]
    paths = [code for code in INLINE.findall(text) if code.startswith(tuple(f"{folder}/" for folder in FOLDERS))]
    assert missing + [path for path in paths if not (ROOT / path).exists()] == []


@each_document
def test_commands_exist(document):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for program, *rest in commands(document.read_text(encoding="utf-8")):
        if program == "twofold":
            command = main.commands[rest[0]] if not rest[0].startswith("-") else main
            options = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
            options |= {"--help", "-h"}
            assert {word for word in rest if word.startswith("-")} <= options, rest
            assert all((ROOT / word).exists() for word in rest[1:] if word.startswith("examples/"))
        elif program == "make":
            assert {word for word in rest if "=" not in word} <= targets, rest
        elif program == "pytest":
            assert all((ROOT / word).exists() for word in rest if word.startswith("tests/")), rest
        elif program == "python":
            assert rest[0] == "-m"
            assert importlib.util.find_spec(rest[1]) is not None
        else:
            assert (program, rest[0]) == ("pip", "install")


def test_the_guide_names_formulas_and_vocabulary_that_exist():
    text = (ROOT / "docs" / "adding-a-formula.md").read_text(encoding="utf-8")
    topics = {id.partition(".")[0] for id in FORMULAS}
    names = INLINE.findall(text)
    ids = [name for name in names if re.fullmatch(r"[a-z_]+\.[a-z_]+", name) and name.partition(".")[0] in topics]
    assert ids
    assert set(ids) <= set(FORMULAS)
    capitals = {name for name in names if re.fullmatch(r"[A-Z_]{4,}", name)} - {"TOPIC", "TOPICS"}
    assert all(isinstance(getattr(vocabulary, name), vocabulary.Domain) for name in capitals)


def test_the_session_of_the_readme_is_what_the_command_prints(monkeypatch):
    monkeypatch.chdir(ROOT)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {command: output for command, output in SESSION.findall(text) if "--line" in command}
    assert shown
    for command, output in shown.items():
        ran = CliRunner().invoke(main, [*command.split()[1:], "--no-cache", "--jobs", "1"], prog_name="twofold")
        assert ran.stdout.strip() == output.strip()
