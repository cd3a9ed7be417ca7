"""Path patterns that fit the files of a group and no others, as wide as that allows."""

import posixpath
import re
from collections.abc import Iterator

from loaders.mapping.days import read_date
from loaders.mapping.patterns import Glob
from loaders.sketch.files import Group, escaped, stem_of
from loaders.sketch.words import TEMPLATE

#: What a folder named by a date, and a number in front of a name, are called as fields: the first that no record has.
DATE_NAMES = ("release", "seen", "date_of_folder")
NUMBER_NAMES = ("number", "number_of_file")

_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")


def globs(group: Group, others: list[str], about: list[str]) -> tuple[list[str], list[str]]:
    """Patterns for a group and patterns to leave out; ``others`` must not fit, ``about`` may be left out."""
    own = [one.name for one in group.files]
    best: tuple[int, list[str]] | None = None
    for patterns in _candidates(group, own):
        compiled = [Glob.compiled(pattern) for pattern in patterns]
        if any(not _fits(compiled, name) for name in own):
            continue
        strays = sum(_fits(compiled, name) for name in others)
        if best is None or strays < best[0]:
            best = strays, patterns
        if not strays:
            break
    chosen = best[1] if best else [escaped(name) for name in own]
    compiled = [Glob.compiled(pattern) for pattern in chosen]
    return chosen, _exclusions([name for name in about if _fits(compiled, name)], own)


def _fits(patterns: list[Glob], path: str) -> bool:
    return any(pattern.match(path) is not None for pattern in patterns)


def _candidates(group: Group, own: list[str]) -> Iterator[list[str]]:
    """Lists of patterns, the widest first."""
    name = group.pattern
    place = dated_part(own)
    if place is not None:
        parts = own[0].split("/")
        below = "" if all(one.count("/") == place + 1 for one in own) else "**/"
        yield [f"**/{{{DATE_NAMES[0]}}}/{below}{name}"]
        yield ["/".join([*("*" for _ in parts[:place]), f"{{{DATE_NAMES[0]}}}", below + name])]
        shared = {"/".join(one.split("/")[:place]) for one in own}
        if len(shared) == 1:
            yield [posixpath.join(escaped(shared.pop()), f"{{{DATE_NAMES[0]}}}", below + name)]
    yield [f"**/{name}"]
    folders = sorted({posixpath.dirname(one) for one in own})
    common = posixpath.commonpath(folders) if len(folders) > 1 else folders[0]
    if common:
        yield [f"**/{escaped(posixpath.basename(common))}/{name}"]
        yield [f"{escaped(common)}/{name}"]
        yield [f"{escaped(common)}/**/{name}"]
    tops = sorted({one.split("/")[0] for one in own if "/" in one})
    if tops and all("/" in one for one in own):
        yield [f"**/{escaped(top)}/**/{name}" for top in tops]
        yield [f"{escaped(top)}/**/{name}" for top in tops]
    yield [posixpath.join(escaped(folder), name) for folder in folders]


def dated_part(paths: list[str]) -> int | None:
    """The part of the paths, counted from 0, that is a date in all of them, if there are at least two dates."""
    folders = [one.split("/")[:-1] for one in paths]
    for place in range(min(map(len, folders))):
        parts = {parts[place] for parts in folders}
        if len(parts) > 1 and all(_DATE.fullmatch(part) and read_date(part, ()) for part in parts):
            return place
    return None


def _exclusions(strays: list[str], own: list[str]) -> list[str]:
    """Patterns for files about the catalogue that fit a group's patterns and are none of its own."""
    found: list[str] = []
    for path in strays:
        if any(Glob.compiled(one).match(path) is not None for one in found):
            continue
        stem, ending = stem_of(path), posixpath.splitext(path)[1]
        wide = [f"**/*template*{ending}"] if "template" in stem else []
        wide += [f"**/{escaped(part)}/**" for part in path.split("/")[:-1] if TEMPLATE.fullmatch(part)]
        wide += [f"**/{escaped(posixpath.basename(path))}", escaped(path)]
        found.append(next((one for one in wide if not any(Glob.compiled(one).match(name) for name in own)), wide[-1]))
    return found
