"""A form with a file as a browser sends it, in one piece: a large one needs no file of its own."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.stage import ORIGIN, Visitor

BORDER = "----a-border"
KIND = f"multipart/form-data; boundary={BORDER}"


def a_form(token: str, data: bytes, name: str = "a.pdf") -> bytes:
    head = (
        f'--{BORDER}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    return head.encode() + data + f"\r\n--{BORDER}--\r\n".encode()


def bring(visitor: Visitor, path: str, data: bytes, name: str = "a.pdf") -> TestResponse:
    body = a_form(visitor.token("/guide"), data, name)
    return visitor.client.post(path, data=body, content_type=KIND, headers={"Origin": ORIGIN})
