"""Pages to come in a moment."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("agreement", __name__)
