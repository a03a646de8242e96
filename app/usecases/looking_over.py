"""Once an hour all that is kept is held against what was written of it elsewhere.

The log itself is looked at every quarter of an hour, with the checkpoints outside (see
``checkpoints``). Here it is the rest: chains of events, ciphertexts in their places, agreements,
consents and offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from logging import ERROR, getLogger
from typing import Any

from app.logs import tell
from app.store import copying, whole
from app.store.outbox import NotYet
from app.usecases.deps import Deps

EVERY = timedelta(hours=1)

_log = getLogger(__name__)


class Tampered(Exception):
    """Something is not what was written; the message names each, with ids of ours alone."""


def begin(deps: Deps) -> None:
    """Have it done from now on, for as long as there is a worker."""
    with deps.unit_of_work() as uow:
        uow.system("time alone asks for this")
        uow.outbox.put("look-over", "look-over", {}, deps.now())


def findings(deps: Deps) -> tuple[str, ...]:
    """All that does not hold, each by name."""
    with deps.reading() as uow:
        _, chains = copying.broken_chains(uow)
        return (*chains, *whole.findings(uow))


def look(deps: Deps, _payload: Mapping[str, Any]) -> None:
    """Look over everything. It never ends.

    Raises:
        NotYet: it holds; it is done again in an hour.
        Tampered: it does not. It stands in the list of late work until somebody has looked.
    """
    found = findings(deps)
    if found:
        tell(_log, ERROR, "what is kept does not hold", failing=len(found))
        raise Tampered("; ".join(found))
    raise NotYet(deps.now() + EVERY)
