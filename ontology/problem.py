"""What is wrong with a source: a value that travels with the claims, never an exception."""

from typing import NamedTuple

from ontology.source import Source

#: Severities, gravest first. ``error``: something said here was lost or is contradictory. ``warning``: read, but
#: probably not what was meant. ``note``: worth knowing, nothing to mend.
SEVERITIES = ("error", "warning", "note")

#: Every rule that a reader or the ledger can report: (severity, what it means and how to mend it).
RULES: dict[str, tuple[str, str]] = {
    "file-unreadable": ("error", "The file could not be opened; what it said before still stands."),
    "file-too-large": ("error", "Larger than the limit for one page; raise it with KB_MAX_FILE_MB or split the file."),
    "not-utf8": (
        "error",
        "Not UTF-8 text; convert it (iconv -f latin1 -t utf-8), or name its encoding in the source of a mapping.",
    ),
    "byte-order-mark": ("note", "Begins with a byte order mark, which was ignored."),
    "control-character": ("warning", "A control character stands in a name and was replaced by U+FFFD."),
    "front-matter-open": ("error", "The front matter is not closed by a line of three hyphens."),
    "front-matter-missing": ("note", "No front matter; only the title could be read."),
    "front-matter-empty": ("warning", "The front matter holds no key."),
    "yaml-syntax": ("error", "Not valid YAML from here on; what stands above was kept."),
    "yaml-alias": ("error", "An alias (*name) has no anchor (&name); put text that begins with * in quotes."),
    "yaml-tab": ("error", "A tab stands where YAML wants spaces; replace it by spaces."),
    "json-syntax": ("error", "Not valid JSON from here on; what stands above was kept."),
    "too-deep": ("error", "Nested too deep to be data; what stands above was kept."),
    "too-many-values": (
        "error",
        "One file expands to more values than the limit (an alias bomb?); the rest was not read.",
    ),
    "duplicate-key": ("warning", "The same key stands twice in one mapping; both were kept."),
    "key-not-text": ("warning", "A list or mapping was used as a key; the entry was kept out."),
    "wrong-shape": ("warning", "The value has another shape than this key takes."),
    "not-a-date": (
        "warning",
        "Not a date this product can read; write it as EDTF (1978, 1978-06, 197X, 1978~, 2014/2020).",
    ),
    "unknown-tier": (
        "warning",
        "A tier that no declared scale knows; declare it in a vocabulary file or mend the spelling.",
    ),
    "tier-incomplete": (
        "warning",
        "The entry lacks what its tier asks for; add it, or give another tier. Only `kb lint` looks for this.",
    ),
    "unknown-word": ("warning", "A word that the vocabulary does not know here."),
    "placeholder": ("note", "Looks like a placeholder of a template; kept, but it never wins against a real value."),
    "suspected-default": ("note", "The same value stands on many pages; it looks like a default that nobody chose."),
    "not-a-page": ("note", "An index, a template or a report, by its name; it is no entry."),
    "unknown-form": ("warning", "A file that no loader reads; nothing was taken from it."),
    "link-outside": ("error", "A symbolic link leads out of the folder or in a circle; it was not followed."),
    "duplicate-id": ("warning", "Two records have the same id; both were kept."),
    "ambiguous-name": ("warning", "The name fits several nodes; it was not guessed. Write the id instead."),
    "self-reference": (
        "warning",
        "The statement relates a thing to itself; no edge, unless a mapping says what names mean and it is no lineage.",
    ),
    "lineage-cycle": ("error", "The sources go round in a circle of replaces or evolved-from."),
    "relation-cycle": ("error", "A relation that cannot go round in a circle does (a part is not part of itself)."),
    "header-missing": (
        "warning",
        "No header stands where one was expected; only the title and the body could be read.",
    ),
    "header-again": ("warning", "A second header follows the first one of the file, which alone was read."),
    "header-line": ("warning", "A line of a header is no field (Key: value); what stands above it was kept."),
    "header-open": ("error", "The block that holds the header is not closed; it was read to its first blank line."),
    "csv-quote": ("warning", "Quotes are not closed, or text follows the closing ones; write a quote in quotes twice."),
    "toml-syntax": ("error", "A statement that is no TOML; it was left out, and the rest of the file was read."),
    "obo-syntax": ("warning", "Not a line that OBO knows; the rest of the file was read."),
    "xml-syntax": ("error", "Not well-formed XML from here on; what stands above was kept."),
    "xml-reference": (
        "warning",
        "References to entities, which are never expanded, as they can grow without end; kept as written.",
    ),
    "rdf-syntax": ("error", "Not valid RDF; nothing was taken from the file, and what it said before still stands."),
    "graphml-syntax": (
        "error",
        "Not readable as GraphML; nothing was taken from the file, and what it said before still stands.",
    ),
    "graph-part": ("warning", "A part of a graph that has no place here, such as a port or a hyperedge."),
    "edge-without-relation": (
        "warning",
        "An edge of a graph that does not say which relation it is; it was left out.",
    ),
    "mapping": ("error", "A mistake in a mapping; nothing was loaded. Mend the line that it names."),
    "rule-without-values": (
        "warning",
        "A rule of the mapping finds nothing in these files; is its field, pattern or path right?",
    ),
    "field-not-there": ("warning", "The mapping asks for a field that no record has."),
    "pattern-too-slow": ("warning", "A regular expression of the mapping takes too long over this value; simplify it."),
    "record-without-id": ("warning", "A record from which the mapping makes no id; it was left out."),
    "no-such-record": ("warning", "A reference to a record that is missing; the mapping leaves such references out."),
    "history-shallow": ("warning", "The clone is shallow, so git does not know what was before; fetch the rest."),
    "history-partial": ("warning", "The clone is partial, so some earlier versions could not be read; clone it whole."),
    "layer-gone": ("warning", "The catalogue that this one lies over is gone; what it said stays as it was read."),
    "decision": ("error", "A decision that cannot be understood; it decides nothing. Mend the line that it names."),
    "decision-unsigned": ("warning", "A decision without who made it, when, or why; it holds all the same."),
    "decision-without-effect": ("warning", "A decision about something that the sources do not say, or no longer."),
    "decisions-disagree": ("warning", "Two decisions about one fact; take one of them back."),
    "golden-question": (
        "error",
        "A mistake in a file of golden questions; nothing was asked. Mend the line that it names.",
    ),
    "golden-unsourced": (
        "warning",
        "A golden question says not what its answer rests on; kb verify --strict asks for it.",
    ),
    "suspected-boilerplate": (
        "note",
        "The same row, item or diagram stands in several files; it looks like a template's, and made no relation.",
    ),
    "contrary-prose": (
        "warning",
        "Prose says the opposite of what the sources state about descent; it was left out of the graph.",
    ),
    "tree-shape": ("error", "A part of a decision tree that cannot be read as a question, an option or a scenario."),
    "tree-dead-end": ("error", "A way through a decision tree ends without a scenario."),
    "tree-circle": ("error", "Questions of a decision tree lead round in a circle."),
    "tree-unreached": ("warning", "A question or a scenario of a decision tree to which no way leads."),
    "tree-no-recommendation": ("error", "A scenario of a decision tree that recommends nothing."),
    "recommended-unknown": ("warning", "A page recommends what no page defines; mend the name, or write the page."),
    "health": (
        "error",
        "An observation of health.yaml that cannot be understood; it says nothing. Mend the line that it names.",
    ),
    "health-unknown": (
        "warning",
        "An observation of health.yaml about what no page defines; mend the name, or write the page.",
    ),
    "dispute": ("note", "Sources disagree; both values were kept and a rule chose one for the view."),
}


class Problem(NamedTuple):
    """One finding at one place. ``rule`` is a key of ``RULES``, which gives its severity."""

    rule: str
    message: str
    source: Source
    hint: str = ""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return RULES[self.rule][0]

    def __str__(self) -> str:
        return f"{self.source}: {self.severity}: {self.message} [{self.rule}]"
