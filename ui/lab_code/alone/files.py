"""The code as a file: a script or a notebook, or where the patterns are images an archive of both with their data."""

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datasets import idx, mnist
from ui.lab_code.alone.recipe import Recipe
from ui.lab_code.alone.sections import IMAGES, LABELS, WEIGHTS, Section

BESIDE = (IMAGES, LABELS, WEIGHTS)
"""Files that stand beside the code where the patterns are images."""

CREDIT = "MNIST.md"
"""Who made MNIST, and its licence: it goes where the images go."""


@dataclass(frozen=True)
class Exported:
    """A file.

    Parameters
    ----------
    name : str
        With its ending.
    content : bytes
        The whole of it.
    """

    name: str
    content: bytes


def exported(recipe: Recipe, library: str, sections: Sequence[Section], kind: str) -> Exported:
    """The file with the code.

    Parameters
    ----------
    recipe : Recipe
        The run.
    library : str
        A name from ``ALONE``.
    sections : sequence of Section
        What the library's function wrote of the run.
    kind : {"py", "ipynb"}
        Whether it is a script or a notebook.

    Returns
    -------
    Exported
        Where the patterns are images, an archive that also holds ``BESIDE``.
    """
    content = {"py": as_script, "ipynb": as_notebook}[kind](recipe, library, sections).encode()
    name = f"hidden-layers-{''.join(letter for letter in library.lower() if letter.isalpha())}"
    if not recipe.are_images:
        return Exported(f"{name}.{kind}", content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:  # what is large in it is packed already
        archive.writestr(f"{name}/{name}.{kind}", content)
        for file, data in _beside(recipe).items():
            archive.writestr(f"{name}/{file}", data)
    return Exported(f"{name}-{kind}.zip", packed.getvalue())


def as_script(recipe: Recipe, library: str, sections: Sequence[Section]) -> str:
    """A script, its sections marked as cells, as many editors know them."""
    parts = [f'"""{_title(recipe, library)}\n\n' + "\n".join(_words(recipe)) + '\n"""']
    parts += ["\n".join((f"# %% {one.heading}.", "", *one.lines)) for one in sections]
    return "\n\n".join(parts) + "\n"


def as_notebook(recipe: Recipe, library: str, sections: Sequence[Section]) -> str:
    """A notebook, format 4.5: a cell of words, then words and code for each section."""
    cells = [_cell("markdown", "what", f"# {_title(recipe, library)}\n\n" + "\n".join(_words(recipe)))]
    for number, one in enumerate(sections, start=1):
        cells += [_cell("markdown", f"heading-{number}", f"**{one.heading}.**")]
        cells += [_cell("code", f"code-{number}", "\n".join(one.lines))]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, name: str, source: str) -> dict[str, object]:
    """One cell of a notebook."""
    cell: dict[str, object] = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _title(recipe: Recipe, library: str) -> str:
    return f"{recipe.title}: {recipe.shape_words}, with {library}."


def _words(recipe: Recipe) -> list[str]:
    """What whoever opens the file should know, in lines."""
    return [
        f"A run of Hidden Layers, made again: {recipe.link}",
        "It needs nothing of that program. "
        + (
            f"Points and initial weights stand in {', '.join(BESIDE[:2])} and {WEIGHTS} beside it."
            if recipe.are_images
            else "Points and initial weights stand in it."
        ),
        f"Patterns {len(recipe.labels)}, steps {recipe.n_steps}, batches of {recipe.batch_size}, "
        f"seed of their order {recipe.order_seed}.",
        f"On the page: {recipe.ending}",
        "The page computes in single precision, this in double: a chaotic run, as at a high rate, parts them.",
    ]


def _beside(recipe: Recipe) -> dict[str, bytes]:
    """Images, labels and initial weights as files."""
    side = round(recipe.inputs.shape[1] ** 0.5)
    images = recipe.inputs.reshape(-1, side, recipe.inputs.shape[1] // side)
    weights = io.BytesIO()
    parts = recipe.architecture.split(recipe.params)
    names = [f"{letter}{layer}" for layer in range(1, len(parts) // 2 + 1) for letter in "Wb"]
    np.savez(weights, **dict(zip(names, parts, strict=True)))  # type: ignore[arg-type]
    credit = mnist.FOLDER / "README.md"
    return {
        IMAGES: gzip.compress(idx.encode(images), compresslevel=1, mtime=0),
        LABELS: gzip.compress(idx.encode(recipe.labels.astype(np.uint8)), mtime=0),
        WEIGHTS: weights.getvalue(),
        **({CREDIT: credit.read_bytes()} if credit.exists() else {}),
    }
