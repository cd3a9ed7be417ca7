"""The rules of a mapping by which written names find their records."""

import re

from loaders.sketch.identity import placeholder
from loaders.sketch.references import MOST_PARTS, Index
from loaders.sketch.sorts import Sort


def rules(index: Index) -> list[tuple[dict[str, object], str]]:
    """The rules by which the names that were met find their records, each with a remark."""
    out: list[tuple[dict[str, object], str]] = []
    met = index.manners
    if met["number"]:
        out.append(_number_rule(index))
    if met["path"] and (rule := _path_rule(index)):
        out.append(rule)
    ids: list[str] = []
    if met["tail"]:
        ids += [f"{part}/{{item}}" for part in index.parts if not set(part) & set("{}")]
    if met["slug"]:
        ids.append("{item|slug}")
    wanted = [*(["{item}"] if index.has_marks else []), "{1}", *(one.replace("{item", "{1") for one in ids)]
    target: object = wanted if len(wanted) > 1 else "{1}"
    if met["file"] and index.endings:
        ending = "|".join(map(literally, sorted(index.endings)))
        shape = r"\d+[^/#?]*?" if _are_numbered(index) else "[^/#?]+?"
        match = rf"(?:.*/)?({shape})(?:{ending})(?:[#?].*)?"
        out.append(({"match": match, "id": target}, _times(met["file"], "files")))
    if met["last"]:
        out.append(({"match": r"[A-Za-z][\w+.-]*:.*|#.*", "means": "outside"}, "addresses of other places"))
        out.append(({"match": r"(?:.*/)?([^/#?]+?)/?(?:[#?].*)?", "id": target}, _times(met["last"], "paths")))
    elif ids:
        out.append(({"id": ["{item}", *ids]}, f"{met['tail'] + met['slug']:,} names are written without the rest"))
    return out


def _times(count: int, what: str) -> str:
    return f"{count:,} name{'s are ' + what if count != 1 else ' is a ' + what.removesuffix('s')}"


def literally(text: str) -> str:
    """A text as a regular expression that matches it, no less readable than it has to be.

    >>> literally("case-studies.md")
    'case-studies\\\\.md'
    """
    return re.escape(text).replace("\\-", "-").replace("\\ ", " ")


def _are_numbered(index: Index) -> bool:
    return all(sort.source.group.shape == "number" for sort in index.sorts if sort.is_per_file)


def _number_rule(index: Index) -> tuple[dict[str, object], str]:
    """Numbers, with or without a word before them."""
    numbering = index.numbering()
    others = [str(rule) for sort in index.sorts for rule, _, _ in sort.other_names]
    alias = next((rule for rule in others if rule.endswith("}")), "")
    if numbering is not None:
        before, width, behind = numbering
        target = f"{before}{{1:0{width}d}}{behind}" if width > 1 else f"{before}{{1}}{behind}"
        own = re.findall(r"[A-Za-z]{2,}", before)
    else:
        target = re.sub(r"\{[^{}]*\}", "{1:d}", alias)
        own = re.findall(r"[A-Za-z]{2,}", alias.partition("{")[0])
    words = sorted({word.upper() for word in (*index.words, *own[-1:])})
    word = f"(?:{'|'.join(words)})" if len(words) > 1 else "".join(words)
    before_it = f"(?:{word}[ -]?)?" if words else ""
    return {"match": rf"(?i){before_it}#?0*(\d+)", "id": target}, _times(index.manners["number"], "numbers")


def _path_rule(index: Index) -> tuple[dict[str, object], str] | None:
    """Paths and addresses that end with an id of several parts."""
    firsts = sorted({id_.split("/")[0] for id_ in index.ids if "/" in id_})
    if len(firsts) > MOST_PARTS or any(set(first) & set("{}") for first in firsts):
        return None
    names = sorted({literally(name) for name in index.files} | {r"README\.md", r"index\.\w+"})
    first = "|".join(map(literally, firsts))
    first = f"(?:{first})" if len(firsts) > 1 else first
    match = rf"(?i)(?:.*/)?({first}/[^#?]+?)/?(?:(?:{'|'.join(names)})/?)?(?:[#?].*)?"
    return {"match": match, "id": "{1}"}, _times(index.manners["path"], "paths")


def number_names(sort: Sort) -> str:
    """A template that makes a name of a number which each record has beside its id; empty where there is none."""
    rule = sort.identity.rule
    if isinstance(rule, str) and (padded := re.fullmatch(r"([A-Za-z]{2,8})[-_ ]?\{([^{}:|]+):0\d+d\}", rule)):
        return f"{padded[1].upper()} {{{padded[2]}}}"
    word = _short_word(sort)
    if sort.source.group.shape == "number" and sort.source.captured and sort.is_per_file:
        return f"{word}{{{sort.source.captured}:d}}"
    for one in sort.fields:
        digits = one.share > 0.99 and all(text.strip().isdecimal() and text.isascii() for text in one.texts)
        if digits and len(one.words) >= 0.98 * one.records and placeholder(one) and "number" in one.folded:
            return f"{word}{placeholder(one)}"
    return ""


def _short_word(sort: Sort) -> str:
    """What stands before the number of a record when people speak of it: ``ADR`` of a decision."""
    if "decision" in sort.name or sort.name == "adr":
        return "ADR "
    return f"{sort.name.upper()} " if len(sort.name) <= 4 else ""
