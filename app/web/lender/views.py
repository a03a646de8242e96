"""Pages of the lender room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("lender", __name__)
