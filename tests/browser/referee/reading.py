"""What stands on a page, as the referee reads it: sentences with their names, and whatever has no name but should."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

CLAIMS_FROM = 5
"""Words from which a text is held to be a sentence, which needs a name even without a digit."""

READ = """(claimsFrom) => {
  // Streamlit's own controls show a choice, not a finding; code is tested as code.
  const choices = `button, label, input, select, textarea, option, code, pre, style, script, [role=tab], [role=slider],
    [role=option], [role=listbox], [data-testid=stSidebarNav], [data-testid=stSlider], [data-testid=stWidgetLabel],
    [data-testid=stExpander] summary, [data-testid=stTooltipHoverTarget], [data-testid=stSelectbox],
    [data-testid=stNumberInput], [data-testid=stHeader], [data-testid=stStatusWidget],
    [data-testid=stSidebar] [data-testid=stHeading], [data-testid=stButtonGroup], [data-testid=stFileUploader]`;
  const shows = "[data-shows], [class*='st-key-shows-']";
  const said = new Map(), unnamed = [], attributes = ["title", "aria-label", "aria-valuetext"];
  const above = (node) => node.parentElement ?? (node.getRootNode().host ?? null);
  const closest = (element, selector) => {
    for (let e = element; e; e = above(e)) if (e.matches?.(selector)) return e;
    return null;
  };
  const isThere = (element) => !element.hidden && getComputedStyle(element).display !== "none";
  // On the stage the page is hidden, and what stands on the stage is shown within it.
  const isShown = (element) => getComputedStyle(element).visibility !== "hidden";
  const isClaim = (text) => /\\d/.test(text) || text.trim().split(/\\s+/).length >= claimsFrom;
  const nameOf = (element) => closest(element, "[data-says], [class*='st-key-says-']");
  const hear = (element, text, attribute) => {
    const named = nameOf(element);
    if (named) {
      const name = named.dataset.says ?? [...named.classList].find((c) => c.startsWith("st-key-says-"))
        .slice(12).split("--")[0].replaceAll("-", ".");
      if (!said.has(named)) said.set(named, { name, text: named.textContent, html: named.innerHTML,
        data: { ...named.dataset }, attributes: [] });
      if (attribute) said.get(named).attributes.push(text);
    } else if (isClaim(text) && !closest(element, shows) && (attribute || !closest(element, choices)))
      unnamed.push(text.trim());
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const home = node.parentElement ?? node.getRootNode().host, text = node.textContent;
      if (text.trim() && isShown(home)) hear(home, text, false);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["STYLE", "SCRIPT", "TEMPLATE"].includes(node.tagName) || !isThere(node)) return;
      for (const name of attributes)
        if (node.hasAttribute(name) && isShown(node) && !closest(node, choices))
          hear(node, node.getAttribute(name), true);
      // What the stage leaves out is still in the sentence that screen readers hear: it is held all the same.
      if (node.matches(".part[data-stage]"))
        for (const one of node.querySelectorAll("[data-says]:is(.headline, .status, .since-words)"))
          if (one.textContent.trim() && !one.closest("[hidden]")) hear(one, one.textContent, false);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.querySelector("[data-testid=stApp]"));
  return { said: [...said.values()], unnamed };
}"""
"""Reads all that is shown, also for screen readers, through open shadow roots."""


@dataclass(frozen=True)
class Said:
    """A sentence on a page.

    Parameters
    ----------
    name : str
        The name of its template: ``data-says`` of the element, or the key ``says-…`` of Streamlit's container.
    text, html : str
        What the element holds.
    data : dict of str to str
        The element's ``data-`` attributes, as JavaScript names them.
    attributes : list of str
        ``title``, ``aria-label`` and ``aria-valuetext`` of the element and what is in it.
    """

    name: str
    text: str
    html: str
    data: dict[str, str]
    attributes: list[str]


@dataclass(frozen=True)
class Reading:
    """Everything that a page says at one moment."""

    said: list[Said]
    unnamed: list[str]


def read(page: Page) -> Reading:
    """Read a page as it stands."""
    found: dict[str, Any] = page.evaluate(READ, CLAIMS_FROM)
    return Reading([Said(**one) for one in found["said"]], found["unnamed"])
