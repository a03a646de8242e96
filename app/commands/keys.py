"""Master keys and the key of the log: a new one, what each is for, and dropping an old one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from app.assembly import build
from app.gateways.log_key import LogKeyMissing
from app.settings import Settings
from app.usecases import log_rotation, rotation
from app.usecases.checkpoints import LogTampered
from app.usecases.deps import Deps
from app.usecases.log_rotation import LogKey
from app.usecases.rotation import KeyInUse

OK, REFUSED = 0, 1


def add(commands: Any) -> None:  # noqa: ANN401 (argparse does not name the type of subparsers)
    """The command with its three actions."""
    keys = commands.add_parser("keys", help="rotate, look at and drop master keys and log keys")
    actions = keys.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("rotate", help="write with a new key; the worker moves the rest")
    new.add_argument("--log", action="store_true", help="the key that signs checkpoints, instead")
    new.set_defaults(command=lambda asked: _with(_rotate_log if asked.log else _rotate))
    status = actions.add_parser("status", help="what each key seals or signs")
    status.set_defaults(command=lambda _: _with(_status))
    old = actions.add_parser("drop", help="delete a key that nothing needs any more")
    old.add_argument("kid", help="its name, as status prints it")
    old.set_defaults(command=lambda asked: _with(lambda deps: _drop(deps, asked.kid)))


def _with(action: Callable[[Deps], None]) -> int:
    deps = build(Settings.from_env())
    try:
        action(deps)
    except (KeyInUse, LogKeyMissing, LogTampered) as why:
        print(f"keys: {why}", file=sys.stderr)
        return REFUSED
    finally:
        deps.close()
    return OK


def _rotate(deps: Deps) -> None:
    print(f"{rotation.rotate(deps)} seals from now on; the worker moves what older keys seal")


def _rotate_log(deps: Deps) -> None:
    print(f"{log_rotation.rotate(deps)} signs checkpoints from now on; the old key said so")


def _status(deps: Deps) -> None:
    for number, (kid, rows) in enumerate(rotation.status(deps)):
        print(f"{kid} {rows} rows{'' if number else ', writes'}")
    for one in log_rotation.status(deps):
        print(f"{one.name} {_said(one)}")


def _said(one: LogKey) -> str:
    if one.signs:
        return "signs checkpoints" if one.held else "has to sign checkpoints, and is missing"
    return "signs nothing any more" if one.held else "dropped"


def _drop(deps: Deps, kid: str) -> None:
    if log_rotation.is_log_key(kid):
        log_rotation.drop(deps, kid)
        print(f"{kid} is gone; a log goes on from a backup of its time with a copy of it alone")
    else:
        rotation.drop(deps, kid)
        print(f"{kid} is gone; backups that were made with it need their own copy of the keys")
