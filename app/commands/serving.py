"""The server and its background worker as two processes of one command."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from threading import Event
from time import sleep
from types import FrameType

from sqlalchemy.exc import OperationalError

from app import counts, logs
from app.assembly import build, make_keys, upgrade
from app.jobs.deadline import within_limits
from app.jobs.handlers import handlers, idle
from app.jobs.runner import Runner
from app.settings import Settings, SettingsError
from app.usecases import (
    answer_time,
    authority_ends,
    checkpoints,
    demo,
    hardship_apart,
    looking_over,
    signing_time,
    tidy,
)
from app.usecases.deps import Deps

HOST, PORT = "127.0.0.1", 8000
COMMAND = ".venv/bin/python -m app.cli run"
WORKERS = 2
THREADS = 4
"""Of each worker: as many slow senders less hold everybody up."""
GRACE_S = 10
PAUSE_S = 2
"""Before a worker that ended is followed by another, and before a busy database is asked again."""
PATIENCE_S = 60

_log = logging.getLogger(__name__)


def run(settings: Settings, port: int) -> int:
    """Migrate, seed the demonstration where there is none, serve until stopped.

    Raises:
        SettingsError: another program has the port.
    """
    _check_free(port)
    upgrade(settings)
    deps = build(settings)
    made = make_keys(settings, deps.now())
    deps.sealer()  # a seal that cannot be used is told now, not at the first agreement
    if not settings.production:
        demo.seed(deps, lambda: drain(deps))
    deps.close()
    if settings.metrics_dir is not None:
        counts.forget(settings.metrics_dir)
    environment = {**os.environ, "PUBLIC_BASE_URL": settings.public_base_url}
    server = _start(
        [
            "-m",
            "gunicorn",
            "--bind",
            f"{HOST}:{port}",
            "--workers",
            str(WORKERS),
            "--worker-class",
            "gthread",
            "--threads",
            str(THREADS),
            "--preload",
            "--config",
            "python:app.commands.server_settings",
            "app.factory:wsgi()",
        ],
        environment,
    )
    stopping = _pass_on_stops(server)
    print(f"Plainpact 明约 serves {settings.public_base_url}", flush=True)
    print(f"Root certificate, SHA-256: {made.fingerprint}", flush=True)
    if not settings.production:
        print(f"Demonstration people: {settings.public_base_url}/demo", flush=True)
    return _until_stopped(server, stopping, lambda: _start(["-m", "app.cli", "work"], environment))


def address(port: int) -> str:
    return f"http://{HOST}:{port}"


def work(settings: Settings) -> int:
    """Do background work until told to stop."""
    logs.configure()
    deps = build(settings)
    make_keys(settings, deps.now())
    deps.sealer()  # a seal that cannot be used is told now, not at the first agreement
    runner = worker(deps)
    if settings.metrics_dir is not None:
        counts.begin(settings.metrics_dir, kinds=runner.handlers)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        runner.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    runner.run_until_stopped()
    deps.close()
    return 0


def worker(deps: Deps) -> Runner:
    """Whoever does background work while the product is served, and what time alone asks for."""
    for begin in (
        signing_time.watch_all,
        answer_time.watch_all,
        authority_ends.watch_all,
        tidy.begin,
        checkpoints.begin,
        looking_over.begin,
        hardship_apart.begin,
    ):
        _patiently(begin, deps)
    return Runner(
        deps.unit_of_work, handlers(deps), deps.now, idle=idle(deps), deadline=within_limits
    )


def _patiently(begin: Callable[[Deps], object], deps: Deps) -> None:
    """A database that somebody else holds for long is no reason to end: it is asked again."""
    while True:
        try:
            begin(deps)
        except OperationalError as fault:
            logs.tell(_log, logging.WARNING, "cannot begin yet", fault=logs.place(fault))
            sleep(PAUSE_S)
        else:
            return


def drain(deps: Deps) -> None:
    """Do all background work that is due, retries of this run included.

    Raises:
        TimeoutError: something still fails after a minute.
    """
    runner = Runner(deps.unit_of_work, handlers(deps), deps.now)
    for _ in range(PATIENCE_S):
        runner.drain()
        with deps.reading() as uow:
            if not uow.outbox.backlog(deps.now()).waiting:
                return
        sleep(1)
    raise TimeoutError("background work still fails")


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise SettingsError(
                f"port {port} is taken. Stop the other program, or choose another port: "
                f"{COMMAND} --port {port + 1}"
            ) from error


def _start(arguments: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *arguments], env=dict(environment))  # noqa: S603  # our own interpreter and modules


def _pass_on_stops(server: subprocess.Popen[bytes]) -> Event:
    """The answer is set as soon as somebody asks for the end."""
    stopping = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def _until_stopped(
    server: subprocess.Popen[bytes],
    stopping: Event,
    start_worker: Callable[[], subprocess.Popen[bytes]],
) -> int:
    """Keep a worker beside the server, whatever ends it; the answer is the server's."""
    worker = start_worker()
    while (code := _ended(server, PAUSE_S)) is None:
        if worker.poll() is not None and not stopping.is_set():
            told = f"the worker ended with {worker.returncode}; another one starts"
            print(told, file=sys.stderr, flush=True)
            worker = start_worker()
    worker.terminate()
    if _ended(worker, GRACE_S) is None:
        worker.kill()
        worker.wait()
    return max(code, 0)


def _ended(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """With which code, or nothing when it still works after that time."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
