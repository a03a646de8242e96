from __future__ import annotations

from pathlib import Path

import pytest

from app.translations import catalog


@pytest.mark.parametrize("locale", catalog.TRANSLATED)
def test_every_string_of_pages_and_modules_is_translated(locale: str) -> None:
    assert catalog.problems(locale) == ()


@pytest.mark.parametrize("locale", catalog.TRANSLATED)
def test_each_catalog_is_sorted_so_that_merges_stay_small(locale: str) -> None:
    for path in sorted((catalog.FOLDER / locale / "LC_MESSAGES").glob("*.po")):
        ids = [
            line for line in path.read_text(encoding="utf-8").splitlines() if line[:6] == "msgid "
        ]
        assert ids, path
        assert len(ids) == len(set(ids)) or 'msgid ""' in ids


def test_a_string_that_nobody_translated_is_found(tmp_path: Path) -> None:
    page = tmp_path / "templates" / "lender" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text('{{ _("A string without a translation") }}', encoding="utf-8")
    assert "lender: not in a catalog: A string without a translation" in catalog.problems(
        "zh_Hans", tmp_path
    )


def test_the_source_language_needs_no_catalog() -> None:
    assert catalog.load("en").gettext("Sign out") == "Sign out"
    assert catalog.load("zh_Hans").gettext("Sign out") == "退出登录"
