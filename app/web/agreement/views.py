"""Pages of the agreement room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("agreement", __name__)
