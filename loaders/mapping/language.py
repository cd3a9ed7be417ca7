"""Every key of the mapping language with what it says: the one place that the reader, the schema and the docs share.

``form`` names what may stand under a key: a definition of ``loaders.mapping.schema``.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ontology.claim import QUALIFIERS


class Word(NamedTuple):
    """One key."""

    name: str
    says: str
    form: str = "text"
    choices: tuple[str, ...] = ()
    """The words that may stand under it, where they are few."""


class ReaderWords(NamedTuple):
    """One reader."""

    name: str
    reads: str
    options: tuple[str, ...] = ()


#: The version of the language that this program reads.
VERSION = "1"

TOP = (
    Word("kb-mapping", "the version of this language; always there: `kb-mapping: 1`", "version"),
    Word("title", "what the catalogue is called in sources (`Standards/standard.status`)"),
    Word(
        "vocabulary",
        "kinds, relations, properties, scales and state words of your own, as in a [vocabulary file](vocabulary.md)",
        "vocabulary",
    ),
    Word("sources", "a list: which files, and how each is read", "sources"),
    Word("records", "a name for each sort of record, and what it says", "records"),
    Word("references", "how a written name finds its record", "references"),
)

FORM = (
    Word(
        "form",
        "`pages`: the files are pages; `sources` then have no `read`, and there are no `records` and no `references`",
        "choice",
        ("pages",),
    ),
    Word(
        "keys",
        "for a key of front matter (`a.b` for a key below another): a property, a relation, or how a relation reads "
        "backwards",
        "words",
    ),
    Word(
        "kinds",
        "`types` and `folders`: the kind of a page by its `type`, or by the nearest folder of that name; `none` for a "
        "page about no single thing",
        "kinds",
    ),
    Word("names", "for a name: the id of the entry that it means", "words"),
    Word("prose", "`true`: also the relations that stand only in [prose](prose.md)", "yes"),
)

FORM_KINDS = (
    Word("types", "for a `type`: the kind of the page", "words"),
    Word("folders", "for a folder: the kind of the pages in it that have no `type`", "words"),
)

SOURCE = (
    Word(
        "files",
        "one or more path patterns below the folder that is loaded: `*` within a part, `**` over parts, `{name}` for a "
        "part that becomes a field, `{name**}` for several parts. A field is as short as the whole pattern lets it be, the "
        "first before the second: `{number}-{slug}.md` ends the number at the first hyphen. What it must look like says "
        r"`where`: `{number: {matches: '\d+'}}`",
        "globs",
    ),
    Word("exclude", "path patterns to leave out", "globs"),
    Word("read", "a reader, or one reader over its options: `{csv: {header: false}}`", "read"),
    Word(
        "encoding", "what the files are encoded in, such as `latin-1`, `cp1252` or `utf-16`; as usual UTF-8", "encoding"
    ),
    Word("name", "needed only when a record or a second table names the source it is `from`"),
)

READERS = (
    ReaderWords("yaml", "YAML, several documents too"),
    ReaderWords("json", "JSON"),
    ReaderWords("jsonl", "one JSON value a line"),
    ReaderWords(
        "jsonld",
        "JSON-LD as plain JSON; `@context` is not followed. Where a text is wanted, an object is its `@value` or its `@id`",
    ),
    ReaderWords("front-matter", "Markdown with YAML front matter"),
    ReaderWords(
        "headers",
        "`Key: value` lines at the top, continued by indented lines",
        ("fence", "list", "stanzas", "comment"),
    ),
    ReaderWords(
        "sections",
        "Markdown by headings: `Status.text`, `Status.lines`, `Status.bullets`, `Status.links`, `Status.paragraphs`, "
        "`Status.tables`",
    ),
    ReaderWords(
        "csv", 'rows; without a header the columns are `"0"`, `"1"`, …', ("header", "delimiter", "quote", "comment")
    ),
    ReaderWords("tsv", "rows whose cells stand between tabs", ("header", "delimiter", "quote", "comment")),
    ReaderWords("obo", "OBO 1.2 and 1.4: `header`, and the lists `Term`, `Typedef`, …"),
    ReaderWords("xml", 'elements from the root on; attributes are `"@name"`, text is `"#text"`', ("strip_namespaces",)),
    ReaderWords(
        "html",
        "the tables of a page: `tables[id=x].rows`; a row has its columns by their heads, `New.@href` is a cell's link",
    ),
    ReaderWords("toml", "TOML: tables as maps, and lists of them"),
    ReaderWords("ini", "sections of `key = value`, and what stands above the first one"),
    ReaderWords("lines", "every line", ("comment",)),
)

OPTIONS = (
    Word("fence", "`true`: the header stands in `<pre>` or ```` ``` ````", "flag"),
    Word("list", "`true`: the header is a list, `- Key: value`", "flag"),
    Word("stanzas", "`true`: the whole file is headers, with blank lines between them; each is a record", "flag"),
    Word("header", "`true` (as usual), `false` (there is no header), or a list of the columns' names", "header"),
    Word("delimiter", "the character between two cells", "character"),
    Word("quote", "the character around a cell; empty for none", "character-or-none"),
    Word("comment", "how lines begin that are to be left out", "texts"),
    Word("strip_namespaces", "`true`: prefixes of names are left out", "flag"),
)

RECORD = (
    Word(
        "at",
        "where the records stand in a file: a [path](#fields-and-paths), such as `releases[*]`, `@graph[*]`, `terms.*` "
        "(every value of a map; its key is `$key`), `**` (at any depth). Without it the file is one record, or every item "
        "of a list",
    ),
    Word("from", "the name of one or more sources; default: all", "texts"),
    Word(
        "where",
        "only records whose fields are so: `{type: pattern}`, `{type: [a, b]}`, `{type: {not: draft}}`, "
        "`{type: {matches: 'a.*'}}` (the whole value), `{type: {present: true}}`. All must hold; of a list of such mappings "
        "one is enough. A field that is missing is `not` anything: add `present: true` where it must be there. Words are "
        "compared as they are written",
        "conditions",
    ),
    Word(
        "id",
        'a value, usually a template (`"std-{Number:04d}"`) or a field\'s name; the text is kept exactly',
        "value",
    ),
    Word(
        "kind",
        "a declared kind, or a value (here a field is written `{from: FIELD}`). Without it the kind is `pattern`: a second "
        "sort of record for the same ids repeats the kind of the first",
        "value",
    ),
    Word("names", "other names", "values"),
    Word("dated-names", "former or later names: a value with `since` beside it", "dated-names"),
    Word("properties", "properties of your own", "properties"),
    Word(
        "retired",
        "when the record is retired: `{when: FIELD, in: [words]}`, with the same conditions as `where`, but case, hyphens "
        "and outer white space do not matter. A record without the field says nothing of it, unless the condition is "
        "`present`. Where it does not hold, the words of `tier` and `status` may still [retire](vocabulary.md); with `only: "
        "true` nothing but this rule does",
        "retired",
    ),
    Word(
        "observed",
        "a date: what this record says is what was seen on that day. The same id on another day is another observation. "
        "What retires then (a tier on hold) does so from that day on",
        "value",
    ),
    Word(
        "edges",
        "relations by name or by how they read backwards (`replaced-by`, `part-of`): a value, or a list of them",
        "edges",
    ),
    Word(
        "edge",
        "the record is itself a relation: `old` and `new` (or `object` and `subject`), and `relation`. Of several old or "
        "new ones each pair is an edge",
        "edge-record",
    ),
    Word(
        "prose",
        "`true`: also the relations that stand only in the text below the record, see [prose](prose.md); for "
        "`front-matter`, `headers` and `sections`",
        "yes",
    ),
    Word("alias-of", "the record is no node but another name of the one it names", "value"),
)

ORIGIN = (
    Word("from", "the first of these fields that holds anything", "texts"),
    Word("every", "all of these fields", "texts"),
    Word("value", "this text"),
    Word(
        "template",
        "text with fields in it; nothing if one of them is missing. Of a list the first that is complete: "
        '`["{day} {month} {year}", "{month} {year}"]`',
        "templates",
    ),
    Word(
        "groups",
        'repeated groups of columns: `{start: 8, size: 3}`; in a group the columns are `"0"`, `"1"`, …',
        "groups",
    ),
)

STEPS = (
    Word("key", "looks up this key in the field, which holds a parallel map", "template"),
    Word("links", "takes every Markdown link: its `target` or its `text`", "choice", ("target", "text")),
    Word(
        "split",
        'takes the parts between these marks (`","`, `[",", ";"]`), without outer white space. A blank at an end of a mark '
        'must be there: `" and "` does not cut `Standard ML`. `" "` is any white space, '
        r"`{matches: '\s*(?:,|\band\b)\s*'}` a regular expression",
        "split",
    ),
    Word("trim", "takes off outer white space, after `match` and `strip`, too", "yes"),
    Word(
        "match",
        "takes every match of a regular expression; its one group, or the whole; groups are fields of `take`",
        "pattern",
    ),
    Word("strip", "takes out what these regular expressions match, and then outer white space", "patterns"),
    Word("condition", r"takes off a suffix and makes it the edge's condition: `'\((in part)\)$'`", "pattern"),
    Word("null", "words that mean nothing, beside `none`, `n/a`, `-`", "texts"),
    Word("map", "puts what a word means in its place; `null` for nothing", "map"),
    Word(
        "otherwise",
        "what becomes of a word that `map` does not know: `keep`, `drop`, `report`",
        "choice",
        ("keep", "drop", "report"),
    ),
    Word("dates", "reads dates of [these forms](#dates): `YYYY-MM-DD`, `D-MON-YYYY`", "dates"),
    Word("take", 'makes the value: `"{item}"`, the groups of `match`, and the record\'s fields', "template"),
    Word(
        "through",
        "looks the value up in a [second table](#through-a-second-table), and goes on with what stands there",
        "through",
    ),
    Word("then", "more of these steps, for each value: `{match: 'by (.*)', then: {split: \",\"}}`", "then"),
    Word(
        "pick",
        "of all values the `first`, the `last`, the `least` or the `greatest`: as numbers, dates or texts, by what all of "
        "them are",
        "choice",
        ("first", "last", "least", "greatest"),
    ),
    Word("default", "is taken where nothing else was found; a text, no template"),
)

PROPERTY = (
    Word(
        "where",
        "only values of which this holds, written as the `where` of a record: what a word means may depend on another "
        "field, `[{from: state, where: {type: api}, map: {x: gone}}, {from: state, where: {type: tool}}]`",
        "conditions",
    ),
)

GROUPS = (
    Word("start", "the first column of the first group, counted from 0", "number"),
    Word("size", "how many columns make a group", "number"),
)

CONDITION = (
    Word("in", "the field has one of these words", "texts"),
    Word("not", "the field has none of these words", "texts"),
    Word("matches", "the whole field matches this regular expression", "pattern"),
    Word("present", "`true`: the field holds anything; `false`: it does not", "yes"),
)

WHEN = (
    Word("when", "the field, or a value", "value"),
    Word("where", "what must hold of the record, too, written as its `where`", "conditions"),
    Word("only", "`true`: nothing else retires the record, whatever its tier and its status", "yes"),
)
SINCE = (Word("since", "when the name came up: a value", "value"),)

THROUGH = (
    Word("at", "where the records of the table stand, as the `at` of a record; always there"),
    Word("key", "what such a record is called: a value; as usual `$key`, the key it stands under", "value"),
    Word("value", "what is taken of it: a value; always there", "value"),
    Word("from", "the sources whose files hold the table; without it, it stands in the same file", "texts"),
)

EDGE = (
    Word("where", "only values of which this holds, written as the `where` of a record", "conditions"),
    Word(
        "any-of",
        'marks, as in `split`, between alternatives in one part: with `split: ","` and `any-of: "|"` in `a, b | c` the '
        "second part is done by b or by c",
        "split",
    ),
    Word("references", "rules that are tried before those of the mapping", "references"),
    Word(
        "outside",
        "what becomes of a name that is no record by its reference rule: a `node` (as usual), a `property`, or `ignore`",
        "choice",
        ("node", "property", "ignore"),
    ),
    Word(
        "missing",
        "what becomes of a name whose record is missing: a `node` known only from references (as usual), or `ignore`, "
        "with a finding",
        "choice",
        ("node", "ignore"),
    ),
)

_QUALIFIERS = {
    "when": "under which condition the relation holds",
    "since": "the date from which it holds",
    "until": "the date until which it held",
    "strength": "`exact`, `partial` or `consider`, as it is written, or a value that gives one",
    "strength-by": "who says how strong it is: `rule` where nobody does",
    "group": "`any-of` (each alone does) or `all-of` (only together), as it is written, or a value that gives one; with a name "
    "behind a colon where a record has several",
    "note": "a remark",
    "triggers": "what should make somebody move",
    "ground": "what the statement rests on",
    "expected": "`true`: it is a forecast",
    "guide": "a guide for the move",
    "effort": "how much work the move is",
}

QUALIFIER = tuple(Word(name, _QUALIFIERS[name], "value") for name in QUALIFIERS)

EDGE_RECORD = (
    Word("old", "the older end: a value", "value"),
    Word("new", "the newer end: a value", "value"),
    Word("object", "the same as `old`, for a relation without an older end", "value"),
    Word("subject", "the same as `new`", "value"),
    Word("relation", "a relation's name, or a value that gives one", "value"),
    Word("references", "rules that are tried before those of the mapping", "references"),
)

REFERENCE = (
    Word("match", "a regular expression; its groups are fields. Without it every name fits", "pattern"),
    Word("id", "the id meant, or several to try in order", "templates"),
    Word(
        "means",
        "`record` (as usual), `outside` (a thing without a record here), `none` (no reference at all)",
        "choice",
        ("record", "outside", "none"),
    ),
)

#: The tables that docs show, by their names there.
TABLES: dict[str, tuple[Word, ...]] = {
    "top": TOP,
    "form": FORM,
    "sources": SOURCE,
    "options": OPTIONS,
    "records": RECORD,
    "origins": ORIGIN,
    "steps": STEPS,
    "of properties": PROPERTY,
    "conditions": CONDITION,
    "edges": EDGE,
    "through": THROUGH,
    "qualifiers": QUALIFIER,
    "edge records": EDGE_RECORD,
    "references": REFERENCE,
}


def names(*tables: Iterable[Word]) -> tuple[str, ...]:
    """The keys of some tables, in their order.

    >>> names(WHEN, CONDITION)
    ('when', 'where', 'only', 'in', 'not', 'matches', 'present')
    """
    return tuple(word.name for table in tables for word in table)


def choices(table: Iterable[Word], name: str) -> tuple[str, ...]:
    """The words that may stand under a key.

    >>> choices(REFERENCE, "means")
    ('record', 'outside', 'none')
    """
    return next(word.choices for word in table if word.name == name)
