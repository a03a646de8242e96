"""The same town as for the matrix of rights, and a case ready to be signed, once a session."""

from __future__ import annotations

from tests.attacks.signing.conftest import ground
from tests.usecases.conftest import agreed
from tests.web.rights.conftest import built_town, town, town_app, town_deps

__all__ = ["agreed", "built_town", "ground", "town", "town_app", "town_deps"]
