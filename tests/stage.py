"""Stories on a stage: the demonstration's people, as far as a test needs them, and browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.access import Actor
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.settings import Settings
from app.usecases import accounts, demo
from app.usecases.demo_steps import Part, Place
from app.usecases.demo_stories import STORIES, Story
from app.usecases.deps import Deps
from app.web import deps as web_deps
from app.web import limits
from app.web.session import new_id
from tests.made_once import alone
from tests.played import copied, untouched

ORIGIN = "http://127.0.0.1:8000"
METRICS_TOKEN = Path(__file__).with_name("metrics.token")
TOKEN = re.compile(r'<input[^>]*name="csrf_token"[^>]*value="([^"]+)"')
START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


class Clock:
    """The time a test says it is."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **apart: float) -> None:
        self.at += timedelta(**apart)


def test_settings(folder: Path) -> Settings:
    return Settings.from_env(
        {
            "APP_ENV": "test",
            "DATA_DIR": str(folder),
            "PUBLIC_BASE_URL": ORIGIN,
            "SECURITY_CONTACT": "mailto:security@town.example",
            "SECURITY_EXPIRES": "2027-06-30",
            "METRICS_TOKEN_FILE": str(METRICS_TOKEN),
        }
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """Both casts, before any story.

    ``staged`` is a data directory where nothing else has happened, by the product as tests build
    it; nothing for another product.
    """

    deps: Deps
    clock: Clock
    places: dict[str, Place]
    staged: Path | None = None

    def part(self, key: str, *steps: str) -> Part:
        """The story ``key`` on stage, played through ``steps`` of ``demo_steps.STEPS``.

        Where nothing else has happened on this stage, a part that was played before stands here
        as it stood then.
        """
        story = replace(next(s for s in STORIES if s.key == key), goes=steps)
        place, folder = self.places[story.place], self.deps.settings.data_dir
        if self.staged is None or self.clock.at != START or not untouched(folder, self.staged):
            return self._played(place, story)
        kept = self.staged.with_name(" ".join(("played", key, *steps)))
        with alone(kept):
            if not kept.exists():
                part = self._played(place, story)
                new = kept.with_name(f"{kept.name}.new")
                new.mkdir()
                copied(folder, new)
                new.rename(kept)
                return part
        copied(kept, folder)
        return demo.part_of(self.deps, place, story, self.work)

    def _played(self, place: Place, story: Story) -> Part:
        (part,) = demo.admit(self.deps, place, (story,), self.work)
        demo.play(part)
        return part

    def work(self) -> None:
        """Do the background work that is due; a failing job fails the test's expectations."""
        Runner(self.deps.unit_of_work, handlers(self.deps), self.deps.now).drain()


def set_stage(deps: Deps, clock: Clock) -> Stage:
    places = {name: demo.set_up(deps, name, cast)[0] for name, cast in demo.CASTS.items()}
    return Stage(deps, clock, places)


@contextmanager
def lent(app: Flask, deps: Deps) -> Iterator[Flask]:
    """``app`` around ``deps``, for one test. What that does to its views ends with it."""
    # Another test may have had faults answered as in production.
    app.testing = deps.settings.env == "test"
    views = dict(app.view_functions)
    web_deps.install(app, deps)
    limits.forget(app)
    yield app
    app.view_functions.clear()
    app.view_functions.update(views)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that keeps cookies, carries form tokens and names its origin."""

    client: FlaskClient
    tokens: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, app: Flask, deps: Deps, *actor: Actor, language: str = "en") -> Visitor:
        client = app.test_client()
        client.set_cookie("lang", language)
        sid = new_id()
        client.set_cookie("sid", sid)
        for one in actor:
            accounts.start(deps, one.person_id, sid)
        return cls(client)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def soup(self, path: str) -> BeautifulSoup:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return BeautifulSoup(answer.data, "html.parser")

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, token_from: str | None = None
    ) -> TestResponse:
        """Post a form with the token of ``token_from`` (any page of ours carries one)."""
        return self.client.post(
            path,
            data={
                "csrf_token": self.token(token_from) if token_from else self._any(),
                **(data or {}),
            },
            headers={"Origin": ORIGIN},
            content_type="multipart/form-data" if _has_file(data) else None,
        )

    def token(self, path: str) -> str:
        found = TOKEN.search(self.client.get(path).text)
        if found is None:
            raise LookupError(path)
        return found[1]

    def _any(self) -> str:
        """A token of this session, for it lasts as long: read once."""
        if (sid := self._sid()) not in self.tokens:
            found = self.token("/guide")
            if not (sid := self._sid()):
                return found
            self.tokens[sid] = found
        return self.tokens[sid]

    def _sid(self) -> str:
        cookie = self.client.get_cookie("sid")
        return cookie.value if cookie else ""


def _has_file(data: dict[str, Any] | None) -> bool:
    return any(isinstance(value, tuple) for value in (data or {}).values())
