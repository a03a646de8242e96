"""Numbers for who holds the token: without ids, paths and words of anybody, over all processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from app import counts
from app.factory import create_app
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.settings import Settings, SettingsError
from app.store.errors import DecryptionFailed
from app.usecases.deps import Deps
from tests.stage import METRICS_TOKEN

BEARER = {"Authorization": f"Bearer {METRICS_TOKEN.read_text().strip()}"}
LABEL = re.compile(r'(\w+)="([^"]*)"')
SHORT_WAYS = {"read", "write", "+Inf", *(str(one) for one in counts.BUCKETS_S)}


@pytest.fixture
def counting(app: Flask, deps: Deps) -> Iterator[Flask]:
    counts.begin(None, app.view_functions, handlers(deps))
    yield app
    counts.end()


def numbers(app: Flask) -> str:
    answer = app.test_client().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return answer.text


def test_whoever_has_no_token_reads_nothing(app: Flask) -> None:
    client = app.test_client()
    for said in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer wrong"}):
        answer = client.get("/metrics", headers=said)
        assert (answer.status_code, answer.text) == (401, "")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    basic = {"Authorization": BEARER["Authorization"].replace("Bearer", "Basic")}
    assert client.get("/metrics", headers=basic).status_code == 401


def test_without_a_token_in_the_settings_there_is_no_such_page(deps: Deps) -> None:
    app = create_app(replace(deps, settings=replace(deps.settings, metrics_token="")))
    client = app.test_client()
    found, unknown = client.get("/metrics", headers=BEARER), client.get("/no-such-page")
    assert found.status_code == 404
    assert _bare(found.text) == _bare(unknown.text)


def _bare(page: str) -> str:
    return re.sub(r'nonce="[^"]*"|value="[^"]*"|/metrics|/no-such-page', "", page)


def test_no_id_path_or_name_ever_becomes_a_label(counting: Flask) -> None:
    client, secret = counting.test_client(), f"s{uuid4().hex}"
    ids = [str(uuid4()) for _ in range(3)]
    for rule in counting.url_map.iter_rules():
        path = re.sub(r"<uuid:[^>]+>", ids[0], rule.rule)
        path = re.sub(r"<[^>]+>", secret, path)
        client.get(f"{path}?who={secret}")
    for odd in (f"/{secret}", f"/cases/{ids[1]}/{secret}", f"/household/{ids[2]}"):
        client.open(odd, method="PROPFIND")
        client.post(odd, data={secret: secret})
    counts.add("jobs", kind=secret, outcome=ids[1])
    text = numbers(counting)
    known = set(counting.view_functions) | counts.STATUSES | SHORT_WAYS | {counts.OTHER}
    known |= set().union(*counts.KNOWN.values())
    labels = {value for _, value in LABEL.findall(text)}
    assert labels <= known
    assert not [word for word in (*ids, secret) if word in text]
    assert 'plainpact_requests_total{endpoint="other",status="4xx"}' in text


def test_work_failures_and_ages_are_counted(counting: Flask, deps: Deps) -> None:
    with deps.unit_of_work() as uow:
        uow.system("a job for the test")
        uow.outbox.put("tidy", "one", {}, deps.now())
        uow.outbox.put("mail", "two", {"letter": "none"}, deps.now())
    Runner(deps.unit_of_work, handlers(deps), deps.now).drain()
    DecryptionFailed("a place")
    counting.test_client().post("/sign-in/code", data={"code": "1"})
    text = numbers(counting)
    assert 'plainpact_jobs_total{kind="tidy",outcome="done"} 1.0' in text
    assert 'plainpact_jobs_total{kind="mail",outcome="failed"} 1.0' in text
    assert "plainpact_decryption_failures_total 1.0" in text
    assert "plainpact_sign_in_refusals_total{" in text
    for name in (
        "jobs_waiting",
        "jobs_failing",
        "jobs_oldest_seconds",
        "checkpoint_age_seconds",
        "audit_lines",
    ):
        assert re.search(rf"^plainpact_{name} -?[0-9.]+", text, re.MULTILINE), name


def test_processes_are_added_up(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from app import counts\n"
        "counts.begin(Path(sys.argv[1]), ['page'])\n"
        "child = os.fork()\n"
        "counts.request('page', 200, 0.2, reads=True)\n"
        "if child: os.waitpid(child, 0); sys.stdout.write(counts.told({}).decode())\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    ).stdout
    assert 'plainpact_requests_total{endpoint="page",status="2xx"} 2.0' in told
    assert list(tmp_path.glob("*.db"))
    counts.forget(tmp_path)
    assert not list(tmp_path.glob("*.db"))


def test_nothing_is_imported_where_nobody_counts() -> None:
    program = "import sys, app.factory, app.commands.serving; assert 'prometheus_client' not in sys.modules"
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )


def test_a_token_that_is_missing_or_short_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "metrics.token"
    with pytest.raises(SettingsError, match="METRICS_TOKEN_FILE"):
        Settings.from_env({"METRICS_TOKEN_FILE": str(there)})
    there.write_text("short\n")
    assert Settings.from_env({"METRICS_TOKEN_FILE": str(there)}).metrics_token == "short"
    with pytest.raises(SettingsError, match="METRICS_TOKEN_FILE must hold 32"):
        Settings.from_env({"METRICS_TOKEN_FILE": str(there), "APP_ENV": "production"})
