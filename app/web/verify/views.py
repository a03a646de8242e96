"""Pages of the verify room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("verify", __name__)
