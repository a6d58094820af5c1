"""Save and load: the network at the visitor's moment as files and figures, and a network from a file."""

from typing import Any

import streamlit as st

from engine.architecture import Architecture
from engine.arrays import Array
from engine.training.history import History
from ui import palette
from ui.digits.runs import Loaded
from ui.digits.settings import SETS, MnistSettings
from ui.frame import session
from ui.frame.saying import as_written, plain, saying
from ui.mnist.keep import pictures_file, weights_file
from ui.mnist.quality import assessments
from ui.mnist.standing import bounds
from ui.mnist.visits import Visit, visit_of
from ui.work import turns
from ui.work.progress.work_on import work_on

SIDE = 28

FIRST_LOOK = 0.2
"""Seconds of counting before a bar is shown."""


def page(settings: MnistSettings) -> None:
    """Accuracies, files to save, a place to load a file, and figures; training rests meanwhile."""
    visit = visit_of()
    visit.pause()
    architecture, params = visit.network()
    with saying("mnist.keep.headline"):
        st.title(_headline(architecture, visit))
    session.fragment(_accuracies)
    save, load = st.columns(2, gap="large")
    with save:
        _save(visit, architecture, params)
    with load:
        _load()
    _figures(visit, architecture, params)


def _headline(architecture: Architecture, visit: Visit) -> str:
    """The shape of the network, and how far it is trained."""
    network, epoch = f"{_shape(architecture)}, {architecture.n_params:,} parameters", visit.shown_epoch
    if visit.loaded and epoch == 0:
        return f"{network}: as loaded"
    return f"{network}: epoch {_epoch(epoch)} of {visit.run.n_epochs}"


def _accuracies() -> None:
    """Error and accuracy on all three sets."""
    settings, above = session.stored(MnistSettings), st.container()
    job = assessments.job(*visit_of().network(), list(reversed(SETS)), settings.images)
    turns.advance(job, FIRST_LOOK, job.busy, patience=1.0)
    found = work_on(job, key="counting", doing="Counting right and wrong answers") or {}
    for column, name in zip(above.columns(len(SETS)), SETS, strict=True):
        n_images = settings.images if name == "training" else SETS[name]
        here = found.get(name)
        loss = f", loss {here.error:.3f}" if here else ""
        value = f"{100 * here.accuracy:.1f} % right" if here else "–"
        with column, saying(f"mnist.keep.{name}"):
            st.metric(f"{name.capitalize()}, {n_images:,} images{loss}", value)


def _save(visit: Visit, architecture: Architecture, params: Array) -> None:
    """Buttons that give files."""
    st.header("Save")
    name = f"{_shape(architecture).replace('–', '-')}-epoch-{_epoch(visit.shown_epoch)}"
    first, side = architecture.split(params)[0], SIDE
    colours: Any = palette.PALETTES["light"]
    picture = pictures_file.templates_png(
        first.reshape(-1, side, side), list(colours["weights"]), str(colours["page"])
    )
    files = {
        "Weights (.npz)": (
            f"{name}.npz",
            "application/octet-stream",
            weights_file.written(architecture, params),
            "W1, b1, … and the names of the activations, for numpy.load",
        ),
        "History (.csv)": (
            f"{name}.csv",
            "text/csv",
            weights_file.history_written(_played(visit)),
            "loss in nats and share of right answers, a row for each record so far",
        ),
        "Templates (.png)": (
            f"{name}.png",
            "image/png",
            picture,
            "first weights as pictures: violet negative, gold positive",
        ),
    }
    for label, (file_name, mime, data, words) in files.items():
        button, text = st.columns([2, 3], vertical_alignment="center")
        button.download_button(
            label, data, file_name, mime, key=f"save.{mime}", on_click="ignore", width="stretch"
        )
        with text, saying(f"mnist.keep.file.{file_name.rpartition('.')[2]}"):
            st.text(f"{_size(len(data))}: {words}.")


def _load() -> None:
    """A place for a file, and a sentence that says why the last one was refused."""
    st.header("Load")
    most = bounds()
    st.file_uploader(
        "Weights (.npz)",
        type="npz",
        key="load",
        on_change=session.with_value("load", _take),
        help=f"784 inputs, up to {most.most_hidden} hidden layers of {most.most_units} units, 10 outputs.",
    )
    refusal = _refusal()
    if refusal:
        with saying("mnist.keep.refusal"):
            st.error(as_written(refusal[-1]))
    loaded = visit_of().loaded
    if loaded:
        with saying("mnist.keep.loaded"):
            st.text(
                f"{loaded.name} is loaded: what this view, the templates and the counts show is of it, and play "
                "trains it on. The link does not hold it."
            )
        st.button(
            "Leave it", key="leave", on_click=_leave, help="Back to the network that the controls describe."
        )


def _take(file: Any) -> None:
    """Show the network of the file that the visitor gave, or keep the reason why it cannot be read."""
    refusal = _refusal()
    refusal.clear()
    if file is None:
        return
    try:
        architecture, params = weights_file.read(file.getvalue(), bounds())
    except weights_file.NoNetworkError as error:
        refusal.append(f"{plain(file.name)} was not loaded. {error}")
        return
    session.change(MnistSettings, **MnistSettings.layers_of(architecture))
    visit_of().load(session.stored(MnistSettings), Loaded(plain(file.name), params))


def _leave() -> None:
    """Go back to the run of the settings."""
    visit_of().leave()


def _refusal() -> list[str]:
    """The reason why the last file was not loaded, as a list of one sentence; empty if it was loaded."""
    return session.kept("refusal", list)


def _figures(visit: Visit, architecture: Architecture, params: Array) -> None:
    """Templates and curves as figures: zoom, and save as SVG."""
    from ui.charts import curves as charts_curves  # Plotly comes with the first figure
    from ui.mnist.keep import figure as templates_figure

    st.header("Figures")
    with saying("mnist.keep.camera"):
        st.text("The camera that appears in a figure's corner saves it as SVG.")
    theme, history = session.theme(), _played(visit)
    first = architecture.split(params)[0].reshape(-1, SIDE, SIDE)
    names = [str(k + (1 if architecture.n_hidden else 0)) for k in range(len(first))]
    curves = charts_curves.loss_and_accuracy(
        history.epoch,
        {"training": history.training_error, "validation": history.validation_error},
        {"training": history.training_accuracy, "validation": history.validation_accuracy},
        theme,
    )
    for name, figure in {
        "templates": templates_figure.templates(first, names, theme),
        "curves": curves,
    }.items():
        saved = {"format": "svg", "filename": f"hidden-layers-mnist-{name}"}
        with saying(f"mnist.keep.figure.{name}"):
            st.plotly_chart(
                figure,
                key=f"figure_{name}",
                theme=None,
                config={"displaylogo": False, "toImageButtonOptions": saved},
            )


def _played(visit: Visit) -> History:
    """The history as far as the visitor has played."""
    with turns.turn(visit.trained.busy):
        history = visit.run.history
    seen = history.epoch <= visit.epoch + 1e-9
    return History(*(column[seen] for column in vars(history).values()))


def _shape(architecture: Architecture) -> str:
    """Widths joined by dashes, as in the lecture: 784–100–10."""
    return "–".join(map(str, architecture.sizes))


def _epoch(epoch: float) -> str:
    return f"{epoch:.2f}".rstrip("0").rstrip(".")


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1000:,.0f} kB" if n_bytes >= 1000 else f"{n_bytes} bytes"
