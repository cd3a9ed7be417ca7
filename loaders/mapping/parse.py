"""Reads a mapping file; every mistake is a problem at the mapping's own line, with what may have been meant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from loaders.base import SourceFile
from loaders.mapping import language
from loaders.mapping.model import (
    DatedNames,
    EdgeRecord,
    EdgeRule,
    MappingRule,
    PropertyRule,
    RecordRule,
    ReferenceRule,
    SourceRule,
    ValueRule,
    Where,
)
from loaders.mapping.pages_form import PAGES, FormParser
from loaders.mapping.patterns import Glob
from loaders.mapping.words import relations_of
from loaders.marks import other_version
from loaders.meant import meant
from loaders.readers import READERS, steps
from loaders.scalars import plain_data
from loaders.tree import Fault, Mapping, Node, Scalar
from loaders.vocabulary_file import VocabularyReader
from loaders.yaml_reader import read_yaml
from ontology.builtin import VOCABULARY
from ontology.claim import GROUPS, QUALIFIERS, STRENGTHS
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary

T = TypeVar("T")

TOP = language.names(language.TOP, language.FORM)
#: What a mapping of a form does not have, since the form says it.
FORMED = ("records", "references")
FORM = language.names(language.FORM)
FORMS = (PAGES,)
SOURCE = language.names(language.SOURCE)
RECORD_OWN = language.names(language.RECORD)
PROPERTY = language.names(language.PROPERTY)
EDGE_OWN = language.names(language.EDGE, language.QUALIFIER)
EDGE_RECORD = language.names(language.EDGE_RECORD, language.QUALIFIER)
#: Relations that are no lineage and yet go from something new to something old.
CHANGES = ("updates", "amends")
#: Readers of a page that has a text below its fields.
WITH_BODY = ("front-matter", "headers", "sections")


def parse_mapping(file: SourceFile) -> tuple[MappingRule | None, list[Problem]]:
    """Read a mapping. None where there is any mistake: all of them are listed, in the order of the file."""
    tree, faults = read_yaml(file.text)
    parser = _Parser(file)
    parser.problems += [file.problem(fault) for fault in faults]
    found = parser.whole(tree) if isinstance(tree, Mapping) else None
    if not isinstance(tree, Mapping) and not faults:
        parser.problems.append(file.problem(Fault("mapping", "a mapping file is a YAML mapping", 0)))
    problems = sorted(dict.fromkeys(parser.problems), key=lambda one: (one.source.line, one.source.column))
    return (None if problems else found), problems


@dataclass
class _Parser(FormParser):
    """Reads the whole."""

    common: tuple[ReferenceRule, ...] = ()
    """The mapping's own reference rules, which stand behind those of a single edge."""

    def whole(self, tree: Mapping) -> MappingRule:
        """The mapping; what is wrong is among ``problems``."""
        if other := other_version(tree, "kb-mapping", language.VERSION, "the mapping"):
            self.wrong(*other)
        own = self.own_words(tree.get("vocabulary"))
        form = tree.get("form")
        if form is not None:
            self.choice(form, FORMS, "'form'")
        parts = {}
        for key, written, value in self.entries(tree, TOP, "a mapping"):
            parts[key] = value
            if form is None and key in FORM:
                self.wrong(written, f"'{key}' is for a mapping that says 'form: {PAGES}'")
            elif form is not None and key in FORMED:
                self.wrong(written, f"a mapping with a 'form' has no '{key}'; the form says what the files hold")
        title = self.text(parts["title"], "the title") if "title" in parts else ""
        stamp = blake2b(self.file.text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        sources = [
            self.source(item, place, form is not None)
            for place, item in enumerate(self.items(parts.get("sources", Mapping(0))))
        ]
        if form is not None:
            pages = self.pages_form(parts)
            return MappingRule(title, tuple(sources), (), (), own, self.file.path, stamp, self.places, pages=pages)
        self.source_names = {source.name for source in sources}
        self.common = self.references(parts["references"]) if "references" in parts else ()
        records: list[RecordRule] = []
        body = parts.get("records", Mapping(tree.start))
        if not isinstance(body, Mapping):
            self.wrong(body, "'records' is a mapping: a name for each sort of record, and what it says")
        elif not body.entries:
            self.wrong(body, "the mapping has no 'records'")
        else:
            records = [self.record(name, rule) for name, rule in body.entries]
            self.prose(body, records, sources)
        mentions = tuple(one for one in self.mentions if one.field not in {"item", *self.captured})
        return MappingRule(
            title,
            tuple(sources),
            tuple(records),
            self.common,
            own,
            self.file.path,
            stamp,
            self.places,
            mentions,
            tuple(self.throughs),
        )

    def own_words(self, node: Node | None) -> Vocabulary:
        """What the mapping declares itself."""
        if node is None:
            return Vocabulary()
        reader = VocabularyReader(self.file, rule="mapping")
        own = reader.whole(node)
        self.problems += reader.problems
        self.vocabulary = VOCABULARY.merged(own)
        return own

    # ---- sources

    def source(self, node: Node, place: int, formed: bool = False) -> SourceRule:
        """One source; where the mapping has a form, that says how it is read."""
        known = ("files", "exclude") if formed else SOURCE
        parts = {key: value for key, _, value in self.entries(node, known, "a source")}
        name = self.text(parts["name"], "a source's name") if "name" in parts else str(place + 1)
        if "files" not in parts:
            self.wrong(node, "a source needs 'files'")
        if "read" not in parts and not formed:
            self.wrong(node, f"a source needs 'read': one of {', '.join(one.name for one in READERS)}")
        self.places[f"source {name}"] = self.file.at(node.start)
        reader, options = self.reader(parts["read"]) if "read" in parts else ("", {})
        encoding = self.encoding(parts["encoding"]) if "encoding" in parts else "utf-8"
        return SourceRule(name, self.globs(parts, "files"), self.globs(parts, "exclude"), reader, options, encoding)

    def encoding(self, node: Node) -> str:
        """The name of an encoding of text."""
        name = self.text(node, "'encoding'")
        try:
            "a".encode(name)
        except (LookupError, ValueError):
            self.wrong(node, f"there is no encoding '{name}'; some are utf-8, utf-16, latin-1, cp1252, shift_jis")
            return "utf-8"
        return name

    def globs(self, parts: dict[str, Node], key: str) -> tuple[Glob, ...]:
        """Path patterns."""
        written = self.texts(parts[key], f"'{key}'") if key in parts else []
        return tuple(filter(None, (self.guarded(one, Glob.compiled, one.raw) for one in written)))

    def reader(self, node: Node) -> tuple[str, dict[str, object]]:
        """A reader's name, alone or over its options, which the reader itself checks."""
        word, options = node, dict[str, object]()
        if isinstance(node, Mapping) and len(node.entries) == 1:
            word, body = node.entries[0]
            data = plain_data(body)
            if isinstance(data, dict):
                options = dict(data)
            elif data is not None:
                self.wrong(body, f"the options of '{word.raw}' are a mapping")
        if not isinstance(word, Scalar):
            self.wrong(node, "'read' is a reader's name, or a mapping of one reader to its options")
            return "", {}
        found = next((one for one in READERS if one.name == word.raw), None)
        if found is None:
            self.wrong(word, f"there is no reader '{word.raw}'{meant(word.raw, [one.name for one in READERS])}")
            return "", {}
        try:
            found.read("", options)
        except ValueError as error:
            self.wrong(word, f"the reader '{word.raw}': {error}")
        return word.raw, options

    # ---- records

    def record(self, name: Scalar, node: Node) -> RecordRule:
        """One sort of record."""
        self.record_name = name.raw
        self.places[name.raw] = self.file.at(name.start)
        known = (*RECORD_OWN, *(one for one in self.vocabulary.properties if one not in RECORD_OWN))
        own = {key: value for key, _, value in self.entries(node, known, f"the record '{name.raw}'")}
        if "edge" not in own and "id" not in own:
            self.wrong(name, f"the record '{name.raw}' needs an 'id' (or an 'edge', if it relates two others)")
        at = self.text(own["at"], "'at'") if "at" in own else ""
        if at:
            self.guarded(own["at"], steps.parse, at)

        def part(key: str, read: Callable[[Node], T]) -> T | None:
            """What stands under a key of the record, where there is one."""
            if key not in own:
                return None
            self.path = f"{name.raw}.{key}"
            self.places[self.path] = self.file.at(own[key].start)
            return read(own[key])

        return RecordRule(
            name.raw,
            part("from", self.origins) or (),
            at,
            part("where", self.conditions) or (),
            part("id", self.value),
            part("kind", self.kind) or ValueRule(constant="pattern"),
            tuple(self.properties(own)),
            tuple(self.edges(own["edges"])) if "edges" in own else (),
            part("observed", self.value),
            tuple(self.retired(path, item) for path, item in self.numbered("retired", own.get("retired"))),
            tuple(self.dated(path, item) for path, item in self.numbered("dated-names", own.get("dated-names"))),
            part("edge", self.edge_record),
            part("alias-of", self.value),
            "prose" in own and self.yes(own["prose"], "'prose'"),
        )

    def prose(self, body: Mapping, records: list[RecordRule], sources: list[SourceRule]) -> None:
        """Prose stands below the one record of a page: it cannot be read of a row or of a relation."""
        for (name, node), rule in zip(body.entries, records, strict=True):
            written = node.get("prose") if isinstance(node, Mapping) else None
            if not rule.prose or written is None:
                continue
            if rule.at or rule.edge is not None or rule.alias_of is not None:
                self.wrong(
                    written,
                    f"'prose' is for a record that is a whole page; '{name.raw}' has 'at', 'edge' or 'alias-of'",
                )
            for source in sources:
                if (not rule.sources or source.name in rule.sources) and source.reader not in WITH_BODY:
                    message = f"'prose' needs a text below the record: {', '.join(WITH_BODY)}; source '{source.name}' is read as {source.reader}"
                    self.wrong(written, message)

    def numbered(self, key: str, node: Node | None) -> Iterator[tuple[str, Node]]:
        """The rules under a key of the record, each with its name: the key, and of several the number."""
        items = self.items(node) if node is not None else []
        for place, item in enumerate(items, 1):
            path = f"{self.record_name}.{key}" + (f"[{place}]" if len(items) > 1 else "")
            self.path, self.places[path] = path, self.file.at(item.start)
            yield path, item

    def kind(self, node: Node) -> ValueRule:
        """The kind: a declared word, or a value rule."""
        if not isinstance(node, Scalar) or "{" in node.raw:
            return self.value(node)
        if node.raw not in self.vocabulary.kinds:
            hint = meant(node.raw, self.vocabulary.kinds)
            self.wrong(node, f"the kind '{node.raw}' is not declared{hint}; a field is written {{from: {node.raw}}}")
        return ValueRule(constant=node.raw)

    def properties(self, own: dict[str, Node]) -> Iterator[PropertyRule]:
        """The properties: declared ones by their names, ``names``, and what stands below ``properties``."""
        written = [(key, "alias" if key == "names" else key, value) for key, value in own.items()]
        written = [one for one in written if one[0] == "names" or one[0] not in RECORD_OWN]
        extra = own.get("properties")
        if isinstance(extra, Mapping):
            written += [(key.raw, key.raw, value) for key, value in extra.entries]
        elif extra is not None:
            self.wrong(extra, "'properties' is a mapping: a name of your own, and where its values stand")
        for key, name, body in written:
            for path, item in self.numbered(key, body):
                where = item.get("where") if isinstance(item, Mapping) else None
                conditions = self.conditions(where) if where is not None else ()
                yield PropertyRule(path, name, self.value(item, more=PROPERTY), conditions)

    def dated(self, path: str, node: Node) -> DatedNames:
        """A former or later name with its date: a value with ``since`` beside it."""
        since = node.get("since") if isinstance(node, Mapping) else None
        return DatedNames(path, self.value(node, more=("since",)), self.value(since) if since is not None else None)

    # ---- edges

    def edges(self, node: Node) -> Iterator[EdgeRule]:
        """``edges``: a relation, or a relation read backwards, and where its other end is named."""
        if not isinstance(node, Mapping):
            self.wrong(node, "'edges' is a mapping: a relation, and where its other end is named")
            return
        for key, value in node.entries:
            relation = self.relation(key)
            if relation is not None:
                for path, item in self.numbered(key.raw, value):
                    yield self.edge(path, item, *relation)

    def edge(self, path: str, node: Node, relation: str, backwards: bool) -> EdgeRule:
        """One edge rule."""
        value = self.value(node, more=EDGE_OWN)
        qualifiers: dict[str, ValueRule] = {}
        references: tuple[ReferenceRule, ...] = ()
        where: Where = ()
        outside = missing = "node"
        meant_so: Node | None = None
        for name, body in node.entries if isinstance(node, Mapping) else ():
            if name.raw in QUALIFIERS:
                qualifiers[name.raw] = self.qualifier(name.raw, body)
            elif name.raw == "references":
                references = self.references(body, f"{path}.references")
            elif name.raw == "where":
                where = self.conditions(body)
            elif name.raw == "outside":
                outside = self.choice(body, language.choices(language.EDGE, "outside"), "'outside'")
            elif name.raw == "missing":
                missing = self.choice(body, language.choices(language.EDGE, "missing"), "'missing'")
            if name.raw == "outside":
                meant_so = body
        references += self.common
        if meant_so is not None and all(one.meaning != "outside" for one in references):
            message = (
                "'outside' is for names that a reference rule takes for things outside; no rule says 'means: outside'"
            )
            self.wrong(meant_so, message)
        return EdgeRule(path, relation, backwards, value, where, qualifiers, references, outside, missing)

    def qualifier(self, name: str, node: Node) -> ValueRule:
        """A qualifier: a value; of a strength or a group also one of its own words."""
        words = {"strength": STRENGTHS, "group": GROUPS}.get(name, ())

        def is_word(text: str) -> bool:
            """Whether a text is one of the qualifier's own words."""
            return text in words or (name == "group" and text.startswith(GROUPS))

        if isinstance(node, Scalar) and is_word(node.raw):
            return ValueRule(constant=node.raw)
        found = self.value(node)
        if words and found.constant is not None and not is_word(found.constant):
            self.wrong(node, f"'{name}' is one of {', '.join(words)}, not '{found.constant}'")
        return found

    def relation(self, key: Scalar) -> tuple[str, bool] | None:
        """A relation by its name, or by how it reads backwards (``replaced-by``)."""
        known = relations_of(self.vocabulary)
        if key.raw not in known:
            self.wrong(key, f"there is no relation '{key.raw}'{meant(key.raw, known)}")
        return known.get(key.raw)

    def edge_record(self, node: Node) -> EdgeRecord | None:
        """``edge``: a record that relates two others."""
        parts = {key: value for key, _, value in self.entries(node, EDGE_RECORD, "an edge")}
        subject, object_ = parts.get("new", parts.get("subject")), parts.get("old", parts.get("object"))
        if subject is None or object_ is None or "relation" not in parts:
            self.wrong(node, "an edge needs 'old' and 'new' (or 'object' and 'subject') and a 'relation'")
            return None
        word = parts["relation"]
        if isinstance(word, Scalar) and "{" not in word.raw:
            self.relation(word)
            relation = ValueRule(constant=word.raw)
        else:
            relation = self.value(word)
        qualifiers = {key: self.qualifier(key, value) for key, value in parts.items() if key in QUALIFIERS}
        path = f"{self.record_name}.references"
        references = self.references(parts["references"], path) if "references" in parts else ()
        by_age = "new" in parts and "old" in parts
        if "new" in parts or "old" in parts:
            self.of_age(word, relation)
        ends = self.value(subject), self.value(object_)
        return EdgeRecord(*ends, relation, qualifiers, (*references, *self.common), by_age)

    def of_age(self, node: Node, rule: ValueRule) -> None:
        """Only some relations have an older and a newer end: what specializes another is neither."""
        known = relations_of(self.vocabulary)
        written = {rule.constant, *rule.words.values()} & known.keys()
        for name in sorted(filter(None, written)):
            relation = self.vocabulary.relations[known[name][0]]
            if not (relation.lineage or relation.symmetric or relation.name in CHANGES):
                self.wrong(
                    node,
                    f"'{name}' has no older and no newer end: write 'subject' and 'object' for 'new' and 'old';"
                    " a replacement whose subject is the old end is then 'replaced-by'",
                )
