"""A line that leaves holds known facts alone, whoever writes it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from app.logs import FIELDS, Lines, begin_request, place, tell

ROOT = Path(__file__).parents[1]
WORD = "Zaunkönigin 4711"
LOG = logging.getLogger("tests.logs")


def line(record: logging.LogRecord) -> dict[str, object]:
    written = Lines().format(record)
    assert "\n" not in written
    read: dict[str, object] = json.loads(written)
    return read


def told(caplog: pytest.LogCaptureFixture, **facts: object) -> dict[str, object]:
    with caplog.at_level(logging.INFO):
        tell(LOG, logging.INFO, "something", **facts)
    return line(caplog.records[-1])


def test_known_facts_leave(caplog: pytest.LogCaptureFixture) -> None:
    said = told(caplog, kind="mail", job=UUID(int=7), attempt=2, fault="OSError files.py:9")
    assert said.pop("at")
    said.pop("request", None)  # another test may have begun one
    assert said == {
        "level": "info",
        "event": "something",
        "kind": "mail",
        "job": str(UUID(int=7)),
        "attempt": 2,
        "fault": "OSError files.py:9",
    }


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_word_in_a_known_place_is_left_out_and_counted(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = told(caplog, **{name: WORD})
    assert WORD not in json.dumps(said, ensure_ascii=False)
    assert said["dropped"] == 1


def test_a_key_that_nobody_knows_is_left_out_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    said = told(caplog, why="fine", name="fine", kind="mail")
    assert (said["dropped"], said["kind"]) == (2, "mail")
    assert "fine" not in json.dumps(said)


def test_words_of_a_library_and_of_its_fault_stay(caplog: pytest.LogCaptureFixture) -> None:
    try:
        int(WORD)
    except ValueError:
        LOG.exception("could not find %s", WORD)
    said = line(caplog.records[-1])
    assert WORD not in json.dumps(said, ensure_ascii=False)
    assert str(said["fault"]).startswith("ValueError test_logs.py:")
    assert str(said["from"]).startswith("tests.logs ")


def test_the_place_of_a_fault_is_its_class_and_line() -> None:
    assert place(ValueError(WORD)) == "ValueError"


@pytest.mark.parametrize("given", [None, "", WORD, "a" * 65, "a b", "a\nb"])
def test_an_unfit_name_of_a_request_is_replaced(
    given: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    begin_request(given)
    made = told(caplog)["request"]
    assert made
    assert made != given
    begin_request("proxy-77")
    assert told(caplog)["request"] == "proxy-77"


def test_the_last_words_of_a_process_are_a_line_as_well() -> None:
    code = (
        "import threading, warnings\n"
        "from app import logs\n"
        "logs.configure()\n"
        f"def bad(): raise KeyError({WORD!r})\n"
        "other = threading.Thread(target=bad); other.start(); other.join()\n"
        f"warnings.warn({WORD!r})\n"
        f"logs.tell(logs.logging.getLogger(), 40, 'x', kind={WORD!r})\n"
        "logs.logging.getLogger().error('%s %s', 'one')\n"
        f"raise ValueError({WORD!r})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = [json.loads(one) for one in done.stderr.splitlines()]
    assert done.returncode == 1
    assert [one.get("fault", "").split(" ")[0] for one in said] == [
        "KeyError", "", "", "", "ValueError",
    ]  # fmt: skip
