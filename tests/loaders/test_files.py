"""Which files are found, and how what cannot be read is reported."""

import inspect
import os
import sys
from pathlib import Path

import pytest

from loaders.files import Found, PassedOver, find_files, read_file
from ontology.problem import Problem


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with some pages, and one beside it."""
    for name in ("b.md", "a.md", "a/z.md", "a-b/c.MD", "a/deep/x.yaml", "notes.txt", "Makefile", "photo.txt"):
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "outside.md").write_text("outside")
    return tmp_path / "root"


def names(root: Path, name: str = "") -> list[str]:
    return [found.name for found in find_files(str(root), (".md", ".yaml"), name) if isinstance(found, Found)]


def problems(root: Path) -> list[tuple[str, str]]:
    found = find_files(str(root), (".md",))
    return [(problem.rule, problem.source.path) for problem in found if isinstance(problem, Problem)]


def test_order(tree: Path) -> None:
    """Files come in the order of their whole POSIX paths, whatever the case of their suffix."""
    assert names(tree) == ["a-b/c.MD", "a.md", "a/deep/x.yaml", "a/z.md", "b.md"]
    assert names(tree) == sorted(names(tree))


def test_order_is_not_the_file_systems(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is the same when the file system lists its entries backwards."""
    expected, scandir = names(tree), os.scandir

    class Backwards:
        def __init__(self, path: str) -> None:
            with scandir(path) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr("loaders.files.os.scandir", Backwards)
    assert names(tree) == expected


def test_names_and_paths(tree: Path) -> None:
    """Names begin with what the folder is called, and paths open the files."""
    found = [file for file in find_files(str(tree), (".yaml",), "docs/pages") if isinstance(file, Found)]
    assert [(file.name, Path(file.path).read_text()) for file in found] == [
        ("docs/pages/a/deep/x.yaml", "a/deep/x.yaml")
    ]


def test_hidden(tree: Path) -> None:
    """Hidden files and folders and node_modules are not looked at, and not counted either."""
    before = list(find_files(str(tree), (".md",)))
    for name in (".git/x.md", "node_modules/p/x.md", "a/.draft.md", "a/node_modules/x.md"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("hidden")
    assert list(find_files(str(tree), (".md",))) == before


def test_passed_over(tree: Path) -> None:
    """What was passed over is counted by suffix at the end, with an example."""
    found = list(find_files(str(tree), (".md",)))
    passed = [
        PassedOver("", 1, "Makefile"),
        PassedOver(".txt", 2, "notes.txt"),
        PassedOver(".yaml", 1, "a/deep/x.yaml"),
    ]
    assert found[-3:] == passed


def test_single_file(tree: Path) -> None:
    """A file that was asked for by name is found whatever its suffix."""
    path = str(tree / "notes.txt")
    assert list(find_files(path, (".md",))) == [Found(path, "notes.txt")]
    assert list(find_files(path, (".md",), "docs/notes.txt")) == [Found(path, "docs/notes.txt")]


def test_root_missing(tree: Path) -> None:
    """A root that does not exist is a problem, not an empty folder."""
    assert problems(tree / "nowhere") == [("file-unreadable", "nowhere")]
    assert [problem.rule for problem in find_files("a\0b", (".md",)) if isinstance(problem, Problem)] == [
        "file-unreadable"
    ]


def test_links(tree: Path) -> None:
    """A link to a file inside is followed, a folder inside is read once, and other links are problems."""
    expected = names(tree)
    (tree / "a" / "link.md").symlink_to(tree / "b.md")
    (tree / "twin").symlink_to(tree / "a")
    assert names(tree) == sorted([*expected, "a/link.md"])
    assert problems(tree) == []
    (tree / ".kept").mkdir()
    (tree / "hidden").symlink_to(tree / ".kept")
    (tree / "a" / "up").symlink_to(tree)
    (tree / "self.md").symlink_to(tree / "self.md")
    (tree / "out.md").symlink_to(tree.parent / "outside.md")
    (tree / "out").symlink_to(tree.parent)
    (tree / "broken.md").symlink_to(tree / "nothing.md")
    outside = ["a/up", "hidden", "out", "out.md", "self.md"]
    assert sorted(problems(tree)) == [("file-unreadable", "broken.md"), *(("link-outside", name) for name in outside)]


def test_link_to_a_name_that_begins_alike(tree: Path) -> None:
    """A link to the folder a from the folder a-b is no circle, and one to root2 from root leads outside."""
    (tree / "a-b" / "other").symlink_to(tree / "a")
    assert problems(tree) == []
    (tree.parent / "root2").mkdir()
    (tree / "near").symlink_to(tree.parent / "root2")
    assert problems(tree) == [("link-outside", "near")]


def test_linked_root(tree: Path) -> None:
    """A root that is itself a link is read, since somebody asked for it."""
    (tree.parent / "linked").symlink_to(tree)
    assert names(tree.parent / "linked") == names(tree)


def test_unreadable_folder(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed is a problem, and the others are still read."""
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("loaders.files.os.scandir", refuse)
    found = list(find_files(str(tree), (".md",)))
    assert [file.name for file in found if isinstance(file, Found)] == ["a-b/c.MD", "a.md", "b.md"]
    assert [str(file) for file in found if isinstance(file, Problem)] == [
        "a: error: could not be opened: Permission denied [file-unreadable]"
    ]


def test_strange_names(tree: Path) -> None:
    """Names that are not UTF-8 or hold control characters can be printed, and their files opened."""
    with open(os.fsencode(tree) + b"/\xff.md", "wb") as stream:
        stream.write(b"latin")
    (tree / "bell\x07.md").write_text("bell")
    found = {file.name: file.path for file in find_files(str(tree), (".md",)) if isinstance(file, Found)}
    assert {"\ufffd.md", "bell\ufffd.md"} <= set(found)
    file, _ = read_file(found["\ufffd.md"], "x.md", 1)
    assert file
    assert file.text == "latin"


def test_many_levels(tmp_path: Path) -> None:
    """Folders nested deeper than Python calls are read."""
    path = tmp_path
    for _ in range(300):
        path /= "d"
        path.mkdir()
    (path / "x.md").write_text("deep")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 200)
    try:
        assert names(tmp_path) == ["d/" * 300 + "x.md"]
    finally:
        sys.setrecursionlimit(limit)


def write(tmp_path: Path, data: bytes) -> str:
    (tmp_path / "page.md").write_bytes(data)
    return str(tmp_path / "page.md")


def test_read(tmp_path: Path) -> None:
    """Text arrives as it stands in the file, line ends included."""
    file, found = read_file(write(tmp_path, "é\r\n😀\n".encode()), "pages/x.md", 20)
    assert file
    assert (file.path, file.text, found) == ("pages/x.md", "é\r\n😀\n", [])


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark is taken off and noted."""
    file, found = read_file(write(tmp_path, b"\xef\xbb\xbfa"), "x.md", 20)
    assert file
    assert file.text == "a"
    assert [(problem.rule, problem.source.line, problem.severity) for problem in found] == [
        ("byte-order-mark", 1, "note")
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_not_utf8(tmp_path: Path, mark: bytes) -> None:
    """A byte that is not UTF-8 is named with its position in the file, its line and its column."""
    file, found = read_file(write(tmp_path, mark + "é\nRené ".encode() + b"Ren\xe9\nx"), "x.md", 20)
    assert file is None
    problem = found[-1]
    assert (problem.rule, problem.source.line, problem.source.column) == ("not-utf8", 2, 9)
    assert problem.message == f"byte 0xe9 at position {len(mark) + 12} is not UTF-8"
    assert problem.source.quote == "René Ren\ufffd"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_utf16(tmp_path: Path, encoding: str) -> None:
    """UTF-16 is recognised by its first bytes."""
    file, found = read_file(write(tmp_path, "\ufeffa\n".encode(encoding)), "x.md", 20)
    assert file is None
    assert [(problem.rule, problem.source.line) for problem in found] == [("not-utf8", 1)]


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 50 MB is refused by its size, unread."""
    path = tmp_path / "page.md"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    file, found = read_file(str(path), "x.md", 20)
    assert file is None
    assert [str(problem) for problem in found] == [
        "x.md: error: 50.0 MB is more than the limit of 20 MB [file-too-large]"
    ]


def test_limit_is_allowed(tmp_path: Path) -> None:
    """A file of exactly the limit is read."""
    assert read_file(write(tmp_path, b" " * 1_000_000), "x.md", 1)[0]
    assert read_file(write(tmp_path, b" " * 1_000_001), "x.md", 1)[0] is None


def test_not_a_file(tmp_path: Path) -> None:
    """A folder, a pipe, a device, a name too long and a vanished file are problems, and none of them waits."""
    os.mkfifo(tmp_path / "pipe")
    paths = [
        tmp_path,
        tmp_path / "pipe",
        Path("/dev/zero"),
        tmp_path / "gone.md",
        tmp_path / ("x" * 300),
        tmp_path / "a\0b",
    ]
    for path in paths:
        file, found = read_file(str(path), "x.md", 20)
        assert file is None
        assert [(problem.rule, problem.source.path) for problem in found] == [("file-unreadable", "x.md")]


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is a problem that says so."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    file, found = read_file(write(tmp_path, b"a"), "x.md", 20)
    assert file is None
    assert [problem.message for problem in found] == ["could not be opened: Permission denied"]


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (b"<?xml version='1.0' encoding='ISO-8859-1'?>\n", "Gr\xf6\xdfe"),
        (b'<?xml version="1.0" encoding="windows-1252" standalone="no"?>\n', "Gr\u20acat"),
    ],
)
def test_an_encoding_that_xml_declares(tmp_path: Path, head: bytes, text: str) -> None:
    """An XML file is read in the encoding that it says it has."""
    encoding = head.split(b"encoding=")[1][1:].split(b"?")[0].split()[0].strip(b"'\"").decode()
    file, found = read_file(write(tmp_path, head + text.encode(encoding)), "x.xml", 20)
    assert found == []
    assert file is not None
    assert file.text.endswith(text)


@pytest.mark.parametrize("declared", ["utf-8", "us-ascii", "utf-16", "no-such", ""])
def test_an_encoding_that_means_nothing(tmp_path: Path, declared: str) -> None:
    """What cannot be so, or is nowhere known, is read as UTF-8."""
    file, found = read_file(write(tmp_path, f'<?xml encoding="{declared}"?>\xf6'.encode()), "x.xml", 20)
    assert file is not None
    assert (file.text[-1], found) == ("\xf6", [])
