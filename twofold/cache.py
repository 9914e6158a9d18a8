"""The cache of verdicts: one JSON file a key, written as a whole or not at all. It may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sheets.keeping import default_folder, write_whole

__all__ = ["MOST_FILES", "Cache", "default_folder", "write_whole"]

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


def _digest(key: str, text: str) -> str:
    return hashlib.sha256(f"{key}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
