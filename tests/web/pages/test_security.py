from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.settings import Settings
from app.web import security

ORIGIN = "http://127.0.0.1:8000"
SAME = {"Sec-Fetch-Site": "same-origin"}
PLACES = ["/", "/nothing-here", "/paper", "/refuse/strange", "/static/plainpact.css", "/static/no"]
POLICY = re.compile(
    r"default-src 'none'; script-src 'nonce-([\w-]{24})'; style-src 'nonce-\1'; img-src 'self'; "
    r"font-src 'self'; connect-src 'self'; form-action 'self' https://neutral\.example; "
    r"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    r"trusted-types 'none'"
)


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


@pytest.mark.parametrize("place", PLACES)
def test_every_response_carries_every_header(client: FlaskClient, place: str) -> None:
    with client.get(place) as answer:
        headers = answer.headers
    for name, value in security.HEADERS.items():
        assert headers[name] == value
    policy = headers["Content-Security-Policy"]
    assert policy == security.DOWNLOAD_CSP if place == "/paper" else POLICY.fullmatch(policy)


def test_each_response_has_its_own_nonce_and_its_tags_carry_it(client: FlaskClient) -> None:
    nonces = []
    for _ in range(2):
        answer = client.get("/")
        read = POLICY.fullmatch(answer.headers["Content-Security-Policy"])
        assert read
        assert set(re.findall(r'nonce="([^"]*)"', answer.text)) == {read[1]}
        nonces.append(read[1])
    assert nonces[0] != nonces[1]


def test_pages_are_never_kept_and_versioned_files_always(client: FlaskClient) -> None:
    def kept(path: str) -> str:
        with client.get(path) as answer:
            return answer.headers["Cache-Control"]

    assert kept("/") == "no-store"
    assert kept("/static/plainpact.css") == "no-cache"
    style = re.search(r'href="(/static/plainpact\.css\?v=\w+)"', client.get("/").text)
    assert style
    assert "immutable" in kept(style[1])
    assert kept("/static/missing.css?v=1") == "no-store"


def test_a_form_of_ours_is_taken(client: FlaskClient) -> None:
    form = {"csrf_token": token(client), "lang": "zh", "back": "/guide"}
    assert client.post("/language", data=form, headers=SAME).status_code == 303
    assert client.post("/language", data=form, headers={"Origin": ORIGIN}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": ORIGIN + ".evil.example"},
        {"Referer": ORIGIN},
    ],
)
def test_a_form_from_elsewhere_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    form = {"csrf_token": token(client), "lang": "zh", "back": "/"}
    answer = client.post("/language", data=form, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("wrong", [{}, {"csrf_token": ""}, {"csrf_token": "made up"}])
def test_a_form_without_our_token_is_refused(client: FlaskClient, wrong: dict[str, str]) -> None:
    client.get("/")
    answer = client.post("/language", data={**wrong, "lang": "zh", "back": "/"}, headers=SAME)
    assert answer.status_code == 403
    assert "Please send it once more" in answer.text


def test_the_token_of_another_browser_is_refused(app: Flask) -> None:
    one, other = app.test_client(), app.test_client()
    other.get("/")
    form = {"csrf_token": token(one), "lang": "zh", "back": "/"}
    assert other.post("/language", data=form, headers=SAME).status_code == 403


def test_leaving_always_works(client: FlaskClient) -> None:
    assert client.post("/leave", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_bearer_call_needs_no_token_unless_it_brings_cookies(client: FlaskClient) -> None:
    bearer = {"Authorization": "Bearer abc"}
    assert client.post("/upload", headers=bearer).status_code == 200
    client.set_cookie("sid", "x")
    assert client.post("/upload", headers=bearer).status_code == 403


def test_bodies_have_a_limit(client: FlaskClient) -> None:
    large = {"csrf_token": token(client), "lang": "z" * security.MOST_BYTES, "back": "/"}
    assert client.post("/language", data=large, headers=SAME).status_code == 413


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_forms_have_a_limit_of_fields(client: FlaskClient, kind: str) -> None:
    many = {"csrf_token": token(client), **{f"f{n}": "1" for n in range(security.MOST_FIELDS)}}
    answer = client.post("/language", data=many, headers=SAME, content_type=kind)
    assert answer.status_code == 413


def test_only_marked_routes_take_files(client: FlaskClient) -> None:
    def status(path: str, size: int) -> int:
        body = b"".join(
            (
                b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
                token(client).encode(),
                b'\r\n--x\r\nContent-Disposition: form-data; name="paper"; filename="a"\r\n\r\n',
                b"x" * size,
                b"\r\n--x--\r\n",
            )
        )
        kind = "multipart/form-data; boundary=x"
        return client.post(path, data=body, content_type=kind, headers=SAME).status_code

    assert status("/upload", 2**18) == 200
    assert status("/language", 2**18) == 413
    assert status("/upload", security.MOST_UPLOAD_BYTES) == 413


def test_a_download_is_kept_and_never_run(client: FlaskClient) -> None:
    answer = client.get("/paper")
    assert answer.headers["Content-Disposition"] == "attachment; filename=agreement.pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_fault_of_ours_is_said_without_a_word_about_anyone(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answer = app.test_client().get("/refuse/broken")
    assert answer.status_code == 500
    assert "Canary" not in answer.text
    assert "Canary" not in caplog.text
    assert "fault=RuntimeError" in caplog.text


def test_a_fault_is_raised_where_tests_can_see_it(app: Flask) -> None:
    app.testing = True
    with pytest.raises(RuntimeError):
        app.test_client().get("/refuse/broken")


def test_one_field_in_two_places_is_refused(client: FlaskClient) -> None:
    """F-004."""
    form = {"csrf_token": token(client), "lang": "zh", "back": "/"}
    assert client.post("/language?lang=en", data=form, headers=SAME).status_code == 400


def test_what_two_layers_may_read_in_two_ways_is_refused(client: FlaskClient) -> None:
    """F-005."""
    two = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "4"}
    assert client.get("/guide", environ_overrides=two).status_code == 400
    assert client.get("/guide?q=" + "a" * security.MOST_ADDRESS).status_code == 400


def test_what_another_site_sent_is_told(settings: Settings) -> None:
    """F-006."""
    told: list[bool] = []
    app = Flask("app")
    app.config["SECRET_KEY"] = "a key for tests only"
    security.init_app(app, settings, lambda: told.append(True))
    app.add_url_rule("/change", "change", lambda: "", methods=["POST"])
    assert app.test_client().post("/change").status_code >= 400
    assert told == [True]
