"""The cache of verdicts: one JSON file a key, written as a whole or not at all. It may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_FILES = 4000


class Cache:
    """A folder of JSON values by key. Whatever cannot be read, written or believed is as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, key: str) -> Any:
        """The value of a key, or None."""
        try:
            stored = json.loads(self._file(key).read_bytes())
            text = json.dumps(stored["value"], sort_keys=True)
            return stored["value"] if stored["digest"] == _digest(key, text) else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def store(self, key: str, value: Any) -> None:
        """Keep a JSON value under a key; a full disk or a folder that cannot be written is no error."""
        text = json.dumps(value, sort_keys=True)
        file = self._file(key)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            self._prune()
            write_whole(file, json.dumps({"digest": _digest(key, text), "value": value}))

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _prune(self) -> None:
        """Drop the older half once there are very many."""
        with os.scandir(self.folder) as entries:
            files = [entry for entry in entries if entry.name.endswith(".json")]
        if len(files) < MOST_FILES:
            return
        files.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in files[: len(files) // 2]:
            with suppress(OSError):
                os.unlink(entry.path)


def default_folder() -> Path:
    """The user's cache folder of this system, and in it ours."""
    named = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
    if named and os.path.isabs(named):
        return Path(named) / "twofold"
    home = os.path.expanduser("~")
    return Path(home) / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "twofold"


def write_whole(file: Path, text: str) -> None:
    """Write a file as a whole or not at all: beside it first, then in its place; the mode of an old file stays."""
    mode = file.stat().st_mode & 0o7777 if file.exists() else 0o666 & ~_umask()
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        os.chmod(beside, mode)
        os.replace(beside, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _digest(key: str, text: str) -> str:
    return hashlib.sha256(f"{key}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
