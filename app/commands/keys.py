"""Master keys: a new one, what each of them still seals, and dropping one that seals nothing."""

from __future__ import annotations

import sys
from typing import Any

from app.assembly import build
from app.settings import Settings
from app.usecases import rotation
from app.usecases.rotation import KeyInUse

OK, REFUSED = 0, 1


def add(commands: Any) -> None:  # noqa: ANN401 (argparse does not name the type of subparsers)
    """The command with its three actions."""
    keys = commands.add_parser("keys", help="rotate, look at and drop master keys")
    actions = keys.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("rotate", help="write with a new key; the worker moves the rest")
    new.set_defaults(command=lambda _: _rotate())
    status = actions.add_parser("status", help="how many values each key seals")
    status.set_defaults(command=lambda _: _status())
    old = actions.add_parser("drop", help="delete a key that seals nothing any more")
    old.add_argument("kid", help="its name, as status prints it")
    old.set_defaults(command=lambda asked: _drop(asked.kid))


def _rotate() -> int:
    deps = build(Settings.from_env())
    try:
        print(f"{rotation.rotate(deps)} seals from now on; the worker moves what older keys seal")
    finally:
        deps.close()
    return OK


def _status() -> int:
    deps = build(Settings.from_env())
    try:
        for number, (kid, rows) in enumerate(rotation.status(deps)):
            print(f"{kid} {rows} rows{'' if number else ', writes'}")
    finally:
        deps.close()
    return OK


def _drop(kid: str) -> int:
    deps = build(Settings.from_env())
    try:
        rotation.drop(deps, kid)
    except KeyInUse as why:
        print(f"keys: {why}", file=sys.stderr)
        return REFUSED
    finally:
        deps.close()
    print(f"{kid} is gone; backups that were made with it need their own copy of the keys")
    return OK
