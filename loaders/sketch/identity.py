"""What may be the id of a record: a field, the file's name, both together, or several fields; no two records share one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from loaders.mapping.scope import Scope
from loaders.mapping.templates import template
from loaders.sketch.fields import Field, field_of, shown
from loaders.sketch.files import stem_of
from loaders.sketch.sorts import Identity, Sort
from loaders.sketch.words import IDS, relation_of
from ontology.text import clean

#: So large a share of ids may stand twice, where nothing else can be an id: catalogues have mistakes.
TWICE = 0.02
#: An id of several fields is made of no more than these, out of so many that tell the most.
LONGEST = 6
MOST_PARTS = 20

_TRUE = frozenset(("true", "false", "yes", "no"))


def identities(sort: Sort) -> list[Identity]:
    """Every rule that gives each record an id of its own, the most natural first; never none."""
    found = [one for one in _candidates(sort) if _is_unique(sort, one.ids)]
    if found:
        return found
    near = [*(one for one in _candidates(sort) if all(one.ids)), *_composites(sort)]
    best = min(near, key=lambda one: _doubles(sort, one.ids), default=None)
    if best is None:
        return [_any_field(sort)]
    twice = Counter(_keys(sort, best.ids))
    several = sorted({id_ for (id_, _), count in twice.items() if count > 1 and id_})
    if several:
        best.note = f"{len(several):,} of them stand{'s' * (len(several) == 1)} twice, such as {shown(several[0], 60)}"
    return [best]


def _keys(sort: Sort, ids: list[str]) -> list[tuple[str, str]]:
    """What must differ from record to record: the id, and of what is observed several times the folder."""
    dated = sort.source.captured if sort.source.is_dated else ""
    return [(id_, scope.text(dated) or "" if dated else "") for id_, scope in zip(ids, sort.scopes, strict=True)]


def _is_unique(sort: Sort, ids: list[str]) -> bool:
    return all(ids) and len(set(_keys(sort, ids))) == len(ids)


def _doubles(sort: Sort, ids: list[str]) -> int:
    return len(ids) - len(set(_keys(sort, ids)))


def made(rule: str, scopes: list[Scope], note: str = "") -> Identity:
    """The identity that a template gives."""
    text = template(rule)
    return Identity(rule, [clean(text.fill(scope.text) or "") for scope in scopes], note)


def placeholder(one: Field) -> str:
    """A field as a part of a template; empty where it cannot be one."""
    name = one.rule if isinstance(one.rule, str) else ""
    return f"{{{name}}}" if name and not set(name) & set('{}:|*[]="') and name == name.strip() else ""


def _candidates(sort: Sort) -> Iterator[Identity]:
    """Identities made of one thing, the most natural first."""
    singles = [one for one in sort.fields if _may_identify(one) and not relation_of(one.label)]
    rank: Callable[[Field], int] = lambda one: IDS.index(one.folded) if one.folded in IDS else len(IDS)  # noqa: E731
    singles.sort(key=lambda one: 0 if one.label == "$key" else 1 + rank(one))
    surely = [one for one in singles if one.label == "$key" or rank(one) < IDS.index("number")]
    if sort.parent is None:
        yield from (_of_field(one, sort) for one in surely)
    if sort.is_per_file and sort.parent is None:
        yield from _of_file(sort, singles)
    if sort.parent is None:
        yield from (_of_field(one, sort) for one in singles if one not in surely)
    else:
        yield from _of_child(sort, singles)


def _may_identify(one: Field) -> bool:
    """Whether a field holds one short text in every record, and is not only true or false, prose or a page's title."""
    if one.share < 1 or one.is_list or one.label in ("$title", "$body"):
        return False
    return one.is_short and not {word.casefold() for word in one.words} <= _TRUE


def _of_field(one: Field, sort: Sort) -> Identity:
    """A field as an id; slashes around an address are left out."""
    texts = [one.values[number][0] for number in range(one.records)]
    if all(text.startswith("/") and text.strip("/") for text in texts):
        return Identity(one.with_steps(match=r"\A/?(.+?)/?\Z"), [clean(text.strip("/")) for text in texts])
    rule = placeholder(one) or {"from": one.rule}
    return Identity(rule, [clean(text) for text in texts])


def _of_file(sort: Sort, singles: list[Field]) -> Iterator[Identity]:
    """Ids made of the file's name, and of a number that stands in both the name and a field."""
    stems = [stem_of(scope.text("$path") or "") for scope in sort.scopes]
    for one in singles:
        texts = [one.values[number][0] for number in range(one.records)]
        prefix, width = _padded(stems, texts)
        if prefix is not None and placeholder(one):
            place = placeholder(one).removesuffix("}")
            yield made(f"{prefix}{place}:0{width}d}}", sort.scopes, f"as the files are called: {shown(stems[0])}")
    if sort.source.group.shape == "name":
        yield made("{$folder}", sort.scopes, "the folder")
    else:
        yield made("{$stem}", sort.scopes, "the file's name without its ending")
        yield made("{$folder}/{$stem}", sort.scopes, "the file's path without its ending")
    yield made("{$path}", sort.scopes, "the file's path")


def _padded(stems: list[str], texts: list[str]) -> tuple[str | None, int]:
    """What stands before a number in every name, and to how many digits it is padded; None where it is no such number."""
    if not all(text.isdecimal() and text.isascii() for text in texts):
        return None, 0
    found = [re.fullmatch(r"(.*?)(\d+)", stem) for stem in stems]
    prefixes = {one[1] for one in found if one}
    if not all(found) or len(prefixes) != 1 or set(prefixes.copy().pop()) & set("{}"):
        return None, 0
    digits = [one[2] for one in found if one]
    width = min(map(len, digits))
    fits = all(own == f"{int(text):0{width}d}" for own, text in zip(digits, texts, strict=True))
    return (prefixes.pop(), width) if fits else (None, 0)


def _of_child(sort: Sort, singles: list[Field]) -> Iterator[Identity]:
    """Ids of records inside another: its id, and what no two inside of it share."""
    parent = sort.parent.identity.rule if sort.parent else ""
    above = re.sub(r"\{(?!\$)", "{..", parent) if isinstance(parent, str) else ""
    for one in singles:
        if above and placeholder(one):
            yield made(f"{above}@{placeholder(one)}", sort.scopes, "unique within the record around it")


def _composites(sort: Sort) -> Iterator[Identity]:
    """Ids made of as few fields as tell the records apart; each is the one that tells the most."""
    parts = [one for one in sort.fields if one.share >= 0.9 and not one.is_list and one.is_short and placeholder(one)]
    parts = [one for one in parts if len(one.words) > 1 and one.label not in ("$title", "$body")]
    parts = sorted(parts, key=lambda one: -len(one.words))[:MOST_PARTS]
    columns = {id(one): [one.values.get(number, [""])[0] for number in range(one.records)] for one in parts}
    chosen: list[Field] = []
    rows: list[tuple[str, ...]] = [() for _ in sort.scopes]
    enough = (1 - TWICE) * len(rows)
    # A field that the mapping says early is preferred among those that tell as much.
    while parts and len(chosen) < LONGEST and len(set(rows)) < enough:
        tells = {id(one): len({(*row, own) for row, own in zip(rows, columns[id(one)], strict=True)}) for one in parts}
        best = max(parts, key=lambda one: (tells[id(one)], -sort.fields.index(one)))
        if tells[id(best)] == len(set(rows)):
            break
        rows = [(*row, own) for row, own in zip(rows, columns[id(best)], strict=True)]
        parts.remove(best)
        chosen.append(best)
    if len(chosen) > 1:
        in_order = sorted(chosen, key=sort.fields.index)
        yield made(" ".join(map(placeholder, in_order)), sort.scopes)


def _any_field(sort: Sort) -> Identity:
    """The first field that holds anything, where no field is in every record."""
    rules = [one.rule for one in sort.fields if isinstance(one.rule, str) and one.label != "$body"]
    if not rules:
        return made("{$path}", sort.scopes, "nothing in the records tells one from another")
    found = field_of({"from": rules}, "id", sort.scopes)
    ids = [clean((found.values.get(number) or [""])[0]) for number in range(len(sort.scopes))]
    return Identity({"from": rules}, ids, "the first of these that a record has; choose what tells one from another")
