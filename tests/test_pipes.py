"""Names that come through a pipe: ``-`` stands for them where a command takes several."""

import io
import sys

import pytest

from kb.commands.common import given_names
from queries.errors import BadQuestion
from tests.conftest import Kb


class Stdin:
    """A standard input with these bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize(
    ("given", "piped", "names"),
    [
        (["a", "b"], b"never read", ["a", "b"]),
        (["-"], b"a\nb\n", ["a", "b"]),
        (["a", "-", "d"], b"b\r\nc", ["a", "b", "c", "d"]),
        (["-"], b"\xef\xbb\xbfTwo-Phase Commit\n\n  \nodd id \n", ["Two-Phase Commit", "odd id "]),
        (["-"], "看板\nGröße\n".encode(), ["看板", "Größe"]),
    ],
)
def test_dash_stands_for_the_names_that_come_in(given, piped, names, monkeypatch):
    """The names on standard input take the place of the dash, each line one name as it is written."""
    monkeypatch.setattr(sys, "stdin", Stdin(piped))
    assert given_names(given) == names


@pytest.mark.parametrize(
    ("given", "piped", "why"),
    [(["-"], b"", "none came"), (["-"], b"\n \n", "none came"), (["-", "-"], b"a", "once"), (["-"], b"\xff", "UTF-8")],
)
def test_nothing_through_a_pipe_is_a_mistake(given, piped, why, monkeypatch):
    """An empty pipe, a second dash and bytes that are no text are told, instead of an answer about nothing."""
    monkeypatch.setattr(sys, "stdin", Stdin(piped))
    with pytest.raises(BadQuestion, match=why):
        given_names(given)


@pytest.mark.parametrize(
    "command",
    [["descendants", "2pc"], ["ancestors", "raft"], ["what-replaces", "2pc"], ["what-it-replaced", "saga"], ["list"]],
)
def test_ids_are_names_for_the_next_command(command, kb: Kb):
    """What ``--ids`` prints names one entry a line, each by its exact id."""
    done = kb(*command, "--ids", "--kb", "bundled", "--quiet")
    assert done.code == 0
    ids = done.out.splitlines()
    assert ids
    assert len(set(ids)) == len(ids)
    for id_ in ids[:3]:
        assert kb("show", id_, "--kb", "bundled", "--quiet").code == 0
