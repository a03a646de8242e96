"""The same town as for the matrix of rights, built once a session."""

from __future__ import annotations

from tests.web.rights.conftest import built_town, town, town_app, town_deps

__all__ = ["built_town", "town", "town_app", "town_deps"]
