"""The command line: serve, work, demonstrate, assess, verify, import, keep, migrate, measure."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from app.assembly import build, check_schema, upgrade
from app.commands import auditing, checking, demonstration, importing, keeping, keys, serving, teams
from app.commands.packs import packs
from app.commands.renewing import renew
from app.core.errors import DomainError
from app.settings import Settings, SettingsError
from app.usecases import assessing
from app.usecases.deps import Deps

OK, FAULT, INVALID = 0, 1, 2

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for yes, 1 for no or a fault, 2 for bad input."""
    asked = _parser().parse_args(argv)
    command: Command = asked.command
    try:
        return command(asked)
    except SettingsError as error:
        print(f"settings: {error}", file=sys.stderr)
        return INVALID
    except FileNotFoundError as error:
        print(f"no such file: {error.filename}", file=sys.stderr)
        return INVALID
    except (IsADirectoryError, PermissionError) as error:
        # Not 1: from ``verify`` that would mean that the file is not genuine.
        print(f"no file that can be read: {error.filename}", file=sys.stderr)
        return INVALID
    except DomainError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return INVALID


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.cli", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="migrate, seed the demonstration, serve")
    run.add_argument("--port", type=int, default=serving.PORT)
    run.set_defaults(command=lambda asked: serving.run(_at_port(asked.port), asked.port))

    work = commands.add_parser("work", help="do the background work until stopped")
    work.set_defaults(command=lambda _: serving.work(Settings.from_env()))

    demo = commands.add_parser("demo", help="play the whole main job and print the sealed PDF")
    demo.add_argument("--language", choices=("en", "zh"), default="en")
    demo.add_argument("--out", type=Path, default=Path("build/demo"))
    demo.set_defaults(command=lambda asked: demonstration.demo(asked.language, asked.out))

    assessing = commands.add_parser("assess", help="assess a case file")
    assessing.add_argument("file", type=Path)
    assessing.add_argument("--rows", action="store_true", help="one row per instalment")
    assessing.set_defaults(command=_assess)

    verify = commands.add_parser("verify", help="check a sealed PDF")
    verify.add_argument("file", type=Path)
    verify.add_argument("--evidence", type=Path, help="the sealed evidence record")
    verify.add_argument("--renewals", type=Path, help="newer proofs of time for an old file")
    verify.add_argument("--root", type=Path, help="our root certificate, as PEM")
    verify.add_argument(
        "--tsa-root", type=Path, help="the root of whoever else stated the time, as PEM"
    )
    verify.add_argument("--head", help="a value from a mail: is it in the record?")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(command=checking.verify)

    renewal = commands.add_parser(
        "renew", help="newer proofs for old files: what waits, or make it now"
    )
    renewal.add_argument("code", nargs="?", default="", help="one agreement, by its verify code")
    renewal.add_argument("--now", action="store_true", help="make what is due; with a code, that")
    renewal.set_defaults(command=lambda asked: renew(_ready(), asked.code, now=asked.now))

    lent = commands.add_parser(
        "portfolio", help="what a lender's export comes to at the house terms"
    )
    lent.add_argument("file", type=Path)
    lent.add_argument("--months", type=int, default=36)
    lent.set_defaults(
        command=lambda asked: _late("portfolio", "portfolio")(asked.file, asked.months)
    )

    rules = commands.add_parser("packs", help="the rules of each place, and who confirmed what")
    rules.set_defaults(command=lambda _: packs(_ready()))

    keeping.add(commands)
    teams.add(commands, _ready)
    keys.add(commands)
    _audit(commands.add_parser("audit", help="the audit log: write it out, check what was written"))
    _database(commands.add_parser("db", help="the database schema"))
    _imports(commands.add_parser("import", help="bring in a lender's export or a budget"))
    _benches(commands.add_parser("bench", help="how fast the product works"))
    return parser


def _database(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(required=True, metavar="upgrade|check")
    which.add_parser("upgrade").set_defaults(command=lambda _: _upgrade())
    which.add_parser("check").set_defaults(command=lambda _: _check())


def _audit(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(required=True, metavar="export|verify")
    out = which.add_parser("export", help="hashes, checkpoints and public key, for anybody")
    out.add_argument("folder", type=Path, help="an empty folder, or one that is made")
    out.set_defaults(command=lambda asked: auditing.export(_ready(), asked.folder))
    checked = which.add_parser("verify", help="check an export, with public data alone")
    checked.add_argument("folder", type=Path)
    checked.add_argument("--key", type=Path, help="the public key that you got another way")
    checked.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        help="a checkpoint that you kept: a note, a mail, or an evidence.json; more than one may be",
    )
    checked.set_defaults(
        command=lambda asked: auditing.verify(asked.folder, asked.key, asked.checkpoint)
    )


def _imports(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(required=True, metavar="debts|budget")
    debts = which.add_parser("debts", help="a lender's export as CSV")
    debts.add_argument("file", type=Path)
    debts.add_argument("--partial", action="store_true", help="take the rows without faults")
    debts.add_argument("--lender", help="name or id, when there is more than one")
    debts.set_defaults(
        command=lambda asked: importing.debts(
            _ready(), asked.file, asked.lender, partial=asked.partial
        )
    )
    budget = which.add_parser("budget", help="a Standard Financial Statement v1.1 as JSON")
    budget.add_argument("file", type=Path)
    budget.add_argument("--email", help="whose household; without it nothing is stored")
    budget.set_defaults(command=lambda asked: importing.budget(_ready, asked.file, asked.email))


def _benches(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(required=True, metavar="planning|signing|audit")
    logs = which.add_parser("audit", help="checking a whole audit log; SHORT=1 for fewer lines")
    logs.set_defaults(command=lambda _: _bench("audit_log", "audit"))
    plans = which.add_parser("planning", help="the plan engine; SHORT=1 for fewer accounts")
    plans.set_defaults(command=lambda _: _bench("planning", "planning"))
    papers = which.add_parser("signing", help="drawing, signing and sealing; SHORT=1 for fewer")
    papers.set_defaults(command=lambda _: _bench("signing", "signing"))


def _bench(module: str, name: str) -> int:
    return _late(f"bench.{module}", name)(short=os.environ.get("SHORT") == "1")


def _late(module: str, name: str) -> Callable[..., int]:
    """A command that draws, or counts with numpy: nobody else waits for its libraries."""
    found: Callable[..., int] = getattr(import_module(f"app.commands.{module}"), name)
    return found


def _at_port(port: int) -> Settings:
    """The settings; links lead to ``port`` unless the environment says where they lead."""
    return Settings.from_env({"PUBLIC_BASE_URL": serving.address(port), **os.environ})


def _ready() -> Deps:
    """Everything, on a database that is migrated: an import may be the first command of all."""
    settings = Settings.from_env()
    upgrade(settings)
    return build(settings)


def _upgrade() -> int:
    upgrade(Settings.from_env())
    print("the schema is the newest")
    return OK


def _check() -> int:
    """Apply every migration to an empty database, undo and redo them, compare with the models."""
    check_schema()
    print("migrations go up, down and up, and make the models")
    return OK


def _assess(asked: argparse.Namespace) -> int:
    found = assessing.answer(asked.file.read_bytes(), rows=asked.rows)
    sys.stdout.buffer.write(found.body + b"\n")
    return OK if found.valid else INVALID


if __name__ == "__main__":
    sys.exit(main())
