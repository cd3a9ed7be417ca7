"""Numbers of any size, for people and for programs."""

#: The largest whole number that every reader of JSON keeps exactly.
LARGEST = 2**53 - 1

#: Digits that are converted at once; Python refuses many more.
_CHUNK = 4_000


def digits(number: int) -> str:
    """All digits of a number from 0 up, however many.

    >>> digits(1200), len(digits(10**10_000))
    ('1200', 10001)
    """
    parts = []
    while number >= 10**_CHUNK:
        number, rest = divmod(number, 10**_CHUNK)
        parts.append(f"{rest:0{_CHUNK}}")
    return "".join([str(number), *reversed(parts)])


def exact(number: int) -> int | str:
    """A number for JSON: as its digits in text where a reader could round it.

    >>> exact(1200), exact(2**60)
    (1200, '1152921504606846976')
    """
    return number if number <= LARGEST else digits(number)


def readable(number: int) -> str:
    """A number for people: with separators, of a very long one how it begins and how many digits it has.

    >>> readable(1200), readable(2**60), readable(3**200)
    ('1,200', '1,152,921,504,606,846,976', '2.6561e95 (96 digits)')
    """
    text = digits(number)
    return f"{number:,}" if len(text) <= 40 else f"{text[0]}.{text[1:5]}e{len(text) - 1} ({len(text)} digits)"
