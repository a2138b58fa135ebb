"""Commands, options and exit codes. Nothing is imported before a command needs it."""

from __future__ import annotations

import argparse
import difflib
import os
import pathlib
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

from . import __version__, kinds
from .problems import visible

EXIT_CONTENT, EXIT_USAGE, EXIT_MACHINE, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 70, 130

_EPILOG = """\
exit codes: 0 everything was made; 1 the content has errors; 2 wrong usage or configuration;
3 this machine lacks something; 70 a bug of ours; 130 interrupted"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. The last wall: no traceback reaches a user."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options = _parse(arguments)
        _note(options)
        code = _COMMANDS[options.command].run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else EXIT_USAGE
    except Exception as exc:
        return _failed(exc, arguments)
    return code


def _note(options: argparse.Namespace) -> None:
    """Say which publication is at work where the user stands in another one, and may mean that."""
    here, home = pathlib.Path.cwd(), pathlib.Path(__file__).resolve().parent.parent
    other = options.project == home != here.resolve() and (here / "kitapsha.toml").is_file()
    if other and options.command not in ("explain", "test", "init"):
        print(f"note: at work on the publication in {home}; for the one in this folder: --project .", file=sys.stderr)


def _failed(exc: Exception, arguments: list[str]) -> int:
    from .problems import KitapshaError

    if isinstance(exc, KitapshaError):
        from .console import show

        show(exc.problems, _format_of(arguments))
        return exc.exit_code
    from .console import bug_report

    print(bug_report(exc, __version__), file=sys.stderr)
    return EXIT_BUG


def _format_of(arguments: list[str]) -> str:
    """The form asked for, when something went wrong before or after the options were read."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--format="):
            return argument.partition("=")[2]
        if argument == "--format" and position + 1 < len(arguments):
            return arguments[position + 1]
    return "text"


class _Parser(argparse.ArgumentParser):
    """Wrong usage in one sentence, with a guess at what was meant."""

    def error(self, message: str) -> NoReturn:
        unknown = re.match(r"argument COMMAND: invalid choice: ('.*?'|\".*?\") ", message)
        stray = re.match(r"unrecognized arguments: (\S+)", message)
        if unknown:
            message = f"there is no command {unknown[1]}; {_guess(unknown[1][1:-1], _COMMANDS)}"
        elif stray and stray[1].startswith("-"):
            option = stray[1].partition("=")[0]
            message = f"there is no option '{visible(option)}'; {_guess(option, self._option_string_actions)}"
        else:
            self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"build.py: {message}\n")


def _guess(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean `{near[0]}`?" if near else "`--help` lists them"


def _parse(arguments: list[str]) -> argparse.Namespace:
    common = _common()
    parser = _Parser(
        prog="build.py",
        description="Articles in Markdown, translated through gettext catalogs, published as HTML and PDF pamphlets.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Kitapsha {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, command in _COMMANDS.items():
        # Defaults stand in the main parser alone, so that an option may come before or after the command.
        child = commands.add_parser(
            name,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            parents=[_common(argparse.SUPPRESS)],
            allow_abbrev=False,
        )
        command.options(child)
    ours, passed_on = _split(arguments)
    options = parser.parse_args(ours)
    if options.command is None:
        options = parser.parse_args([*ours, "build"])
    options.arguments = passed_on
    return options


_VALUED = ("--project", "--output", "--locale", "--only", "--workers", "--format")


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Our arguments, and those after `test`, which go to pytest as they are: they are no options of ours."""
    before = ""
    for position, word in enumerate(arguments):
        if not word.startswith("-") and before not in _VALUED:
            after = arguments[position + 1 :]
            is_test = word == "test" and {"-h", "--help"}.isdisjoint(after)
            return (arguments[: position + 1], after) if is_test else (arguments, [])
        before = word
    return arguments, []


def _common(default: object = None) -> _Parser:
    parser = _Parser(add_help=False, allow_abbrev=False)

    def add(*names: str, **settings: object) -> None:
        given = settings.pop("default", None)
        chosen = default if default is argparse.SUPPRESS else given
        parser.add_argument(*names, default=chosen, **settings)  # type: ignore[arg-type]

    home = pathlib.Path(__file__).resolve().parent.parent
    add(
        "--project",
        type=pathlib.Path,
        metavar="DIR",
        default=home,
        help="the publication (default: the folder of build.py)",
    )
    add("--output", type=pathlib.Path, metavar="DIR", help="where everything is made (default: dist in the project)")
    add("--locale", action="append", metavar="LOCALE", help="only this locale; may be repeated")
    add("--only", action="append", metavar="SLUG", help="only this article; may be repeated")
    add("--workers", type=_count, metavar="N", help="how many processes make PDFs (default: one for each processor)")
    add("--format", choices=("text", "json", "github"), default="text", help="the form of problems")
    add("--quiet", action="store_true", default=False, help="say nothing but problems")
    add("--verbose", action="store_true", default=False, help="say more")
    return parser


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64 is expected")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or len(text) > 5 or int(text) > 65_535:
        raise argparse.ArgumentTypeError("a number from 0 to 65535 is expected")
    return int(text)


# --- the commands: each imports what it needs ---------------------------------------------------------------


def _build(*kinds: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        from .commands import build

        return build(options, kinds)

    return run


def _extract(options: argparse.Namespace) -> int:
    from .commands import update

    return update(options, catalogs=False)


def _update(options: argparse.Namespace) -> int:
    from .commands import update

    return update(options, catalogs=True)


def _check(options: argparse.Namespace) -> int:
    from .commands import check

    return check(options)


def _status(options: argparse.Namespace) -> int:
    from .commands import status

    return status(options)


def _serve(options: argparse.Namespace) -> int:
    from .commands import serve

    return serve(options)


def _new(options: argparse.Namespace) -> int:
    from .scaffold import new_article

    return new_article(options.project, options.slug)


def _add_language(options: argparse.Namespace) -> int:
    from .scaffold import add_language

    return add_language(options.project, options.new_locale)


def _init(options: argparse.Namespace) -> int:
    from .scaffold import init

    return init(options.folder)


def _explain(options: argparse.Namespace) -> int:
    from .explanations import explain

    return explain(options.code)


def _doctor(options: argparse.Namespace) -> int:
    from .doctor import run

    return run(options.project, "json" if options.format == "json" else "text")


def _test(options: argparse.Namespace) -> int:
    from .selftest import run

    return run(options.arguments)


def _clean(options: argparse.Namespace) -> int:
    from .commands import clean

    return clean(options)


def _pack(options: argparse.Namespace) -> int:
    from .commands import pack

    return pack(options)


def _merge_driver(options: argparse.Namespace) -> int:
    from .mergedriver import run

    return run(options.base, options.ours, options.theirs, options.path)


class _Command:
    """A command: what it is for, how it is run, and the options of its own."""

    def __init__(
        self,
        help: str,
        run: Callable[[argparse.Namespace], int],
        *options: tuple[tuple[str, ...], Mapping[str, Any]],
    ) -> None:
        self.help = help
        self.run = run
        self._options = options

    def options(self, parser: argparse.ArgumentParser) -> None:
        for names, settings in self._options:
            parser.add_argument(*names, **settings)


_FILE: Mapping[str, Any] = {"type": pathlib.Path, "metavar": "FILE"}
_CODES: Mapping[str, Any] = {"action": "append", "metavar": "CODE"}
_CHECK_ONLY = (("--check",), {"action": "store_true", "help": "change nothing; exit 1 where something would change"})

_COMMANDS = {
    "build": _Command("check and make everything (what is done without a command)", _build()),
    "html": _Command("make the pages only", _build("html", "single")),
    "pdf": _Command(
        "make the pamphlets only",
        _build(*kinds.KINDS),
        (("--preflight",), {"action": "store_true", "help": "say what is left to be seen on their pages"}),
    ),
    "epub": _Command("make the e-books only", _build("epub")),
    "extract": _Command(
        "write the template catalogs (locales/pot) from source and templates",
        _extract,
        _CHECK_ONLY,
        (("--tmx",), {**_FILE, "help": "write what is translated as a translation memory, too"}),
        (("--compendium",), {**_FILE, "help": "the same as one catalog, for one --locale"}),
    ),
    "update": _Command(
        "extract, then bring every catalog up to date",
        _update,
        _CHECK_ONLY,
        (
            ("--memory",),
            {**_FILE, "action": "append", "help": "use translations made elsewhere (.tmx, .po); repeatable"},
        ),
        (
            ("--from",),
            {**_FILE, "action": "append", "dest": "files", "help": "bring in a translated article (.md, .html)"},
        ),
    ),
    "check": _Command(
        "check texts, catalogs, translations and links",
        _check,
        (
            ("--severity",),
            {"choices": ("error", "warning", "info"), "default": "info", "help": "the least that is shown"},
        ),
        (("--select",), {**_CODES, "help": "only this code, or a family such as number; repeatable"}),
        (("--ignore",), {**_CODES, "help": "not this code or family; repeatable"}),
        (("--fix",), {"action": "store_true", "help": "mend what needs no person: spaces, invisible characters"}),
    ),
    "status": _Command(
        "say how much is translated, and what keeps the rest from being published",
        _status,
        (("--markdown",), {"action": "store_true", "help": "a table for a README instead of one for the terminal"}),
        (("--badges",), {"type": pathlib.Path, "metavar": "DIR", "help": "write SVG badges, one for each locale"}),
        (("--articles",), {"action": "store_true", "help": "with --badges: one for each article as well"}),
    ),
    "serve": _Command(
        "show the publication in a browser of this machine, and every change as it is saved",
        _serve,
        (("--port",), {"type": _port, "metavar": "N", "default": 8000, "help": "default: 8000; 0 takes a free one"}),
    ),
    "pack": _Command("make an archive for each language, to be handed over; --output names its folder", _pack),
    "new": _Command("begin an article", _new, (("slug",), {"metavar": "SLUG", "help": "its file name without .md"})),
    "add-language": _Command(
        "begin a language",
        _add_language,
        (("new_locale",), {"metavar": "LOCALE", "help": "a language tag such as kk or pt-BR"}),
    ),
    "init": _Command(
        "begin a publication in a folder",
        _init,
        (("folder",), {"metavar": "DIR", "type": pathlib.Path, "help": "a new or empty folder"}),
    ),
    "merge-driver": _Command(
        "merge two versions of a catalog; git calls it (docs/git.md)",
        _merge_driver,
        (("base",), {"metavar": "BASE", "type": pathlib.Path, "help": "the version that both come from (%%O)"}),
        (("ours",), {"metavar": "OURS", "type": pathlib.Path, "help": "our version, which the result replaces (%%A)"}),
        (("theirs",), {"metavar": "THEIRS", "type": pathlib.Path, "help": "their version (%%B)"}),
        (("path",), {"metavar": "PATH", "help": "the catalog that they are versions of (%%P)"}),
    ),
    "explain": _Command(
        "say what a problem code means and how to mend it",
        _explain,
        (("code",), {"metavar": "CODE", "nargs": "?", "help": "a code such as link-dead; without one, all are listed"}),
    ),
    "doctor": _Command("say what this machine has and lacks", _doctor),
    "test": _Command("pass the tests of the toolkit; what follows goes to pytest", _test),
    "clean": _Command("remove what was made", _clean),
}
