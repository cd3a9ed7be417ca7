"""What a file that holds a graph says: its entries and edges as claims, whatever the form it is written in."""

from collections.abc import Container, Mapping
from typing import NamedTuple

from ontology.claim import Claim, Value
from ontology.source import Source
from ontology.text import clean


class Speaker(NamedTuple):
    """Makes the claims of one file of a graph. Entries go by their ids, and what no source describes by its name."""

    form: str
    """What the rules of the claims begin with: ``rdf``, ``graphml``."""
    described: Container[str]
    """Ids of the entries that the file describes."""
    named: Mapping[str, str]
    """Ids of what is known only from references, with the name that it was referred to by."""

    def property(self, id_: str, name: str, value: Value, place: Source) -> Claim:
        """A value of a property of an entry."""
        rule = f"{self.form}/{name}"
        if id_ in self.named:
            return Claim(clean(self.named[id_]), name, place, value=value, rule=rule, ids=(id_,), by_name=True)
        return Claim(clean(id_), name, place, value=value, rule=rule)

    def edge(
        self,
        subject: str,
        relation: str,
        object_: str,
        place: Source,
        qualifiers: Mapping[str, Value],
        method: str = "stated",
    ) -> Claim:
        """A relation between two entries. An end that nobody describes goes by the name that it was first written with."""
        rule, name = f"{self.form}/{relation}", clean(self.named.get(object_, object_))
        if subject in self.named or subject not in self.described:
            return Claim(
                clean(self.named.get(subject, subject)),
                relation,
                place,
                name,
                None,
                qualifiers,
                method,
                rule,
                ids=(object_,),
                by_name=True,
                subject_ids=(subject,),
            )
        return Claim(clean(subject), relation, place, name, None, qualifiers, method, rule, ids=(object_,))
