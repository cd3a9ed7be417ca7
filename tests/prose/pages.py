"""Pages as a user writes them, and what the harvest makes of them in one line a claim."""

from loaders.base import SourceFile
from loaders.prose import harvest
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.vocabulary import Vocabulary

#: Subject, relation, object, and where one is given: the strength, the condition.
Line = tuple[str, ...]


def claims_of(
    text: str, subject: str = "page", kind: str = "pattern", vocabulary: Vocabulary = VOCABULARY
) -> list[Claim]:
    """Every claim of a page without front matter."""
    return [
        one for one in harvest(SourceFile("docs/page.md", text), vocabulary, subject, kind, 0) if isinstance(one, Claim)
    ]


def lines_of(
    text: str, subject: str = "page", kind: str = "pattern", vocabulary: Vocabulary = VOCABULARY
) -> list[Line]:
    """The same in short: subject, relation, object, strength of a replacement, condition."""
    return [
        (
            one.subject,
            one.predicate,
            str(one.object if one.object is not None else one.value),
            *(str(one.qualifiers[name]) for name in ("strength", "when") if name in one.qualifiers),
        )
        for one in claims_of(text, subject, kind, vocabulary)
    ]


def fenced(diagram: str) -> str:
    """A page with a diagram."""
    return f"```mermaid\n{diagram}\n```\n"


def quoted(text: str) -> list[str]:
    """What stands in the page where each claim says that it was read, up to the end of its line."""
    return [text.split("\n")[one.source.line - 1][one.source.column - 1 :] for one in claims_of(text)]
