"""Pages of the borrower room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("borrower", __name__)
