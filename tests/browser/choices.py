"""Equal choices, measured: one size, one contrast, all of them in the first view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

FIVE = 5
MEASURE = """() => [...document.querySelectorAll(".pp-choices")].map(list =>
  [...list.querySelectorAll("a, button")].map(choice => {
    const box = choice.getBoundingClientRect();
    const style = getComputedStyle(choice);
    return {
      words: choice.textContent.trim(), width: box.width, height: box.height,
      left: box.left + scrollX, right: box.right + scrollX,
      top: box.top + scrollY, bottom: box.bottom + scrollY,
      component: [choice.localName, ...choice.classList].join("."),
      clipped: choice.scrollWidth > choice.clientWidth || choice.scrollHeight > choice.clientHeight,
      style: [style.color, style.backgroundColor, style.backgroundImage, style.fontFamily,
        style.fontSize, style.fontWeight, style.fontStyle, style.lineHeight, style.letterSpacing,
        style.textTransform, style.textDecorationLine, style.borderTopWidth, style.borderTopColor,
        style.borderTopLeftRadius, style.boxShadow, style.opacity, style.visibility].join(" "),
      color: style.color, ground: style.backgroundColor,
    };
  }))"""
LEAST_CONTRAST = 4.5
LEAST_TOUCH = 44
SAME = 0.6  # of a pixel: what rounding to device pixels may add


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, in pixels of the page. ``clipped``: its words do not fit into it."""

    words: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    component: str
    clipped: bool
    style: str
    contrast: float


def measured(page: Page) -> list[list[Choice]]:
    """Every group of equal choices on the page, as drawn."""
    return [[_choice(one) for one in group] for group in page.evaluate(MEASURE)]


def check_choices(page: Page) -> list[str]:
    """What makes one choice weigh more than another; nothing when they are equal."""
    faults = []
    for group in measured(page):
        words = [choice.words for choice in group]
        for name in ("width", "height"):
            sizes = [getattr(choice, name) for choice in group]
            if max(sizes) - min(sizes) > SAME:
                faults.append(f"{name} of {words} differs: {sizes}")
        if len({choice.style for choice in group}) > 1:
            faults.append(f"style of {words} differs: {[choice.style for choice in group]}")
        if min(choice.contrast for choice in group) < LEAST_CONTRAST:
            faults.append(f"contrast of {words}: {[choice.contrast for choice in group]}")
        if min(choice.height for choice in group) < LEAST_TOUCH:
            faults.append(f"{words} are lower than a finger")
        if any(choice.clipped for choice in group):
            faults.append(f"{words} do not fit: {[choice.clipped for choice in group]}")
        view = page.viewport_size
        if len(group) == FIVE and view and max(choice.bottom for choice in group) > view["height"]:
            faults.append(f"{words} end at {max(choice.bottom for choice in group)} px")
    return faults


def _choice(found: dict[str, Any]) -> Choice:
    light, dark = sorted((_luminance(found["color"]), _luminance(found["ground"])), reverse=True)
    kept = {name: found[name] for name in found if name not in {"color", "ground"}}
    return Choice(**kept, contrast=(light + 0.05) / (dark + 0.05))


def _luminance(colour: str) -> float:
    """Relative luminance of ``rgb(r, g, b)``. Source: WCAG 2.2, definition of the same name."""
    parts = colour[colour.index("(") + 1 : -1].split(",")[:3]
    red, green, blue = (_linear(int(part) / 255) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
