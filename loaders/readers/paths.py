"""Paths that find records and fields in the tree of a document.

================ =====================================================================================
``a.b``          what stands under ``b`` in what stands under ``a``
``a[*]``         every item of the list ``a``; where ``a`` is no list, ``a`` itself
``a[0]``         one item of the list ``a``; ``a[-1]`` is the last
``a[k=v]``       the items of ``a`` whose field ``k`` is ``v``, as it stands or in double quotes; ``!=``: is not
``a.*``          every value of the mapping ``a``
``Related*``     every value whose key begins so; ``*`` may stand at the end, the beginning or inside
``**``           everything below, at any depth: values of mappings and items of lists, but no list itself
``**.a``         ``a`` in this mapping and in every one below, at any depth
``"a.b"``        a key as it stands, with ``\\"`` and ``\\\\`` for a quote and a backslash
``$`` or empty   the whole document; before other steps ``$`` may be left out
``$value``       in what is no mapping: the thing itself; of an element with attributes its text
``$lines``       the lines of a text
================ =====================================================================================

A path goes through lists by itself: where ``a`` is a list, ``a.b`` is ``b`` of each of its items. So it is the same
path whether an element, a tag or a key stands once or several times. ``*`` and ``**`` pass over what a reader adds to
a document (``$title``, ``$body`` and their like), which only its own name finds.

>>> from loaders.json_reader import read_json
>>> tree, _ = read_json('{"db": {"sql": {"id": 1}, "kv": {"id": 2}}, "list": [{"id": 3}, {"id": 4, "old": true}]}')
>>> [(pointer, around[2].raw) for _, pointer, around in select(tree, "db.*")]
[('/db/sql', 'sql'), ('/db/kv', 'kv')]
>>> [[node.raw for node, _ in inside(tree, path)] for path in ("**.id", "list.id", "list[old=true].id", "list[0].id")]
[['1', '2', '3', '4'], ['3', '4'], ['4'], ['3']]
"""

from collections.abc import Callable, Iterator

from loaders.items import pointer_to
from loaders.readers.steps import Step, parse, parsed
from loaders.scalars import is_null
from loaders.tree import Joined, Mapping, Node, Pieces, Repeated, Scalar, Sequence, Worded

#: A node with its JSON pointer.
Placed = tuple[Node, str]

#: What a node stands in: a mapping with its pointer, the key under which the node or the lists around it stand, and
#: what the mapping itself stands in. None at the top.
Around = tuple[Mapping, str, Scalar, "Around"] | None

#: A node, its JSON pointer and what it stands in.
Place = tuple[Node, str, Around]

_EACH = Step("items")


def select(node: Node | None, path: str) -> Iterator[Place]:
    """Every node that a path leads to, in the order of the document.

    Raises ``ValueError`` for a path that is none; one that leads nowhere yields nothing.

    >>> list(select(Mapping(0), "a..b"))
    Traceback (most recent call last):
    ...
    ValueError: path 'a..b', character 3: a key should stand here
    """
    steps = parse(path)
    return _walk((node, "", None), steps) if node is not None else iter(())


def records(node: Node | None, path: str) -> Iterator[Place]:
    """What ``select`` finds; a list that the path ends at stands for its items, since no record is a list.

    >>> [pointer for _, pointer, _ in records(Sequence(0, [Mapping(1), Mapping(4)]), "")]
    ['/0', '/1']
    """
    steps = parse(path)
    if not steps or steps[-1].kind not in ("items", "pick", "below"):
        steps = (*steps, _EACH)
    return _walk((node, "", None), steps) if node is not None else iter(())


def inside(node: Node, name: str, pointer: str = "") -> list[Placed]:
    """The values of a field in a node that stands at a pointer, each alone, with their pointers.

    The name is a path, or a key just as it stands. A list is each of its items, and what has a text of its own, such
    as an element with attributes, is its text.
    """
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.raw == name:
                pointer = pointer_to(pointer, name)
                return [(value, pointer)] if type(value) is Scalar else list(_told(value, pointer))
    steps = parsed(name)
    return along(node, steps, pointer) if steps is not None else []


def along(node: Node, steps: tuple[Step, ...], pointer: str) -> list[Placed]:
    """What ``inside`` finds, by the steps of a path."""
    return [told for found, place, _ in _walk((node, pointer, None), steps) for told in _told(found, place)]


def _told(node: Node, pointer: str) -> Iterator[Placed]:
    """A value as it is meant where a text is wanted."""
    if isinstance(node, Sequence):
        for item, place in _numbered(node, pointer):
            yield from _told(item, place)
    elif isinstance(node, Worded) and (words := node.get(node.words)) is not None:
        yield words, pointer_to(pointer, node.words)
    else:
        yield node, pointer


def _walk(place: Place, steps: tuple[Step, ...]) -> Iterator[Place]:
    places: Iterator[Place] = iter((place,))
    for step in steps:
        places = _follow(places, step)
    return places


def _follow(places: Iterator[Place], step: Step) -> Iterator[Place]:
    """One step further from every place."""
    further = _FURTHER[step.kind]
    for place in places:
        yield from further(place, step)


def _under(place: Place, step: Step) -> Iterator[Place]:
    """What stands under a key; in a list, under the key in each of its items, or at that number."""
    node, pointer, around = place
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.raw == step.key:
                yield value, pointer_to(pointer, key.raw), (node, pointer, key, around)
                return
    if not isinstance(node, Sequence):
        if (found := _of_text(node, step.key)) is not None:
            yield found, pointer, around
    elif step.key.isdecimal():
        if int(step.key) < len(node.items):
            yield node.items[int(step.key)], pointer_to(pointer, int(step.key)), around
    else:
        for item in _items(place):
            yield from _under(item, step)


def _of_text(node: Mapping | Scalar, name: str) -> Node | None:
    """What a text has for fields: itself, and its lines."""
    text = node.get(node.words) if isinstance(node, Worded) else node
    if not isinstance(text, Scalar):
        return None
    if name == "$value" or (name == "#text" and text is node):
        return text
    if name != "$lines":
        return None
    if isinstance(text, Joined):
        return Pieces(text.start, [*text.pieces])
    lines = map(str.strip, text.raw.splitlines())
    return Pieces(text.start, [Scalar(line, text.start, text.end, text.plain) for line in lines if line])


def _values(place: Place, step: Step) -> Iterator[Place]:
    """The values of a mapping, or of each mapping of a list, whose keys a pattern fits."""
    node, pointer, around = place
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if _fits(key, step):
                yield value, pointer_to(pointer, key.raw), (node, pointer, key, around)
    elif isinstance(node, Sequence):
        for item in _items(place):
            yield from _values(item, step)


def _fits(key: Scalar, step: Step) -> bool:
    """Whether a key of the document begins and ends as a pattern says, without one part lying in the other."""
    raw, shortest = key.raw, len(step.key) + len(step.end)
    return len(raw) >= shortest and raw.startswith(step.key) and raw.endswith(step.end) and not _is_added(key)


def _is_added(key: Scalar) -> bool:
    """Whether a reader made a key: it begins with a dollar sign, and has a place but no extent."""
    return key.start == key.end and key.raw.startswith("$")


def _each(place: Place, _: Step) -> Iterator[Place]:
    """Every item of a list; what is no list stands for itself, and null for nothing."""
    if isinstance(place[0], Sequence):
        yield from _items(place)
    elif not is_null(place[0]):
        yield place


def _picked(place: Place, step: Step) -> Iterator[Place]:
    """The items that fulfil all conditions, or the one of these that has the number asked for."""
    found = [item for item in _each(place, step) if all(_holds(item[0], one) for one in step.tests)]
    if step.number is None:
        yield from found
    elif -len(found) <= step.number < len(found):
        yield found[step.number]


def _holds(node: Node, test: tuple[str, str, bool]) -> bool:
    """Whether one of the values of a field is the one that is asked for; or, the other way round, none is."""
    name, wanted, is_wanted = test
    return any(isinstance(one, Scalar) and one.raw == wanted for one, _ in inside(node, name)) == is_wanted


def _items(place: Place) -> Iterator[Place]:
    node, pointer, around = place
    if isinstance(node, Sequence):
        for item, below in _numbered(node, pointer):
            yield item, below, around


def _numbered(node: Sequence, pointer: str) -> Iterator[Placed]:
    """The items of a list with their pointers."""
    for number, item in enumerate(node.items):
        yield item, pointer if isinstance(node, Pieces) else pointer_to(pointer, number)


def _below(place: Place, step: Step) -> Iterator[Place]:
    """Everything below a node but itself; what stands several times is several nodes, and no list of them."""
    if isinstance(place[0], Repeated):
        for item in _items(place):
            yield from _below(item, step)
        return
    found = _all(place, step)
    if not isinstance(place[0], Sequence):
        next(found)
    yield from found


def _all(place: Place, _: Step) -> Iterator[Place]:
    """A node and everything below it, in the order of the document; of a list its items alone."""
    waiting: list[Place] = [place]
    while waiting:
        place = waiting.pop()
        node, pointer, around = place
        if isinstance(node, Sequence):
            waiting += reversed(list(_items(place)))
            continue
        yield place
        if isinstance(node, Mapping):
            below: list[Place] = [
                (value, pointer_to(pointer, key.raw), (node, pointer, key, around))
                for key, value in node.entries
                if not _is_added(key)
            ]
            waiting += reversed(below)


_FURTHER: dict[str, Callable[[Place, Step], Iterator[Place]]] = {
    "key": _under,
    "keys": _values,
    "items": _each,
    "pick": _picked,
    "below": _below,
    "all": _all,
}
