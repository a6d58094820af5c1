"""A browser of another engine, driven by the little that the tests need: open, evaluate, press, drag, type a key."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

PATIENCE = 90.0
"""Seconds that a page may take to show what is waited for."""

LOOK_EVERY = 0.05

HARMLESS = "ResizeObserver loop"
"""An error by which a browser says that what has changed in size is drawn with the next picture."""

Spot = tuple[float, float]

HELPERS = """
const all = (selector, root = document) => [...root.querySelectorAll("*")].flatMap((one) =>
  [...(one.matches(selector) ? [one] : []), ...(one.shadowRoot ? all(selector, one.shadowRoot) : [])]);
const first = (selector) => all(selector).find((one) => one.checkVisibility());
const part = (name) => first(`.part.${name}`);
const box = (selector) => {
  const one = first(selector);
  one.scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = one.getBoundingClientRect();
  return { x, y, width, height };
};
"""
"""What scripts of the tests find things with: Streamlit's page, and into every part's shadow root."""

HEAR_FAULTS = """
window.faults ??= (addEventListener("error", ({ message }) => faults.push(message)), []);
return true;
"""


AT_REST = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
"""Whether the server has nothing left to do for the page."""


class Engine(ABC):
    """A running browser with one page."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to an address."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """What the body of a function returns in the page, as JSON can say it."""

    @abstractmethod
    def stroke(self, spots: Sequence[Spot]) -> None:
        """Press the mouse at the first place of the viewport, move it through the others, and let go."""

    @abstractmethod
    def key(self, value: str) -> None:
        """Press a key: a character, or its code in WebDriver."""

    @abstractmethod
    def close(self) -> None:
        """End it."""

    def evaluate(self, expression: str) -> Any:
        """Value of an expression, with the helpers; None where it raises."""
        text = self.run(
            f"{HELPERS} try {{ return JSON.stringify({expression}) ?? null; }} catch {{ return null; }}"
        )
        return None if text is None else json.loads(text)

    def until(self, expression: str, times: int = 1) -> Any:
        """Value of an expression once it is true; where it may take several times the patience, so many."""
        end = time.monotonic() + times * PATIENCE
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                raise AssertionError(f"never: {expression}; {self.run('return window.faults ?? null')}")
            time.sleep(LOOK_EVERY)
        return value

    def visit(self, address: str, part: str) -> None:
        """Go to an address, and wait until a part has drawn and the server is at rest."""
        self.open(address)
        self.run(HEAR_FAULTS)
        self.until(f"part('{part}').matches('[data-drawn]')")
        self.until(AT_REST)

    def rest(self, selector: str) -> dict[str, float]:
        """Where the first visible element of a selector is, once it stands still."""
        before: Any = None
        while (now := self.until(f"box({json.dumps(selector)})")) != before:
            before = now
            time.sleep(2 * LOOK_EVERY)
        found: dict[str, float] = now
        return found

    def spot(self, selector: str, right: float = 0.5, down: float = 0.5) -> Spot:
        """A place on an element, in shares of its width and height."""
        at = self.rest(selector)
        return at["x"] + right * at["width"], at["y"] + down * at["height"]

    def press(self, selector: str, right: float = 0.5, down: float = 0.5) -> None:
        """Press an element."""
        self.stroke([self.spot(selector, right, down)])

    def faults(self) -> list[str]:
        """Uncaught errors of the page."""
        found: list[str] = self.run("return window.faults ?? []")
        return [fault for fault in found if HARMLESS not in fault]
