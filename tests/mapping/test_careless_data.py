"""What analysts met in foreign catalogues: words, dates, marks and names that are written with less care than a mapping."""

import pytest

from tests.conftest import Kb

HEAD = "kb-mapping: 1\ntitle: T\nsources: [{files: '*.csv', read: csv}]\nrecords:\n  w: "


def loaded(kb: Kb, rows: str, record: str) -> str:
    """A table loaded by one record rule; what the load printed."""
    kb.write({"d/t.csv": rows, "m.yaml": HEAD + record + "\n"})
    done = kb("load", "d", "--mapping", "m.yaml", "--verbose")
    assert done.code == 0, done.err
    return done.out


def verdict(kb: Kb, name: str) -> str:
    """The first line of what replaces a thing."""
    return kb("what-replaces", name).out.splitlines()[0]


STATES = "id,tier,status,dep\na,hold,Superseded,no\nb,hold,Active,no\nc,adopt,Superseded,no\nd,adopt,Active,YES \ne,adopt,Active,\n"


def test_a_condition_disposes_of_no_other_words(kb: Kb):
    """A field that does not retire a record leaves its tier and its status to say so; case and blanks do not matter."""
    loaded(kb, STATES, '{id: "{id}", tier: tier, status: status, retired: {when: dep, in: ["yes"]}}')
    retired = {id_: "retired" in verdict(kb, id_) for id_ in "abcde"}
    assert retired == {"a": True, "b": True, "c": True, "d": True, "e": False}


def test_a_condition_alone_says_what_retires(kb: Kb):
    """With ``only`` neither tier nor status retires what the condition does not."""
    loaded(kb, STATES, '{id: "{id}", tier: tier, status: status, retired: {when: status, in: [active], only: true}}')
    retired = {id_: "retired" in verdict(kb, id_) for id_ in "abcde"}
    assert retired == {"a": False, "b": True, "c": False, "d": True, "e": True}


def test_a_tier_in_blanks_is_the_tier(kb: Kb):
    """Blanks around a tier are no part of it."""
    loaded(kb, "id,tier\na, Gold \n", '{id: "{id}", tier: tier}')
    assert kb("list", "--where", "tier=gold", "--ids").out == "a\n"


@pytest.mark.parametrize(
    ("written", "rule", "found"),
    [
        ("Standard ML and Lisp", 'split: " and "', ["Lisp", "Standard ML"]),
        ("PL/I / Ada", 'split: " / "', ["Ada", "PL/I"]),
        ("a b  c d", 'split: "  "', ["a b", "c d"]),
        ("a;b , c", 'split: [",", ";"]', ["a", "b", "c"]),
        ("a  b", 'split: " "', ["a", "b"]),
        ("0007 and 8; 9", "split: {matches: '\\s*(?:;|and)\\s*'}", ["0007", "8", "9"]),
        ("b (removed)", "strip: '\\(.*\\)'", ["b"]),
    ],
)
def test_marks(kb: Kb, written: str, rule: str, found: list[str]):
    """A mark is what stands between two values, with the blanks that it has itself; nothing is left of what is taken out."""
    record = '{id: "{id}", edges: {replaced-by: {from: to, ' + rule + "}}}"
    loaded(kb, f'id,to\nx,"{written}"\n', record)
    told = kb("show", "x").out
    assert all(one in told for one in found), told
    assert told.count("known only from references") == len(found)


def test_a_line_end_is_a_mark(kb: Kb):
    """A value over several lines can be taken apart at the line ends."""
    loaded(kb, 'id,to\nx,"a b\nc d"\n', '{id: "{id}", edges: {replaced-by: {from: to, split: "\\n"}}}')
    assert kb("show", "x").out.count("known only from references") == 2


def test_dates_that_are_none(kb: Kb):
    """What is no date by any form is a finding, also where forms are declared; doubt in words stays doubt."""
    rows = "id,on\na,garbage\nb,31-Feb-1999\nc,c. 1958\nd,1970s\ne,3-May-1999\nf,May 1999\n"
    told = loaded(kb, rows, '{id: "{id}", introduced: {from: on, dates: [D-MON-YYYY, MONTH YYYY]}}')
    assert told.count("[not-a-date]") == 2
    listed = {row.split()[0]: row.split()[-1] for row in kb("list").out.splitlines()[1:-1]}
    assert listed == {"a": "pattern", "b": "pattern", "c": "1958~", "d": "197X", "e": "1999-05-03", "f": "1999-05"}


@pytest.mark.parametrize("form", ["MONTHS D YYYY", "HH YYYY", "YYYYY"])
def test_words_that_no_form_has(kb: Kb, form: str):
    """A form with a word that means no part of a date is a mistake of the mapping."""
    kb.write({"d/t.csv": "id\na\n", "m.yaml": HEAD + f'{{id: "{{id}}", introduced: {{from: a, dates: ["{form}"]}}}}\n'})
    done = kb("load", "d", "--mapping", "m.yaml")
    assert done.code == 2
    assert "which is no word of a date" in done.err


def test_a_name_with_less_care_than_the_id(kb: Kb):
    """A name that fits no id as it stands means the only one that it is but for case and blanks; else it stays a name."""
    rows = "id,by\nGPL-2.0+, gpl-2.0-OR-later\nGPL-2.0-or-later,\nx,Y\ny,\nY ,\nz,Y\n"
    loaded(kb, rows, '{id: "{id}", edges: {replaced-by: by}}')
    assert "replaced by GPL-2.0-or-later" in verdict(kb, "GPL-2.0+")
    assert "known only from references" in kb("show", "x").out


def test_groups_and_strengths_are_words(kb: Kb):
    """A group and a strength are one of their own words, or a value; another word is a mistake."""
    loaded(
        kb,
        "id,by\na,b c\n",
        '{id: "{id}", edges: {replaced-by: {from: by, split: " ", group: all-of, strength: exact}}}',
    )
    assert "only together with" in kb("what-replaces", "a").out
    for rule in ("group: {value: foo}", "strength: {value: total}"):
        kb.write({"m.yaml": HEAD + '{id: "{id}", edges: {replaced-by: {from: by, ' + rule + "}}}\n"})
        done = kb("load", "d", "--mapping", "m.yaml")
        assert (done.code, "is one of" in done.err) == (2, True)


def test_an_id_without_braces(kb: Kb):
    """A bare word as an id is the field of that name, as everywhere."""
    loaded(kb, "name\na\nb\n", "{id: name}")
    assert kb("list", "--ids").out == "a\nb\n"
