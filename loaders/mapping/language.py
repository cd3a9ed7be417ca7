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
    usual: str = ""
    """What holds where it is left out, if that is not nothing at all."""


class ReaderWords(NamedTuple):
    """One reader."""

    name: str
    reads: str
    options: tuple[str, ...] = ()


#: The version of the language that this program reads.
VERSION = "1"

TOP = (
    Word("kb-mapping", "the version of this language: `1`", "version", usual="needed"),
    Word("title", "what the catalogue is called in sources (`Standards/standard.status`)", usual="empty"),
    Word(
        "vocabulary",
        "kinds, relations, properties, scales and state words of your own, as in a [vocabulary file](vocabulary.md)",
        "vocabulary",
        usual="the known ones",
    ),
    Word("sources", "a list: which files, and how each is read", "sources", usual="needed"),
    Word("records", "a name for each sort of record, and what it says", "records", usual="needed"),
    Word("references", "how a written name finds its record", "references", usual="a name is an id"),
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
        "path patterns below the folder that is loaded: `*` within a part, `**` over parts, `{name}` for a part that "
        "becomes a field, `{name**}` for several",
        "globs",
        usual="needed",
    ),
    Word("exclude", "path patterns to leave out", "globs", usual="nothing"),
    Word("read", "a [reader](#readers), or one over its options", "read", usual="needed"),
    Word("encoding", "of the files: `latin-1`, `cp1252`, `utf-16`, …", "encoding", usual="UTF-8, or as XML declares"),
    Word("name", "what `from` of a record or of a second table calls the source", usual="its number"),
)

READERS = (
    ReaderWords("yaml", "YAML; several documents are a list"),
    ReaderWords("json", "JSON"),
    ReaderWords("jsonl", "one JSON value a line; a list"),
    ReaderWords(
        "jsonld",
        "JSON-LD as plain JSON: `@context` is not followed, keys are as they are written. Where a text is wanted, an "
        "object is its `@value` or its `@id`",
    ),
    ReaderWords(
        "front-matter",
        "the front matter of a page: YAML between `---`, TOML between `+++`, or either in a fence at the very top; with "
        "`$title` (the first heading) and `$body` (the text below)",
    ),
    ReaderWords(
        "headers",
        "`Key: value` lines at the top, continued by indented lines; with `$title` and `$body`",
        ("fence", "list", "stanzas", "comment"),
    ),
    ReaderWords(
        "sections",
        "Markdown by headings: of a heading `Status` there are `Status.text`, `.lines`, `.bullets`, `.links[*].target`, "
        "`.paragraphs` and `.tables[*].rows[*]`; with `$title`, `$intro` (what stands before the first heading below the "
        "title; it has the same parts) and `$front` (the front matter)",
    ),
    ReaderWords(
        "csv", 'rows; without a header the columns are `"0"`, `"1"`, …', ("header", "delimiter", "quote", "comment")
    ),
    ReaderWords("tsv", "rows whose cells stand between tabs", ("header", "delimiter", "quote", "comment")),
    ReaderWords("obo", "OBO 1.2 and 1.4: `header`, `Term`, `Typedef`, …; a trailing `! name` is no part of a value"),
    ReaderWords(
        "xml",
        'elements from the root on; attributes are `"@name"`; an element is its text where a text is wanted, `"#text"` by '
        "name. No entity is expanded, nothing is fetched",
        ("strip_namespaces",),
    ),
    ReaderWords(
        "html",
        "the tables of a page: `tables[*].rows[*]` or `tables[id=x].rows[*]`; a row has its columns by their heads, "
        "`New.@href` is a cell's link",
    ),
    ReaderWords("toml", "TOML: tables as maps, and lists of them"),
    ReaderWords("ini", "sections of `key = value`; what stands above the first one is the file's own"),
    ReaderWords("lines", "every line; its text is `$value`", ("comment",)),
)

OPTIONS = (
    Word("fence", "`true`: the header stands in the first `<pre>` or ```` ``` ````", "flag", usual="`false`"),
    Word("list", "`true`: the header is a list, `- Key: value`", "flag", usual="`false`"),
    Word(
        "stanzas",
        "`true`: the whole file is headers, with blank lines between them; each is a record",
        "flag",
        usual="`false`: one header, at the top",
    ),
    Word("header", "`false` (there is no header), or a list of the columns' names", "header", usual="`true`"),
    Word("delimiter", "the character between two cells", "character", usual='`","`'),
    Word("quote", "the character around a cell; empty for none", "character-or-none", usual="`'\"'`"),
    Word("comment", "how lines begin that are to be left out", "texts", usual="no line"),
    Word("strip_namespaces", "`true`: prefixes of names are left out", "flag", usual="`false`"),
)

RECORD = (
    Word(
        "at",
        "where the records stand in a file, a [path](#fields-and-paths): `releases[*]` (a list), `terms.*` (every value of "
        "a map; its key is `$key`), `**` (at any depth)",
        usual="the file is one record, or each item of its list",
    ),
    Word("from", "the names of sources", "texts", usual="all of them"),
    Word("where", "only records of which this holds, see [conditions](#conditions)", "conditions", usual="all of them"),
    Word(
        "id",
        "a value, usually a template or a field's name; the text is kept exactly",
        "value",
        usual="needed, or `edge`",
    ),
    Word("kind", "a kind, or a value (here a field is written `{from: FIELD}`)", "value", usual="`pattern`"),
    Word("names", "other names", "values"),
    Word("dated-names", "former or later names: a value with `since` beside it", "dated-names"),
    Word("properties", "properties of your own: a name, and a value", "properties"),
    Word(
        "retired",
        "when the record is retired: a field and a condition, or a list of them; see [conditions](#conditions)",
        "retired",
        usual="what the words of `tier` and `status` say",
    ),
    Word(
        "observed",
        "a date: the record is what was seen on that day; the same id on another day is another observation",
        "value",
        usual="the record always holds",
    ),
    Word(
        "edges",
        "[relations](#words-that-are-known), by name or as they read backwards: a value, or a list of them",
        "edges",
    ),
    Word(
        "edge",
        "the record is itself a relation between others; of several old or new ones each pair is an edge",
        "edge-record",
    ),
    Word(
        "prose",
        "`true`: also the relations that stand only in the text below the record, see [prose](prose.md); for "
        "`front-matter`, `headers` and `sections`",
        "yes",
        usual="`false`",
    ),
    Word("alias-of", "the record is no entry but another name of the one that this names", "value"),
)

ORIGIN = (
    Word("from", "the first of these fields that holds anything", "texts"),
    Word("every", "all of these fields", "texts"),
    Word("value", "this text"),
    Word(
        "template", "text with fields in it, nothing if one is missing; of a list the first complete one", "templates"
    ),
    Word("groups", 'repeated groups of columns; in a group they are `"0"`, `"1"`, …', "groups"),
)

STEPS = (
    Word("key", "looks up this key in the field, which holds a parallel map", "template"),
    Word("links", "takes every Markdown link: its `target` or its `text`", "choice", ("target", "text")),
    Word(
        "split",
        'takes the parts between these marks, without outer white space. A blank in `" and "` must be there; `" "` is any '
        r"white space, `{matches: '\s*(?:,|\band\b)\s*'}` a regular expression",
        "split",
    ),
    Word("trim", "takes off outer white space, after `match` and `strip`, too", "yes", usual="`false`"),
    Word(
        "match",
        "takes every match of a regular expression: its one group, or the whole; all groups are fields of `take`",
        "pattern",
    ),
    Word("strip", "takes out all that these regular expressions match, and then outer white space", "patterns"),
    Word("condition", "takes off a suffix, and makes its one group (or all of it) the edge's condition", "pattern"),
    Word("null", "words that mean nothing, beside `none`, `n/a`, `na`, `nil`, `null`, `~`, `-`, `–`", "texts"),
    Word("map", "puts what a word means in its place; `null` for nothing", "map"),
    Word(
        "otherwise",
        "what becomes of a word that `map` does not know: `keep`, `drop`, or `report` and drop it",
        "choice",
        ("keep", "drop", "report"),
        usual="`keep`",
    ),
    Word("dates", "reads [dates](#dates) of these forms", "dates", usual="as [everywhere](dates.md)"),
    Word("take", 'makes the value: `"{item}"`, the groups of `match`, and the record\'s fields', "template"),
    Word(
        "through",
        "looks the value up in a [second table](#a-second-table), and goes on with what stands there",
        "through",
    ),
    Word("then", "more of these steps, for each value", "then"),
    Word(
        "pick",
        "of all values the `first`, `last`, `least` or `greatest`: as numbers, dates or texts, by what all of them are",
        "choice",
        ("first", "last", "least", "greatest"),
        usual="all values",
    ),
    Word("default", "is taken where nothing else was found; a text, no template"),
)

PROPERTY = (
    Word(
        "where",
        "only values of which this holds: what a word means may depend on another field",
        "conditions",
        usual="all values",
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
    Word("when", "the field, or a value", "value", usual="needed"),
    Word("where", "what must hold of the record, too", "conditions", usual="nothing"),
    Word("only", "`true`: nothing else retires it, whatever its tier and its status", "yes", usual="`false`"),
)
SINCE = (Word("since", "when the name came up: a value", "value"),)

THROUGH = (
    Word("at", "where the records of the table stand, as the `at` of a record", usual="needed"),
    Word("key", "what such a record is called: a value", "value", usual="`$key`"),
    Word("value", "what is taken of it: a value", "value", usual="needed"),
    Word("from", "the sources whose files hold the table", "texts", usual="the same file"),
)

EDGE = (
    Word("where", "only values of which this holds", "conditions", usual="all values"),
    Word(
        "any-of",
        "marks, as in `split`, between alternatives in one part: of `a, b | c` the second part is done by b or by c",
        "split",
    ),
    Word("references", "rules that are tried before those of the mapping", "references", usual="those of the mapping"),
    Word(
        "outside",
        "what becomes of a name whose reference rule `means: outside`: a `node`, a `property` (`see-also-outside`), or "
        "`ignore`",
        "choice",
        ("node", "property", "ignore"),
        usual="`node`",
    ),
    Word(
        "missing",
        "what becomes of a name whose record is missing: a `node` known only from references, or `ignore`, with a finding",
        "choice",
        ("node", "ignore"),
        usual="`node`",
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
_USUAL = {"since": "not before the newer end", "strength": "see [edges](#edges)"}

QUALIFIER = tuple(Word(name, _QUALIFIERS[name], "value", usual=_USUAL.get(name, "")) for name in QUALIFIERS)

EDGE_RECORD = (
    Word("old", "the older end of a `replaces`, `evolved-from`, `updates` or `amends`: a value", "value"),
    Word("new", "the newer end", "value"),
    Word("object", "of any relation, what is named in it: a value", "value"),
    Word("subject", "of any relation, what it is said of", "value"),
    Word("relation", "a relation's name, or a value that gives one", "value", usual="needed"),
    Word("references", "rules that are tried before those of the mapping", "references", usual="those of the mapping"),
)

REFERENCE = (
    Word("match", "a regular expression for the whole name; its groups are fields", "pattern", usual="every name fits"),
    Word("id", "the id meant, or several to try in order", "templates", usual="the name"),
    Word(
        "means",
        "`record`, `outside` (a thing without a record here), `none` (no reference at all)",
        "choice",
        ("record", "outside", "none"),
        usual="`record`",
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
    "retired": WHEN,
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
