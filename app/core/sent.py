"""Whether two requests carry the same: one digest of a body, whatever version of us reads it."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.evidence import canonical, sha256_hex


def body_sha256(carried: Mapping[str, object]) -> str:
    """The digest of the texts, numbers, ticks and lists of texts that a form carried.

    It is taken of canonical bytes, so neither the order of the fields nor the version of
    this program changes it. What is empty is left out: a field that comes later, and that
    an older page does not send, changes no digest that is kept.

    Raises:
        TypeError: a value of another type.
    """
    return sha256_hex(canonical({name: _told(value) for name, value in carried.items() if value}))


def _told(value: object) -> object:
    """Texts as digests: another way to compose a text is another body, and a long one is cheap."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int):
        return sha256_hex(str(value).encode("utf-8", "surrogatepass"))
    if isinstance(value, tuple):
        return [_told(item) for item in value]
    raise TypeError(f"{type(value).__name__} is carried by no form")
