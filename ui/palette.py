"""Every colour of the pages, for light and dark: colour is data, ink is the interface.

Blue, orange and green mean classes 1, 2, 3 and differ in lightness as well as in hue; violet and gold mean a signed
number. Between two classes CIEDE2000 is at least 10 for every kind of full dichromacy (Machado et al., 2009); their
regions are at least 11 steps of L* apart, so that a beamer or a printer without colours tells them; all text has a
contrast of at least 4.5 with its ground.
"""

Palette = dict[str, str | list[str]]

PALETTES: dict[str, Palette] = {
    "light": {
        "page": "#ffffff",
        "panel": "#f7f7f4",
        "line": "#dcdcd6",
        "ink": "#1d2026",
        "soft": "#5a5f69",
        "accent": "#22252b",
        "chosen": "#e9e9e5",
        "points": ["#2a6fdb", "#d96b0c", "#07543a"],
        "regions": ["#bbcefa", "#fdecc9", "#7db897"],
        "boundary": "#1d2026",
        "halo": "#ffffff",
        "weights": ["#5b3fa8", "#ab99de", "#f6f5f1", "#e6bf66", "#a06a00"],
        "negative": "#4c2a91",
        "positive": "#7d5500",
        "hinton": "#f1f1ec",
        "error": "#b3261e",
    },
    "dark": {
        "page": "#131519",
        "panel": "#1a1d23",
        "line": "#353a43",
        "ink": "#ecece8",
        "soft": "#a9adb5",
        "accent": "#e8e8e3",
        "chosen": "#2b2f37",
        "points": ["#8fb4ff", "#f5b243", "#45a374"],
        "regions": ["#14418e", "#865421", "#0f291c"],
        "boundary": "#f4f4f0",
        "halo": "#0c0e11",
        "weights": ["#b79bff", "#6a52ad", "#24242a", "#8c6a26", "#f0c056"],
        "negative": "#c4a8ff",
        "positive": "#e6b450",
        "hinton": "#24242a",
        "error": "#ff8a80",
    },
}
