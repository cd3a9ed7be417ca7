"""A sketch of a small catalogue of each form, loaded as it stands, gives the graph that a person would expect."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from kb.loading import load, own_mapping
from kb.store.sqlite import SqliteGraph
from tests.conftest import Kb


class Catalogue(NamedTuple):
    """Files, the ids of their records, their edges, and lines that the sketch must have."""

    files: dict[str, str]
    ids: str
    edges: set[str]
    says: tuple[str, ...] = ()
    findings: int = 0


def peps() -> dict[str, str]:
    """Proposals with a header, named by number."""
    more = {1: "Superseded-By: 3\n", 2: "Superseded-By: 3\nRequires: 1, 4\n", 3: "Replaces: 1, 2\n"}
    status = {1: "Superseded", 2: "Superseded", 5: "Rejected"}
    return {
        f"peps/pep-{number:04d}.rst": f"PEP: {number}\nTitle: Proposal {number}\nAuthor: A <a@example.org>,\n  B\n"
        f"Status: {status.get(number, 'Final')}\nType: {'Process' if number > 3 else 'Informational'}\n"
        f"Created: 0{number}-Jun-2009\n{more.get(number, '')}\n\nAbstract\n========\n\nText.\n"
        for number in range(1, 7)
    }


def keps() -> dict[str, str]:
    """Proposals in a folder each, which name others by paths and addresses."""
    folders = {
        "sig-a/1-one": "title: One\nkep-number: 1\nstatus: replaced\nsuperseded-by:\n  - /keps/sig-b/2-two\n",
        "sig-b/2-two": "title: Two\nkep-number: 2\nstatus: implemented\n"
        "replaces:\n  - https://example.org/x/blob/master/keps/sig-a/1-one/README.md\n",
        "sig-b/3-three": "title: Three\nkep-number: 3\nstatus: provisional\nsee-also: [keps/sig-b/2-two, /keps/sig-c/9-gone]\n",
        "NNNN-template": "title: Template\nkep-number: NNNN\nstatus: a|b\n",
    }
    return {f"keps/{folder}/kep.yaml": f"{text}creation-date: 2020-01-01\n" for folder, text in folders.items()}


def radar() -> dict[str, str]:
    """Pages in a folder for each release; some pages come again."""
    rings = {
        "2017-01-01": {"akka": "assess", "ant": "trial", "gradle": "trial"},
        "2018-06-01": {"akka": "trial", "ant": "hold", "gradle": "adopt"},
    }
    return {
        f"radar/{day}/{name}.md": f"---\ntitle: {name.title()}\nring: {ring}\nsegment: {'tools' if name != 'akka' else 'languages'}\n---\n"
        f"Like [Gradle](gradle.md), [Maven](../2018-06-01/{'ant' if name == 'gradle' else 'gradle'}.md) and <https://x.org/a.md>.\n"
        for day, blips in rings.items()
        for name, ring in blips.items()
    } | {"README.md": "# Radar\n"}


def adrs() -> dict[str, str]:
    """Decision records with a status section."""
    status = {1: "Superseded by [2. Two](0002-two.md)", 3: "Accepted\n\nAmends [2. Two](0002-two.md)"}
    words = {1: "one", 2: "two", 3: "three"}
    return {
        f"adr/000{number}-{word}.md": f"# {number}. {word.title()}\n\nDate: 2020-01-0{number}\n\n## Status\n\n"
        f"{status.get(number, '✅ Accepted')}\n\n## Context\n\nSee [one](0001-one.md).\n"
        for number, word in words.items()
    } | {"adr/README.md": "# Records\n"}


STIX = {
    "type": "bundle",
    "id": "bundle--1",
    "objects": [
        {"type": "tool", "id": "tool--1", "name": "One", "created": "2017-05-31T21:32:00.000Z", "revoked": True},
        {"type": "tool", "id": "tool--2", "name": "Two", "created": "2018-05-31T21:32:00.000Z"},
        {"type": "tool", "id": "tool--3", "name": "Three", "created": "2019-05-31T21:32:00.000Z"},
        *(
            {"type": "relationship", "id": f"r--{old}", "source_ref": old, "target_ref": new, "relationship_type": word}
            for old, new, word in (("tool--1", "tool--2", "revoked-by"), ("tool--3", "tool--2", "uses"))
        ),
    ],
}

FORMS: dict[str, Catalogue] = {
    "a header of RFC 822": Catalogue(
        peps(),
        "pep-0001 pep-0002 pep-0003 pep-0004 pep-0005 pep-0006",
        {
            "pep-0003 replaces pep-0001",
            "pep-0003 replaces pep-0002",
            "pep-0002 requires pep-0001",
            "pep-0002 requires pep-0004",
        },
        (
            '  - files: "**/pep-*.rst"  # 6 files',
            "    read: headers",
            '    id: "pep-{PEP:04d}"  # as the files are called: pep-0001',
            "    kind: decision  # a guess by the word 'pep'",
            "    introduced: {from: Created, dates: [D-MON-YYYY]}  # 6 dates",
            "    retired: {when: Status, in: [Superseded, Rejected]}  # is Rejected over, too?",
            '      requires: {from: Requires, split: ","}  # 2 names, 2 of them of a record',
            "    # not mapped: Author (always A <a@example.org>, B)",
            """  - {match: '(?i)(?:PEP[ -]?)?#?0*(\\d+)', id: "pep-{1:04d}"}""",
        ),
    ),
    "a folder for each record": Catalogue(
        keps(),
        "keps/sig-a/1-one keps/sig-b/2-two keps/sig-b/3-three",
        {"keps/sig-b/2-two replaces keps/sig-a/1-one", "keps/sig-b/3-three see-also keps/sig-b/2-two"},
        ('    exclude: "**/NNNN-template/**"', '    id: "{$folder}"  # the folder', '    names: ["KEP {kep-number}"]'),
        findings=1,
    ),
    "a radar": Catalogue(
        radar(),
        "akka ant gradle",
        {"akka see-also gradle", "ant see-also gradle", "gradle see-also gradle"},
        (
            '  - files: "**/{release}/*.md"  # 6 files',
            "    observed: release  # the folder's name",
            "    tier: ring  # 4 words: trial 3, adopt 1, assess 1, hold 1",
            "    category: segment  # 2 words: tools 4, languages 2",
        ),
        findings=2,
    ),
    "sections": Catalogue(
        adrs(),
        "0001-one 0002-two 0003-three",
        {"0002-two replaces 0001-one", "0003-three amends 0002-two"},
        (
            '  - files: "**/{number}-*.md"  # 3 files',
            '    names: ["ADR {number:d}"]',
            "# passed over: adr/README.md",
        ),
    ),
    "front matter that says it in words": Catalogue(
        {
            f"000{number}-x.md": f"---\nstatus: {status}\ndate: 2024-01-0{number}\n---\n# Decision {number}\n"
            for number, status in enumerate(["superseded by [ADR-0002](0002-x.md)", "accepted", "proposed"], 1)
        },
        "0001-x 0002-x 0003-x",
        {"0002-x replaces 0001-x"},
        ("    read: front-matter",),
    ),
    "a header as a list": Catalogue(
        {
            f"{number}-x.md": f"# Decision {number}\n\n* **Status:** {status}\n* **Date:** 0{number}/02/2020\n\nText.\n"
            for number, status in enumerate(["superseded by 3", "accepted", "accepted", "obsolete"], 1)
        },
        "1-x 2-x 3-x 4-x",
        {"3-x replaces 1-x"},
        ("    read: {headers: {list: true}}", "or are months before days?"),
    ),
    "a header in a fence": Catalogue(
        {
            f"bip-000{number}.mediawiki": f"<pre>\n  BIP: {number}\n  Title: T{number}\n  {more}\n</pre>\n\n==Abstract==\n"
            for number, more in enumerate(["Superseded-By: 2", "Status: Final", "Status: Draft"], 1)
        },
        "bip-0001 bip-0002 bip-0003",
        {"bip-0002 replaces bip-0001"},
        ("    read: {headers: {fence: true}}",),
    ),
    "a table": Catalogue(
        {
            "apis.csv": "api;introduced;sunset;status;successor;owner\norders/v1;03/2012;31/12/2019;retired;orders/v2;A\n"
            "orders/v2;01/2018;;live;;A\nbilling/v1;05/2013;30/06/2021;deprecated;billing/v2, invoices/v1 (in part);B\n"
            "billing/v2;02/2019;;live;;B\ninvoices/v1;02/2020;;live;;C\n"
        },
        "billing/v1 billing/v2 invoices/v1 orders/v1 orders/v2",
        {
            "orders/v2 replaces orders/v1",
            "billing/v2 replaces billing/v1",
            "invoices/v1 replaces billing/v1",
        },
        (
            '    read: {csv: {delimiter: ";"}}',
            "    introduced: {from: introduced, dates: [MM/YYYY]}  # 5 dates",
            "    retired-on: {from: sunset, dates: [DD/MM/YYYY]}  # 2 dates; in 40%",
            "    retired: {when: status, in: [deprecated, retired]}",
        ),
    ),
    "a table whose rows differ": Catalogue(
        {
            "t.csv": "#,Nodes\n#,Name,Parent,Start,Namechange,When,Namechange,When\n"
            "N,SLS,,1992.6,,,,\nN,Slackware,SLS,1993.7.16,,,,\nN,SuSE,Slackware,1994.3,S.u.S.E,1996.5,openSUSE,2005.10\n"
            "#,Connectors\n#,When,From,To,Thickness,,,\nC,1998.6,SLS,SuSE,2,,,\nC,1999.1,Slackware,SuSE,1,,,\n"
        },
        "SLS Slackware SuSE",
        {
            "Slackware evolved-from SLS",
            "SuSE evolved-from Slackware",
            "SLS leads-to SuSE",
            "Slackware leads-to SuSE",
        },
        (
            '    read: {csv: {comment: "#", header: false}}',
            '    where: {"0": "N"}',
            '    introduced: {from: "3", dates: [YYYY.M, YYYY.M.D]}  # 3 dates',
            '    dated-names: {groups: {start: 4, size: 2}, from: "0", since: {from: "1", dates: [YYYY.M]}}',
            "  connector:  # 2 records that relate two others",
            '    edge: {subject: "2", object: "3", relation: leads-to, since: {from: "1", dates: [YYYY.M]}}',
        ),
    ),
    "an id of two columns": Catalogue(
        {
            "versions.yaml": "deprecated-versions:\n"
            + "".join(
                f"  - {{version: {version}, kind: {kind}, deprecated-in: v1.9, replacement-api: {new}}}\n"
                for version, kind, new in (
                    ("ext/v1beta1", "Deployment", "apps/v1"),
                    ("ext/v1beta1", "Ingress", "net/v1"),
                    ("apps/v1beta1", "Deployment", "apps/v1"),
                    ("apps/v1", "Deployment", '""'),
                )
            )
        },
        "apps/v1 Deployment,apps/v1beta1 Deployment,ext/v1beta1 Deployment,ext/v1beta1 Ingress",
        {
            "apps/v1 Deployment replaces ext/v1beta1 Deployment",
            "apps/v1 Deployment replaces apps/v1beta1 Deployment",
            "net/v1 Ingress replaces ext/v1beta1 Ingress",
        },
        (
            '    id: "{version} {kind}"',
            '      replaced-by: {from: replacement-api, take: "{item} {kind}"}',
        ),
    ),
    "records with parts": Catalogue(
        {
            f"products/{name}.md": f"---\ntitle: {name.title()}\ncategory: {sort}\nreleases:\n"
            + "".join(f"  - {{releaseCycle: '{n}', releaseDate: 201{n}-01-01, eol: {eol}}}\n" for n, eol in cycles)
            + "---\n"
            for name, sort, cycles in (
                ("ada", "lang", [(1, "2015-01-01"), (2, "true"), (3, "false")]),
                ("bash", "tool", [(1, "2016-01-01"), (2, "2019-01-01")]),
                ("cobol", "lang", [(1, "2017-01-01"), (2, "false")]),
            )
        },
        "ada ada@1 ada@2 ada@3 bash bash@1 bash@2 cobol cobol@1 cobol@2",
        {
            *(f"ada@{number} member-of ada" for number in (1, 2, 3)),
            *(f"{name}@{number} member-of {name}" for name in ("bash", "cobol") for number in (1, 2)),
        },
        (
            '    at: "releases[*]"',
            '    id: "{$stem}@{releaseCycle}"  # unique within the record around it',
            '    title: "{..title} {releaseCycle}"',
            "    retired-on: {from: eol, dates: [YYYY-MM-DD]}  # 4 dates; 3 only true or false",
            '    retired: {when: eol, in: ["true"]}  # so in 1 of 7',
        ),
    ),
    "a map whose keys are ids": Catalogue(
        {
            "terms.json": '{"version": "1", "terms": {"aaa": {"label": "A", "deprecated": true, "successor": "bbb"},'
            ' "bbb": {"label": "B", "deprecated": false}, "ccc": {"label": "C", "related": ["aaa", "bbb"]}}}'
        },
        "aaa bbb ccc",
        {"bbb replaces aaa", "ccc see-also aaa", "ccc see-also bbb"},
        ('    at: "terms.*"', '    id: "{$key}"', '    retired: {when: deprecated, in: ["true"]}  # so in 1 of 3'),
    ),
    "JSON by lines": Catalogue(
        {
            "x.jsonl": '{"name": "a", "replaced_by": "b"}\n{"name": "b"}\n{"name": "c", "aliases": ["sea"],'
            ' "depends_on": "a|b", "part_of": "sea"}\n'
        },
        "a b c",
        {"b replaces a", "c requires a", "c requires b"},
        (
            '      requires: {from: depends_on, split: "|"}  # 2 names, 2 of them of a record',
            "    names: aliases  # in 33%",
        ),
    ),
    "JSON-LD": Catalogue(
        {
            "v.jsonld": json.dumps(
                {
                    "@context": {"dct": "http://purl.org/dc/terms/"},
                    "@graph": [
                        {"@id": "ex:a", "dct:title": "A", "dct:isReplacedBy": {"@id": "ex:b"}, "dct:issued": "2001"},
                        {"@id": "ex:b", "dct:title": "B", "dct:replaces": [{"@id": "ex:a"}], "dct:issued": "2005"},
                        {"@id": "ex:c", "dct:title": "C", "dct:isPartOf": "ex:b", "dct:issued": "2007-02"},
                    ],
                }
            )
        },
        "ex:a ex:b ex:c",
        {"ex:b replaces ex:a", "ex:b includes ex:c"},
        (
            '    at: "@graph[*]"',
            '    id: "{@id}"',
            '      replaced-by: "dct:isReplacedBy.@id"  # 1 name, 1 of them of a record',
        ),
    ),
    "OBO": Catalogue(
        {
            "x.obo": "format-version: 1.2\n\n[Term]\nid: X:1\nname: one\n\n[Term]\nid: X:2\nname: two\n"
            'synonym: "deux" EXACT []\nis_a: X:1 ! one\nalt_id: X:9\n\n[Term]\nid: X:3\nname: three\nis_obsolete: true\n'
            "replaced_by: X:2\n\n[Term]\nid: X:4\nname: four\nis_a: X:1 ! one\nis_a: X:2\n"
            "relationship: part_of X:2 ! two\n\n[Typedef]\nid: part_of\nname: part of\n"
        },
        "X:1 X:2 X:3 X:4",
        {
            "X:2 specializes X:1",
            "X:4 specializes X:1",
            "X:4 specializes X:2",
            "X:2 replaces X:3",
            "X:2 includes X:4",
        },
        ("    names: [synonym.text, alt_id]", '    retired: {when: is_obsolete, in: ["true"]}  # so in 1 of 4'),
    ),
    "XML": Catalogue(
        {
            "c.xml": '<catalog xmlns="urn:x"><products><product id="p1" status="retired"><name>One</name>'
            '<replacedBy ref="p2"/></product><product id="p2" status="active"><name>Two</name><dependsOn>p3</dependsOn>'
            '<dependsOn>p1</dependsOn></product><product id="p3" status="active"><name>T &amp; more</name></product>'
            "</products></catalog>"
        },
        "p1 p2 p3",
        {"p2 replaces p1", "p2 requires p1", "p2 requires p3"},
        ("    at: catalog.products.product", '    retired: {when: "@status", in: [retired]}'),
    ),
    "XML, a file for each record": Catalogue(
        {
            f"a{n}.xml": f"<api name='x-{n}'><title>T {n}</title><supersedes>x-{n - 1}</supersedes></api>"
            for n in (1, 2, 3)
        },
        "x-1 x-2 x-3",
        {"x-1 replaces x-0", "x-2 replaces x-1", "x-3 replaces x-2"},
        ('    id: "{@name}"',),
    ),
    "relations that are records": Catalogue(
        {"bundle.json": json.dumps(STIX)},
        "tool--1 tool--2 tool--3",
        {"tool--2 replaces tool--1", "tool--3 uses tool--2"},
        ("    where: {type: {not: relationship}}", '    retired: {when: revoked, in: ["true"]}  # so in 1 of 3'),
    ),
    "two tables, one of replacements": Catalogue(
        {
            "things.csv": "id,title\na,A\nb,B\nc,C\n",
            "replacements.csv": "old,new,since\na,b,2001-02-03\nb,c,2004\n",
        },
        "a b c",
        {"b replaces a", "c replaces b"},
        ("    edge: {old: old, new: new, relation: replaces, since: since}  # by the names of the fields",),
    ),
    "a relation of its own, and another name": Catalogue(
        {
            f"{folder}/{name}.md": f"---\ntitle: {name.title()}\n{more}---\n"
            for folder, name, more in (
                (
                    "qualities",
                    "speed",
                    "aka: [rush]\nalias: [haste]\nharms: [safety, cost]\nharms_notes: {safety: 'too fast'}\n",
                ),
                ("qualities", "safety", "harms: [speed]\n"),
                ("qualities", "cost", "harms: []\nstandards: [iso-1]\n"),
                ("qualities", "price", "alias_of: cost\n"),
                ("standards", "one", "standard_id: iso-1\nharms: [cost]\n"),
                ("standards", "two", "standard_id: iso-2\nstandards: [iso-1, iso-2]\n"),
                ("standards", "three", "standard_id: iso-3\nstandards: [iso-3]\n"),
            )
        },
        "cost one safety speed three two",
        {
            "speed harms safety",
            "speed harms cost",
            "safety harms speed",
            "one harms cost",
            "cost standards one",
            "two standards one",
            "two standards two",
            "three standards three",
        },
        (
            "    harms: {label: harms, inverse: harms of}",
            '      harms: {from: harms, note: {from: harms_notes, key: "{item}"}}  # 4 names, 4 of them of a record',
            "    alias-of: alias_of",
            "    names: [aka, alias, standard_id]  # standard_id: others name them by it",
        ),
        findings=2,
    ),
    "ids that are slugs of names": Catalogue(
        {
            f"{name}.md": f"---\ntitle: {title}\nrelated: [{related}]\n---\n"
            for name, title, related in (
                ("two-phase-commit", "2PC", "Saga"),
                ("saga", "The saga", "Two-Phase Commit"),
                ("outbox", "Box", "SAGA"),
            )
        },
        "outbox saga two-phase-commit",
        {"two-phase-commit see-also saga", "outbox see-also saga"},
        ('  - {id: ["{item}", "{item|slug}"]}',),
    ),
    "stanzas": Catalogue(
        {"control": "# all\nPackage: a\nVersion: 2\nReplaces: b\n\nPackage: b\nVersion: 1\n\nPackage: c\nVersion: 1\n"},
        "a b c",
        {"a replaces b"},
        ('    read: {headers: {stanzas: true, comment: "#"}}',),
    ),
    "a table between tabs": Catalogue(
        {"Concepts_Full.txt": "id\tactive\treplacedBy\na\t0\tb\nb\t1\t\nc\t1\t\n"},
        "a b c",
        {"b replaces a"},
        ("    read: tsv",),
    ),
    "a list in TOML": Catalogue(
        {"m.toml": '[[module]]\nname = "a"\nreplaced_by = "b"\n[[module]]\nname = "b"\n[[module]]\nname = "c"\n'},
        "a b c",
        {"b replaces a"},
        ("    read: toml", '    at: "module[*]"'),
    ),
    "sections of INI, one of them empty": Catalogue(
        {"m.ini": "[a]\nreplacement = b\nremoved = 2\n[b]\n[c]\nreplacement = b\nremoved = 3\n[d]\nremoved = 4\n"},
        "a b c d",
        {"b replaces a", "b replaces c"},
        ("    read: ini", '    at: "*"'),
    ),
    "a table of HTML": Catalogue(
        {
            "old.html": "<h1>Old</h1><table><tr><th>Element</th><th>Replacement</th></tr>"
            + "".join(f"<tr><td>{old}</td><td>{new}</td></tr>" for old, new in (("a", "b"), ("b", ""), ("c", "b")))
            + "</table>"
        },
        "a b c",
        {"b replaces a", "b replaces c"},
        ("    read: html",),
    ),
    "elements that wrap the names of others": Catalogue(
        {
            "index.xml": "<index>"
            + "".join(
                f"<entry><doc-id>R{number}</doc-id><title>T{number}</title>"
                + (f"<obsoletes><doc-id>R{number - 1}</doc-id></obsoletes>" if number > 1 else "")
                + "</entry>"
                for number in range(1, 5)
            )
            + "</index>"
        },
        "R1 R2 R3 R4",
        {"R2 replaces R1", "R3 replaces R2", "R4 replaces R3"},
        ("      replaces: obsoletes.doc-id  # 3 names, 3 of them of a record",),
    ),
    "a list of words": Catalogue({"names.txt": "one\ntwo\n"}, "one two", set(), ("    read: lines",)),
}


@pytest.mark.parametrize("name", FORMS)
def test_form(name: str, kb: Kb) -> None:
    """A small catalogue is sketched, loaded and gives its records and relations."""
    catalogue = FORMS[name]
    kb.write({f"src/{path}": text for path, text in catalogue.files.items()})
    done = kb("mapping", "sketch", "src", "--output", "m.yaml")
    assert (done.code, done.out) == (0, "")
    text = (kb.folder / "m.yaml").read_text(encoding="utf-8")
    for line in catalogue.says:
        assert line in text if line.startswith("or ") else line in text.splitlines(), text
    ids, edges, findings = loaded(kb.folder / "src", kb.folder / "m.yaml", kb.folder / "x.kb")
    assert ids == sorted(catalogue.ids.split("," if "," in catalogue.ids else " ")), text
    assert edges == set(map(one_way, catalogue.edges)), text
    assert findings == catalogue.findings, text


def one_way(edge: str) -> str:
    """An edge whose ends mean the same, always from the same end."""
    return " see-also ".join(sorted(edge.split(" see-also "))) if " see-also " in edge else edge


def loaded(source: Path, mapping: Path, made: Path) -> tuple[list[str], set[str], int]:
    """The ids, edges and number of findings of a folder loaded by a mapping."""
    load([str(source)], str(made), mapping=own_mapping(str(mapping)))
    with SqliteGraph(str(made)) as graph:
        nodes = list(graph.select())
        ids = sorted(node.id for node in nodes if node.defined)
        relations = [one["relation"] for one in graph.tally()["edges"]]
        edges = {
            one_way(f"{one.subject} {one.relation} {one.object}")
            for one in graph.edges([node.id for node in nodes], relations, "both")
        }
        return ids, edges, len([one for one in graph.problems() if one.severity != "note"])
