"""What a child of the sandbox may say once a hostile file has taken it over."""

from __future__ import annotations

import json

GOOD = (
    "final", "as_expected", "unchanged", "our_keys", "covers_all", "figures_match", "readable",
)  # fmt: skip


def checks(letters: str = "abcdefg") -> list[dict[str, object]]:
    codes = dict(zip("abcdefg", GOOD, strict=True))
    return [
        {"letter": one, "ok": True, "code": codes.get(one, "final"), "detail": ""}
        for one in letters
    ]


def all_holds(_: bytes) -> bytes:
    return json.dumps(checks()).encode()


def not_json(_: bytes) -> bytes:
    return b"\xff yes"


def deep(_: bytes) -> bytes:
    return b"[" * 100_000


def nothing_checked(_: bytes) -> bytes:
    return b"[]"


def one_twice(_: bytes) -> bytes:
    return json.dumps(checks("aabcdef")).encode()


def one_less(_: bytes) -> bytes:
    return json.dumps(checks("abcdef")).encode()


def not_checks(_: bytes) -> bytes:
    return json.dumps([1, None, {}, [], "", {"letter": 1}, {"ok": "yes"}]).encode()


def yes_in_words(_: bytes) -> bytes:
    return json.dumps([one | {"ok": "yes"} for one in checks()]).encode()


def sees_a_pdf(payload: bytes) -> bytes:
    return json.dumps({"refused": "seen" if b"%PDF-" in payload else "unseen"}).encode()


def a_doubt_of_its_own(_: bytes) -> bytes:
    return json.dumps({"doubt": "genuine"}).encode()


def no_word_for_a_doubt(_: bytes) -> bytes:
    return json.dumps({"doubt": ["not_trusted"]}).encode()


def names(payload: bytes) -> bytes:
    """Every name that the child was told."""
    told = json.loads(payload.partition(b"\n")[0])["expected"]["names"]
    changed = {"letter": "c", "ok": False, "code": "changed_after", "detail": "/".join(told)}
    return json.dumps([changed if one["letter"] == "c" else one for one in checks()]).encode()
