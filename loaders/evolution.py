"""Evolution JSON: families of patterns with a timeline each, and what triggered the moves between them.

An entry says that its pattern belongs to the family, when it came up, what was new and what its limits turned out to
be. That each entry descends from the one before is a weak inference (rule ``family-order``), never a replacement.
"""

import re
from collections.abc import Iterator

from loaders.base import Loader, SourceFile
from loaders.items import folded_key, pointer_to
from loaders.json_reader import read_json
from loaders.scalars import TooManyValues, is_null, plain_data
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from ontology import dates
from ontology.claim import Claim, Value
from ontology.names import slug
from ontology.problem import Problem
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: Keys of a timeline entry and the property that each one says; lists are read item by item.
ENTRY_KEYS = {
    "innovation": "innovation",
    "limitations_discovered": "limitation",
    "limitations": "limitation",
    "companies": "adopter",
    "company": "adopter",
    "real_world": "adopter",
}
#: Keys that name what an entry rests on.
GROUND_KEYS = ("paper", "release", "blog", "book", "source", "publication")

_TRIGGER = re.compile(r"^(?P<old>.+?)_(?:to|2)_(?P<new>.+)$")


def takes(file: SourceFile) -> bool:
    """JSON that speaks of pattern families, or nothing but them."""
    return file.path.endswith(".json") and '"pattern_families"' in file.text


def read(file: SourceFile, vocabulary: Vocabulary) -> Iterator[Claim | Problem]:
    """What an evolution file says, in reading order; what stands above an error is kept."""
    del vocabulary  # the form is fixed: no word of it depends on the user's vocabulary
    tree, faults = read_json(file.text)
    for fault in faults:
        yield file.problem(fault)
    families = tree.get("pattern_families") if isinstance(tree, Mapping) else None
    if not isinstance(families, Mapping):
        if not faults:
            yield file.problem(Fault("wrong-shape", "'pattern_families' is not an object of families", 0))
        return
    for key, family in families.entries:
        pointer = pointer_to("/pattern_families", key.raw)
        if not isinstance(family, Mapping):
            message = f"the family '{key.raw}' is not an object"
            yield file.problem(Fault("wrong-shape", message, key.start), pointer)
            continue
        try:
            yield from _family(file, key, family, pointer)
        except TooManyValues as error:
            message = f"{error} in one entry; the rest of the family '{key.raw}' was not read"
            yield file.problem(Fault("too-many-values", message, key.start), pointer)


def _family(file: SourceFile, key: Scalar, family: Mapping, pointer: str) -> Iterator[Claim | Problem]:
    id_ = f"family/{slug(key.raw.replace('_', ' '))}"
    source = file.at(key.start, pointer)
    yield Claim(id_, "kind", source, value="family", rule="evolution/family")
    title = family.get("title")
    if isinstance(title, Scalar) and not is_null(title):
        place = file.at(title.start, pointer + "/title")
        yield Claim(id_, "title", place, value=clean(title.raw), rule="evolution/title")
    else:
        words = key.raw.replace("_", " ").replace("-", " ")
        yield Claim(id_, "title", source, value=f"{words[:1].upper()}{words[1:]} (family)", rule="evolution/family")
    for name, value in family.entries:
        folded, below = folded_key(name.raw), pointer_to(pointer, name.raw)
        if folded == "timeline" and isinstance(value, Sequence):
            yield from _timeline(file, id_, value, below)
        elif folded == "migration_triggers" and isinstance(value, Mapping):
            yield from _triggers(file, value, below)
        elif folded in ("summary", "description") and is_null(value):
            continue
        elif folded in ("summary", "description") and isinstance(value, Scalar):
            yield Claim(id_, "summary", file.at(value.start, below), value=clean(value.raw), rule="evolution/summary")
        elif folded != "title":
            message = f"'{name.raw}' of the family '{key.raw}' is none of title, summary, timeline, migration_triggers"
            yield file.problem(Fault("wrong-shape", message, name.start), below)


def _timeline(file: SourceFile, family: str, timeline: Sequence, pointer: str) -> Iterator[Claim | Problem]:
    before = ""
    for place, entry in enumerate(timeline.items):
        below = pointer_to(pointer, place)
        key = "pattern" if isinstance(entry, Mapping) and entry.get("pattern") else "name"
        name = entry.get(key) if isinstance(entry, Mapping) else None
        if not isinstance(entry, Mapping) or not isinstance(name, Scalar) or is_null(name):
            message = "an entry of a timeline needs a 'pattern'"
            yield file.problem(Fault("wrong-shape", message, entry.start), below)
            continue
        pattern = clean(name.raw)
        source = file.at(name.start, f"{below}/{key}")
        yield Claim(pattern, "member-of", source, object=family, rule="evolution/timeline", by_name=True)
        if before not in ("", pattern):
            yield Claim(
                pattern,
                "evolved-from",
                source,
                object=before,
                method="inferred",
                rule="evolution/family-order",
                by_name=True,
            )
        yield from _entry(file, pattern, family, entry, below)
        before = pattern


def _entry(file: SourceFile, pattern: str, family: str, entry: Mapping, pointer: str) -> Iterator[Claim | Problem]:
    record: dict[str, Value] = {"family": family}
    ground = next((entry.get(key) for key in GROUND_KEYS if not is_null(entry.get(key))), None)
    grounds: dict[str, Value] = {"ground": clean(ground.raw)} if isinstance(ground, Scalar) and ground.raw else {}
    for key, value in entry.entries:
        folded, below = folded_key(key.raw), pointer_to(pointer, key.raw)
        if folded in ("pattern", "name") or is_null(value):
            continue
        record[folded] = plain_data(value)
        for text, offset, where in _texts(value, below):
            source = file.at(offset, where)
            if folded in ("year", "date"):
                if dates.parse(text) is None:
                    yield file.problem(Fault("not-a-date", f"'{text}' is not a date", offset), where)
                yield Claim(
                    pattern, "introduced", source, value=text, qualifiers=grounds, rule="evolution/year", by_name=True
                )
            elif folded in ENTRY_KEYS:
                says = ENTRY_KEYS[folded]
                yield Claim(pattern, says, source, value=clean(text), rule=f"evolution/{folded}", by_name=True)
            elif folded in GROUND_KEYS:
                yield Claim(
                    pattern, "described-in", source, object=clean(text), rule=f"evolution/{folded}", by_name=True
                )
    yield Claim(
        pattern,
        "timeline-entry",
        file.at(entry.start, pointer),
        value=record,
        rule="evolution/timeline",
        by_name=True,
    )


def _triggers(file: SourceFile, triggers: Mapping, pointer: str) -> Iterator[Claim | Problem]:
    """``2pc_to_saga`` states a replacement and why people moved."""
    for key, value in triggers.entries:
        below = pointer_to(pointer, key.raw)
        match = _TRIGGER.match(clean(key.raw))
        if match is None:
            message = f"the trigger '{key.raw}' does not read OLD_to_NEW"
            yield file.problem(Fault("wrong-shape", message, key.start), below)
            continue
        reasons = plain_data(value)
        listed: list[Value] = reasons if isinstance(reasons, list) else [reasons]
        yield Claim(
            match["new"].replace("_", " "),
            "replaces",
            file.at(key.start, below),
            object=match["old"].replace("_", " "),
            qualifiers={"triggers": listed} if listed != [None] else {},
            rule="evolution/migration_triggers",
            by_name=True,
        )


def _texts(value: Node, pointer: str) -> Iterator[tuple[str, int, str]]:
    """Every scalar of a value or of a list, with its offset and pointer."""
    if isinstance(value, Scalar):
        if not is_null(value) and value.raw.strip():
            yield value.raw.strip(), value.start, pointer
    elif isinstance(value, Sequence):
        for place, item in enumerate(value.items):
            yield from _texts(item, pointer_to(pointer, place))


LOADER = Loader("evolution", (".json",), takes, read)
