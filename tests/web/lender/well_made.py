"""What every page of a lender keeps to, read out of its HTML."""

from __future__ import annotations

from tests.web.pages.test_pages_lint import FIELDS, Page

__all__ = ["FIELDS", "Page", "well_made"]


def well_made(html: str) -> None:
    """Labels, ids and references, as on every page."""
    page = Page(html)
    assert page.open == []
    assert page.words["h1"] == page.words["title"][:1]  # drawings have titles too
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    labelled = {attrs["for"] for attrs in page.all("label")}
    for attrs in page.all(*FIELDS):
        assert attrs.get("type") == "hidden" or attrs["id"] in labelled, attrs
    for _, attrs in page.tags:
        described = attrs.get("aria-describedby", "") + " " + attrs.get("aria-labelledby", "")
        assert set(described.split()) <= set(ids), attrs
