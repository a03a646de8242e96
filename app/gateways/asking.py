"""What strangers on the web answer: small, in time, and from the very address we named."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp


class NoAnswer(Exception):
    """Nothing that can be used; the message says why."""


class StatusRefused(NoAnswer):
    """An answer with a status that is not fine."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


_FINE = frozenset({HTTPStatus.OK})


async def answer_of(
    url: str,
    *,
    most: int,
    timeout_s: float,
    post: tuple[str, bytes] | None = None,
    kind: str | None = None,
    fine: frozenset[HTTPStatus] = _FINE,
    authorization: str = "",
) -> bytes:
    """The answer of ``url``, of ``most`` bytes at most, and of the media type ``kind`` if given.

    ``post`` is the media type and the bytes that are sent; without it the address is only read.
    ``authorization`` is sent as the header of that name, and never told.
    It is not unpacked: a kilobyte may unfold to a thousand. Nobody is followed elsewhere: whoever
    answers does not choose another address for us.

    Raises:
        StatusRefused: a status that is not ``fine``.
        NoAnswer: no connection, another kind, or more bytes.
    """
    timeout = aiohttp.ClientTimeout(total=timeout_s)
    headers = {"Accept-Encoding": "identity"} | ({"Content-Type": post[0]} if post else {})
    if authorization:
        headers["Authorization"] = authorization
    method, body = ("POST", post[1]) if post else ("GET", None)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
            session.request(
                method, url, data=body, headers=headers, allow_redirects=False
            ) as answer,
        ):
            if answer.status not in fine:
                raise StatusRefused(answer.status)
            if kind and answer.content_type != kind:
                raise NoAnswer(f"{answer.content_type}, not {kind}")
            data = b""
            while len(data) <= most and (piece := await answer.content.readany()):
                data += piece
    except (aiohttp.ClientError, OSError) as error:
        raise NoAnswer(type(error).__name__) from error
    if len(data) > most:
        raise NoAnswer(f"more than {most} bytes")
    return data
