"""Which text becomes a number, a boolean or null, and how a tree becomes plain data."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.scalars import is_null, plain_data, typed
from loaders.tree import Mapping, Node, Scalar, Sequence


def scalar(raw: str, plain: bool = True) -> Scalar:
    return Scalar(raw, 0, len(raw), plain)


TYPED = [
    *((word, None) for word in ("", "~", "null", "Null", "NULL")),
    *((word, True) for word in ("true", "True", "TRUE")),
    *((word, False) for word in ("false", "False", "FALSE")),
    ("0", 0),
    ("-7", -7),
    ("1987", 1987),
    ("1.5", 1.5),
    ("-0.25", -0.25),
    ("99.95", 99.95),
    ("1.0", 1.0),
]


@pytest.mark.parametrize(("raw", "value"), TYPED)
def test_typed(raw: str, value: object) -> None:
    """Unquoted words and numbers of the core schema get their type."""
    assert typed(scalar(raw)) == value
    assert type(typed(scalar(raw))) is type(value)


LITERALS = "no on yes y Yes TrUe nULL 12:30 1:30:00 2023-14-05 2024-01-02 014 1.10 1e3 1E3 1.5e3 +5 -0 0x1F 0o17 0b1 1_000 .5 5. .inf -.inf .nan inf nan 1.10.2 ١٩٨٧ 12345678901234567890 0.1234567890123456789 - = <<"


@pytest.mark.parametrize("raw", LITERALS.split())
def test_nothing_lost(raw: str) -> None:
    """What is no word of the core schema, or a number that prints otherwise, stays the text that it is."""
    assert typed(scalar(raw)) == raw
    assert isinstance(typed(scalar(raw)), str)


@pytest.mark.parametrize("raw", ["null", "true", "12", "", "~"])
def test_quoted(raw: str) -> None:
    """Quoted text is text."""
    assert typed(scalar(raw, plain=False)) == raw


def test_long_digits() -> None:
    """A million digits are text, and at once."""
    assert typed(scalar("9" * 1_000_000)) == "9" * 1_000_000


@given(st.text(alphabet="0123456789.-+eExo_infaNtruls ", max_size=12) | st.floats().map(repr) | st.integers().map(str))
def test_prints_back(raw: str) -> None:
    """Every number made is finite and prints as it was written."""
    value = typed(scalar(raw))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        assert math.isfinite(value)
        assert str(value) == raw


def test_is_null() -> None:
    """Nothing is said by an absent node and by an unquoted null or empty value, and by nothing else."""
    assert all(is_null(node) for node in (None, scalar(""), scalar("~"), scalar("NULL")))
    assert not any(is_null(node) for node in (scalar("", plain=False), scalar("no"), Sequence(0), Mapping(0)))


def test_plain_data() -> None:
    """A tree becomes JSON data, of a key that stands twice with the first value."""
    inner = Sequence(0, [scalar("1"), scalar("1", plain=False), Mapping(0)])
    tree = Mapping(0, [(scalar("a"), inner), (scalar("b"), scalar("~")), (scalar("a"), scalar("second"))])
    assert plain_data(tree) == {"a": [1, "1", {}], "b": None}
    assert plain_data(None) is None


def test_plain_data_limit() -> None:
    """The limit counts scalars and containers, and reaching it is no error yet."""
    tree = Sequence(0, [scalar("1"), scalar("2")])
    assert plain_data(tree, limit=3) == [1, 2]
    with pytest.raises(ValueError, match="too many values"):
        plain_data(tree, limit=2)


def test_billion_laughs() -> None:
    """Nine levels of nine shared nodes, 400 million values, stop at the limit."""
    node: Node = scalar("lol")
    for _ in range(9):
        node = Sequence(0, [node] * 9)
    with pytest.raises(ValueError, match="too many values"):
        plain_data(node)


def test_deepest_tree() -> None:
    """The deepest tree that a reader gives can be unfolded."""
    node: Node = scalar("x")
    for _ in range(200):
        node = Sequence(0, [node])
    assert str(plain_data(node)).count("[") == 200
