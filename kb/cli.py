"""The command line: finds the command, imports its module alone, and turns mistakes into sentences and exit codes."""

import argparse
import importlib
import os
import sys
from types import ModuleType

from kb.commands import BY_NAME, COMMANDS, Command

TYPE_CHECKING = False  # the one of typing would cost 4 ms
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, NoReturn

DESCRIPTION = "Where a pattern comes from, what replaces it, since when, under which condition, and who says so."

EPILOG = """\
examples:
  kb what-replaces 2pc                       from the catalogue that ships with kb
  kb load docs/patterns && kb stats          your own pages, into ./catalogue.kb

kb COMMAND --help tells more. Without --kb FILE, questions go to the nearest catalogue.kb in this folder or above,
else to the catalogue that ships with kb.
exit codes: 0 answered, 1 findings or no path, 2 usage or unknown name, 3 cannot tell
"""


class Parser(argparse.ArgumentParser):
    """A parser that suggests what may have been meant."""

    def parse_known_args(self, args: "Any" = None, namespace: "Any" = None) -> "Any":
        """Parse, and complain of an unknown option here: the command above would look among its own for what is meant."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse a word that is none of a few; of a command under another, as of any command, with what may be meant."""
        if not isinstance(action, argparse._SubParsersAction):
            super()._check_value(action, value)
        elif value not in action.choices:
            hint = _near(str(value), action.choices)
            self.exit(
                2,
                f"kb: there is no command '{self.prog.removeprefix('kb ')} {value}'{hint}\nkb: see '{self.prog} --help'\n",
            )

    def error(self, message: str) -> "NoReturn":
        """Print one line and exit 2."""
        self.exit(2, f"kb: {message}{_meant(message, self)}\nkb: see '{self.prog} --help'\n")


def _meant(message: str, parser: argparse.ArgumentParser) -> str:
    """``; did you mean --as-of?`` for an option that does not exist."""
    marker = "unrecognized arguments: "
    if marker not in message:
        return ""
    import difflib  # only after a mistake

    wrong = message.split(marker, 1)[1].split()[0].split("=")[0]
    known = [option for action in parser._actions for option in action.option_strings]
    near = difflib.get_close_matches(wrong, known, 1)
    return f"; did you mean {near[0]}?" if near else ""


def run(argv: list[str]) -> int:
    """Run the command that ``argv`` asks for and give its exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us; print would write to the other one
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # for the rest of the run
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # as answers are written, whatever the locale
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; without this Python complains once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"kb: the answer could not be written: {error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("kb: interrupted; nothing was changed", file=sys.stderr)
        return 130
    return code


def _dispatch(argv: list[str]) -> int:
    before, rest = _split(argv)
    if argv and argv == before and argv[-1] == "--kb":
        print("kb: --kb needs a FILE\nkb: see 'kb --help'", file=sys.stderr)
        return 2
    if not rest or rest[0] in ("-h", "--help", "help"):
        if len(rest) > 1 and rest[1] in BY_NAME:
            return _dispatch([*rest[1:], "--help"])
        print(overview())
        return 0 if rest else 2
    if rest[0] in ("-V", "--version"):
        from kb.version import VERSION

        print(f"kb {VERSION}")
        return 0
    command = BY_NAME.get(rest[0])
    if command is None:
        return _unknown(rest[0])
    module = importlib.import_module(f"kb.commands.{command.module}")
    parser = parser_of(command, module)
    try:
        options = parser.parse_args([*before, *rest[1:]])
    except SystemExit as stop:
        return int(stop.code or 0)
    options.command = command.name
    return _guarded(module, options)


def _guarded(module: ModuleType, options: argparse.Namespace) -> int:
    """Run a command; a caller's mistake becomes one line and an exit code."""
    from kb.errors import CatalogueError
    from queries.errors import AmbiguousName, BadQuestion, UnknownName

    try:
        return _run(module, options)
    except (UnknownName, AmbiguousName, BadQuestion, CatalogueError) as error:
        print(f"kb: {error}", file=sys.stderr)
        return 2
    except Exception:
        # What no code expects may come out of a file that is not what was written.
        if (fault := _damage(options)) is None:
            raise
        print(f"kb: {fault}", file=sys.stderr)
        return 2
    finally:
        if (graph := getattr(options, "graph", None)) is not None:
            graph.close()


def _damage(options: argparse.Namespace) -> Exception | None:
    """What is wrong with the file of the catalogue that was asked; None where it is what was written, or on a server."""
    from kb.errors import CatalogueError
    from kb.store.sqlite import SqliteGraph

    graph = getattr(options, "graph", None)
    try:
        if isinstance(graph, SqliteGraph):
            graph.check()
    except CatalogueError as error:
        return error
    return None


def _run(module: ModuleType, options: argparse.Namespace) -> int:
    """Run a command; once more, where the catalogue on a server became another one before anything was printed."""
    from kb.errors import Changed

    try:
        return int(module.run(options))
    except Changed:
        options.graph.close()
        return int(module.run(options))


def parser_of(command: Command, module: ModuleType) -> Parser:
    """The parser of one command."""
    parser = Parser(
        prog=f"kb {command.name}",
        description=command.summary[:1].upper() + command.summary[1:] + ".",
        epilog="examples:\n" + module.EXAMPLES[command.name],
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    module.arguments(parser)
    return parser


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A formatter that knows its width: argparse would import shutil to ask, at every start."""
    try:
        width = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        width = 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width - 2, 40))


def overview() -> str:
    """What ``kb --help`` prints."""
    lines = ["usage: kb [--kb FILE] COMMAND [OPTION…]", "", DESCRIPTION]
    group = ""
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            lines += ["", f"{group}:"]
        lines.append(f"  {command.name:18} {command.summary}")
    return "\n".join([*lines, "", EPILOG.rstrip()])


def _split(argv: list[str]) -> tuple[list[str], list[str]]:
    """Options that stand before the command (only ``--kb FILE``), and the rest."""
    before: list[str] = []
    place = 0
    while place < len(argv) and (argv[place] == "--kb" or argv[place].startswith("--kb=")):
        width = 1 if "=" in argv[place] else 2
        before += argv[place : place + width]
        place += width
    return before, argv[place:]


def _unknown(name: str) -> int:
    print(f"kb: there is no command '{name}'{_near(name, BY_NAME)}\nkb: see 'kb --help'", file=sys.stderr)
    return 2


def _near(name: str, known: "Iterable[str]") -> str:
    """``; did you mean show?`` for a command that does not exist."""
    import difflib  # only after a mistake

    near = difflib.get_close_matches(name, list(known), 3, 0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""
