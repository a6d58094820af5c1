"""Templates: train a network live, watch its weights become pictures, and see how they pull at an image."""

from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from ui.digits import runs
from ui.digits.settings import DATA_SETS, MnistSettings
from ui.digits.story import told as story
from ui.digits.story.record import Record
from ui.frame import gathering, session
from ui.frame.wishes import as_in_link
from ui.mnist import without
from ui.mnist.sights import Sight, at_rest
from ui.mnist.templates import at_chance, headline, images, worth
from ui.mnist.templates.part import (
    Look,
    TemplatesWishes,
    glance,
    most_moments,
    network_arrays,
    templates,
    templates_block,
)
from ui.mnist.visits import Visit, visit_of
from ui.plane.story.record import Mark
from ui.plane.story.thresholds import threshold
from ui.sentences import Measured, Said, Sentence
from ui.work import turns
from ui.work.jobs import Job
from ui.work.progress.part import ProgressWishes
from ui.work.progress.work_on import work_on

KEY = "templates"

TICK = 0.25
"""Seconds between two pictures while the run is played, at least."""

NETWORK_BYTES = 1_900_000
"""The most that all networks may weigh when the run rests: with curves and pictures a block stays under 2 MB."""

MEASURING = 0.15
"""Seconds in an answer for what is measured without the units that are off, and for what each unit is worth."""

EVERYTHING = 20.0
"""The same where a file is written, in which nobody asks for more."""

N_SAMPLES = 50
"""Test images on which the error of scores from quantised weights is measured."""

VIEW = (
    *("image", "drawn", "digit", "rival", "pair", "unit", "matrix", "row", "diagram", "full"),
    *("beside", "off", "off_as"),
)
"""Settings that the visitor chooses in the component."""

Pictures = dict[str, npt.NDArray[Any]]


def page(settings: MnistSettings) -> None:
    """Pictures and curves of the run, and the image."""
    session.fragment(_stepping)
    session.fragment(_watch)


def _stepping() -> None:
    """A bar, while steps that take long are taken; then the whole page shows where they led."""
    visit = visit_of()
    if visit.stepping is None:
        return
    work_on(visit.stepping, key="stepping", doing=f"Training up to epoch {visit.target_epoch:.4g}")
    order = session.wishes("stepping", ProgressWishes).do
    if visit.stepping.finished or (order is not None and order.what == "stop"):
        visit.arrive()
        visit.answered = visit.asked
        session.run_whole_page()


def _watch() -> None:
    """The component; while the run is played, the browser asks for this part of the page again and again.

    The browser asks when it has drawn the last answer, so that no request waits behind another. When a rerun begins,
    Streamlit drops whatever it has not sent yet: with ``run_every`` one pause in twenty lost the component so. The
    picture is sent before the next slice is trained, and is on its way meanwhile.
    """
    settings, visit = session.stored(MnistSettings), visit_of()
    session.publish_change(settings)
    visit.begin()
    templates(_block(settings, visit), key=KEY, on_do=_obey, on_look=_look)
    visit.tick()


def _block(settings: MnistSettings, visit: Visit) -> bytes:
    """Pack the run, the image and the gallery; only the latter two if the browser has the networks."""
    look = session.wishes(KEY, TemplatesWishes).look or Look()
    seen, pictures = _glance(settings, visit, look)
    if not visit.playing and look.have == seen["networks"]:
        return glance(seen, pictures)
    architecture = visit.run.architecture
    sight = visit.sight(most_moments(architecture, NETWORK_BYTES))
    samples = runs.images_of(settings).test.inputs[:N_SAMPLES]
    exact = None if visit.playing else int(np.abs(sight.epochs - visit.shown_epoch).argmin())
    networks = network_arrays(architecture, sight.params, samples, exact)
    header = {**seen, **_header(settings, visit, sight)}
    return templates_block(header, networks, sight.curves, sight.epochs, sight.measures, pictures)


def _glance(settings: MnistSettings, visit: Visit, look: Look) -> tuple[dict[str, Any], Pictures]:
    """Header and pictures of a glance: the image, the gallery that was asked for, and the visitor's choices."""
    pixels, label = images.image_named(settings.image, runs.images_of(settings))
    choices = MnistSettings.choices()
    chosen = {name: getattr(settings, name) for name in VIEW}
    header: dict[str, Any] = {
        "networks": "" if visit.playing else f"{visit.identity} {visit.step} {visit.peek}",
        "answered": visit.answered,
        "looked": look.nonce,
        "view": {name: "" if value is None else choices[name].write(value) for name, value in chosen.items()},
        "image": {"name": settings.image, "label": label},
        "class_names": runs.images_of(settings).names,
        "gallery": None,
    }
    is_over = visit.at_end and not visit.playing
    asks = look.have == header["networks"] or gathering.is_for_a_file()
    header |= story.header(_story(settings, visit) if is_over and asks else None, over=is_over)
    pictures: Pictures = {"image": pixels}
    for part, found in (_without(settings, visit, asks=asks), _worth(settings, visit, look.worth)):
        header |= part
        pictures |= found
    asked = look.gallery
    if asked is None or asked.kind not in images.GALLERIES:
        return header, pictures
    shown = images.gallery(visit.trained, visit.shown_step, settings, asked.kind, asked.digit, asked.page)
    header["gallery"] = {
        **{name: getattr(shown, name) for name in ("kind", "digit", "page", "n_pages", "count")},
        **{name: getattr(shown, name).tolist() for name in ("numbers", "labels", "answers", "confidences")},
        "epoch": visit.shown_epoch,
        "without": without.off_words(settings),
    }
    return header, {**pictures, "gallery": shown.pixels}


def _without(settings: MnistSettings, visit: Visit, *, asks: bool) -> tuple[dict[str, Any], Pictures]:
    """What is known of the run without the units that are off; a slice more of it where the browser asks.

    While the run is played nothing is measured: only what the units answer on average, where they answer that.
    """
    if not settings.off:
        return {"without": None}, {}
    known, owed = without.NOTHING, not visit.playing
    if visit.playing and settings.off_as == "mean":
        answers = np.concatenate(without.mean_answers(*visit.network(), settings))
        known = without.Known(np.array([visit.shown_epoch]), np.full((1, 4), np.nan), answers[np.newaxis])
    elif owed:
        run, step, peek = visit.run, visit.step, visit.peek

        def record() -> without.Moments:
            sight = at_rest(run, step, peek, most_moments(run.architecture, NETWORK_BYTES))
            return sight.epochs, sight.params

        job = without.measuring(visit, settings, record)
        if asks:
            turns.advance(
                job, EVERYTHING if gathering.is_for_a_file() else MEASURING, patience=turns.FIRST[1]
            )
        known, owed = job.result or known, not job.finished
    of = {"off": settings.off, "off_as": settings.off_as, "owed": owed}
    return {"without": of}, without.arrays(known)


def _worth(settings: MnistSettings, visit: Visit, epoch: float | None) -> tuple[dict[str, Any], Pictures]:
    """The table of what each unit is worth at an epoch, where the browser asks for it: a slice more of the work."""
    if gathering.is_for_a_file() and settings.beside == "worth":
        epoch = visit.shown_epoch
    step = None if epoch is None else round(epoch * visit.run.steps_per_epoch)
    if epoch is None or step is None or visit.playing or not settings.depth or step > visit.step:
        return {"worth": None}, {}
    job = worth.job(visit, settings, step)
    _measure_on(job)
    return {"worth": worth.header(job, epoch, settings)}, worth.arrays(job.result)


def _measure_on(job: Job[Any]) -> None:
    """Push on what is measured by a slice; for a file to its end."""
    is_for_a_file = gathering.is_for_a_file()
    turns.advance(
        job,
        EVERYTHING if is_for_a_file else MEASURING,
        patience=EVERYTHING if is_for_a_file else turns.FIRST[1],
    )


def _story(settings: MnistSettings, visit: Visit) -> tuple[Mark, ...] | None:
    """The story of the run, which is over, as far as the browser's requests have found it: None before it is whole."""
    trained, images = visit.trained, runs.images_of(settings)

    def record() -> Record:
        run = trained.run
        sight = at_rest(run, run.n_steps, None, most_moments(run.architecture, NETWORK_BYTES))
        asked = int(threshold("asked"))
        sample = mnist.Images(images.validation.inputs[:asked], images.validation.labels[:asked])
        epochs, training, _, validation, _ = sight.curves.T
        return Record(
            run.architecture, sight.epochs, sight.params, epochs, training, validation, sample, images.names
        )

    return story.push(visit.identity, trained, record, turns.FIRST[1])


def _header(settings: MnistSettings, visit: Visit, sight: Sight) -> dict[str, object]:
    """The part of the header that describes the run."""
    run, stop = visit.run, visit.stop
    headlines, headline_of = headline.numbered(_headlines(settings, visit, sight))
    return {
        "id": visit.identity,
        "title": DATA_SETS[settings.data],
        "headlines": headlines,
        "headline_of": headline_of,
        "samples": {
            "training": runs.monitored_images(1.0, settings.images).patterns,
            "validation": runs.validation_images(1.0).patterns,
        },
        "sample": f"first {runs.MONITORED:,}" if settings.images > runs.MONITORED else "",
        "sizes": run.architecture.sizes,
        "activations": run.architecture.activations,
        "live": visit.playing,
        "tick": TICK,
        "finished": visit.at_end,
        "stop_kind": stop.kind if stop else "",
        "stop_message": stop.message if stop else "",
        "n_epochs": run.n_epochs,
        "steps_per_epoch": run.steps_per_epoch,
        "trained_epoch": visit.epoch,
        "open_at": visit.shown_epoch,
        "returning": visit.returning.id if visit.returning else "",
        "begins": visit.begins if settings.at is None else 0,
        "seconds": visit.seconds,
        "images_per_second": visit.images_per_second,
        "test": _tested(visit),
        "rates": [[c.epoch, c.learning_rate] for c in run.rate_changes] if visit.own else [],
    }


def _headlines(settings: MnistSettings, visit: Visit, sight: Sight) -> list[Sentence]:
    """The headline of each moment on view; while the run is played, of the record that was measured last."""
    epochs = sight.curves[-1:, 0] if visit.playing else sight.epochs
    reasons = [""] if visit.playing else [_why(settings, visit, sight, place) for place in range(len(epochs))]
    return [
        headline.at_moment(
            settings,
            float(epoch),
            runs.validation_images(accuracy),
            visit.stop if epoch >= epochs[-1] else None,
            visit.loaded_name,
            trained=visit.playing and visit.epoch > 0,
            why=why,
        )
        for epoch, accuracy, why in zip(epochs, sight.measures[:, 3], reasons, strict=True)
    ]


def _why(settings: MnistSettings, visit: Visit, sight: Sight, place: int) -> str:
    """Why the network answers by chance at a moment of the run; "" where it answers better, or nobody can say."""
    run, epoch = visit.run, float(sight.epochs[place])
    if epoch == 0 or not sight.measures[place, 3] < at_chance.AT_CHANCE:
        return ""
    held = [c.learning_rate for c in run.rate_changes if c.epoch <= epoch] or [settings.rate]
    moment = at_chance.Moment(
        n_updates=round(epoch * run.steps_per_epoch),
        rate=held[-1],
        first_loss=float(sight.curves[0, 1]),
        loss=float(sight.measures[place, 0]),
    )
    return at_chance.why(settings, run.architecture, sight.params[place], moment)


def _tested(visit: Visit) -> Said | None:
    """What the test images say of the run's end; None before it."""
    accuracy = visit.test_accuracy
    if accuracy is None:
        return None
    found = Measured.of(accuracy, len((visit.trained.images or mnist.load()).test), "test images")
    return Sentence("mnist.templates.test", found.right_words()).said()


def _look() -> None:
    """Keep what the visitor chose to look at, once; values that no link could have are ignored.

    The browser repeats a wish until a block says that it was heard. Back may meet that block on its way, and leave the
    browser without it: a wish obeyed again would then undo the step back.
    """
    look, choices, visit = (
        session.wishes(KEY, TemplatesWishes).look or Look(),
        MnistSettings.choices(),
        visit_of(),
    )
    if look.nonce == visit.looked:
        return
    visit.looked = look.nonce
    settings, chosen = session.stored(MnistSettings), {}
    for name, value in (look.view or {}).items():
        try:
            if name in VIEW:
                text = "" if value is None else as_in_link(value)
                chosen[name] = choices[name].read(text) if text else choices[name].default
        except ValueError:
            continue
    if look.begin:
        visit.play()
    if look.step is not None:
        chosen |= {
            "image": images.neighbour(settings.image, look.step, runs.images_of(settings)),
            "drawn": "",
        }
    if any(getattr(settings, name) != value for name, value in chosen.items()):
        session.change(MnistSettings, **chosen)


def _obey() -> None:
    """Carry out the order that the visitor gave with a button or a key."""
    order, visit = session.wishes(KEY, TemplatesWishes).do, visit_of()
    if order is None:
        return
    visit.asked, what = order.nonce, order.what
    if what == "play":
        visit.play()
    elif what == "pause":
        visit.pause()
    elif what == "rewind":
        visit.rewind()
    else:
        visit.step_from(order.start, 1 if what == "stepBatch" else visit.run.steps_per_epoch)
        if visit.stepping is not None:
            session.want_whole_page()  # which has the bar; the order is answered once the steps are taken
            return
    visit.answered = visit.asked
