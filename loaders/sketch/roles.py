"""Which field is the title, the date, the status: by what fields are called, and by whether they hold such a thing."""

import re
from collections import Counter
from collections.abc import Iterator

from loaders.sketch.dates import DAY, KNOWN, date_forms, day_of, is_ambiguous
from loaders.sketch.edges import words_of
from loaders.sketch.fields import Field, counted, shown
from loaders.sketch.model import Line
from loaders.sketch.sorts import Sort
from loaders.sketch.words import ENDED, FLAG, NO, PROPERTY_NAMES, YES, is_over, is_state
from ontology.builtin import VOCABULARY

#: A status has no more different words than this.
MOST_WORDS = 24


#: Properties in the order in which a mapping says them.
ORDER = ("title", "alias", "introduced", "retired-on", "status", "tier", "category")
LAST = ("tags", "summary", "last-updated")


def lines_of(sort: Sort, taken: set[int]) -> list[Line]:
    """The properties that the fields of a sort hold; their fields are added to ``taken``."""
    lines: dict[str, Line] = {}
    status: Field | None = None
    for property_ in (*ORDER, *LAST):
        found = list(_fields_for(property_, sort, taken))[: 4 if property_ == "alias" else 1]
        taken.update(map(id, found))
        if found:
            lines[property_] = _line(property_, found[0])
            status = found[0] if property_ == "status" else status
        if len(found) > 1:
            lines[property_] = Line("names", [one.rule for one in found])
    retired = _retired(sort, taken, status, lines.get("status"))
    own = [lines[name] for name in ORDER if name in lines]
    return [*own, *([retired] if retired else []), *(lines[name] for name in LAST if name in lines)]


def _fields_for(property_: str, sort: Sort, taken: set[int]) -> Iterator[Field]:
    """The fields that may hold a property, best by their names, else by their values."""
    free = [one for one in sort.fields if id(one) not in taken and one.values]
    if property_ != "alias":  # what stands in a list of records inside belongs to these
        free = [one for one in free if "[*]" not in str(one.rule)]
    named = [one for label in PROPERTY_NAMES[property_] for one in free if one.folded == label]
    if property_ == "title":
        named += [one for one in free if one.label == "$title"]
    yield from (one for one in named if _holds(property_, one))
    yield from (one for one in free if property_ in ("status", "tier") and _is_by_value(property_, one))


def _holds(property_: str, one: Field) -> bool:
    """Whether a field holds what a property of this name should."""
    if property_ == "title":
        return one.share >= 0.5 and not one.is_list and one.is_short and not _are_dates(one)
    if property_ in ("introduced", "retired-on", "last-updated"):
        return not one.is_list and _are_dates(one)
    if property_ == "status":
        return len({word.split()[0] if word.split() else "" for word in one.words}) <= MOST_WORDS and not _is_flag(one)
    if property_ == "tier":
        return _is_by_value(property_, one)
    if property_ == "category":
        few = 1 < len(one.words) <= max(2, one.records // 3) and not one.is_list
        return one.is_short and few and one.share >= 0.5 and not _is_flag(one)
    if property_ == "alias":
        return one.is_short and len(one.words) * 2 > len(one.texts)
    if property_ == "summary":
        return not _is_flag(one) and sum("://" in text and " " not in text for text in one.texts) * 2 < len(one.texts)
    return bool(one.texts)


def _is_by_value(property_: str, one: Field) -> bool:
    """Whether the words of a field are mostly those of a status, or of a scale of tiers."""
    if one.is_list or len(one.words) > MOST_WORDS or one.share < 0.5 or one.label.startswith("$"):
        return False
    knows = is_state if property_ == "status" else lambda word: VOCABULARY.tier(word) is not None
    known = sum(count for word, count in one.words.items() if knows(word))
    return known >= 0.8 * len(one.texts) and sum(map(bool, map(knows, one.words))) > 1


def _are_dates(one: Field) -> bool:
    """Whether nearly all that a field holds is a date, or for some records only whether there is one."""
    forms, strangers, flags = date_forms([day_of(text) for text in one.texts])
    dated = len(one.texts) - len(strangers) - len(flags)
    return bool(forms) and dated >= 0.8 * (len(one.texts) - len(flags)) and dated * 5 >= len(flags)


def _is_flag(one: Field) -> bool:
    return {word.strip().casefold() for word in one.words} <= YES | NO


def _line(property_: str, one: Field) -> Line:
    """The line of a property."""
    key = "names" if property_ == "alias" else property_
    share = f"in {one.share:.0%}" if one.share < 0.995 else ""
    if property_ in ("introduced", "retired-on", "last-updated"):
        return _date_line(key, one, share)
    if property_ == "status":
        return _status_line(one, share)
    if property_ in ("tier", "category"):
        return Line(key, one.rule, _remark(words_of(one), share, _strange_tiers(one) if property_ == "tier" else ""))
    if property_ == "tags" and not one.is_list:
        for mark in (",", ";", " "):
            if sum(mark in text.strip() for text in one.texts) * 10 > len(one.texts):
                return Line(key, one.with_steps(split=mark), share)
    return Line(key, one.rule, share)


def _remark(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _strange_tiers(one: Field) -> str:
    strange = sorted(word for word in one.words if VOCABULARY.tier(word) is None)
    return f"no tier of kb: {', '.join(map(shown, strange))}; map them, or declare a scale" if strange else ""


def _date_line(key: str, one: Field, share: str) -> Line:
    timed = any(day_of(text) != text for text in one.texts)
    forms, strangers, flags = date_forms([day_of(text) for text in one.texts])
    note = f"{len(one.texts) - len(strangers) - len(flags):,} dates"
    if strangers:
        some = sorted(set(strangers))
        note += f"; no dates: {', '.join(map(shown, some[:3]))}{', …' * (len(some) > 3)}"
    if flags:
        note += f"; {len(flags):,} only true or false"
    if is_ambiguous(forms, one.texts):
        note += "; or are months before days?"
    rule = one.rule if set(forms) <= set(KNOWN) and not flags else one.with_steps(dates=forms)
    if timed:
        rule = {**one.with_steps(match=DAY), "dates": forms}
    return Line(key, rule, _remark(note, share))


def _status_line(one: Field, share: str) -> Line:
    """A status: its word, the first where more stands behind it."""
    if not _needs_first_word(one):
        return Line("status", one.rule, _remark(words_of(one), share))
    words = first_words(one)
    rule = one.with_steps(match=r"\A\W*(\w+)")
    return Line("status", rule, _remark(f"{len(words)} first words: {counted(words.items())}", share))


def _needs_first_word(one: Field) -> bool:
    """Whether a status is said in words: a link, a sign or a phrase stands around the word that tells it."""
    if not any("](" in text or len(text.split()) > 3 or not text[:1].isalnum() for text in one.words):
        return False
    return sum(count for text, count in one.words.items() if is_state(first_word(text))) * 2 >= len(one.texts)


def first_words(one: Field) -> Counter[str]:
    """The first words of the texts of a field, with how often they stand."""
    words = Counter[str]()
    for text, count in one.words.items():
        words[first_word(text)] += count
    return words


def first_word(text: str) -> str:
    """The first word of a text.

    >>> first_word("** Superseded by [2](2.md)")
    'Superseded'
    """
    found = re.match(r"\W*(\w+)", text)
    return found[1] if found else ""


def _retired(sort: Sort, taken: set[int], status: Field | None, line: Line | None) -> Line | None:
    """What tells that a record is over: words of its status, a flag, or a field that only such records have."""
    if status is not None and line is not None:
        words = first_words(status) if _needs_first_word(status) else status.words
        over = sorted((word for word in words if is_over(word)), key=lambda word: (-words[word], word))
        if over:
            unsure = [word for word in over if not VOCABULARY.retires(word)]
            note = f"is {' or '.join(map(shown, unsure))} over, too?" if unsure else ""
            return Line("retired", {"when": line.value, "in": over}, note)
    for one in _flags(sort):
        yes = sorted({text for text in one.words if text.strip().casefold() in YES})
        if yes and isinstance(one.rule, str):
            count = sum(one.words[text] for text in yes)
            taken.add(id(one))
            return Line("retired", {"when": one.rule, "in": yes}, f"so in {count:,} of {one.records:,}")
    for one in sort.fields:
        ended = ENDED.fullmatch(one.folded) or (FLAG.fullmatch(one.folded) and id(one) not in taken)
        if ended and isinstance(one.rule, str) and one.values and not _is_flag(one):
            return Line("retired", {"when": one.rule, "present": True}, f"holds something in {one.share:.0%}")
    return None


def _flags(sort: Sort) -> Iterator[Field]:
    """Fields that are called like a flag and say true or false, if only for some records."""
    for one in sort.fields:
        if FLAG.fullmatch(one.folded) and one.words and any(text.strip().casefold() in YES for text in one.words):
            yield one
