"""When an answer changed: stretches of time with one answer each, and the statements that changed it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from queries.golden import Data, Responsible

#: What of an answer counts as the answer, by question; what is not named here counts whole, but for ``ASIDE``.
GISTS: dict[str, tuple[str, ...]] = {
    "verdict": ("verdict",),
    "what-replaces": ("verdict", "live", "consider"),
    "what-it-replaced": ("all",),
    "path": ("path",),
    "neighbours": ("all",),
    "ancestors": ("all",),
    "descendants": ("all",),
    "common-ancestors": ("nearest",),
    "timeline": ("events",),
    "nodes": ("ids", "cannot-tell"),
    "search": ("found", "cannot-tell"),
    "relate": ("related", "kin", "direct", "line", "nearest-ancestors", "nearest-descendants"),
    "stats": ("nodes", "references", "isolated", "disputed", "keystones"),
    "show": ("retired-at-that-moment", "edges"),
}

#: What an answer says of its moment, its sources and itself.
ASIDE = frozenset(
    "schema ask of from to title titles as-of as-seen notes left-out cannot-tell disputes guides triggers sources"
    " known-only-from-references catalogue".split()
)


class Gist(NamedTuple):
    """What counts of an answer: fields with plain values, comparable."""

    fields: tuple[tuple[str, str], ...]
    """Field and value as JSON, in order."""

    def data(self) -> Data:
        """The fields as data."""
        return {name: json.loads(value) for name, value in self.fields}


class Stretch(NamedTuple):
    """A time with one answer."""

    begins: str
    """The first day of it, as ISO date, or the moment of the catalogue; empty for the beginning of time."""
    ends: str
    """The last day of it; empty where it goes on."""
    answers: tuple[Gist, ...]
    """One answer, or all that are possible where it cannot be told."""
    text: str
    """The answer in words."""
    open: tuple[str, ...] = ()
    """What would have to be known, where it cannot be told."""

    @property
    def sure(self) -> bool:
        """Whether there is one answer. It may say itself of what it cannot tell."""
        return len(self.answers) == 1


class Flip(NamedTuple):
    """A day, or a moment of the catalogue, from which on the answer is another one."""

    when: str
    revision: str
    """The commit, where the catalogue's clock is meant and it has one."""
    before: Stretch
    after: Stretch
    changes: tuple[str, ...]
    """What changed, in sentences."""
    claims: tuple[Responsible, ...]
    """The statements that changed it."""


class Bisection(NamedTuple):
    """When the answer to a question changed."""

    asked: str
    request: Data
    clock: str
    """``world`` or ``catalogue``."""
    as_of: str
    """The moment of the world at which the catalogue's past was asked; empty for the world's clock."""
    as_seen: str
    """The moment of the catalogue that was asked; empty for now."""
    begins: str
    ends: str
    stretches: tuple[Stretch, ...]
    flips: tuple[Flip, ...]
    looked_at: int
    """At how many moments the question was asked."""


def gist(wanted: str, answer: Data) -> Gist:
    """What counts of an answer; ``wanted`` is the question's name, or ``verdict`` for that alone."""
    if "error" in answer:
        return Gist((("error", json.dumps(answer["error"])),))
    names = GISTS.get(wanted) or tuple(name for name in answer if name not in ASIDE)
    parts = ((name, _plain(name, answer[name])) for name in names if name in answer)
    return Gist(tuple((name, json.dumps(value, ensure_ascii=False)) for name, value in parts))


def _plain(name: str, value: Any) -> Any:
    """A field without what says only where it stands."""
    if name == "live":
        return [{"id": end["id"], "strength": end["strength"]} for end in value]
    if name == "kin":
        return value and value["name"]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        if "subject" in value[0]:
            return sorted([edge["subject"], edge["relation"], edge["object"]] for edge in value)
        if "id" in value[0]:
            return [one["id"] for one in value]
    return value


def worded(answer: Gist, titles: Mapping[str, str]) -> str:
    """An answer in a few words."""
    data = answer.data()
    if "error" in data:
        return f"no answer: {data['error']}"
    if "verdict" in data:
        ends = [_end(end, titles) for end in data.get("live", ())]
        aside = [titles.get(id_, id_) for id_ in data.get("consider", ())]
        suggested = f" (suggested: {', '.join(aside)})" if aside else ""
        return str(data["verdict"]) + (f": {', '.join(ends)}" if ends else "") + suggested
    parts = [_field(name, value, titles) for name, value in data.items()]
    return "; ".join(parts if len(parts) == 1 else (f"{name}: {text}" for name, text in zip(data, parts, strict=True)))


def _field(name: str, value: Any, titles: Mapping[str, str]) -> str:
    if name == "path":
        return "no path" if value is None else " → ".join(titles.get(id_, id_) for id_ in value)
    if isinstance(value, list):
        return ", ".join(_member(one, titles) for one in value) or "none"
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)


def _member(one: Any, titles: Mapping[str, str]) -> str:
    if isinstance(one, str):
        return titles.get(one, one)
    if isinstance(one, list):
        return " ".join(titles.get(str(part), str(part)) for part in one if part)
    return _end(one, titles) if isinstance(one, dict) and "id" in one else json.dumps(one, ensure_ascii=False)


def _end(end: Data, titles: Mapping[str, str]) -> str:
    partly = " (partly)" if end.get("strength") == "partial" else ""
    return titles.get(end["id"], end["id"]) + partly


def changes(before: Stretch, after: Stretch, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What is different after a flip, a sentence a field; of what cannot be told, what may be different."""
    if before.sure and after.sure:
        return _between(before.answers[0], after.answers[0], titles)
    if after.sure:  # the first possible answer is the one as it was before
        return _between(before.answers[0], after.answers[0], titles) or (f"now it can be told: {after.text}",)
    told = [_between(before.answers[0], one, titles) for one in after.answers]
    possible = dict.fromkeys("; ".join(one) if one else "as before" for one in told)
    return (f"cannot tell: {' or '.join(possible)}",)


def _between(before: Gist, after: Gist, titles: Mapping[str, str]) -> tuple[str, ...]:
    old, new = before.data(), after.data()
    found = []
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) == new.get(name):
            continue
        one, other = old.get(name), new.get(name)
        if name != "path" and isinstance(one or other, list) and isinstance(one or [], list):
            found.append(f"{name}: {_moved(one or [], other or [], titles)}")
        else:
            found.append(f"{name}: {_field(name, old.get(name), titles)} → {_field(name, new.get(name), titles)}")
    return tuple(found)


def _moved(old: Sequence[Any], new: Sequence[Any], titles: Mapping[str, str]) -> str:
    """What came into a list and what left it; else that its order is another one."""
    came = [f"+ {_member(one, titles)}" for one in new if one not in old]
    went = [f"- {_member(one, titles)}" for one in old if one not in new]
    return ", ".join([*went, *came]) or f"now in the order {', '.join(_member(one, titles) for one in new)}"
