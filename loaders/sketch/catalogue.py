"""The sorts of records of a whole catalogue: each with its id and other names, apart from what is no part of it."""

from collections.abc import Iterator
from itertools import chain

from loaders.mapping.templates import template
from loaders.sketch.fields import Field, shown
from loaders.sketch.identity import identities
from loaders.sketch.look import Seen, Source
from loaders.sketch.reference_rules import number_names
from loaders.sketch.references import Index
from loaders.sketch.relating import apart, find_ends
from loaders.sketch.sorts import Identity, Sort, named_apart, sorts_of
from loaders.sketch.words import relation_of
from ontology.text import clean

#: Beside so many pages, data is only a part of the catalogue if so large a share of a field names pages; a
#: configuration does not.
PAGES = 5
KNOWN = 0.3
#: So many names tell which of several ids is meant.
MOST_NAMES = 500

_PAGES = ("front-matter", "headers", "sections")
_KEYS = frozenset(("key", "code", "slug", "short-name", "shortname", "acronym", "abbreviation"))


def catalogue(seen: Seen) -> list[Sort]:
    """The sorts of records in all files, each with its id; what is not read is noted."""
    every = chain.from_iterable(apart(sort) for source in seen.sources for sort in sorts_of(source))
    found = list(named_apart(list(every)))
    for sort in found:
        sort.identity = _identity(sort)
    found = [sort for sort in found if sort.parent is None or _is_part(sort)]
    found = list(_without_strangers(found, seen))
    for sort in found:
        find_ends(sort, [one for one in found if one is not sort and one.ends is None])
    _own_fields(found)
    _keep_apart([sort for sort in found if sort.ends is None])
    for sort in found:
        _add_number(sort)
        _add_second_names(sort, found)
    return found


def _identity(sort: Sort) -> Identity:
    """Of what may be the id, what other records name it by; the most natural where they do not tell."""
    choices = identities(sort)
    names = [text for one in sort.fields if relation_of(one.label) and one.is_short for text in one.texts]
    names = names[:: max(len(names) // MOST_NAMES, 1)]
    if len(choices) == 1 or not names:
        return choices[0]

    def worth(choice: Identity) -> float:
        sort.identity = choice
        return round(Index([sort]).worth(names), 1)

    worths = [worth(choice) for choice in choices]
    return choices[worths.index(max(worths))]


def _is_part(sort: Sort) -> bool:
    """Whether records inside others are worth records of their own: most of these hold some, each with an id."""
    parent = sort.parent
    unique = all(sort.identity.ids) and len(set(sort.identity.ids)) == len(sort.identity.ids)
    return parent is not None and unique and "@" in str(sort.identity.rule) and len(sort.scopes) >= len(parent.scopes)


def _without_strangers(sorts: list[Sort], seen: Seen) -> Iterator[Sort]:
    """The sorts without data files beside a catalogue of pages that name none of these."""
    pages = [sort for sort in sorts if sort.source.form.reader in _PAGES]
    strangers: list[Source] = []
    if sum(len(sort.scopes) for sort in pages) >= PAGES:
        index = Index(pages)
        strangers = [source for source in seen.sources if not _belongs(source, sorts, index)]
    for source in strangers:
        names = ", ".join(one.name for one in source.group.files)
        seen.unread.append(f"{names}: {source.form.reader} that names none of the pages")
    yield from (sort for sort in sorts if not any(sort.source is one for one in strangers))


def _belongs(source: Source, sorts: list[Sort], index: Index) -> bool:
    """Whether a source is a part of a catalogue of pages: pages, tables, or data that names some of them."""
    if source.form.reader not in ("json", "yaml") or len(source.group.files) > 3:
        return True
    own = [one for sort in sorts if sort.source is source and len(sort.scopes) > 1 for one in sort.fields]
    return any(len(one.words) > 1 and index.share(one.texts) >= KNOWN for one in own)


def _own_fields(sorts: list[Sort]) -> None:
    """Leave to parts what their own records say."""
    for sort in sorts:
        if sort.parent is not None:
            within = tuple(f"{start}{sort.at}" for start in ("", '"'))
            sort.parent.fields = [one for one in sort.parent.fields if not str(one.rule).startswith(within)]


def _keep_apart(sorts: list[Sort]) -> None:
    """Let ids of different sorts differ."""
    seen: set[str] = set()
    for sort in sorts:
        rule, own = sort.identity.rule, set(filter(None, sort.identity.ids))
        if own & seen and isinstance(rule, str):
            note = f"others have such ids, too: {shown(min(own & seen))}"
            ids = [id_ and f"{sort.name}/{id_}" for id_ in sort.identity.ids]
            sort.identity = Identity(f"{sort.name}/{rule}", ids, note)
            own = set(ids)
        seen |= own


def _add_number(sort: Sort) -> None:
    """A number as another name."""
    if sort.parent is None and (rule := number_names(sort)):
        made = template(rule)
        sort.other_names.append((rule, [clean(made.fill(scope.text) or "") for scope in sort.scopes], ""))


def _add_second_names(sort: Sort, sorts: list[Sort]) -> None:
    """Fields that are unique among the records which have them, where others name these by them."""
    lists = [one for other in sorts for one in other.fields if one.values and one.is_short]
    for one in sort.fields:
        is_key = one.folded.endswith("id") or one.folded in _KEYS
        if not is_key or len(one.words) != len(one.texts) or one.is_list or not isinstance(one.rule, str):
            continue
        if any(other is not one and _names(other, one) for other in lists):
            names = [(one.values.get(number) or [""])[0] for number in range(len(sort.scopes))]
            sort.other_names.append((one.rule, names, f"{shown(one.label)}: others name them by it"))


def _names(one: Field, keys: Field) -> bool:
    """Whether a good part of a field's texts are values of another."""
    met = [text for text in one.texts if text in keys.words]
    return len(met) > len(one.texts) * KNOWN and len(set(met)) >= 3 and not one.is_unique
