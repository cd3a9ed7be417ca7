"""Makes claims of what a page says in prose: of its own pattern, or of two things that it names."""

from loaders.base import SourceFile
from loaders.prose.names import Name
from loaders.prose.roles import roles_of
from loaders.prose.words import Role
from loaders.strength import strength_of, without_suggestion
from ontology.claim import Claim, Value
from ontology.vocabulary import Vocabulary

#: Pages of these kinds speak about patterns without being one: only what is listed here is said of the page itself.
ABOUT_OTHERS = ("guide", "case-study", "organisation", "publication")
OF_ANY_PAGE = ("see-also", "uses", "requires", "subject-to")


class Speaker:
    """One page as it is read. ``subject`` is the id of the record that the page is, empty where it is none."""

    def __init__(self, file: SourceFile, vocabulary: Vocabulary, subject: str, kind: str) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self.roles = roles_of(vocabulary)
        self.subject = subject
        self.kind = kind

    def symmetric(self, role: Role) -> bool:
        """Whether it does not matter which end is which."""
        relation = self.vocabulary.relations.get(role.relation)
        return relation is not None and relation.symmetric

    def is_one(self) -> bool:
        """Whether the page is about one thing of its own, rather than about others."""
        return bool(self.subject) and self.kind not in ABOUT_OTHERS

    def speaks(self, role: Role) -> bool:
        """Whether what the page says under some words is said of the page's own record."""
        return bool(self.subject) and (self.is_one() or role.relation in OF_ANY_PAGE)

    def own(self, role: Role, name: Name, rule: str, *, alone: bool = True, when: str = "") -> Claim:
        """A relation of the page's own record to what is named."""
        text = without_suggestion(name.text) if role.relation == "replaces" else name.text
        subject, object_ = (text, self.subject) if role.backwards else (self.subject, text)
        return Claim(
            subject,
            role.relation,
            self.file.at(name.start),
            object=object_,
            qualifiers=self._qualifiers(role, name.text, alone, when),
            method="harvested",
            rule=f"prose/{rule}",
            backwards=role.backwards,
            by_name=role.backwards,
        )

    def between(
        self, role: Role, left: str, right: str, offset: int, rule: str, *, alone: bool = True, when: str = ""
    ) -> Claim:
        """A relation of two things that are named: ``left`` stands where a page's own pattern would."""
        newer = without_suggestion(right) if role.relation == "replaces" else right
        subject, object_ = (newer, left) if role.backwards else (left, newer)
        return Claim(
            subject,
            role.relation,
            self.file.at(offset),
            object=object_,
            qualifiers=self._qualifiers(role, right, alone, when),
            method="harvested",
            rule=f"prose/{rule}",
            by_name=True,
        )

    def _qualifiers(self, role: Role, text: str, alone: bool, when: str) -> dict[str, Value]:
        found: dict[str, Value] = {"when": when} if when else {}
        if role.relation == "replaces":
            found["strength"] = strength_of(
                "suggested" if role.mode == "suggested" else "stated",
                retired=False,
                alone=alone,
                backwards=role.backwards,
                conditional=bool(when) or role.mode == "moves",
                text=text,
            )
            found["strength-by"] = "rule"
        return found
