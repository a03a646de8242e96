"""Pages of the counselor room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("counselor", __name__)
