"""A catalogue laid over another one adds to it, overrules it and re-tiers it, and never touches it."""

import json
from pathlib import Path

import pytest

from tests.conftest import Kb
from tests.history import Repository, page

PUBLIC = {
    "public/two-phase-commit.md": page("Two-Phase Commit", "tier: bronze", "introduced: 1978", "replaced_by: saga"),
    "public/saga.md": page("Saga", "tier: gold", "introduced: 1987", "aliases: [Sagas]"),
    "public/odd.md": page("Odd", "introduced: [1990, 1991]"),
}
OURS = {
    "ours/saga.md": page("Saga", "tier: silver", "replaced_by: [{pattern: flow, since: 2024, strength: exact}]"),
    "ours/flow.md": page("Our Flow Engine"),
}


@pytest.fixture
def laid(kb: Kb) -> Kb:
    """Our own catalogue over a public one."""
    kb.write({**PUBLIC, **OURS})
    assert kb("load", "public", "--kb", "public.kb").code == 0
    assert kb("load", "ours", "--over", "public.kb").code == 0
    return kb


def test_it_adds_and_overrules(laid: Kb):
    """What ours says stands over what the public one says, and every source tells its layer."""
    told = laid("what-replaces", "2pc").out
    assert told.startswith("Two-Phase Commit (1978, bronze) is replaced by Our Flow Engine\n")
    assert "source  public.kb:public/two-phase-commit.md:5" in told
    assert "source  ours/saga.md:4" in told
    card = laid("show", "sagas").out
    assert card.startswith("Saga (pattern, 1987, silver)\n")
    assert "the catalogue above overrules the one below" in card


def test_the_one_below_is_not_touched(laid: Kb):
    """The public catalogue answers as before, byte for byte."""
    before = (laid.folder / "public.kb").read_bytes()
    assert laid("load", "ours").code == 0
    assert laid("decide", "deny", "saga", "replaces", "2pc", "--why", "x").code == 0
    assert (laid.folder / "public.kb").read_bytes() == before
    assert "replaced by Saga" in laid("what-replaces", "2pc", "--kb", "public.kb").out


def test_decisions_reach_below(laid: Kb):
    """A relation that only the public one states can be denied in ours."""
    assert laid("decide", "deny", "saga", "replaces", "2pc", "--why", "not with us").code == 0
    assert "no successor is named" in laid("what-replaces", "2pc").out


def test_our_statement_beats_their_decision(laid: Kb):
    """What was decided in the public catalogue is one of its statements; ours overrules it."""
    (laid.folder / "their").mkdir()
    there = Kb(laid.folder / "their", laid.env)
    there.write({"public/saga.md": page("Saga", "tier: gold")})
    assert there("load", "public", "--kb", "public.kb").code == 0
    assert there("decide", "settle", "saga", "tier", "bronze", "--why", "x", "--kb", "public.kb").code == 0
    assert laid("load", "ours", "--over", "their/public.kb", "--kb", "o.kb").code == 0
    assert laid("show", "saga", "--kb", "o.kb").out.startswith("Saga (pattern, silver)")


def test_findings_below_are_not_ours(laid: Kb):
    """A dispute within the public catalogue is reported there, not to us; its values are shown all the same."""
    assert "no findings" in laid("load", "ours", "--verbose").out
    assert "dispute" in laid("load", "public", "--kb", "public.kb", "--verbose").out
    assert "another source" in laid("show", "odd").out


def test_it_follows_the_one_below(laid: Kb):
    """When the public catalogue changes a question says so, and the next load takes the change in."""
    laid.write({"public/saga.md": page("Saga", "tier: gold", "introduced: 1986")})
    assert laid("load", "public", "--kb", "public.kb").code == 0
    asked = laid("show", "saga")
    assert "kb: the catalogue below, public.kb, has changed; load again to follow it" in asked.err
    assert "1987" in asked.out
    assert "loaded" in laid("load", "ours").out
    asked = laid("show", "saga")
    assert "1986" in asked.out
    assert "has changed" not in asked.err


def test_an_unchanged_one_costs_nothing(laid: Kb):
    """A load that finds nothing new leaves the file as it is."""
    before = (laid.folder / "catalogue.kb").read_bytes()
    assert "nothing changed" in laid("load", "ours", "--over", "public.kb").out
    assert (laid.folder / "catalogue.kb").read_bytes() == before


def test_layers_lie_on_layers(laid: Kb):
    """A team's catalogue lies over a company's, which lies over a public one; each overrules what is below it."""
    laid.write({"team/saga.md": page("Saga", "tier: adopt")})
    assert laid("load", "team", "--over", "catalogue.kb", "--kb", "team.kb").code == 0
    assert laid("show", "saga", "--kb", "team.kb").out.startswith("Saga (pattern, 1987, adopt)")
    told = laid("what-replaces", "2pc", "--kb", "team.kb").out
    assert "source  catalogue.kb:public.kb:public/two-phase-commit.md:5" in told
    assert "source  catalogue.kb:ours/saga.md:4" in told


def test_taking_a_layer_away(laid: Kb):
    """``--over none`` leaves what ours says alone."""
    assert laid("load", "ours", "--over", "none").code == 0
    assert [line.split()[0] for line in laid("list").out.splitlines()[1:-1]] == ["flow", "saga"]


def test_a_layer_that_is_gone(laid: Kb):
    """When the public file is gone what it said stays, and a finding says so."""
    (laid.folder / "public.kb").unlink()
    assert "the catalogue below, public.kb, is gone" in laid("show", "saga").err
    done = laid("load", "ours")
    assert "public.kb: warning: the catalogue below, public.kb, is gone" in done.out
    assert "replaced by Our Flow Engine" in laid("what-replaces", "2pc").out


def test_over_alone(kb: Kb):
    """A catalogue of decisions alone can lie over the bundled one."""
    assert kb("load", "--over", "bundled").code == 0
    assert kb("decide", "settle", "saga", "tier", "silver", "--why", "our experience").code == 0
    assert "silver" in kb("show", "saga").out.splitlines()[0]
    assert json.loads(kb("load", "--over", "bundled", "--format", "json").out)["over"] == "bundled"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("ours", "--over", "nope.kb"), "there is no catalogue at nope.kb to lay catalogue.kb over"),
        (("ours", "--over", "catalogue.kb"), "catalogue.kb cannot lie over itself"),
        (("ours", "--over", "ours/saga.md"), "is not a readable catalogue"),
        ((), "say what to load"),
    ],
)
def test_mistakes(laid: Kb, argv: tuple[str, ...], message: str):
    """A layer that cannot be one is refused in one line."""
    done = laid("load", *argv)
    assert done.code == 2
    assert message in done.err
    assert done.err.count("\n") == 1


def test_the_past_of_both(tmp_path: Path):
    """As seen in the past, each layer says what it said then."""
    env = {"KB_TODAY": "2026-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")}
    one = Repository.made(tmp_path)
    one.commit("2024-01-01", tag="v1", saga=page("Saga", "tier: gold"))
    one.commit("2025-01-01", saga=page("Saga", "tier: bronze"))
    kb = Kb(tmp_path, env)
    assert kb("load", "docs", "--history", "--kb", "public.kb").code == 0
    kb.write({"ours/saga.md": page("Our Saga", "aliases: [the saga]")})
    assert kb("load", "ours", "--over", "public.kb").code == 0
    assert kb("show", "saga").out.startswith("Our Saga (pattern, bronze)")
    for seen in ("v1", "2024-06"):
        assert kb("show", "saga", "--as-seen", seen).out.startswith("Saga (pattern, gold)")


def test_words_of_the_one_below(kb: Kb):
    """A relation that the public catalogue declared is known above."""
    kb.write(
        {
            "v.yaml": "relations:\n  rivals: {label: rivals, inverse: rivalled by}\n",
            "public/a.md": page("A", "rivals: b"),
        }
    )
    kb.write({"public/b.md": page("B"), "ours/c.md": page("C", "rivals: a")})
    assert kb("load", "public", "--kb", "public.kb", "--vocabulary", "v.yaml").code == 0
    assert kb("load", "ours", "--over", "public.kb").code == 0
    assert "rivalled by" in kb("show", "a").out
    assert kb("settle").code == 0
    assert "rivalled by" in kb("show", "b").out
