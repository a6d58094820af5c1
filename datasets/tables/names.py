"""Names that people give to columns, in several languages, and what a column of this name is."""

CLASS_NAMES = (
    "class", "label", "labels", "classes", "target", "targets", "species", "category", "klasse", "kategorie", "etikett",
    "classe", "clase", "etichetta", "etiqueta", "cls", "variety", "group", "gruppe", "kind", "type", "typ", "sorte",
    "cluster", "diagnosis", "outcome", "result", "color", "colour", "farbe", "art", "ziel", "admitted", "passed",
    "pass", "survived", "output", "classlabel", "classid", "labelid", "classname", "truth", "ytrue",
)  # fmt: skip
"""Names of a class column, the surest first."""

WEAK_CLASS_NAMES = ("y", "t", "c", "k", "l")
"""Names of a class column where two other columns hold the coordinates."""

PAIRS = (
    ("x1", "x2"), ("x", "y"), ("x0", "x1"), ("xcoord", "ycoord"), ("xcoordinate", "ycoordinate"), ("xpos", "ypos"),
    ("px", "py"), ("posx", "posy"), ("feature1", "feature2"), ("feature0", "feature1"), ("f1", "f2"), ("f0", "f1"),
    ("input1", "input2"), ("dim1", "dim2"), ("pc1", "pc2"), ("pca1", "pca2"), ("u", "v"), ("lon", "lat"),
    ("longitude", "latitude"), ("merkmal1", "merkmal2"), ("var1", "var2"), ("v1", "v2"),
)  # fmt: skip
"""Names of two columns that are coordinates."""

INDEX_NAMES = frozenset([
    "", "index", "idx", "id", "nr", "no", "row", "rownames", "rowname", "unnamed0", "unnamed", "obs", "observation",
    "sample", "case", "number", "nummer", "zeile", "n", "i", "rowid", "sampleid", "level0", "lfd", "lfdnr", "nummero",
    "timestamp", "date", "datum",
])  # fmt: skip

SPLIT_NAMES = frozenset(
    ["split", "set", "fold", "subset", "partition", "usage", "dataset", "traintest", "istrain"]
)

SPLIT_WORDS = frozenset(
    ["train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval", "holdout"]
)

TOTALS = (
    "total", "sum", "summe", "gesamt", "mean", "average", "avg", "mittel", "mittelwert", "median", "count", "anzahl",
    "std", "stdev", "sd", "min", "max", "minimum", "maximum", "σ", "∑", "totale", "somme", "moyenne", "rows", "n",
    "subtotal", "grand total", "variance", "varianz",
)  # fmt: skip
"""How a line below the table that counts or adds up begins."""


def normal(name: str) -> str:
    """A name in small letters, without its unit in brackets, and without signs."""
    for opening in "([{":
        at = name.find(opening)
        if at > 0:
            name = name[:at]
    return "".join(letter for letter in name.lower() if letter.isalnum())


def is_known(name: str) -> bool:
    """Whether a column's name is one that this module knows."""
    known = normal(name)
    return known in CLASS_NAMES or known in WEAK_CLASS_NAMES or any(known in pair for pair in PAIRS)


def is_total(cell: str) -> bool:
    """Whether a cell begins a line that counts or adds up."""
    return cell.lower().rstrip(" :.=") in TOTALS or cell.lower().startswith(("total", "summe", "sum "))
