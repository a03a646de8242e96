"""A case that is accepted, a worker that is killed, and the people who go on signing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from app.assembly import build, clock, upgrade
from app.core.access import Actor, Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AcceptOffer
from app.core.negotiation.folding import fold
from app.documents.sandbox import Sandbox
from app.faults import KILLED
from app.store.leases import LONGEST_LEASE, TRUSTED
from app.usecases import demo, negotiate, sign
from app.usecases.demo_steps import Part
from app.usecases.demo_stories import STORIES
from app.usecases.deps import Deps
from tests.stage import test_settings as settings_of

ROOT = Path(__file__).parents[2]
STORY = "counselor"
BEFORE = ("authority", "confirm", "tell", "offer", "counter", "records")
AGAIN_AND_AGAIN = {"checkpoint", "look-over"}
PATIENCE_S = 180.0 + LONGEST_LEASE.total_seconds()
"""What was cut off again and again waits for long."""
LOOK_S = 0.3
END_S = 120
"""A worker that is asked to end finishes its job first, however busy the machine is."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Seconds until all that the killed worker held was taken up, was done, and all was sealed."""

    taken: float
    held: float
    sealed: float


@dataclass(frozen=True, slots=True)
class Site:
    """One data directory, seen by the people who sign while a worker works there."""

    folder: Path
    part: Part

    @property
    def deps(self) -> Deps:
        return self.part.deps

    def case(self) -> Case:
        with self.deps.reading() as uow:
            return fold(uow.cases.history(self.part.place.lender, self.part.case_id))

    def is_done(self) -> bool:
        """Sealed, with nothing left to do now or soon: what comes daily is never all done."""
        at = self.deps.now() + timedelta(hours=12)
        with self.deps.reading() as uow:
            waiting = uow.outbox.backlog(at).waiting
        return waiting == len(self.kept_back(at)) and self.case().stage is Stage.SEALED

    def kept_back(self, at: datetime) -> list[str]:
        """Mails that may not leave yet, whatever the hour is at which the faults are tried.

        And the next looks at the audit log: every minute and every hour, so it is never all done.
        """
        now, soon = (f"{one:%Y-%m-%d %H:%M:%S.%f}" for one in (self.deps.now(), at))
        query = "SELECT kind, key, due_at FROM outbox WHERE done_at IS NULL"
        return [
            key
            for kind, key, due in rows(self, query)
            if due <= soon and (kind in AGAIN_AND_AGAIN or (kind == "mail" and now < due))
        ]

    def next_signer(self) -> Actor | None:
        case = self.case()
        if case.stage is not Stage.SIGNING or case.agreement is None:
            return None
        place, role = self.part.place, case.agreement.next_signer
        people = {
            Role.LENDER: place.agent,
            Role.BORROWER: self.part.borrower,
            Role.COUNSELOR: place.counselor,
        }
        return people[role] if role else None

    def form(self, actor: Actor) -> sign.Act:
        page = sign.prepare(self.deps, actor, self.part.case_id, "en")
        return sign.Act(
            version=page.reading.version,
            shown_sha256=page.reading.file_sha256 or "",
            nonce=page.nonce,
            key=page.key,
            typed_name=page.name,
            intent=page.intent,
            language=page.language,
            agrees_to_records=True,
        )

    def sign_if_asked(self) -> None:
        actor = self.next_signer()
        if actor is not None:
            sign.act(self.deps, actor, self.part.case_id, self.form(actor))

    def held(self) -> list[str]:
        """The jobs that a worker had taken and not done."""
        query = "SELECT kind, key FROM outbox WHERE done_at IS NULL AND lease_until IS NOT NULL"
        return [key for kind, key in rows(self, query) if kind not in AGAIN_AND_AGAIN]

    def held_for_short(self) -> list[str]:
        """Those of them that have to be done again within a minute: not cut off too often."""
        query = "SELECT key FROM outbox WHERE lease_until IS NOT NULL AND attempts <= "
        tried = {key for (key,) in rows(self, query + str(TRUSTED))}
        return [key for key in self.held() if key in tried]

    def taken(self) -> int:
        """How often jobs were taken so far, by whatever worker."""
        count: int = rows(self, "SELECT coalesce(sum(lease_token), 0) FROM outbox")[0][0]
        return count

    def takes(self) -> dict[str, int]:
        """The same of each job by its key."""
        return dict(rows(self, "SELECT key, lease_token FROM outbox"))

    def done(self) -> int:
        """How many jobs are done."""
        count: int = rows(self, "SELECT count(*) FROM outbox WHERE done_at IS NOT NULL")[0][0]
        return count

    def finish(self, held: list[str] | None = None) -> Recovery:
        """Sign when it is one's turn until all is done."""
        start, before, keys = monotonic(), self.takes(), set(held or ())
        taken = whole = 0.0
        while not self.is_done():
            if monotonic() - start > PATIENCE_S:
                raise TimeoutError(f"not sealed after {PATIENCE_S:.0f} s: {log(self.folder)}")
            if not taken and all(self.takes()[key] > before[key] for key in keys):
                taken = monotonic() - start
            if not whole and not keys & self.waiting():
                whole = monotonic() - start
            self.sign_if_asked()
            sleep(LOOK_S)
        sealed = monotonic() - start
        return Recovery(taken or sealed, whole or sealed, sealed)

    def waiting_now(self) -> bool:
        with self.deps.reading() as uow:
            return bool(uow.outbox.backlog(self.deps.now()).waiting)

    def waiting(self) -> set[str]:
        return {key for (key,) in rows(self, "SELECT key FROM outbox WHERE done_at IS NULL")}


def build_site(folder: Path, sandbox: Sandbox) -> Site:
    """A counselor's client: an accepted offer, its drawing still to be done, by the real clock."""
    settings = settings_of(folder)
    upgrade(settings)
    deps = replace(build(settings), sandbox=sandbox, checker=sandbox)
    deps.sealer()
    place, _ = demo.set_up(deps, "UK", demo.CASTS["UK"])
    story = replace(next(s for s in STORIES if s.key == STORY), goes=BEFORE)
    (part,) = demo.admit(deps, place, (story,), nothing)
    demo.play(part)
    site = Site(folder, part)
    offer = site.case().offer
    if offer is None:
        raise LookupError("no offer stands")
    negotiate.submit(deps, part.borrower, part.case_id, AcceptOffer(offer.digest))
    return site


def rows(site: Site, query: str) -> list[tuple[Any, ...]]:
    """What the database says, past every layer of ours."""
    path = site.deps.settings.data_dir / "plainpact.db"
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def nothing() -> None:
    """Background work waits for the worker."""


def copy_of(site: Site, folder: Path) -> Site:
    shutil.copytree(site.folder, folder)
    deps = replace(
        build(settings_of(folder), clock), sandbox=site.deps.sandbox, checker=site.deps.checker
    )
    return Site(folder, replace(site.part, deps=deps))


@contextmanager
def a_worker(folder: Path, fault: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """``python -m app.cli work`` on ``folder``; it is gone at the end of the block."""
    with (folder / "worker.log").open("ab") as out:
        worker = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "work"],
            cwd=ROOT,
            env=environment(folder, fault),
            stdout=out,
            stderr=out,
        )
    try:
        yield worker
    finally:
        if worker.poll() is None:
            worker.terminate()
        worker.wait(END_S)


def environment(folder: Path, fault: str = "") -> dict[str, str]:
    return {
        "APP_ENV": "test",
        "DATA_DIR": str(folder),
        "PUBLIC_BASE_URL": "http://127.0.0.1:8000",
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "FAULTS": fault,
    }


def work_until_killed(site: Site, fault: str) -> None:
    """Sign and wait until the worker has died at its point."""
    start = monotonic()
    with a_worker(site.folder, fault) as worker:
        while worker.poll() is None:
            if site.is_done() or monotonic() - start > PATIENCE_S:
                raise TimeoutError(f"{fault} was never reached: {log(site.folder)}")
            site.sign_if_asked()
            sleep(LOOK_S)
        if worker.returncode != KILLED:
            raise RuntimeError(f"{fault}: ended with {worker.returncode}: {log(site.folder)}")


def sign_and_die(site: Site) -> sign.Act:
    """The next party signs in a process that dies right after the commit, without an answer."""
    with a_worker(site.folder) as worker:
        while (actor := site.next_signer()) is None:
            if worker.poll() is not None:
                raise RuntimeError(log(site.folder))
            sleep(LOOK_S)
    sent = site.form(actor)
    told = {
        "folder": str(site.folder),
        "person": str(actor.person_id),
        "case": str(site.part.case_id),
        "act": asdict(sent),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.party"],
        cwd=ROOT,
        env=environment(site.folder, "act_committed:1"),
        input=json.dumps(told).encode(),
        timeout=60,
        check=False,
    )
    if done.returncode != KILLED:
        raise RuntimeError(f"the party's process ended with {done.returncode}")
    return sent


def log(folder: Path) -> str:
    return (folder / "worker.log").read_text()[-2_000:]
