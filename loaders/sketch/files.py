"""Groups the files of a catalogue by their names: by ending, folder, and what the names have in common."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.files import Found
from loaders.sketch.words import NO_RECORD, TEMPLATE

#: Endings of files that may hold records, and what sort of text they are.
SORTS = {
    **dict.fromkeys(("md", "markdown", "mdx"), "markdown"),
    **dict.fromkeys(("rst", "txt", "adoc", "asciidoc", "org", "text", "bs", "mediawiki", ""), "text"),
    **dict.fromkeys(("html", "htm"), "html"),
    "toml": "toml",
    **dict.fromkeys(("ini", "cfg", "conf"), "ini"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
    **dict.fromkeys(("json", "geojson"), "json"),
    "jsonld": "jsonld",
    **dict.fromkeys(("jsonl", "ndjson"), "jsonl"),
    "csv": "csv",
    **dict.fromkeys(("tsv", "tab"), "tsv"),
    "obo": "obo",
    **dict.fromkeys(("xml", "rdf", "owl", "skos"), "xml"),
}
#: A catalogue with more folders at its top is not grouped by them.
MOST_FOLDERS = 12
#: More files of data in a folder, named without anything in common, are taken for files of one form.
MOST_ALONE = 12

_NUMBERED = re.compile(r"\d+(?=[-_. ])")
_PREFIXED = re.compile(r"(\D*?[^\W\d][-_. ]?)\d+")


@dataclass(slots=True)
class Group:
    """Files that look alike. ``shape`` says what their names have in common: ``name``, ``number``, ``prefix`` or ``any``."""

    sort: str
    ending: str
    shape: str
    common: str = ""
    """The name or the prefix."""
    files: list[Found] = field(default_factory=list)

    @property
    def pattern(self) -> str:
        """The last part of a path pattern."""
        ending = f".{escaped(self.ending)}" if self.ending else ""
        if self.shape == "name":
            return escaped(self.common)
        if self.shape == "number":
            return f"{{number}}{escaped(self.common)}*{ending}"
        return f"{escaped(self.common) if self.shape == 'prefix' else ''}*{ending}"


@dataclass(slots=True)
class Names:
    """What a catalogue's names say: groups, most telling first, and what is left out."""

    groups: list[Group]
    about: list[Found]
    """Files about the catalogue, such as a README, and templates."""
    others: list[Found]
    """Files of forms that no reader knows."""


def escaped(text: str) -> str:
    """A name as a path pattern: what would mean something there becomes a mark for any character."""
    return re.sub(r"[*?{}:\\]|^~", "?", text)


def ending_of(name: str) -> str:
    """What stands behind the last dot of a name, in lower case."""
    return posixpath.splitext(name)[1].removeprefix(".").lower()


def stem_of(path: str) -> str:
    """A file's name without its ending."""
    return posixpath.splitext(posixpath.basename(path))[0]


def look(files: Iterable[Found]) -> Names:
    """Group files by their names alone."""
    names = Names([], [], [])
    buckets: dict[tuple[str, str], list[Found]] = {}
    found = list(files)
    tops = {one.name.split("/")[0] for one in found if "/" in one.name}
    by_top = len(tops) <= MOST_FOLDERS
    for one in found:
        ending = ending_of(one.name)
        if ending not in SORTS:
            names.others.append(one)
        elif len(found) > 1 and _is_about(one.name, SORTS[ending]):
            names.about.append(one)
        else:
            top = one.name.split("/")[0] if by_top and "/" in one.name else ""
            buckets.setdefault((ending, top), []).append(one)
    for (ending, _), files_ in sorted(buckets.items()):
        names.groups += _by_shape(ending, files_)
    order = ("name", "number", "prefix", "any")
    names.groups.sort(key=lambda one: (order.index(one.shape), one.files[0].name))
    return names


def _is_about(path: str, sort: str) -> bool:
    """Whether a file is about the catalogue: a README or a template, by its name or a folder's."""
    stem = stem_of(path)
    if any(TEMPLATE.fullmatch(part) for part in (*path.split("/")[:-1], stem)):
        return True
    return sort in ("markdown", "text", "yaml") and NO_RECORD.fullmatch(stem) is not None


def _by_shape(ending: str, files: list[Found]) -> Iterator[Group]:
    """Files of one ending and one folder by what their names have in common."""
    sort = SORTS[ending]
    name, count = Counter(posixpath.basename(one.name) for one in files).most_common(1)[0]
    if count > 1 and count * 2 >= len(files):
        same = [one for one in files if posixpath.basename(one.name) == name]
        yield Group(sort, ending, "name", name, same)
        files = [one for one in files if posixpath.basename(one.name) != name]
    for shape, mark_of in (("number", _number_mark), ("prefix", _prefix)):
        mark = _commonest([mark_of(stem_of(one.name)) for one in files])
        if mark:
            yield Group(sort, ending, shape, mark, [one for one in files if mark_of(stem_of(one.name)) == mark])
            files = [one for one in files if mark_of(stem_of(one.name)) != mark]
    # A few files of data are each looked at alone: two tables beside each other are rarely of one form.
    alone = len(files) <= MOST_ALONE and sort not in ("markdown", "text")
    for part in [[one] for one in files] if alone else [files]:
        if part:
            yield Group(sort, ending, "any", "", part)


def _number_mark(stem: str) -> str:
    """What stands behind the number that a name begins with: the hyphen of ``0007-retry``."""
    found = _NUMBERED.match(stem)
    return stem[found.end()] if found else ""


def _prefix(stem: str) -> str:
    """What stands before the number that a name ends with: ``std-`` of ``std-0007``."""
    found = _PREFIXED.fullmatch(stem)
    return found[1] if found else ""


def _commonest(marks: list[str]) -> str:
    """What at least three names and half of them have in common, if there is such a thing."""
    counted = Counter(mark for mark in marks if mark)
    mark = min(counted, key=lambda one: (-counted[one], one), default="")
    return mark if counted[mark] >= 3 and counted[mark] * 2 >= len(marks) else ""
