"""Another key for the checkpoints of the audit log, named by the one that signed until now."""

from __future__ import annotations

from dataclasses import dataclass

from app.gateways.log_key import NAME
from app.usecases import checkpoints
from app.usecases.checkpoints import turns
from app.usecases.deps import Deps
from app.usecases.rotation import KeyInUse


@dataclass(frozen=True, slots=True)
class LogKey:
    """``signs`` from now on; ``held`` says that the private half is in the folder of keys."""

    name: str
    signs: bool
    held: bool


def is_log_key(name: str) -> bool:
    return name.startswith(NAME)


def rotate(deps: Deps) -> str:
    """A new key, and its name. The old one signs that, in a checkpoint, and nothing after it.

    Killed at any point it leaves one key whose turn it is; what was made and never named can
    be dropped.

    Raises:
        LogTampered: the log does not hold; nothing is signed on it, and no key changes.
        LogKeyMissing: the private key that signs now is not there.
        OSError: the folder of checkpoints cannot be written. The worker copies them later.
    """
    made = deps.log_keys.add()
    checkpoints.hand_over(deps, made.public)
    checkpoints.issue(deps)
    checkpoints.copy_out(deps)
    return made.name


def status(deps: Deps) -> tuple[LogKey, ...]:
    """All keys that the checkpoints name, the newest first; then those that none names.

    Raises:
        LogTampered: a checkpoint does not hold.
    """
    found = turns(deps)
    held = deps.log_keys.names()
    publics = (*(one.key for one in found.handovers), found.key)
    names = [one.partition("+")[0] for one in reversed(publics)]
    spare = sorted(held - set(names))
    return tuple(LogKey(name, name == names[0], name in held) for name in (*names, *spare))


def drop(deps: Deps, name: str) -> None:
    """Delete a private key that has nothing to sign any more. What it signed stays verifiable.

    Raises:
        KeyInUse: it signs now, or there is no such key.
        LogTampered: a checkpoint does not hold.
    """
    with deps.unit_of_work() as uow:  # held, so that nobody hands over to it meanwhile
        known = {one.name: one for one in status(deps)}
        if name not in known or not known[name].held:
            raise KeyInUse("there is no such key")
        if known[name].signs:
            raise KeyInUse("it signs the checkpoints now")
        uow.audit.write(None, "log_key.dropped", f"log_key:{name}", deps.now())
        deps.log_keys.drop(name)
