"""The finding where several networks are compared: which is better, and by how much, as far as the runs bear it out."""

from collections.abc import Sequence
from typing import TypedDict

from ui.plane import headlines, truth
from ui.plane.runs import Trained
from ui.sentences import Measured, Sentence
from ui.twin.settings import TwinSettings
from ui.words import activation_words, layers_words

AS_WELL = 0.005
"""Distance between two true shares of right points up to which no difference is claimed. It is about as much as 20,000
fresh points, the same for both, can tell from none; with 3 % a gain from 19.0 to 16.4 % wrong counted as nothing."""

CLEARLY = 0.03
"""Distance between two true shares from which a single layer is said to fail where hidden layers do not; a network
that is worse by more gets no verdict, but both shares."""


class Moment(TypedDict):
    """What a headline says of a moment that bears no finding out: the browser puts that moment's shares in.

    ``apart`` has the places ``{low}`` and ``{high}``, for two networks ``{first}`` and ``{second}``; ``alike``, for
    networks with one share, has ``{low}`` only.
    """

    name: str
    apart: str
    alike: str


def twin_moment(settings: TwinSettings, pair: Sequence[Trained]) -> Moment:
    """What two networks get right at a moment, in the order in which they stand on the page."""
    first, second = _names(settings)
    points = headlines.measured(pair[0]).patterns
    return {
        "name": "twin.headline.both",
        "apart": f"{_sentence(first)} {{first}}, {second} {{second}} of {points} right",
        "alike": f"Both get {{low}} of {points} right",
    }


def twin(settings: TwinSettings, pair: Sequence[Trained]) -> Sentence:
    """Give the headline of two networks side by side.

    Whatever it claims is so of fresh points at the end of both runs; where no truth is known it claims nothing, and
    gives both shares. Of hidden layers as such it speaks only where all layers of both networks learn, and their inputs
    are the same.

    Parameters
    ----------
    settings : TwinSettings
        The visitor's choices.
    pair : sequence of Trained
        Both runs, finished or not; the caller holds their locks.

    Returns
    -------
    Sentence
        Short, without a full stop.
    """
    names = _names(settings)
    runs = [one.run for one in pair]
    diverged = [name for name, one in zip(names, pair, strict=True) if _diverged(one)]
    if diverged:
        which = f" ({diverged[0]})" if len(diverged) == 1 else " in both networks"
        return Sentence("twin.headline.diverged", f"Training diverged{which}")
    if not all(run.finished for run in runs):
        return Sentence("plane.headline.title", settings.title)
    rose = [name for name, run in zip(names, runs, strict=True) if headlines.went_wrong(run)]
    if rose:
        return Sentence(
            "twin.headline.rose", f"{headlines.ROSE} ({rose[0] if len(rose) == 1 else 'both networks'})"
        )
    both = settings.networks()
    is_single = [network.depth == 0 for network in both]
    all_learn = not any(any(part) for network in both for part in network.stays)
    tells_of_layers = all_learn and both[0].inputs == both[1].inputs and is_single == [True, False]
    true = [_fresh(one) for one in pair]
    if true[0] is not None and true[1] is not None:
        apart = true[1].right - true[0].right
        if tells_of_layers and apart > CLEARLY and headlines.lines_fail(pair[0]):
            return Sentence("twin.headline.cannot", headlines.CANNOT[settings.data])
        shares = _listed([true[0], true[1]], " and ")
        if tells_of_layers and -CLEARLY <= apart <= AS_WELL:
            return Sentence("twin.headline.nothing", f"The hidden layers gain nothing here: {shares}")
        if abs(apart) <= AS_WELL:
            return Sentence("twin.headline.alike", f"Both do as well: {shares}")
    seen, moment = [headlines.measured(one).percent for one in pair], twin_moment(settings, pair)
    return Sentence(
        moment["name"],
        moment["apart"].format(first=seen[0], second=seen[1])
        if seen[0] != seen[1]
        else moment["alike"].format(low=seen[0]),
    )


def wall_moment(settings: TwinSettings, several: Sequence[Trained]) -> Moment:
    """What the networks of a wall get right at a moment: from the least to the most."""
    who, points = _all(settings), headlines.measured(several[0]).patterns
    return {
        "name": "wall.headline.range",
        "apart": f"{who} {{low}} to {{high}} of {points} right",
        "alike": f"{who} {{low}} of {points} right",
    }


def best(several: Sequence[Trained]) -> list[int]:
    """Find the networks of a wall of which one is the best, as far as the points can tell.

    Parameters
    ----------
    several : sequence of Trained
        Runs on the same points, finished or not.

    Returns
    -------
    list of int
        Numbers of those whose share of right points may, by Wilson's 95 % interval, be as large as that of the network
        that gets most of them right. The points are fresh ones where the source is known, else those held out. None
        where a run is not finished, there are but training points, or all runs have diverged.
    """
    if not all(one.run.finished for one in several) or _seen_only(several):
        return []
    shares = _judged(several)
    standing = [i for i, one in enumerate(several) if not _diverged(one)]
    if not standing:
        return []
    most = max((shares[i] for i in standing), key=lambda share: share.n_right)
    return [i for i in standing if shares[i].interval[1] >= most.interval[0]]


def wall(settings: TwinSettings, several: Sequence[Trained]) -> Sentence:
    """Give the headline of a wall of networks: the best of them, or how many may be; what went wrong is said with it.

    Parameters
    ----------
    settings : TwinSettings
        The visitor's choices.
    several : sequence of Trained
        Their runs, finished or not, in the order of ``settings.wall()``; the caller holds their locks.

    Returns
    -------
    Sentence
        Short, without a full stop.
    """
    n, diverged = len(several), sum(map(_diverged, several))
    if not all(one.run.finished for one in several):
        return Sentence("plane.headline.title", settings.title)
    if diverged == n:
        where = "" if n == 1 else " in both networks" if n == 2 else f" in all {n} networks"
        return Sentence("wall.headline.diverged", f"Training diverged{where}")
    rose = sum(headlines.went_wrong(one.run) for one in several) - diverged
    whose = "its training loss" if n == 1 else f"the training loss of {rose} of {n}"
    tail = "".join([f"; {diverged} of {n} diverged" if diverged else "", f"; {whose} rose" if rose else ""])
    shares, leaders = _judged(several), best(several)
    if not leaders or len(leaders) == n:
        name, head = "wall.headline.range", f"{_all(settings)} {_range(shares)}"
    elif len(leaders) == 1:
        one = f"{cell_words(settings, leaders[0])}, {_range([shares[leaders[0]]])}"
        name, head = (
            ("wall.headline.standing", f"Not diverged: {one}")
            if diverged == n - 1
            else ("wall.headline.best", f"Best: {one}")
        )
    else:
        those = _range([shares[i] for i in leaders])
        name, head = "wall.headline.several", f"Best: {len(leaders)} of {n}, {those}"
    return Sentence(name, f"{head}{tail}")


def cell_words(settings: TwinSettings, i: int) -> str:
    """Name a network on the wall, as in "2 hidden layers, tanh"; activations are those of hidden layers."""
    network = settings.wall()[i]
    return ", ".join([layers_words(network.depth), *map(activation_words, network.activations[:1])])


def _names(settings: TwinSettings) -> list[str]:
    """Names of two networks within a sentence."""
    return [name[0].lower() + name[1:] for name in settings.names()]


def _sentence(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[0].upper() + words[1:]


def _all(settings: TwinSettings) -> str:
    """All networks of a wall, as the subject of a share with its verb; of one network the name."""
    n = len(settings.wall())
    return f"{_sentence(cell_words(settings, 0))}:" if n == 1 else "Both get" if n == 2 else f"All {n} get"


def _diverged(trained: Trained) -> bool:
    stop = trained.run.stop
    return stop is not None and stop.kind == "diverged"


def _fresh(trained: Trained) -> Measured | None:
    """How many fresh points a finished run gets right; None where no source is known."""
    right = truth.right_at_end(trained)
    return None if right is None else Measured.of(right, truth.N_AT_END, "fresh points")


def _seen_only(several: Sequence[Trained]) -> bool:
    """Whether there is nothing to judge runs by but the points that they were trained on."""
    return several[0].settings.is_own and not len(several[0].points.validation)


def _judged(several: Sequence[Trained]) -> list[Measured]:
    """How many points each finished run gets right: fresh ones where the source is known."""
    fresh = [_fresh(one) for one in several]
    return [one for one in fresh if one is not None] or [headlines.measured(one) for one in several]


def _points(measured: Measured) -> str:
    """The points of a share: fresh ones are some of endlessly many, and have no article."""
    return measured.patterns.removeprefix("the " if measured.kind == "fresh points" else "")


def _range(shares: Sequence[Measured]) -> str:
    """From the least to the most of shares of the same points."""
    ordered = sorted(shares, key=lambda share: share.n_right)
    return _listed([ordered[0], ordered[-1]], " to ")


def _listed(shares: Sequence[Measured], between: str) -> str:
    """Shares of the same points, as in "84.6 to 85.0 % of the 100 validation points right"; what is alike once."""
    numbers = dict.fromkeys(share.percent.removesuffix(" %") for share in shares)
    return f"{between.join(numbers)} % of {_points(shares[0])} right"
