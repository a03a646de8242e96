"""The API answers as the command line does, keeps nothing, and refuses in its own format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.cli import main
from app.usecases.deps import Deps
from app.web import programs, security
from app.web.session import new_id
from tests.core.cases import a_case, a_debt, example
from tests.web.api.conftest import JSON, PLACE, Send

LARGEST = programs.MOST_BODY_BYTES
BODIES: dict[str, bytes] = {
    "the worked example": json.dumps(example()).encode(),
    "nothing": b"",
    "no object": b"[]",
    "not JSON": b"{",
    "not a number": b'{"a": NaN}',
    "not UTF-8": '{"case_id": "é"}'.encode("latin-1"),
    "half a character": b'{"\\ud800": "\\udfff", "jurisdiction": "\\udc00"}',
    "a key twice": b'{"schema": "a", "schema": "b"}',
    "too deep": b"[" * 21 + b"]" * 21,
    "many faults": json.dumps(a_case(debts=[a_debt(disputed=0)] * 300)).encode(),
    "a mark before it": b"\xef\xbb\xbf" + json.dumps(example()).encode(),
}


def problem(body: bytes) -> tuple[str, str]:
    """Path and code of the only fault."""
    found = json.loads(body)
    assert found["schema"] == "plainpact/errors/1"
    (error,) = found["errors"]
    return error["path"], error["code"]


@pytest.mark.parametrize("rows", [False, True])
@pytest.mark.parametrize("name", BODIES)
def test_the_bytes_are_those_of_the_command_line(
    send: Send, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], name: str, rows: bool
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(BODIES[name])
    code = main(["assess", str(file), *(["--rows"] if rows else [])])
    printed = capfdbinary.readouterr().out

    answer = send(BODIES[name], "?rows=1" if rows else "")

    assert answer.data == printed
    assert answer.status_code == {0: 200, 2: 422}[code]
    assert answer.content_type == JSON
    assert json.loads(printed)


def test_no_affordable_plan_is_a_good_answer(send: Send) -> None:
    answer = send(a_case(income=[]))

    assert (answer.status_code, answer.get_json()["result"]) == (200, "no_affordable_plan")


def test_a_file_of_1_mib_is_taken_and_one_byte_more_is_not(
    send: Send, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    case = json.dumps(example()).encode()
    whole, above = case.ljust(LARGEST), case.ljust(LARGEST + 1)
    file = tmp_path / "case.json"
    file.write_bytes(above)
    main(["assess", str(file)])

    assert send(whole).status_code == 200
    refused = send(above)
    assert (refused.status_code, problem(refused.data)) == (413, ("", "too_large"))
    assert refused.data == capfdbinary.readouterr().out


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "text/json", "application/x-www-form-urlencoded", "image/png"]
)
def test_another_type_is_refused(send: Send, kind: str) -> None:
    answer = send(example(), kind=kind)

    assert (answer.status_code, problem(answer.data)) == (415, ("", "not_json"))


def test_the_type_may_name_its_encoding_and_nothing_may_be_compressed(app: Flask) -> None:
    body = json.dumps(example())
    client = app.test_client()

    named = client.post(PLACE, data=body, content_type="application/json; charset=utf-8")
    packed = client.post(PLACE, data=body, content_type=JSON, headers={"Content-Encoding": "gzip"})

    assert (named.status_code, packed.status_code) == (200, 415)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_refused_with_the_ones_there_are(app: Flask, method: str) -> None:
    answer = app.test_client().open(PLACE, method=method)

    assert (answer.status_code, problem(answer.data)) == (405, ("", "method_not_allowed"))
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_another_address_is_refused_in_the_same_format(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/plans")

    assert (answer.status_code, problem(answer.data)) == (404, ("", "not_found"))


@pytest.mark.parametrize("query", ["?rows=0", "?rows", "?rows=1&rows=1", "?row=1", "?lang=zh"])
def test_a_parameter_that_is_not_known_is_a_fault(send: Send, query: str) -> None:
    answer = send(example(), query)

    assert (answer.status_code, problem(answer.data)) == (422, ("", "unknown_parameter"))


def test_a_fault_of_ours_is_told_in_the_same_format(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> str:
        raise RuntimeError("Ms Canary owes 12,345.67")

    app.testing = False
    app.view_functions["api.assess"] = breaks
    answer = app.test_client().post(PLACE, json=example())

    assert (answer.status_code, problem(answer.data)) == (500, ("", "fault"))
    assert "Canary" not in answer.text + caplog.text


def test_a_program_needs_no_cookie_and_gets_none(app: Flask, send: Send) -> None:
    assert "Set-Cookie" not in send(example()).headers
    client = app.test_client()
    client.set_cookie("sid", new_id())

    answer = client.post(PLACE, json=example(), headers={"Origin": "https://evil.example"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("case", [example(), {}])
def test_every_answer_carries_the_headers_of_every_page(send: Send, case: dict[str, Any]) -> None:
    headers = send(case).headers

    for name, value in security.HEADERS.items():
        assert headers[name] == value
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"


def test_a_program_leaves_nothing_behind(app: Flask, deps: Deps, send: Send) -> None:
    database = deps.settings.data_dir / "plainpact.db"
    before = database.read_bytes()

    assert send(example()).status_code == 200
    assert send(b"{").status_code == 422
    assert database.read_bytes() == before
