"""How many harvested edges are right, by labels that people gave to a sample drawn by chance."""

from pathlib import Path

import yaml

from tests.prose.judged import drawn, harvested, key

#: One line for each edge of the sample: "relation subject object: right" (or wrong).
LABELS = Path(__file__).with_name("precision.yaml")


def test_precision(snapshot: tuple[str, Path]) -> None:
    """Of the drawn edges every one is labelled, and at least 95 of 100 are right."""
    labels: dict[str, str] = yaml.safe_load(LABELS.read_text(encoding="utf-8")) or {}
    assert set(labels.values()) <= {"right", "wrong"}
    sample = [key(ends) for ends in drawn(harvested(snapshot[0]))]
    missing = [one for one in sample if one not in labels]
    assert not missing, "to be labelled in precision.yaml:\n" + "\n".join(missing)
    wrong = [one for one in sample if labels[one] == "wrong"]
    precision = 1 - len(wrong) / len(sample)
    print(f"precision {precision:.3f} of {len(sample)} edges; wrong: {wrong}")  # noqa: T201
    assert len(sample) >= 150
    assert precision >= 0.95


def test_sample_is_stable() -> None:
    """The same edges give the same sample, and one edge more or less changes it by one edge at most."""
    edges = [("see-also", f"a{number}", "b") for number in range(500)]
    sample = drawn(edges)
    assert len(sample) == 160
    assert drawn(reversed(edges)) == sample
    for left_out in (edges[0], sample[0]):
        assert len({*drawn([one for one in edges if one != left_out])} ^ {*sample}) <= 2
    assert drawn(edges, seed="another") != sample
