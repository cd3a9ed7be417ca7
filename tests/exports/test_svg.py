"""SVG and PNG: whole, in words, without a tie to anywhere else, and refused where nobody could read them."""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from exports import svg as drawing
from exports.dot import source
from exports.picture import TooLarge, plain
from ontology.builtin import VOCABULARY
from queries.view import View
from tests.exports.conftest import HOSTILE, a_node, a_view

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def one_program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks for a program is drawn by that one alone."""
    if "graphviz_program" in request.fixturenames:
        program = request.getfixturevalue("graphviz_program")
        monkeypatch.setattr(drawing, "programs", lambda: (program,))


@pytest.fixture
def plan_svg(plan_view: View, graphviz_program: str) -> bytes:
    """The plan's diagram as an SVG."""
    return drawing.svg(source(plan_view, VOCABULARY))


def a_program(folder: Path, script: str) -> str:
    """A stand-in for Graphviz."""
    path = folder / "dot"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_picture_speaks(plan_svg: bytes) -> None:
    """A title, a description of everything drawn and a role stand at the top."""
    root = ElementTree.fromstring(plan_svg)
    title, desc = list(root)[:2]
    assert (title.tag, title.text) == (f"{SVG}title", "Pattern relationships")
    assert desc.tag == f"{SVG}desc"
    told = (desc.text or "").split("\n")
    assert told[0] == "11 entries and 10 connections."
    assert "Saga Pattern: Gold, 1987" in told
    assert "Vector Clocks → Hybrid Logical Clocks: Replaced by" in told
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), desc.get("id"))
    assert root.get("viewBox")


def test_nothing_points_elsewhere(plan_svg: bytes) -> None:
    """No document type, no comment, no link and no address but the namespace's own."""
    text = plan_svg.decode()
    assert "<!" not in text
    assert "<a" not in text
    assert "href" not in text
    assert text.count("://") == text.count('xmlns="http://www.w3.org/2000/svg"') == 1


def test_labels_are_text(graphviz_program: str) -> None:
    """Every title can be read and copied out of the picture, whatever it holds."""
    nodes = [a_node(f"{n:03}", title) for n, title in enumerate(HOSTILE)]
    root = ElementTree.fromstring(drawing.svg(source(a_view(nodes), VOCABULARY)))
    owners = [group for group in root.iter(f"{SVG}g") if group.get("class") == "node"]
    assert sorted(owner.findtext(f"{SVG}title") or "" for owner in owners) == sorted(
        plain(node.title) or node.id for node in nodes
    )
    assert all(list(owner.iter(f"{SVG}text")) for owner in owners)


def test_the_same_source_gives_the_same_bytes(plan_view: View, graphviz_program: str) -> None:
    """Drawing twice gives one picture, as SVG and as PNG."""
    text = source(plan_view, VOCABULARY)
    assert drawing.svg(text) == drawing.svg(text)
    assert drawing.png(text) == drawing.png(text)
    assert drawing.png(text).startswith(b"\x89PNG\r\n\x1a\n")


def test_too_many_nodes_or_edges_are_refused_before_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hairball is refused with an offer, and no program is started."""
    monkeypatch.setattr(subprocess, "run", None)
    nodes = [a_node(f"p{n:03}") for n in range(301)]
    with pytest.raises(TooLarge, match=r"301 nodes and 0 edges .*--most.*Mermaid or DOT"):
        drawing.svg(source(a_view(nodes), VOCABULARY))
    edges = [(f"p{a:03}", "uses", f"p{b:03}") for a in range(40) for b in range(40) if a != b]
    with pytest.raises(TooLarge, match="40 nodes and 1560 edges"):
        drawing.png(source(a_view(nodes[:40], edges), VOCABULARY))


def test_labels_are_not_counted_as_nodes(graphviz_program: str) -> None:
    """Titles that read like DOT do not make a picture too large."""
    nodes = [a_node(f"{n:03}", "\n".join(["n1 [", "n1 -> n2"] * 400)) for n in range(2)]
    assert drawing.svg(source(a_view(nodes), VOCABULARY))


def test_without_graphviz_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no program can draw, the message says how to get one."""
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(drawing.NoGraphviz, match=r"pip install 'pattern-genealogy\[pictures\]'.*apt-get install"):
        drawing.svg("digraph {}")


def test_warnings_are_silent_and_errors_speak(graphviz_program: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A warning of fonts is no matter; a real error is one sentence with the program's own words."""
    assert drawing.svg('digraph { n0 [label="漢字" fontname="No Such Font"] }')
    with pytest.raises(drawing.DrawingFailed, match=r"could not draw.*syntax error"):
        drawing.svg("digraph { -> }")
    assert capfd.readouterr() == ("", "")


def test_a_program_that_fails_gives_way_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, graphviz_program: str
) -> None:
    """When the first program breaks down, the second one draws."""
    broken = a_program(tmp_path, "sys.exit(3)")
    monkeypatch.setattr(drawing, "programs", lambda: (broken, graphviz_program))
    assert drawing.svg("digraph { n0 }").startswith(b"<?xml")
    monkeypatch.setattr(drawing, "programs", lambda: (broken,))
    with pytest.raises(drawing.DrawingFailed, match="dot: ended with code 3"):
        drawing.svg("digraph { n0 }")


def test_a_drawing_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time limit the process is ended, and a smaller picture is offered."""
    slow = a_program(tmp_path, "time.sleep(30)")
    monkeypatch.setattr(drawing, "programs", lambda: (slow,))
    monkeypatch.setattr(drawing, "SECONDS", 0.3)
    with pytest.raises(TooLarge, match=r"did not finish.*--most"):
        drawing.svg("digraph { n0 }")


def test_a_program_that_does_not_start_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be run is reported, not raised through."""
    monkeypatch.setattr(drawing, "programs", lambda: (str(tmp_path / "nothing"),))
    with pytest.raises(drawing.DrawingFailed, match="nothing could not be started"):
        drawing.svg("digraph { n0 }")


def test_labels_over_each_other_are_noticed() -> None:
    """Two texts that share a place overlap; two lines of one label, and neighbours, do not."""

    def texts(*places: tuple[float, float]) -> bytes:
        made = "".join(
            f'<text x="{x}" y="{y}" font-size="12" text-anchor="middle">Replaced by</text>' for x, y in places
        )
        return f'<svg xmlns="http://www.w3.org/2000/svg">{made}</svg>'.encode()

    assert drawing.overlapping(texts((100, 100), (110, 104)))
    assert not drawing.overlapping(texts((100, 100), (100, 112), (180, 100)))
