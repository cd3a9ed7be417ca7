"""The Python interface: a catalogue is opened, asked, drawn and loaded into, and shows itself in a notebook."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kb
from kb.asking import QUESTIONS
from kb.errors import CatalogueError, NothingToLoad
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from tests.ledger.written import page

PAGES = {
    "docs/saga.md": page(
        "title: Saga <b>&\nintroduced: 1987\nreplaces: [{pattern: 2pc, since: 2015, when: a < b}]\ntier: gold"
    ),
    "docs/2pc.md": page("title: Two-Phase Commit (2PC)\nintroduced: 1978\ntier: bronze\nreplaces: [1pc]"),
    "docs/1pc.md": page("title: One-Phase Commit\nintroduced: 1970"),
    "docs/outbox.md": page("title: Outbox\nrequires: [saga]\nevolved_from: [2pc]"),
    "docs/twin-a.md": page("title: Twin"),
    "docs/twin-b.md": page("title: Twin"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with pages, on the day of all tests."""
    monkeypatch.setenv("KB_TODAY", "2026-11-23")
    monkeypatch.chdir(tmp_path)
    for name, text in PAGES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def catalogue(folder: Path) -> kb.Catalogue:
    """The pages, loaded and open."""
    kb.load("docs")
    return kb.open()


def test_a_few_lines(folder: Path):
    """Loading, opening, asking and drawing are a line each."""
    report = kb.load("docs", "my.kb")
    with kb.open("my.kb") as catalogue:
        answer = catalogue.what_replaces("2pc")
        picture = catalogue.draw("2pc", "mermaid")
    assert (report.files, answer.verdict) == (6, "partly-replaced")
    assert [(end.node.id, end.node.title) for end in answer.live] == [("saga", "Saga <b>&")]
    assert picture.startswith(("flowchart", "graph", "%%", "---"))


def test_answers_show_themselves(catalogue: kb.Catalogue):
    """An answer is text at a prompt, plain data for a program, and has the fields of the answer itself."""
    answer = catalogue.what_replaces("2pc")
    assert repr(answer).startswith("Two-Phase Commit (2PC) (1978, bronze)")
    assert "docs/saga.md:4" in repr(answer)
    data = answer.to_dict()
    assert json.loads(json.dumps(data))["verdict"] == answer.verdict == answer.value.verdict
    assert data["direct"] == ["saga"]
    with pytest.raises(AttributeError):
        _ = answer.no_such_field
    with pytest.raises(AttributeError):
        _ = answer._private


@pytest.mark.parametrize("question", ["what_replaces", "what_it_replaced", "show", "ancestors", "descendants"])
def test_notebooks(catalogue: kb.Catalogue, question: str):
    """A notebook shows the text of an answer, escaped, and below it the picture."""
    answer = getattr(catalogue, question)("2pc")
    shown = answer._repr_html_()
    text, _, picture = shown.partition("</pre>")
    assert text.startswith('<pre style="white-space: pre-wrap">')
    assert "<b>" not in text
    assert "&lt;b&gt;&amp;" in text or "Saga" not in repr(answer)
    assert picture.startswith("<svg")
    root = ElementTree.fromstring(picture)
    assert root.tag.endswith("svg")
    assert "<script" not in picture


def test_notebooks_without_a_picture(catalogue: kb.Catalogue, monkeypatch: pytest.MonkeyPatch):
    """Where nothing can draw, a notebook shows the text and why there is no picture."""
    from exports.lineage_picture import render

    monkeypatch.setattr(render, "MOST", 1)
    shown = catalogue.show("2pc")._repr_html_()
    assert shown.endswith("entries is too large to be looked at: ask for fewer with --most</p>")
    assert catalogue.list()._repr_html_().endswith("</pre></details>")


def test_pictures(catalogue: kb.Catalogue):
    """A picture is text that shows itself in a notebook and says what it leaves out; in pixels it is bytes."""
    picture = catalogue.draw("2pc", picture="lineage", most=1)
    assert picture.startswith("<svg")
    assert picture._repr_html_() == picture
    assert picture.hidden.startswith("shown 1 entry; hidden: 3 beyond --most 1")
    assert catalogue.draw("2pc", "mermaid")._repr_html_() is None
    assert catalogue.png("2pc").startswith(b"\x89PNG")
    assert catalogue.draw(where={"tier": "bronze"}, picture="lineage").count('class="n"') == 1


def test_questions(catalogue: kb.Catalogue):
    """Every question of the command line has a method."""
    assert catalogue.what_it_replaced("saga").to_dict()["all"] == ["2pc", "1pc"]
    assert [one.id for one in catalogue.list(tier="bronze").nodes] == ["2pc"]
    assert catalogue.path("1pc", "saga").to_dict()["path"] == ["1pc", "2pc", "saga"]
    assert catalogue.ancestors("outbox").to_dict()["direct"] == ["2pc"]
    assert catalogue.descendants("1pc").to_dict()["direct"] == ["2pc"]
    assert catalogue.show("saga").to_dict()["node"]["id"] == "saga"
    assert catalogue.neighbours("saga", "requires", "in").direct
    assert catalogue.common_ancestors("saga", "outbox").nearest
    assert catalogue.timeline("saga").events
    assert catalogue.history("saga").world[0].date == "1987"
    assert "in the catalogue" in repr(catalogue.history("saga"))
    asked = {"ask": "what-replaces", "of": "2pc"}
    assert catalogue.ask(asked) == catalogue.what_replaces("2pc").to_dict()


def test_bisection(catalogue: kb.Catalogue):
    """A bisection says on which day an answer changed, and takes a range."""
    assert [flip["after"] for flip in catalogue.bisect("verdict 2pc").to_dict()["flips"]][-1] == "partly-replaced"
    assert catalogue.bisect("verdict 2pc", begins="1990", ends="1991").to_dict()["flips"] == []
    assert catalogue.bisect("verdict 2pc", seen=True).clock


def test_the_page_names_what_there_is():
    """Each question that ``kb ask`` takes has a method, and docs/python.md names just the methods that there are."""
    text = (Path(__file__).parents[1] / "docs" / "python.md").read_text()
    rows = text[text.index("| Method | Asks |") :].split("\n\n")[0]
    named = set(re.findall(r"`(\w+)\(", rows))
    methods = {name for name in dir(kb.Catalogue) if not name.startswith("_")} - {"close"}
    assert named == methods
    otherwise = {"names", "nodes", "timelines"}  # by ``ask``, by ``list`` and by ``timeline``
    assert {name.replace("-", "_") for name in QUESTIONS} - methods == otherwise


def test_moments(catalogue: kb.Catalogue):
    """A question may be asked for another day."""
    assert catalogue.what_replaces("2pc", as_of="2010").to_dict()["direct"] == []
    assert catalogue.what_replaces("2pc", as_of="2016").to_dict()["direct"] == ["saga"]


def test_errors(catalogue: kb.Catalogue, folder: Path):
    """What cannot be answered is an exception of its own, with a sentence."""
    with pytest.raises(UnknownName, match=r"no entry is called 'sagga'; did you mean: Saga"):
        catalogue.what_replaces("sagga")
    with pytest.raises(AmbiguousName, match=r"'Twin' fits 2 entries: Twin \(twin-a\), Twin \(twin-b\)"):
        catalogue.show("Twin")
    with pytest.raises(BadQuestion, match="soon"):
        catalogue.what_replaces("2pc", as_of="soon")
    with pytest.raises(BadQuestion, match="nonsense"):
        catalogue.ancestors("2pc", relations=["nonsense"])
    with pytest.raises(ValueError, match="drawn as mermaid, dot, svg or png, not as gif"):
        catalogue.draw("2pc", "gif")
    with pytest.raises(CatalogueError, match=r"there is no catalogue at nowhere\.kb"):
        kb.open("nowhere.kb")
    with pytest.raises(NothingToLoad):
        kb.load("nowhere")
    with pytest.raises(CatalogueError, match="bundled"):
        kb.load("docs", "bundled")
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = kb.opne  # type: ignore[attr-defined]


def test_with(folder: Path):
    """A ``with`` block gives the file back."""
    kb.load(["docs/saga.md", "docs/2pc.md"])
    with kb.open() as catalogue:
        assert repr(catalogue) == "<Catalogue catalogue.kb>"
        assert catalogue.what_replaces("2pc").live
    with pytest.raises(CatalogueError, match="closed"):
        catalogue.what_replaces("2pc")


def test_nearest_catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Without a name the nearest catalogue at or above the working folder answers."""
    kb.load("docs")
    (folder / "docs/deep").mkdir()
    monkeypatch.chdir(folder / "docs/deep")
    with kb.open() as catalogue:
        assert catalogue.label == "../../catalogue.kb"
        assert catalogue.what_replaces("2pc").live


def test_bundled(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch):
    """Where there is no catalogue, the one that ships with kb answers."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    with kb.open() as catalogue:
        assert catalogue.label == "bundled catalogue"
        assert catalogue.what_replaces("2pc").live


def test_version():
    """The package knows its version."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", kb.__version__)
