"""Secrets that people type or follow: how they are made, compared and written in the database."""

from __future__ import annotations

import secrets
from hashlib import sha256
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

CODE_DIGITS = 8
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)
"""A hash takes 19 MB: a crowd at the door may not take all memory."""


def digest(secret: str) -> str:
    """What is stored of a secret that nobody can guess."""
    return sha256(secret.encode()).hexdigest()


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def hashed(code: str) -> str:
    """What is stored of a secret that could be guessed: each guess costs time and memory."""
    with _AT_ONCE:
        return _HASHER.hash(code)


def fits(code_hash: str, code: str) -> bool:
    """Whether ``code``, typed with or without spaces, is the one behind ``code_hash``."""
    try:
        with _AT_ONCE:
            return _HASHER.verify(code_hash, "".join(code.split()))
    except VerifyMismatchError:
        return False


def plain_code(word: str) -> str:
    """Codes may be typed with spaces and dashes, and in either case; tokens may not."""
    squeezed = "".join(word.split()).replace("-", "")
    is_code = squeezed.isascii() and squeezed.isalnum() and len(squeezed) <= 2 * CODE_DIGITS
    return squeezed.upper() if is_code else word
