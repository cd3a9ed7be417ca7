"""The catalogues at hand: the bundled one, and those of the data folder, each loaded once as its mapping says."""

import os
import tarfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import kb

CORPORA = Path(os.environ.get("KB_CORPORA", Path(__file__).parents[3] / "shared" / "data"))
#: Each catalogue: its archive, its folder in that, and the mapping that ships with kb; none for pages as they are.
MAPPED = {
    "adr-fac": ("adr-fac", "adr-fac/raw", "adr"),
    "adr-govuk-aws": ("adr-govuk-aws", "adr-govuk-aws/raw", "adr"),
    "adr-moj": ("adr-moj", "adr-moj/raw", "adr"),
    "aoe-techradar": ("aoe-techradar", "aoe-techradar/raw", "technology-radar"),
    "arc42-quality": ("arc42-quality", "arc42-quality/raw", "arc42"),
    "dstudio": ("dstudio-ad6b80f0", "ad6b80f0", "dstudio"),
    "dstudio-malformed": ("dstudio-malformed", "malformed", None),
    "endoflife": ("endoflife", "endoflife/raw", "endoflife"),
    "keps": ("keps", "keps/raw", "keps"),
    "linuxtimeline": ("linuxtimeline", "linuxtimeline/raw", "linuxtimeline"),
    "peps": ("peps", "peps/raw", "peps"),
    "pluto": ("pluto", "pluto/raw", "pluto"),
}


@pytest.fixture(scope="session")
def catalogue_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """What ``kb.open`` takes for a catalogue; a test of one that is not at hand is skipped."""

    @cache
    def loaded(name: str) -> str:
        if name == "bundled":
            return name
        archive, inside, mapping = MAPPED[name]
        packed = CORPORA / f"{archive}.tar.gz"
        if not packed.exists():
            pytest.skip(f"{name} is not at hand: {packed} is missing; KB_CORPORA names another folder")
        folder = tmp_path_factory.mktemp(name)
        with tarfile.open(packed) as files:
            files.extractall(folder, filter="data")
        kb.load(str(folder / inside), str(folder / "catalogue.kb"), mapping=mapping)
        return str(folder / "catalogue.kb")

    return loaded
