"""YAML read as plain words: `NO` stays Norway, `1.10` as written. No tags, no aliases: nothing runs or explodes."""

from __future__ import annotations

from pathlib import Path

from testimonia.errors import ConfigError


def read_words(text: str, path: Path | str) -> object:
    """The file as dicts, lists and strings; ConfigError with line and column where it is not valid YAML."""
    import yaml

    loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise ConfigError("YAML aliases are not read here", where=f"{path}, alias {event.anchor}")
        return yaml.load(text, Loader=loader)  # noqa: S506 - the base loader makes strings, lists and dicts only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}, line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        raise ConfigError("this is not valid YAML", where=place, got=error.problem) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ConfigError("this is not valid YAML", where=str(path), got=str(error)[:200]) from error
