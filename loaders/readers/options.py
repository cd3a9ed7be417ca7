"""Takes what a mapping's author chose for a reader, and says what no reader can use.

A wrong option is a mistake of the mapping, not of a file: it raises ``ValueError``, before anything is read.
"""

from collections.abc import Mapping


def check_names(options: Mapping[str, object], known: tuple[str, ...]) -> None:
    """Refuse options that a reader does not have.

    >>> check_names({"delimeter": ";"}, ("delimiter", "header"))
    Traceback (most recent call last):
    ...
    ValueError: no option 'delimeter'; known are: delimiter, header
    """
    for name in options:
        if name not in known:
            raise ValueError(f"no option {name!r}; known are: {', '.join(known) or 'none'}")


def flag(options: Mapping[str, object], name: str) -> bool:
    """An option that is true or false; false where it is absent."""
    value = options.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"option {name!r} is true or false, not {value!r}")
    return value


def character(options: Mapping[str, object], name: str, default: str, may_be_empty: bool = False) -> str:
    """An option that is one character; empty means none, where that is allowed.

    >>> character({"delimiter": "||"}, "delimiter", ",")
    Traceback (most recent call last):
    ...
    ValueError: option 'delimiter' is one character, no line end, not '||'
    """
    value = options.get(name, default)
    if may_be_empty and value == "":
        return ""
    if not isinstance(value, str) or len(value) != 1 or value in "\r\n":
        raise ValueError(f"option {name!r} is one character, no line end, not {value!r}")
    return value


def prefixes(options: Mapping[str, object], name: str) -> tuple[str, ...]:
    """An option that is one text or a list of them, none empty."""
    value = options.get(name, ())
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, list | tuple) or not all(isinstance(one, str) and one for one in values):
        raise ValueError(f"option {name!r} is text or a list of texts, not {value!r}")
    return tuple(values)
