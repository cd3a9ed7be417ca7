"""The sorts of records in a catalogue: where each stands, what it is called, and which fields it has."""

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.mapping.scope import Scope
from loaders.sketch.fields import Field, Rule, fields_of
from loaders.sketch.look import Source
from loaders.sketch.places import places, records
from loaders.sketch.sections import section_fields
from loaders.tree import Mapping, Scalar, Sequence
from ontology.names import singular, words

#: Words in the first column of a table that may tell sorts of rows apart.
MOST_WORDS = 8


@dataclass(slots=True)
class Identity:
    """What stands under ``id``, and the ids that it makes; empty where it makes none."""

    rule: Rule
    ids: list[str]
    note: str = ""


@dataclass(slots=True)
class Sort:
    """Records of one sort."""

    name: str
    source: Source
    at: str
    scopes: list[Scope]
    fields: list[Field]
    rarer: int = 0
    """Fields that too few records have to be looked at."""
    more: bool = False
    """Whether there are more records than were looked at."""
    where: dict[str, object] = field(default_factory=dict)
    parent: "Sort | None" = None
    identity: Identity = field(default_factory=lambda: Identity("", []))
    ends: tuple[Field, Field] | None = None
    """Of records that only relate others: the fields that name these."""
    other_names: list[tuple[Rule, list[str], str]] = field(default_factory=list)
    """What else names its records: the rule, the names, and what is worth saying."""

    @property
    def is_per_file(self) -> bool:
        """Whether each file is one record."""
        return (
            self.parent is None
            and "*" not in self.at
            and len(self.scopes) <= len(self.source.trees)
            and not any(isinstance(tree, Sequence) for _, tree in self.source.trees)
        )

    def named(self, *labels: str) -> list[Field]:
        """The fields of these folded names, the first name's first."""
        return [one for label in labels for one in self.fields if one.folded == label]


def sorts_of(source: Source) -> list[Sort]:
    """The sorts of records in the files of a source."""
    documents = source.documents()
    found: list[Sort] = []
    for place in places(source.form.reader, [tree for _, tree in source.trees]):
        scopes, more = records(documents, place.at)
        top = _sort(_name_of(source, place.at), source, place.at, scopes, more)
        parts = _by_first_column(top) if source.form.options.get("header") is False else [top]
        found += parts
        for at in place.inside:
            scopes, more = records(documents, at)
            inner = _sort(_name_of(source, at), source, at, scopes, more)
            inner.parent = parts[0]
            found.append(inner)
    return [one for one in found if _are_records(one)]


def _are_records(sort: Sort) -> bool:
    """Whether a sort's records say anything: mappings with fields, or the texts of a list."""
    listed = any(isinstance(tree, Sequence) for _, tree in sort.source.trees)
    kinds = (Mapping, Scalar) if listed else (Mapping,)
    fitting = sum(isinstance(scope.nodes[0][0], kinds) for scope in sort.scopes)
    return bool(sort.fields) and fitting * 2 > len(sort.scopes)


def _sort(name: str, source: Source, at: str, scopes: list[Scope], more: bool) -> Sort:
    if source.form.reader == "sections":
        fields, rarer = section_fields(scopes), 0
    else:
        fields, rarer = fields_of(scopes)
    made = Sort(name, source, at, scopes, fields, rarer, more)
    if source.form.reader in ("front-matter", "headers"):
        _only_filled(made)
    return made


def _only_filled(sort: Sort) -> None:
    """Leave out pages that have hardly any of the fields which the others share."""
    own = [one for one in sort.fields if not one.label.startswith("$")]
    common = [one for one in own if one.share >= 0.8]
    empty = [
        number
        for number in range(len(sort.scopes))
        if not any(number in one.values or number in one.maps for one in common)
    ]
    always = [one for one in common if len(one.values) == len(sort.scopes) - len(empty) and isinstance(one.rule, str)]
    if empty and always:
        sort.where = {str(always[0].rule): {"present": True}}
        sort.scopes = [scope for number, scope in enumerate(sort.scopes) if number not in set(empty)]
        sort.fields, sort.rarer = fields_of(sort.scopes)


def _by_first_column(sort: Sort) -> list[Sort]:
    """Rows by the word in their first column, if it tells what sort of row each is."""
    first = next((one for one in sort.fields if one.rule == "0"), None)
    if first is None or len(first.words) > MOST_WORDS or first.share < 0.5 or not first.is_short:
        return [sort]
    labels = sort.source.form.labels
    parts: list[Sort] = []
    for word, count in sorted(first.words.items(), key=lambda one: (-one[1], one[0])):
        rows = [sort.scopes[number] for number, texts in sorted(first.values.items()) if texts == [word]]
        fields, rarer = fields_of(rows)
        if count * 20 < len(sort.scopes):
            continue
        name = "-".join(map(singular, words(labels.get(word, {}).get("", "")))) or sort.name
        part = Sort(name, sort.source, sort.at, rows, fields, rarer, sort.more, {"0": word})
        for one in fields:
            one.label = labels.get(word, {}).get(str(one.rule), one.label)
        part.fields = [one for one in fields if one.rule != "0"]
        parts.append(part)
    filled = [{one.label for one in part.fields if one.share >= 0.5} for part in parts]
    differ = any(one != other for one in filled for other in filled)
    if len(parts) < 2 or not (differ or labels):
        for one in sort.fields:
            one.label = labels.get("", {}).get(str(one.rule), one.label)
        return [sort]
    return parts


def _name_of(source: Source, at: str) -> str:
    """What records are called: by the path inside of a file, else by what the files have in common."""
    steps = [step for step in at.replace("[*]", "").replace('"', "").split(".") if step and "*" not in step]
    group = source.group
    choices = [steps[-1]] if steps else []
    if group.shape == "prefix":
        choices.append(group.common)
    if group.shape == "name":
        choices.append(posixpath.splitext(group.common)[0])
    folders = {posixpath.dirname(one.name) for one in group.files}
    if len({folder.split("/")[0] for folder in folders}) > 1:
        choices.append("page")
    if len(folders) == 1:
        choices.append(posixpath.basename(folders.pop()))
    choices += [one.groups[0].files[0].name.split("/")[0] for one in [source] if "/" in group.files[0].name]
    choices.append(posixpath.splitext(source.root)[0])
    for choice in choices:
        name = "-".join(map(singular, words(choice)))
        if name and any(letter.isalpha() for letter in name) and name not in ("graph", "index", "item", "data", "doc"):
            return name[:40]
    return "record"


def named_apart(sorts: list[Sort]) -> Iterator[Sort]:
    """Sorts whose names are all different."""
    seen = Counter[str]()
    for sort in sorts:
        seen[sort.name] += 1
        if seen[sort.name] > 1:
            sort.name = f"{sort.name}-{seen[sort.name]}"
        yield sort


def label_words(sort: Sort) -> list[str]:
    """Words that may tell what kind of thing a record is: its name, and the folders of its files."""
    folders = [part for one in sort.source.group.files[:1] for part in posixpath.dirname(one.name).split("/")]
    people = [one.folded for one in sort.named("deciders", "decision-makers")]
    return [
        sort.name,
        *people,
        *reversed([part for part in folders if part]),
        sort.source.group.common,
        sort.source.root,
    ]
