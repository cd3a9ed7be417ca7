"""Reads relations that stand only in prose, out of the body of a Markdown page.

Diagrams, tables, headings, lists and lines with a label are read; running text is not, but for "this pattern has been
superseded by". Everything found is a claim marked ``harvested``; whether it makes an edge is for the ledger to say.
"""

from collections.abc import Iterator

from loaders.base import SourceFile
from loaders.prose.page import Page
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary

#: One page states at most so much in prose.
MOST_CLAIMS = 20_000


def harvest(file: SourceFile, vocabulary: Vocabulary, subject: str, kind: str, start: int) -> Iterator[Claim | Problem]:
    """The relations that the body of a page states, in reading order.

    ``subject`` is the id of the record that the page is, empty where it is none: then only what it says of things that
    it names itself is read. The body begins at ``start``.
    """
    for number, claim in enumerate(Page(file, vocabulary, subject, kind).read(start)):
        if number == MOST_CLAIMS:
            message = f"the text makes more than {MOST_CLAIMS:,} statements; the rest was not read"
            yield Problem("too-many-values", message, claim.source)
            return
        yield claim
