"""Comparing days of which only the earliest and the latest are known: yes, no, or ``None`` for cannot tell.

Apart from ``ontology.dates``, which reads dates as people write them: a question compares, but seldom reads.
"""


def begun_by(earliest: int | None, latest: int | None, day: int) -> bool | None:
    """Whether something that began between two days has begun on ``day``; an open side cannot tell.

    >>> begun_by(10, 20, 25), begun_by(10, 20, 5), begun_by(10, 20, 15)
    (True, False, None)
    """
    if latest is not None and latest <= day:
        return True
    if earliest is not None and earliest > day:
        return False
    return None
