"""Requests of the review: an address or a form with the ids of what is hidden, and the text of it all."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import cycle
from tempfile import NamedTemporaryFile

from werkzeug.test import TestResponse

from app.gateways.mail import FolderMail, Letter
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from tests.attacks.review.ground import Ground, Shown
from tests.stage import ORIGIN
from tests.web.rights.asking import ENDS_SESSIONS
from tests.web.rights.cells import Cell, cells

LEFT_OUT = frozenset({"account.data.paper", "demo.inbox"})
"""One's own data as a PDF takes seconds, and is made of the JSON, which is asked for; and the mails
of a demonstration, where everybody is everybody: it is not there in production."""
LEAVES = (*ENDS_SESSIONS, "public.", "verify.")
"""Rooms whose forms are about nobody's case."""


def crawled(ground: Ground, target: str) -> Iterator[tuple[str, str, str]]:
    """(where, kind, text) of every address that can be read, each asked for by one attacker.

    Whoever has a right on one side of what is hidden reads all of that.
    """
    hidden = ground.targets[target]
    if target not in ground.read:
        attackers = cycle(hidden.attackers)
        ground.read[target] = [
            _read(ground, hidden.reader or next(attackers), cell)
            for cell in _cells(ground, target, safe=True)
        ]
    yield from ground.read[target]
    if hidden.beside:
        yield from crawled(ground, hidden.beside)


def sent(ground: Ground, target: str) -> Iterator[tuple[str, str]]:
    """Every form about what is hidden, each sent by one attacker."""
    attackers = cycle(ground.targets[target].attackers)
    for cell in _cells(ground, target, safe=False):
        yield post(ground, next(attackers), cell.path, dict(cell.form))


def post(ground: Ground, who: str, path: str, form: dict[str, str]) -> tuple[str, str]:
    browser = ground.browser(who)
    data = {"csrf_token": browser.token, **form}
    answer = browser.client.post(path, data=data, headers={"Origin": ORIGIN})
    assert answer.status_code < 500, path
    return f"{who} {path}", f"{answer.headers.get('Location', '')} {answer.text}"


def shown_to(ground: Ground, who: str, path: str) -> Shown:
    answer = ground.browser(who).client.get(path)
    assert answer.status_code == 200, f"{who} {path}: {answer.status_code}"
    return Shown(dict(answer.headers), text_of(answer))


def text_of(answer: TestResponse) -> str:
    """The words of an answer; of a PDF what it shows."""
    with answer:
        body = answer.get_data()
    if not body.startswith(b"%PDF"):
        return body.decode(errors="replace")
    with NamedTemporaryFile(suffix=".pdf") as paper:
        paper.write(body)
        paper.flush()
        told = subprocess.run(["pdftotext", paper.name, "-"], capture_output=True, check=True)
    return told.stdout.decode()


def worked(ground: Ground) -> tuple[Letter, ...]:
    """All mail that has left, once everything that is due was done."""
    deps = ground.deps
    Runner(deps.unit_of_work, handlers(deps), deps.now).drain()
    assert isinstance(deps.mail, FolderMail)
    return deps.mail.letters(limit=1_000)


def _read(ground: Ground, who: str, cell: Cell) -> tuple[str, str, str]:
    answer = ground.browser(who).client.get(cell.path)
    assert answer.status_code < 500, cell.path
    return f"{who} {cell.path}", answer.mimetype or "", text_of(answer)


def _cells(ground: Ground, target: str, *, safe: bool) -> Iterator[Cell]:
    """Each route about an object, with the ids of what is hidden; one's own pages as they are."""
    town, hidden = ground.town, ground.targets[target]
    for cell in cells(ground.app, town):
        if cell.which not in ("", "a") or cell.method == "HEAD" or cell.safe is not safe:
            continue
        if cell.endpoint in LEFT_OUT or (not cell.kind and not (safe and cell.actions)):
            continue  # what anybody may read is about nobody
        if not safe and (
            cell.endpoint.startswith(LEAVES) or not cell.path.startswith(hidden.forms)
        ):
            continue
        path = cell.path.replace(str(town.cases["a"]), str(hidden.case_id))
        path = path.replace(str(town.agreed["a"]), str(hidden.agreed_id))
        if hidden.beside and str(hidden.case_id) not in path:
            continue  # it is asked for beside
        yield Cell(cell.method, path, cell.form, cell.endpoint, (), cell.kind, cell.which)
