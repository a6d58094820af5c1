"""Save and load: the network at the visitor's moment as files and figures, and a network from a file."""

from typing import Any

import streamlit as st

from engine.architecture import Architecture
from engine.arrays import Array
from engine.layers import ACTIVATIONS
from engine.training.history import History
from engine.weights_in.files import NoNetworkError
from engine.weights_in.network import found_in
from ui import palette
from ui.digits.runs import Loaded, images_of
from ui.digits.settings import SETS, MnistSettings
from ui.frame import session
from ui.frame.saying import as_written, plain, saying
from ui.mnist.keep import pictures_file, weights_file
from ui.mnist.keep.fits import AS_HERE, N_TRIED, PREPARATIONS, Brought
from ui.mnist.quality import assessments
from ui.mnist.standing import bounds
from ui.mnist.visits import Visit, visit_of
from ui.sentences import percent
from ui.take_away import weights_out
from ui.words import activation_words
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
    job = assessments.job(*visit_of().network(), list(reversed(SETS)), settings)
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
            weights_out.numpy_npz(architecture, params),
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
    """A place for a file, a sentence that says why the last one was refused, and what the file leaves open."""
    st.header("Load")
    most = bounds()
    st.file_uploader(
        "Weights (.npz, .safetensors)",
        key="load",
        on_change=session.with_value("load", _take),
        help=f"784 inputs, up to {most.most_hidden} hidden layers of {most.most_units} units or one of "
        f"{most.most_alone}, 10 outputs. Names and orders of Keras, PyTorch and scikit-learn are read too.",
    )
    refusal, brought = _refusal(), _brought()
    if refusal:
        name, error = refusal[-1]
        with saying("mnist.keep.refusal"):
            st.error(as_written(f"{name} was not loaded. {error.sentence}"))
        if error.lines:
            st.code("\n".join(error.lines), language="python", wrap_lines=True)
    if brought and brought[-1].is_open:
        _ask_activation(brought[-1])
    loaded = visit_of().loaded
    if loaded:
        with saying("mnist.keep.loaded"):
            st.text(
                f"{loaded.name} is loaded: what this view, the templates and the counts show is of it, and play "
                "trains it on. The link does not hold it."
            )
        if brought and brought[-1].name == loaded.name and not brought[-1].is_open:
            _say_fit(brought[-1])
        st.button(
            "Leave it", key="leave", on_click=_leave, help="Back to the network that the controls describe."
        )
    elif brought and not brought[-1].is_open:
        with saying("mnist.keep.left"):
            st.text(f"{brought[-1].name} is not shown: the settings describe another network.")
        st.button("Show it again", key="load.again", on_click=lambda: _show(brought[-1]))


def _ask_activation(brought: Brought) -> None:
    """Ask for the activation that a file does not name; each has the share of right answers that it would give."""
    shares = {name: brought.best_with(name) for name in ACTIVATIONS}
    with saying("mnist.keep.activation"):
        st.text(
            f"{brought.name} does not say which activation its hidden units have. Which one? Behind each stands how "
            f"many of the first {N_TRIED:,} test images are right with it, by the preparation that fits best."
        )
    st.segmented_control(
        "Activation of the hidden units",
        list(ACTIVATIONS),
        format_func=lambda name: (
            f"{activation_words(name)}: {percent(round(N_TRIED * shares[name]), N_TRIED)}"
        ),
        key="load.activation",
        on_change=session.with_value("load.activation", _answer_activation),
    )


def _say_fit(brought: Brought) -> None:
    """Say what was done with the file; ask how its images were prepared, where another way than ours fits better."""
    if brought.network.notes:
        with saying("mnist.keep.notes"):
            st.text(" ".join(brought.network.notes))
    best = brought.best_preparation()
    if best == AS_HERE and brought.preparation == AS_HERE:
        return
    shares = {name: brought.right(brought.chosen, name) for name in PREPARATIONS}
    words = {name: percent(round(N_TRIED * share), N_TRIED) for name, share in shares.items()}
    with saying("mnist.keep.preparation"):
        st.text(
            f"With grey levels from 0 to 1, as this page has them, {words[AS_HERE]} of the first {N_TRIED:,} test "
            f"images are right; with {best} it is {words[best]}. How were the images prepared that it was trained on? "
            "The first weights and biases are rewritten to give the same scores here."
        )
    st.radio(
        "Grey levels",
        list(PREPARATIONS),
        format_func=lambda name: f"{name}: {words[name]}",
        key=session.follower_key(MnistSettings, "preparation", brought.preparation),
        on_change=session.with_value("MnistSettings.preparation", _answer_preparation),
    )


def _take(file: Any) -> None:
    """Show the network of the file that the visitor gave, or keep the reason why it cannot be read."""
    refusal, brought = _refusal(), _brought()
    refusal.clear()
    if file is None:
        brought[:] = [one for one in brought if not one.is_open]
        return
    name = plain(file.name)
    try:
        network = found_in(file.getvalue(), bounds())
    except NoNetworkError as error:
        refusal.append((name, error))
        return
    brought[:] = [Brought(name, network, images_of(session.stored(MnistSettings)).test)]
    if not brought[-1].is_open:
        _show(brought[-1])


def _answer_activation(name: Any) -> None:
    """Take the activation that the visitor names, and show the network."""
    if name in ACTIVATIONS and _brought():
        _brought()[-1].activation = name
        _show(_brought()[-1])


def _answer_preparation(name: Any) -> None:
    """Take the preparation that the visitor names, and show the network that gives the same scores here."""
    if name in PREPARATIONS and _brought():
        _brought()[-1].preparation = name
        _show(_brought()[-1])


def _show(brought: Brought) -> None:
    """Make a network from a file the visitor's own."""
    network = brought.as_here()
    architecture = network.architecture(brought.chosen)
    session.change(MnistSettings, **MnistSettings.layers_of(architecture))
    visit_of().load(session.stored(MnistSettings), Loaded(brought.name, network.params))


def _brought() -> list[Brought]:
    """The network that the visitor has brought last, as a list of one; empty before that."""
    return session.kept("brought network", list)


def _leave() -> None:
    """Go back to the run of the settings."""
    _brought().clear()
    visit_of().leave()


def _refusal() -> list[tuple[str, NoNetworkError]]:
    """The last file's name and why it was not loaded, as a list of one; empty if it was loaded."""
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
    classes = images_of(session.stored(MnistSettings)).names
    names = [str(k + 1) for k in range(len(first))] if architecture.n_hidden else list(classes)
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
