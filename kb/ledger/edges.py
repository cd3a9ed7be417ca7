"""Settles edges: all claims for one relation between two nodes become one edge that knows who said it, from which side.

Where sources disagree on an edge's strength or dates, all they say is kept. A written strength beats one that a rule
found; of written ones the weaker is shown, so that no source is made to promise more than it does. Of several dates
the earliest is shown. A decision, and an upper layer, is heard before all others.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kb.ledger.gather import Voice
from kb.ledger.said import Said
from ontology import dates
from ontology.claim import STRENGTHS

Span = tuple[int | None, int | None]


@dataclass(slots=True)
class Draft:
    """An edge before its dates are completed by its ends."""

    relation: str
    subject: str
    object: str
    claims: list[Said]
    strength: str = ""
    since: str = ""
    until: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """The strongest method among the claims; a ruling may say that a rule only inferred it."""
        if self.detail.get("inferred"):
            return "inferred"
        return min(self.claims, key=lambda one: one.rank).method if len(self.claims) > 1 else self.claims[0].method


def draft(relation: str, subject: str, object_: str, claims: Iterable[Voice], replacement: bool) -> Draft:
    """Merge the claims for one edge."""
    listed = sorted(claims, key=lambda item: (item[0].rank, item[0].place))
    made = Draft(relation, subject, object_, list(dict.fromkeys(one for one, _, _ in listed)))
    listed = _weighed(listed, made.method)
    spoken = list(dict.fromkeys(one for one, _, _ in listed))
    extras = [one.extra for one in spoken]
    heard = list(zip(map(_level, spoken), extras, strict=True))
    disputed: dict[str, list[str]] = {}
    if replacement:
        made.strength, several = _strength(heard, by_prose=made.method == "harvested")
        if len(several) > 1:
            disputed["strength"] = several
    made.since = _date(heard, "since", disputed)
    made.until = _date(heard, "until", disputed)
    told = ("when", "note", "triggers", "ground", "guide", "effort")
    made.detail |= {name: values for name in told if (values := _union(extras, name))}
    made.detail |= {name: text for name, text in (("since", made.since), ("until", made.until)) if text}
    if group := _group(extras, listed):
        made.detail["group"] = group
    for name, every in (("inferred", any), ("expected", all)):
        if every(extra.get(name) for extra in extras):
            made.detail[name] = True
    sides = {bool(one.backwards) for one in spoken if one.method != "inferred"}
    if len(sides) == 2:
        made.detail["said-by"] = "both ends"
    rules = [rule for _, rule, _ in listed if rule not in ("", "id", "name")]
    if len(rules) == len(listed):
        made.detail["resolved-by"] = rules[0]
    if disputed:
        made.detail["disputed"] = disputed
    return made


def _group(extras: list[dict[str, Any]], listed: list[Voice]) -> str:
    """The group that somebody names, else the one that a joined name gave; empty for none."""
    named = [str(extra["group"]) for extra in extras if extra.get("group")]
    return next(iter(named or [group for _, _, group in listed if group]), "")


@lru_cache(maxsize=256)
def _only_strength(qualifiers: str) -> str:
    """The strength that qualifiers give where they say nothing else; empty where they do."""
    extra: dict[str, Any] = json.loads(qualifiers)
    return "" if extra.keys() - {"strength", "strength-by"} else str(extra.get("strength", "partial"))


def drafted(relation: str, subject: str, object_: str, claims: list[tuple[Said, str, str]], replacement: bool) -> Draft:
    """As ``draft``, without weighing voices where there is one that says no more than a strength: most edges are so."""
    strength = _only_strength(claims[0][0].qualifiers) if len(claims) == 1 else ""
    if not strength:
        return draft(relation, subject, object_, claims, replacement)
    alone, rule, group = claims[0]
    detail = {"group": group} if group else {}
    if rule not in ("", "id", "name"):
        detail["resolved-by"] = rule
    return Draft(relation, subject, object_, [alone], strength if replacement else "", detail=detail)


#: A qualifier's level: who decided comes first, then each layer after the one above it.
Level = tuple[bool, int]


def _weighed(voices: list[Voice], method: str) -> list[Voice]:
    """All but prose beside a field: that is one more voice, and changes nothing of what the field says."""
    return [one for one in voices if one[0].method != "harvested" or method not in ("decided", "stated")]


def _level(one: Said) -> Level:
    return (one.method != "decided" or one.depth > 0, one.depth)


def _heard(voices: list[tuple[Level, dict[str, Any]]], name: str) -> list[dict[str, Any]]:
    """The qualifiers of those who say ``name`` and are heard on it: all of the first level where somebody does."""
    said = [(level, extra) for level, extra in voices if name in extra]
    first = min((level for level, _ in said), default=None)
    return [extra for level, extra in said if level == first]


def _strength(voices: list[tuple[Level, dict[str, Any]]], *, by_prose: bool) -> tuple[str, list[str]]:
    extras = _heard(voices, "strength")
    written = [str(extra["strength"]) for extra in extras if "strength-by" not in extra]
    found = written or [str(extra["strength"]) for extra in extras]
    # A suggestion in one place of the prose takes nothing from what the words say in another.
    ranked = sorted(set(found), key=STRENGTHS.index, reverse=not by_prose)
    return (ranked[0] if ranked else "partial"), ranked if written else ranked[:1]


def _date(voices: list[tuple[Level, dict[str, Any]]], name: str, disputed: dict[str, list[str]]) -> str:
    parsed = [date for extra in _heard(voices, name) if (date := dates.parse(str(extra[name])))]
    ranked = list(dict.fromkeys(date.edtf for date in sorted(parsed, key=dates.sort_key)))
    if len(ranked) > 1:
        disputed[name] = ranked
    return ranked[0] if ranked else ""


def _union(extras: list[dict[str, Any]], name: str) -> list[Any]:
    found: dict[str, Any] = {}
    for extra in extras:
        value = extra.get(name)
        for item in value if isinstance(value, list) else [] if value in (None, "") else [value]:
            found.setdefault(json.dumps(item, ensure_ascii=False, sort_keys=True), item)
    return list(found.values())


def span_of(edtf: str) -> Span:
    """Earliest and latest day of an EDTF text; both open for none."""
    date = dates.parse(edtf) if edtf else None
    return (date.earliest, date.latest) if date else (None, None)


def start_of(made: Draft, newer_ends: list[tuple[str, Span]]) -> Span:
    """When an edge began to hold: its ``since``, else not before the later of its newer ends was introduced.

    ``newer_ends`` has the introduction of each end that must exist and has one (as EDTF, and as days); without any date
    the start is unknown.
    """
    if made.since:
        return span_of(made.since)
    if not newer_ends:
        return (None, None)
    edtf, span = max(newer_ends, key=lambda item: (item[1][0] or 0, item[1][1] or 0, item[0]))
    made.detail["start-of"] = edtf
    return span
