"""What stands around every page: style for which the theme has no option, and notes about the link.

The style sheet is small, and the page stays whole without it. It comes with the first run of the page. From then on a
part of the page wears it (``ui/frame/reconnect/back.js``), which is sent it once. Until a part has drawn, the sheet
keeps the room that it was registered with, so that what stands below does not jump.
"""

from collections.abc import Sequence

import streamlit as st

from ui.frame import held
from ui.frame.browser_part import NO_PLACE, OF, ROOMS
from ui.frame.saying import saying

MOST_NOTES = 3
"""Sentences about a link that are shown; the rest is counted."""

_AROUND = """.stMainBlockContainer { padding-inline: 40px; }
@media (max-width: 640px) { .stMainBlockContainer { padding-inline: 16px; } }
a:focus-visible { outline: 3px solid currentColor !important; outline-offset: -3px; }
[class*="st-key-open-"] button { min-height: 0; padding: 0; }
[class*="st-key-open-"] button p { font-size: 1rem; font-weight: 600; text-align: left; }
[class*="st-key-open-"] button p { text-decoration: underline; text-underline-offset: 3px; }
.stVerticalBlock > div:has(> .stVerticalBlock > .st-key-connection:only-child) { position: absolute; }
div:has(> .stVerticalBlock[class*="st-key-around-"]), .stVerticalBlock[class*="st-key-around-"] { display: contents; }
html[data-away] .stConnectionStatus { visibility: hidden; }
.stMain [data-testid="stHeading"] h1 { font-size: 2.25rem; }
.stMain [data-testid="stHeading"] h2 { font-size: 1.75rem; }
.stSidebar [data-testid="stVerticalBlock"] { gap: 0.5rem; }
.stSidebar [data-testid="stSidebarUserContent"] { padding-bottom: 0.25rem; }
.stSidebar [class*="st-key-"] button[kind="tertiary"] { min-height: 0; padding-block: 0.1rem; }
.stSidebar [data-testid="stHeading"] h3 { position: relative; top: -0.3rem; }
.stSidebar [data-testid="stHeading"] h3 { padding: 0.15rem 0 0.4rem; font-size: 1rem; }
.stSidebar:has([class*="st-key-RegionSettings"]) [data-testid="stHeading"] { margin: 0.6rem 0 0.2rem; }
.stSidebar [class*="-overfit"] button { min-height: 1.9rem; padding-block: 0.1rem; }
.stSidebar [data-testid="stButtonGroup"] button { padding-inline: 0.55rem; min-width: 0; }
.stMainBlockContainer [data-testid="stButtonGroup"] button { padding-inline: 0.75rem; }
@media (max-width: 640px) {
  .stMainBlockContainer [data-testid="stButtonGroup"] [role="radiogroup"] { width: 100%; gap: 4px; }
  .stMainBlockContainer [data-testid="stButtonGroup"] button { flex: 1 0 auto; border-radius: 8px; margin: 0; }
  .stMainBlockContainer [data-testid="stButtonGroup"] button:not([aria-checked="true"]) {
    border: 1px solid color-mix(in srgb, currentColor 18%, transparent) !important;
  }
}
.stSidebar [data-testid="stSelectbox"] input { text-overflow: ellipsis; }
:has(> .stLogo) { display: flex; align-items: center; gap: 0.6rem; }
:has(> .stLogo)::after {
  content: "Hidden Layers"; font-size: 1.15rem; font-weight: 650; white-space: nowrap;
  color: var(--st-text-color, inherit);
}
html[data-stage] {
  --stage-pad: 0.75rem; --stage-top: 8dvh; --stage-picture: 78.6dvh; --stage-strip-top: 87.6dvh; --stage-strip: 10.8dvh;
  --stage-aside: 20rem; --stage-answer: 5.9rem; --stage-work: 15.6rem; --strip-taken: 0px; --cover: hidden;
  --answer-left: calc(var(--stage-pad) + var(--stage-picture) + 1.2rem);
  font-size: min(2.54dvh, 1.94vw);
}
html[data-stage][data-slot="aside"] { --answer-left: calc(100vw - var(--stage-pad) - var(--stage-aside)); }
html[data-stage][data-slot="below"] { --answer-left: var(--stage-pad); --stage-answer: 3rem; }
html[data-stage][data-slot="foot"] {
  --answer-left: var(--stage-pad); --stage-answer: min(3rem, 100 * var(--room-taken, 0rem));
}
@media (min-aspect-ratio: 3/2) {
  html[data-stage][data-slot="below"] { --stage-answer: 0rem; --stage-top: 9dvh; --stage-picture: 77.6dvh; }
}
html[data-stage]:not([data-asks]) { --stage-answer: 0rem; }
.stMain:focus-visible, .stMain:focus { outline: none; box-shadow: none; }
.stElementContainer:has(.stBidiComponent), html[data-stage] .stElementContainer {
  opacity: 1 !important; transition: none !important;
}
html[data-stage] .stMain { overflow: hidden; }
html[data-large], html[data-large] body { overflow: hidden; }
html[data-stage] :is(.stMain, .stSidebar, .stAppHeader, [data-testid="stWidgetLabel"]) { visibility: hidden; }
html[data-stage] [data-testid="stWidgetLabel"] * { visibility: hidden; }
html[data-stage] [data-testid="stSidebarCollapseButton"] :is(button, span) { visibility: hidden !important; }
html[data-stage] .stAlert { visibility: visible; position: fixed; inset: auto 20% 14dvh; z-index: 4; }
@media (forced-colors: active) {
  .stSlider *, .stCheckbox * { forced-color-adjust: none; }
  [data-testid="stButtonGroup"] button[aria-checked="true"] { background: Highlight !important; }
  [data-testid="stButtonGroup"] button[aria-checked="true"], [data-testid="stButtonGroup"] [aria-checked="true"] * {
    forced-color-adjust: none; color: HighlightText !important;
  }
}
@media (pointer: coarse) {
  .stApp :is(.stButton, .stFormSubmitButton, .stDownloadButton, .stFileUploader) button,
  .stApp [data-testid="stButtonGroup"] button,
  .stApp :is(.stSelectbox, .stNumberInput, .stTextInput) :is([data-baseweb], button, input),
  .stApp [class*="st-key-"] button[kind="tertiary"],
  .stApp :is(.stExpander summary, .stCheckbox label, .stRadio label) {
    min-height: 2.75rem; min-width: 2.75rem; align-items: center;
  }
  .stApp .stNumberInput button { width: 2.75rem; }
  .stApp .stSlider [data-rac] > [data-rac]::before { content: ""; position: absolute; inset: calc(50% - 1.4rem) 0; }
  .stApp .stTooltipHoverTarget button { position: relative; z-index: 1; }
  .stApp .stTooltipHoverTarget button::after {
    content: ""; position: absolute; inset: -0.9rem -0.5rem -0.9rem -1.6rem;
  }
  .stApp .stPlotlyChart .modebar-btn:not([data-title^="Download"]) { display: none; }
  .stApp .stPlotlyChart .modebar-btn { width: 2.75rem; height: 2.75rem; }
  .stApp [data-testid="stSidebarCollapseButton"] button { width: 2.75rem; height: 2.75rem; }
  .stApp :is(input, textarea, select) { font-size: 1rem; }
}
@media (pointer: coarse) and (max-height: 500px) and (min-width: 600.1px) {
  .stApp .stAppHeader { height: 2.75rem; min-height: 2.75rem; }
  .stApp .stMainBlockContainer { padding: 3rem 16px 4rem; }
  html:not([data-stage]) .stApp .st-key-strip { position: relative; z-index: 3; margin-bottom: -1rem; }
  .stApp .stMainBlockContainer [class*="-view"] { margin-bottom: -0.75rem; }
  .stApp .stMainBlockContainer [class*="-view"] [role="radiogroup"] {
    flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; overscroll-behavior-x: contain;
  }
  .stApp .stMainBlockContainer [class*="-view"] button { flex: none; }
}
@page { size: A4 landscape; margin: 8mm; }
@media (max-width: 600px) {
  .stApp:has(.st-key-bar) .stAppHeader { visibility: hidden; height: 0; min-height: 0; }
  .stApp:has(.st-key-bar) .stMainBlockContainer { padding: 3rem 10px 4.5rem; }
  .stApp .stCode :is(pre, code) { white-space: pre-wrap !important; overflow-wrap: anywhere; }
  .stApp .stMain :is([class*="st-key-prepare-"], [class*="st-key-preparing-"]) { display: none; }
  .stApp:has(.st-key-bar) .stMainBlockContainer [class*="-view"] { margin-bottom: -0.5rem; }
  .stApp:has(.st-key-bar) .stMainBlockContainer [class*="-view"] [role="radiogroup"] {
    flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; overscroll-behavior-x: contain;
  }
  .stApp:has(.st-key-bar) .stMainBlockContainer [class*="-view"] button { flex: none; min-height: 2.75rem; }
  .stApp:has(.st-key-bar) .stMainBlockContainer [class*="-view"] button[aria-checked="true"] {
    position: sticky; inset-inline: 0; z-index: 1; background: light-dark(#e9e9ea, #282a2d);
  }
  html:not([data-stage]) .stApp:has(.st-key-bar) .stSidebar {
    position: fixed !important; inset: auto 0 0 0 !important; width: 100% !important; min-width: 0; max-width: none;
    height: 50dvh !important; transform: none; border-top: 2px solid currentColor; border-radius: 12px 12px 0 0;
    box-shadow: none; overflow: hidden;
  }
  html:not([data-stage]) .stApp:has(.st-key-bar) .stSidebar:is([data-collapsed="true"], [aria-expanded="false"]) {
    transform: translateY(100%); visibility: hidden;
  }
  html[data-sheet="pages"] [data-testid="stSidebarUserContent"] { display: none; }
  html[data-sheet="settings"] [data-testid="stSidebarNav"] { display: none; }
  .stSidebar .stLogo, .stSidebar :has(> .stLogo)::after { display: none; }
  [data-testid="stSidebarContent"] { padding-inline: 10px; scrollbar-gutter: auto; }
  [data-testid="stSidebarHeader"] { height: 2.75rem; min-height: 2.75rem; padding: 0; margin: 0; }
  [data-testid="stSidebarHeader"]::before { content: "Settings"; font-weight: 650; }
  [data-testid="stSidebarCollapseButton"] { display: inline !important; rotate: -90deg; }
  [data-testid="stSidebarUserContent"], [data-testid="stSidebarNav"] { padding-top: 0 !important; margin: 0; }
  [data-testid="stSidebarNavItems"] { display: grid; grid-template-columns: 1fr 1fr; padding: 0; max-height: none; }
  [data-testid="stSidebarNavLink"] { min-height: 2.75rem; }
  html[data-sheet="pages"] [data-testid="stSidebarHeader"]::before { content: "Pages"; }
}
@media print {
  html, body, .stApp { background: #fff !important; color-scheme: light; }
  .stSidebar, .stAppHeader, .stMainBlockContainer [data-testid="stButtonGroup"] { display: none; }
  .stMainBlockContainer { width: var(--print-width, auto); max-width: none; padding-block: 0; }
  .stMainBlockContainer { zoom: var(--print-zoom, 1); }
  html[data-prints="dark"] .stMain * { color: #1d2024 !important; border-color: #b9bec6 !important; }
  html[data-prints="dark"] .stMain :is(pre, code, button, input, textarea, [data-baseweb], .stAlert *) {
    background: #fff !important;
  }
  html[data-prints="dark"] .stPlotlyChart { filter: invert(1) hue-rotate(180deg); }
}
"""


def sheet() -> str:
    """The style sheet, with the room of each part that has been registered."""
    keys: dict[str, list[str]] = {}
    for name, room in sorted(ROOMS.items()):
        keys.setdefault(room, []).append(f'.st-key-{name}, [class*="st-key-{name}{OF}"]')
    return _AROUND + "".join(_rule(room, f":is({', '.join(some)})") for room, some in keys.items())


def _rule(room: str, parts: str) -> str:
    """The rule for all parts of one room."""
    if room == NO_PLACE:
        return f"{parts} {{ position: absolute; }}\n"
    return f"{parts}:not(:has([data-drawn])) {{ min-height: {room}; }}\n"


def apply() -> None:
    """Add the style sheet to the page that a session opens with, where no part draws yet."""
    if held.mine().first is not None:
        st.html(f"<style>{sheet()}</style>")


def notes(sentences: Sequence[str]) -> None:
    """Say what in a link could not be used; show nothing where all of it could.

    Their place is there in any case, and is drawn only where something stands in it: where an element comes before
    others, Streamlit mounts those anew, and the page has its picture twice for a moment.
    """
    place = st.container()
    if not sentences:
        return
    count = "One part" if len(sentences) == 1 else f"{len(sentences)} parts"
    shown = " ".join(sentences[:MOST_NOTES])
    rest = f" … and {len(sentences) - MOST_NOTES} more." if len(sentences) > MOST_NOTES else ""
    with place, st.container(border=True, key="notes"), saying("frame.notes"):
        st.text(f"{count} of the link could not be used. {shown}{rest}")
