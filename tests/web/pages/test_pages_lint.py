"""What every page keeps to, read out of its HTML; and what no template may contain."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.parent.name not in {"documents", "emails"}
)
PAGES = [
    *("/", "/guide", "/glossary", "/privacy", "/rights", "/complaints", "/accessibility"),
    "/contact",
    *("/calculator", "/calculator/uk", "/calculator/cn", "/not-a-page", "/refuse/forbidden"),
    *("/refuse/conflict", "/refuse/refused"),
]
VOID = {"input", "meta", "link", "br", "hr", "img"}
FIELDS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text of ``title`` and ``h1``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: dict[str, list[str]] = {"title": [], "h1": []}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag in self.words:
            self.words[tag].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.words:
            self.words[self.open[-1]][-1] += data.strip()

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_made(client: FlaskClient, path: str, lang: str) -> None:
    page = Page(client.get(f"{path}?lang={lang}").text)
    assert page.open == []
    assert page.words["h1"] == page.words["title"]
    assert len(page.words["h1"]) == 1
    assert page.all("html")[0]["lang"] == {"en": "en", "zh": "zh-Hans"}[lang]
    ids = Counter(attrs["id"] for _, attrs in page.tags if "id" in attrs)
    assert [one for one, count in ids.items() if count > 1] == []
    labelled = {attrs["for"] for attrs in page.all("label")}
    for attrs in page.all(*FIELDS):
        assert attrs.get("type") == "hidden" or attrs["id"] in labelled, attrs
        assert "checked" not in attrs
    for attrs in page.all("option"):
        assert "selected" not in attrs
    for _, attrs in page.tags:
        for name in ("aria-describedby", "aria-labelledby"):
            assert set(attrs.get(name, "").split()) <= set(ids), attrs
        if attrs.get("href", "").startswith("#"):
            assert attrs["href"][1:] in ids


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_offers_a_person_and_the_way_out(
    client: FlaskClient, path: str, lang: str
) -> None:
    html = client.get(f"{path}?lang={lang}").text
    assert 'action="/leave" data-leave="https://neutral.example/"' in html
    assert "mailto:" in html


@pytest.mark.parametrize("path", PAGES)
def test_a_chinese_page_has_no_english_sentence(client: FlaskClient, path: str) -> None:
    html = client.get(f"{path}?lang=zh").text
    text = re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<head>.*?</head>", "", html))
    text = re.sub(r"\S+@\S+|www\.\S+|Plainpact|English|JavaScript|Cookie|MoneyHelper", "", text)
    mixed = [line.strip() for line in text.splitlines() if re.search(r"[a-z]{3,} [a-z]{3,}", line)]
    assert mixed == []


def test_a_page_with_mistakes_links_each_to_its_input(client: FlaskClient) -> None:
    start = client.get("/calculator/uk").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', start)
    assert token
    answer = client.post(
        "/calculator/uk",
        data={"csrf_token": token[1], "rent": "12,50", "rent_every": "monthly", "salary": "5"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 422
    page = Page(answer.text)
    ids = {attrs["id"]: attrs for _, attrs in page.tags if "id" in attrs}
    linked = [a["href"][1:] for a in page.all("a") if re.fullmatch("#(?!main).+", a["href"])]
    assert linked == ["adults", "salary_every", "rent"]
    for name in linked:
        assert ids[name]["aria-invalid"] == "true"
        assert f"{name}-error" in ids[name]["aria-describedby"].split()
        assert f"{name}-error" in ids
    assert ids["rent"]["value"] == "12,50"
    assert "open" in next(attrs for attrs in page.all("details"))


def test_a_404_never_says_what_was_asked_for(client: FlaskClient) -> None:
    def body(path: str) -> str:
        return re.sub(r'nonce="[^"]+"', "", client.get(path).text)

    assert body("/refuse/strange") == body("/no-such-page") == body("/calculator/xx")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_keep_to_the_policy(path: Path) -> None:
    text = re.sub(r"(?s)\{#.*?#\}", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"\sstyle=", text), "inline styles are blocked by the policy"
    assert not re.search(r"\son[a-z]+=", text), "inline handlers are blocked by the policy"
    assert "<style" not in text
    assert "javascript:" not in text
    assert "_external" not in text
    for tag in re.findall(r"<script[^>]*>|<link[^>]*stylesheet[^>]*>", text):
        assert 'nonce="{{ csp_nonce }}"' in tag
    for form in re.findall(r"(?s)<form[^>]*method=\"post\".*?</form>", text):
        assert "csrf" in form or 'action="/leave"' in form


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_hold_no_words_outside_the_catalogs(path: Path) -> None:
    text = re.sub(r"(?s)\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"))
    words = re.sub(r"(?s)<[^>]*>", "\n", text)
    assert re.findall(r"[A-Za-z一-鿿]{2,}", words) == []


def test_all_that_a_page_loads_weighs_little(client: FlaskClient) -> None:
    loaded = ("/static/plainpact.css", "/static/plainpact.js", "/calculator/uk")
    parts = []
    for place in loaded:
        with client.get(place) as answer:
            parts.append(answer.data)
    assert sum(len(gzip.compress(part)) for part in parts) <= 80_000
