"""Small git repositories with a past, made by git itself."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Repository:
    """A repository in a folder of the test's own."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> "Repository":
        """An empty repository."""
        folder.mkdir(parents=True, exist_ok=True)
        one = cls(folder)
        one.git("init", "-q", "-b", "main", ".")
        return one

    def git(self, *words: str, day: str = "2020-01-01") -> str:
        """Run git on a day."""
        stamp = f"{day}T12:00:00+00:00"
        names = {
            f"GIT_{who}_{what}": f"{who.lower()}@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        env = {
            **os.environ,
            **names,
            "GIT_AUTHOR_DATE": stamp,
            "GIT_COMMITTER_DATE": stamp,
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        done = subprocess.run(["git", *words], cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, name: str, text: str | bytes | None) -> None:
        """Write a file, or take it away."""
        path = self.folder / name
        if text is None:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, day: str, *, tag: str = "", **files: str | bytes | None) -> str:
        """Write pages (``saga="..."`` is ``docs/saga.md``), commit everything, and give the commit's id."""
        for name, text in files.items():
            self.write(f"docs/{name}.md", text)
        self.git("add", "-A", day=day)
        self.git("commit", "-q", "--allow-empty", "-m", day, day=day)
        if tag:
            self.git("tag", tag, day=day)
        return self.git("rev-parse", "HEAD")


def page(title: str, *more: str) -> str:
    """A page with a title and further lines of front matter."""
    return "\n".join(["---", f"title: {title}", *more, "---", ""])
