"""Settings of one run in the plane: how it is forked, and how the page of decision regions shows it."""

from dataclasses import dataclass, replace
from typing import Any, Self

from engine.architecture import Architecture
from ui.plane import by_hand as hand
from ui.plane import cut as wires
from ui.plane import frozen as frozen_layers
from ui.plane import inputs as network_inputs
from ui.plane import weights_named
from ui.plane.by_hand import ByHand
from ui.plane.forks import Past, Stretch
from ui.plane.frozen import Stays, frozen_setting
from ui.plane.seeds.choice import MOST_SEED, N_RUNS, bounded, vary_setting
from ui.plane.settings import PlaneSettings
from ui.settings import units_named
from ui.settings.base import CODE, MOST_LAYERS, MOST_UNITS, Settings, setting
from ui.settings.choices import Axes, Coded, Flag, Option, OrNone, Real, Whole
from ui.settings.lacking import lacking
from ui.settings.units_named import layer_and_unit
from ui.words import activation_words

MOST_EPOCHS = 5_000

_EPOCH = Real(label="Epoch", default=0.0, low=0.0, high=float(MOST_EPOCHS))

MOST_FORKS = 4

VIEWS = {"run": "One run", "seeds": f"{N_RUNS} seeds", "landscape": "Landscape"}
"""From the name in the link to the words on the page."""

DIRECTIONS = {"moved": "where the run moved most", "weights": "two weights"}
"""The two directions of a landscape, from the name in the link to the words on the page."""


def units_off(text: str) -> list[tuple[int, int]]:
    """Hidden units that are off as they stand in a link; a ValueError says what is wrong with the text."""
    return units_named.units(text, MOST_LAYERS * MOST_UNITS)


FIRST_BIAS = "1-1-0"
"""A parameter that every network has, as a link names it."""


@dataclass(frozen=True)
class RegionSettings(PlaneSettings):
    """The page of decision regions: one network on three classes in the plane.

    ``past`` says what held before each fork; ``rate`` and ``activation`` hold since the last one. The page with two
    networks has one such record for each run.
    """

    view: str = setting(Option(label="Show", default="run", options=VIEWS, view=True))
    vary: tuple[str, ...] = vary_setting()
    frozen: tuple[str, ...] = frozen_setting()
    cut: str = setting(Coded(label="Wires cut", default="", check=wires.read))
    inputs: tuple[str, ...] = network_inputs.inputs_setting()
    past: tuple[Stretch, ...] = setting(
        Past(
            label="Forks",
            default=(),
            epoch=_EPOCH,
            rate=Settings.choices()["rate"],
            activation=Settings.choices()["activation"],
            most=MOST_FORKS,
        )
    )
    look: str = setting(
        Option(
            label="Regions",
            default="soft",
            options=("soft", "hard", "hatched", "changed", "pieces"),
            view=True,
        )
    )
    since: float = setting(replace(_EPOCH, label="Changed since epoch", view=True))
    unit: str = setting(Coded(label="Unit picked", default="", check=layer_and_unit, view=True))
    lines: str = setting(
        Option(label="Lines", default="picked", options=("picked", "all", "pieces"), view=True)
    )
    off: str = setting(Coded(label="Units off", default="", check=units_off, view=True))
    off_as: str = setting(
        Option(label="A unit that is off answers", default="zero", options=("zero", "mean"), view=True)
    )
    by_hand: str = setting(Coded(label="Weights set by hand", default="", check=hand.read, view=True))
    directions: str = setting(Option(label="Directions", default="moved", options=DIRECTIONS, view=True))
    across: str = setting(Coded(label="Weight across", default="1-1-1", check=weights_named.read, view=True))
    upwards: str = setting(
        Coded(label="Weight upwards", default="1-1-2", check=weights_named.read, view=True)
    )
    rival: int | None = setting(
        OrNone(
            label="Second run, seed of its weights",
            default=None,
            view=True,
            item=Whole(label="Seed", default=0, low=0, high=MOST_SEED),
        )
    )
    handles: bool = setting(Flag(label="Drag the centres", default=False, view=True))
    beside: str = setting(
        Option(
            label="Beside the map",
            default="network",
            options=("network", "space", "formula", "worth"),
            view=True,
        )
    )
    layer: int = setting(
        Whole(label="Layer of the hidden space", default=0, low=0, high=MOST_LAYERS, view=True)
    )
    axes: str = setting(
        Axes(
            label="Axes of the hidden space",
            default="",
            options=("pca2", "pca3"),
            high=MOST_UNITS,
            view=True,
        )
    )
    code: str = setting(Option(label="This run as code", default="none", options=CODE, view=True))
    truth: bool = setting(Flag(label="Bayes boundary, true error", default=False, view=True))
    figures: bool = setting(Flag(label="Figures to keep", default=False, view=True))
    at: float | None = setting(OrNone(label="Epoch", default=None, view=True, item=_EPOCH))

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Also leave out a layer, axes or a unit that the network does not have, and forks beyond the run's end."""
        settings, notes = super().within_bounds()
        vary, more = bounded(settings.vary)
        settings, notes = replace(settings, vary=vary), notes + more
        label = self.choices()["frozen"].label
        frozen, more = frozen_layers.bounded(settings.frozen, settings.depth, label)
        settings, notes = replace(settings, frozen=frozen), notes + more
        picked = layer_and_unit(settings.unit)
        if picked and not (picked[0] <= settings.depth and picked[1] <= settings.widths[picked[0] - 1]):
            settings = replace(settings, unit="")
            notes.append(f"Unit picked: layer {picked[0]} has no unit {picked[1]}; none is picked.")
        for with_its_own in (type(self)._with_its_own_off, type(self)._with_its_own_wires):
            settings, more = with_its_own(settings)
            notes += more
        settings, more = settings._with_its_own_by_hand()
        notes += more
        settings, more = settings._with_its_weights()
        notes += more
        if settings.layer > settings.depth:
            notes.append(
                f"Layer of the hidden space: there is no layer {settings.layer} of {settings.depth}; the last is shown."
            )
            settings = replace(settings, layer=0)
        width = settings.widths[settings.layer - 1] if settings.depth else len(settings.inputs)
        units = [int(unit) for unit in settings.axes.split("-") if unit.isdigit()]
        if max(units, default=0) > width:
            notes.append(
                f"Axes of the hidden space: the layer has no unit {max(units)}, only {width}; its own axes are used."
            )
            settings = replace(settings, axes="")
        if any(stretch.epoch > settings.epochs for stretch in settings.past):
            settings = replace(settings, past=())
            notes.append(f"Forks: the run has only {settings.epochs} epochs; they are left out.")
        return settings, notes

    def _with_its_own_off(self) -> tuple[Self, list[str]]:
        """Leave out units that are off and that the network does not have."""
        there, lost = units_named.there(units_off(self.off), self.widths)
        if not lost:
            return self, []
        return replace(self, off=units_named.written(there)), [f"Units off: {lacking(lost, 'this network')}."]

    def _with_its_own_wires(self) -> tuple[Self, list[str]]:
        """Leave out cut wires that the network does not have, or without which nothing would pass a layer."""
        given = wires.read(self.cut)
        there, notes = wires.kept(given, self.network)
        return (replace(self, cut=wires.write(there)) if notes else self), notes

    def _with_its_own_by_hand(self) -> tuple[Self, list[str]]:
        """Leave out weights set by hand that the network does not have, or that are cut, here and at each fork."""
        architecture = self.network
        cut, given = set(wires.read(self.cut)), hand.read(self.by_hand)

        def kept(by_hand: ByHand) -> ByHand:
            return tuple(one for one in hand.kept(by_hand, architecture) if one[0] not in cut)

        past = tuple(replace(one, by_hand=kept(one.by_hand)) for one in self.past)
        all_given = [given, *(one.by_hand for one in self.past)]
        lost = dict.fromkeys(
            one[0] for some in all_given for one in some if one not in kept(some)
        )  # each once, though several forks may name it
        if not lost:
            return self, []
        where = f"a network of {'-'.join(map(str, architecture.sizes))}{' with wires cut' if cut else ''}"
        by_hand = hand.write(kept(given)) if len(kept(given)) < len(given) else self.by_hand
        note = f"Weights set by hand: {lacking(list(lost), where)}."
        return replace(self, by_hand=by_hand, past=past), [note]

    def _with_its_weights(self) -> tuple[Self, list[str]]:
        """Leave out weights of a landscape that the network does not have, or that are one and the same."""
        architecture = self.network
        choices = self.choices()
        settings, notes = self, []
        for name in ("across", "upwards"):
            try:
                weights_named.place(getattr(settings, name), architecture)
            except ValueError as error:
                default = choices[name].default
                there = default if default in weights_named.all_of(architecture) else FIRST_BIAS
                if (
                    getattr(settings, name) != default
                ):  # one input alone has no second weight: nobody chose it
                    notes.append(f"{choices[name].label}: {error}; {there} is used.")
                fields: dict[str, Any] = {name: there}
                settings = replace(settings, **fields)
        if settings.across == settings.upwards:
            other = choices["upwards" if settings.across != choices["upwards"].default else "across"].default
            if other not in weights_named.all_of(architecture):
                other = FIRST_BIAS if settings.across != FIRST_BIAS else choices["across"].default
            notes.append(f"Weight upwards: both are {settings.across}; {other} is used.")
            settings = replace(settings, upwards=other)
        return settings, notes

    def training_part(self) -> Self:
        """Also name each layer that stays as drawn by its own name, and none that is not there; cut wires in order."""
        part = super().training_part()
        cut = wires.write(wires.read(self.cut))
        return replace(part, frozen=frozen_layers.names(self.stays), cut=cut)

    @property
    def stays(self) -> Stays:
        """For each affine layer whether its weights, and its biases, stay as drawn."""
        return frozen_layers.stays(self.frozen, self.depth)

    @property
    def frozen_words(self) -> str:
        """What stays as drawn, and how much learns; "" where all learns."""
        return frozen_layers.in_words(self.stays, self.l2, self.network)

    @property
    def network(self) -> Architecture:
        """The network between these inputs and the classes."""
        return self.architecture(len(self.inputs), self.n_classes)

    @property
    def input_words(self) -> str:
        """What the inputs do to boundaries or zero lines; "" for the coordinates."""
        return network_inputs.in_words(self.inputs, self.depth)

    @property
    def cut_words(self) -> str:
        """Which wires are cut; "" where none is."""
        return wires.in_words(wires.read(self.cut), self.network)

    def changed(self, **fields: Any) -> Self:
        """These settings with other values; where these make another run, the moment ``at`` is left out.

        What names a unit or a weight that the network has no more is left out too.
        """
        settings = replace(self, **fields)
        for own in (
            type(self)._with_its_own_off,
            type(self)._with_its_own_wires,
            type(self)._with_its_own_by_hand,
        ):
            settings, _ = own(settings)
        return settings if settings.training_part() == self.training_part() else replace(settings, at=None)

    def forked(self, epoch: float, by_hand: ByHand = ()) -> Self:
        """These settings with a fork at an epoch, which begins with weights set by hand; nothing else has changed yet.

        Raises
        ------
        ValueError
            If there are as many forks as may be.
        """
        if len(self.past) >= MOST_FORKS:
            raise ValueError(f"{MOST_FORKS} forks are the most; leave one first")
        stretch = Stretch(epoch, self.rate, self.activation, by_hand)
        return replace(self, past=(*self.past, stretch), by_hand="", at=None)

    @property
    def before_fork(self) -> Self:
        """Settings of the run before the last fork; to be asked only where there is a fork."""
        *earlier, last = self.past
        return replace(self, past=tuple(earlier), rate=last.rate, activation=last.activation, at=None)

    @property
    def fork_words(self) -> str:
        """When the run was forked last, and what has been different since; "" where there is no fork."""
        if not self.past:
            return ""
        last, before = self.past[-1], self.before_fork
        end = " The run ends there: more epochs go on." if last.epoch >= self.epochs else ""
        return f"{self._since_fork(last, before)}{self._by_hand_words(last)}{end}"

    def _by_hand_words(self, last: Stretch) -> str:
        """Which weights were set at the fork; "" where none was."""
        if not last.by_hand:
            return ""
        architecture = self.network
        return f" Set by hand there: {hand.in_words(last.by_hand, architecture)}."

    def _since_fork(self, last: Stretch, before: Self) -> str:
        """What has been different since the last fork."""
        since = f"Forked at epoch {last.epoch:g}"
        if not self.keeps_the_past:
            rest = (
                f" Learning rate {self.rate:g}, before {before.rate:g}." if self.rate != before.rate else ""
            )
            return f"Begun with the weights of epoch {last.epoch:g} behind {_named(before)}; now {_named(self)}.{rest}"
        if self.rate == before.rate:
            return f"{since}: the learning rate or the activation that you choose now holds from there on."
        return f"{since}: learning rate {self.rate:g} from there on, {before.rate:g} before."

    @property
    def keeps_the_past(self) -> bool:
        """Whether the last fork changed no activation, so that the epochs before it still belong to this run."""
        return self.before_fork.activations == self.activations


def _named(settings: RegionSettings) -> str:
    """The activations in a word or two."""
    names = [activation_words(name) for name in settings.activations]
    return names[0] if len(set(names)) == 1 else ", ".join(names)
