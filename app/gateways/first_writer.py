"""A secret file that appears whole or not at all; the first writer wins."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def keep_first(path: Path, data: bytes) -> None:
    """Write ``data`` (0600, on the disk before its name is) unless ``path`` is there already."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if not path.exists():
            path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
