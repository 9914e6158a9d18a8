"""The cache gives back what was kept, or nothing; results survive it whole."""

import os
import stat

from hypothesis import given
from made_results import project_results, sheet_results

from sheets.judging.results import Settings
from sheets.source.reading import read_text
from sheets.source.sheet import Sheet
from twofold.cache import MOST_FILES, Cache, default_folder, write_whole
from twofold.storage import key_of, sheet_key, storable_result, stored_result


def test_a_value_comes_back_and_a_strange_one_does_not(tmp_path):
    cache = Cache(tmp_path / "deep" / "cache")
    assert cache.load("k") is None
    cache.store("k", {"a": [1, None, "ü"]})
    assert cache.load("k") == {"a": [1, None, "ü"]}
    os.replace(cache.folder / "k.json", cache.folder / "other.json")
    assert cache.load("other") is None


def test_a_folder_that_is_a_file_keeps_nothing(tmp_path):
    (tmp_path / "cache").write_text("")
    cache = Cache(tmp_path / "cache")
    cache.store("k", 1)
    assert cache.load("k") is None


def test_it_does_not_grow_without_end(tmp_path):
    for number in range(MOST_FILES):
        (tmp_path / f"{number}.json").touch()
    Cache(tmp_path).store("k", 1)
    assert len(list(tmp_path.iterdir())) == MOST_FILES // 2 + 1


@given(sheet_results() | project_results())
def test_a_result_survives_storage(result):
    included = tuple((part.path, part.text) for part in result.included)
    sheet = Sheet(result.path, result.text, (), (), (), included)
    assert stored_result(storable_result(result), sheet) == result


def test_what_is_no_result_is_none():
    sheet = read_text("", "x.md", ".md")
    for value in (None, 3, [], {}, {"findings": [{}], "spans": 0, "fragments": 0}, {"findings": 3}):
        assert stored_result(value, sheet) is None


def test_the_key_depends_on_text_path_and_settings():
    def key(text="$a$", path="a.md", **settings):
        return sheet_key(read_text(text, path, ".md"), Settings(**settings))

    assert key() == key()
    assert len({key(), key(text="$b$"), key(path="b.md"), key(seed=1), key(samples=9), key(line=1)}) == 6
    assert key_of("a", "bc") != key_of("ab", "c")


def test_the_folder_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "twofold"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert default_folder().is_absolute()


def test_a_file_is_written_whole_and_keeps_its_mode(tmp_path):
    file = tmp_path / "a.md"
    write_whole(file, "one\r\n")
    file.chmod(0o600)
    write_whole(file, "two\r\n")
    assert file.read_bytes() == b"two\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
