"""Settles properties: a ``one`` is chosen among its values, a ``many`` is their union, a ``record`` is kept whole."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kb.ledger.preferences import Candidate, choose
from kb.ledger.said import Said
from ontology import dates
from ontology.claim import RULING
from ontology.fillers import is_placeholder
from ontology.vocabulary import Property, Vocabulary, fold_word

#: A date as exact as a month that stands on so many nodes, and on this share of all dated ones, looks like a default.
DEFAULT_DATES, DEFAULT_SHARE = 10, 0.1
#: The same prose on so many nodes looks like a default.
DEFAULT_PROSE = 3


class Settled(NamedTuple):
    """One value of one property of one node. ``text`` is the value as text: dates as EDTF, the rest as written."""

    name: str
    value: str
    """JSON."""
    text: str
    state: str
    why: str
    said: Said


def settle_node(
    said: Iterable[Said],
    vocabulary: Vocabulary,
    criteria: tuple[str, ...],
    own_path: str,
    suspects: frozenset[tuple[str, str]],
) -> list[Settled]:
    """Settle all property claims of one node, in the order: property, chosen first, then as the sources order them."""
    by_name: dict[str, list[Said]] = {}
    for one in said:
        by_name.setdefault(one.predicate, []).append(one)
    found: list[Settled] = []
    for name in sorted(by_name):
        declared = vocabulary.property(name)
        claims = by_name[name] if len(by_name[name]) == 1 else sorted(by_name[name], key=lambda one: one.place)
        if claims[0].method == "decided" and RULING in claims[0].extra:
            found += [_ruled(declared, one) for one in claims]
        elif declared.holds == "one":
            found += _one(declared, claims, criteria, own_path, suspects)
        elif declared.holds == "many":
            found += _many(declared, claims)
        else:
            found += [Settled(name, str(one.value), "", "chosen", "", one) for one in claims]
    return found


def _ruled(declared: Property, one: Said) -> Settled:
    """A value that a ruling gives, as it gives it."""
    state = "earlier" if one.extra.get("earlier") else "chosen"
    return _settled(declared, text_of(declared, one), state, "", one)


def _one(
    declared: Property,
    claims: list[Said],
    criteria: tuple[str, ...],
    own_path: str,
    suspects: frozenset[tuple[str, str]],
) -> list[Settled]:
    """Choose among what is said now; what was observed earlier held then, and is kept as such, latest first."""
    if len(claims) == 1:
        text = text_of(declared, claims[0])
        suspect = (declared.name, text) in suspects or is_placeholder(text)
        return [_settled(declared, text, "suspect" if suspect else "chosen", "", claims[0])]
    now, earlier = _observed(claims)
    groups: dict[str, list[Said]] = {}
    texts: dict[str, str] = {}
    for one in now:
        text = text_of(declared, one)
        same = fold_word(text) if declared.type in ("tier", "status") else text
        groups.setdefault(same, []).append(one)
        texts.setdefault(same, text)
    candidates = []
    for same, several in groups.items():
        strongest = min(several, key=lambda one: (one.rank, one.path != own_path, one.place))
        suspect = (declared.name, texts[same]) in suspects or is_placeholder(texts[same])
        voices = len({one.path for one in several})
        candidates.append(Candidate(strongest, texts[same], suspect, strongest.path == own_path, voices))
    ranked, why = choose(candidates, criteria)
    out = []
    for place, winner in enumerate(ranked):
        state = "suspect" if winner.suspect else "chosen" if place == 0 else "other"
        out.append(_settled(declared, winner.text, state, why if place == 0 else "", winner.said))
    return out + [_settled(declared, text_of(declared, one), "earlier", "", one) for one in earlier]


def _settled(declared: Property, text: str, state: str, why: str, said: Said) -> Settled:
    data = said.data
    same = text == data or not isinstance(data, str)  # then the claim has it as JSON already
    value = str(said.value) if same else json.dumps(text, ensure_ascii=False)
    return Settled(declared.name, value, text, state, why, said)


def _observed(claims: list[Said]) -> tuple[list[Said], list[Said]]:
    """What is said now (the latest observation, and all that has no date), and earlier observations, latest first."""
    dated = [(date, one) for one in claims if (date := _since(one)) is not None]
    if not dated:
        return claims, []
    last = max(dates.sort_key(date) for date, _ in dated)
    past = [(dates.sort_key(date), one) for date, one in dated if dates.sort_key(date) != last]
    gone = {one.id for _, one in past}
    past.sort(key=lambda pair: pair[0], reverse=True)
    return [one for one in claims if one.id not in gone], [one for _, one in past]


def _since(one: Said) -> dates.PartialDate | None:
    """The day of an observation; None for what is said without one."""
    if '"since"' not in one.qualifiers:  # most say nothing of it, and need not be parsed
        return None
    return dates.parse(str(text)) if (text := one.extra.get("since")) else None


def _many(declared: Property, claims: list[Said]) -> list[Settled]:
    """The union; the same value observed on another day is another observation."""
    out: dict[tuple[str, object], Settled] = {}
    for one in claims:
        key = (str(one.value), one.extra.get("since"))
        if key not in out:
            out[key] = Settled(declared.name, str(one.value), text_of(declared, one), "chosen", "", one)
    return list(out.values())


def text_of(declared: Property, one: Said) -> str:
    """A claim's value as text; a date as EDTF."""
    data = one.data
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, sort_keys=True)
    if declared.type == "date" and (date := dates.parse(text)):
        return date.edtf
    return text


def suspected_defaults(claims: Iterable[Said], vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """(property, text) of values that stand on so many nodes that nobody can have chosen them one by one."""
    seen: dict[str, Counter[str]] = {}
    counted: set[tuple[str, str, str]] = set()
    for one in claims:
        declared = vocabulary.properties.get(one.predicate)
        if declared is None or declared.holds != "one" or declared.type not in ("date", "prose"):
            continue
        if one.predicate == "last-updated" or one.method == "decided":
            continue
        text = text_of(declared, one)
        if (one.subject, one.predicate, text) not in counted:
            counted.add((one.subject, one.predicate, text))
            seen.setdefault(one.predicate, Counter())[text] += 1
    found = set()
    for name, texts in seen.items():
        total = sum(texts.values())
        for text, number in texts.items():
            if _looks_default(vocabulary.properties[name], text, number, total):
                found.add((name, text))
    return frozenset(found)


def _looks_default(declared: Property, text: str, number: int, total: int) -> bool:
    if declared.type == "prose":
        return number >= DEFAULT_PROSE
    date = dates.parse(text)
    if date is None or date.precision not in ("month", "day"):
        return False
    return number >= DEFAULT_DATES and number >= DEFAULT_SHARE * total


def chosen(settled: Mapping[str, list[Settled]], name: str) -> str:
    """The text that a view shows for a ``one`` property; empty where there is none, or only a suspected default."""
    values = settled.get(name)
    return values[0].text if values and values[0].state == "chosen" else ""
