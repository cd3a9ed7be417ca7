"""SPARQL over a catalogue: right answers, and no query that writes, runs for ever or breaks anything."""

import json

from tests.conftest import Kb

PAGES = {
    "pages/old.md": "---\ntitle: Old\nintroduced: 1990\nreplaced_by: {pattern: new, since: 2001}\n---\n",
    "pages/new.md": "---\ntitle: New\nintroduced: 2000\n---\n",
}


def test_answers(kb: Kb):
    """Tables, JSON, CSV, yes or no, and graphs come back; prefixes need not be declared."""
    kb.write(PAGES).load()
    ask = ("sparql", "--quiet")
    select = "SELECT ?old ?since { ?new kb:replaces ?old . ?s rdf:object ?old ; kb:since ?since }"
    assert kb(*ask, select).out == "old\tsince\ne:old\t2001\n"
    (row,) = json.loads(kb(*ask, select, "--format", "json").out)["results"]["bindings"]
    assert row["since"]["value"] == "2001"
    assert kb(*ask, select, "--format", "csv").out.splitlines()[1] == "urn:pattern-genealogy:entry:old,2001"
    assert kb(*ask, "-", stdin=b"ASK { e:new kb:replaces e:old }").out == "yes\n"
    assert kb(*ask, "ASK { e:old kb:replaces e:new }").out == "no\n"
    assert "e:new kb:replaces e:old" in kb(*ask, "CONSTRUCT { ?a kb:replaces ?b } { ?a kb:replaces ?b }").out
    claims = 'SELECT ?line { ?c kb:subject "old" ; kb:predicate "introduced" ; kb:line ?line }'
    assert kb(*ask, claims).out == "line\n"
    assert kb(*ask, "--claims", claims).out == "line\n3\n"


def test_refusals(kb: Kb):
    """What is no query, what writes, and what takes too long is one line and exit 2."""
    kb.write({**PAGES, **{f"pages/p{n}.md": f"---\ntitle: P{n}\n---\n" for n in range(60)}}).load()
    endless = "SELECT (count(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    for argv, message in (
        (("SELEC",), "the query is not SPARQL"),
        (("INSERT DATA { <urn:a> <urn:b> <urn:c> }",), "the query is not SPARQL"),
        (("SELECT * { SERVICE <http://localhost:1/> { ?a ?b ?c } }",), "kb: "),
        ((endless, "--seconds", "1"), "the query took longer than 1 seconds"),
    ):
        done = kb("sparql", "--quiet", *argv)
        assert (done.code, done.out) == (2, ""), argv
        assert message in done.err
        assert len(done.err.splitlines()) == 1
