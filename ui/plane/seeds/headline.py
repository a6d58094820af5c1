"""What twenty seeds show, in a sentence: how far the results lie apart, or which of two networks does better."""

from collections.abc import Sequence

from engine.questions.sign_test import SignTest, sign_test
from ui.plane.seeds.choice import N_RUNS, VARY
from ui.plane.seeds.repeats import Ended, Repeats
from ui.sentences import Measured, Sentence, percent

LEVEL = 0.05
"""Chance below which a split is not put down to luck."""

LEAST_P = 0.0001
"""A smaller chance is said to be below this."""


def one(found: Repeats, title: str) -> Sentence:
    """Say between which bounds the results of one network lie.

    Parameters
    ----------
    found : Repeats
        Of one network.
    title : str
        What is said before the first run is done.

    Returns
    -------
    Sentence
        Short, without a full stop.
    """
    if not found.n_done:
        return Sentence("plane.headline.title", title)
    if _same(found):
        return Sentence("plane.seeds.headline.same", f"{found.n_done} times the same network: {_nothing()}")
    (side,) = found.sides
    wrong = sorted(run.n_wrong for run in side.ended)
    low, high, n = percent(wrong[0], found.n_judged), percent(wrong[-1], found.n_judged), found.n_judged
    tail = f"; {_diverged(side.ended)} diverged" if _diverged(side.ended) else ""
    between = f"{low.removesuffix(' %')} to {high}" if low != high else low
    middle = f", median {median(wrong, n)}" if found.n_done > 1 else ""
    return Sentence(
        "plane.seeds.headline.spread", f"{_so_far(found)}: {measure(found)} {between}{middle}{tail}"
    )


def pair(found: Repeats, names: Sequence[str], title: str) -> Sentence:
    """Say which of two networks does better; with a sign test where it claims something.

    Parameters
    ----------
    found : Repeats
        Of two networks.
    names : sequence of str
        What the page calls them.
    title : str
        What is said before the first pair is done.

    Returns
    -------
    Sentence
        Short, without a full stop.
    """
    if not found.n_done:
        return Sentence("plane.headline.title", title)
    test, what = compared(found), measure(found)
    if found.n_done < N_RUNS:
        return Sentence(
            "twin.seeds.headline.so_far",
            f"{_so_far(found)}: {what} lower with {_within(names[1])} in {test.n_lower}",
        )
    if _same(found):
        return Sentence("plane.seeds.headline.same", f"{found.n_done} times the same pair: {_nothing()}")
    if not claims(found):
        said = f"{_capital(what)} lower with {_within(names[1])} in {test.n_lower} of {test.n}"
        return Sentence("twin.seeds.headline.luck", f"{said}: that may be luck ({p_words(test.p)})")
    better, count = (names[1], test.n_lower) if test.n_lower > test.n_higher else (names[0], test.n_higher)
    return Sentence(
        "twin.seeds.headline.lower",
        f"{_capital(what)} lower with {_within(better)} in {count} of {test.n} ({p_words(test.p)})",
    )


def compared(found: Repeats) -> SignTest:
    """Compare both networks, seed by seed, by the patterns that they get wrong."""
    first, second = ([run.n_wrong for run in side.ended] for side in found.sides)
    return sign_test(first, second)


def claims(found: Repeats) -> bool:
    """Whether one network may be said to do better: all pairs are trained, and all are different pairs."""
    return found.n_done == N_RUNS == found.n_different and compared(found).p < LEVEL


def test_words(found: Repeats) -> str:
    """Say what the sign test is about, once all pairs are trained; "" where it is not taken."""
    if len(found.sides) < 2 or found.n_done < N_RUNS or _same(found):
        return ""
    test = compared(found)
    equal = f"; {test.n_equal} with equal errors left out" if test.n_equal else ""
    if found.n_different < N_RUNS:
        return f"No sign test: of {found.n_done} pairs only {found.n_different} are different."
    return (
        f"Exact sign test over {test.n - test.n_equal} pairs{equal}: were both networks as good, a split of "
        f"{test.n_lower} to {test.n_higher} or a more uneven one would come with {p_words(test.p)}."
    )


def varies_words(vary: Sequence[str], idle: Sequence[str]) -> str:
    """Say what differs from run to run, what does not, and what changes nothing though it should."""
    rest = [words.lower() for name, words in VARY.items() if name not in vary]
    said = f"Varies from run to run: {_listed([VARY[name].lower() for name in vary])}."
    same = f" The same in all: {_listed(rest)}." if rest else ""
    why = f" No effect: {'; '.join(idle)}." if idle else ""
    return f"{said}{same}{why}"


def ends_words(found: Repeats) -> str:
    """Say which runs ended before their last epoch: "" where none did."""
    ended = [run for side in found.sides for run in side.ended]
    diverged = _diverged(ended)
    early = sum(run.stop is not None and run.stop.kind not in ("done", "diverged") for run in ended)
    parts = []
    if diverged:
        runs = "run" if len(ended) == 1 else "runs"
        counts = f"{_each(diverged)} counts with its last network of a finite loss"
        parts.append(f"{diverged} of {len(ended)} {runs} diverged: {counts}")
    if early:
        parts.append(f"{early} of {len(ended)} stopped early: {_each(early)} counts with its last network")
    return "".join(f"{part[0].upper()}{part[1:]}. " for part in parts).strip()


def measure(found: Repeats) -> str:
    """By what runs are judged."""
    return "true error" if found.kind == "fresh points" else f"error on {_set(found)}"


def judged_words(found: Repeats) -> str:
    """On what the dots are measured."""
    if found.kind == "fresh points":
        return (
            f"True error: share of the same {found.n_judged:,} fresh points that is wrong, at each run’s end."
        )
    return f"Share of {_set(found)} that is wrong, at each run’s end. The source of own points is unknown."


def seeds_words(run: Ended, number: int) -> str:
    """Name a run by its seeds; a seed of the points counts only where points are drawn."""
    settings = run.settings
    points = "" if settings.is_own else f"points {settings.data_seed}, "
    return f"Run {number + 1}, seeds: {points}weights {settings.init_seed}, batches {settings.order_seed}"


def run_words(found: Repeats, run: Ended) -> str:
    """Tell of one run, for its dot."""
    end = f", diverged after epoch {run.epoch:g}" if run.diverged else ""
    return f"{percent(run.n_wrong, found.n_judged)} wrong{end}"


def median(wrong: Sequence[int], n: int) -> str:
    """Give the median share of wrong patterns, of which there are ``n``."""
    ordered, middle = sorted(wrong), len(wrong) // 2
    return percent(ordered[middle] + ordered[-1 - middle], 2 * n)


def p_words(p: float) -> str:
    """Write a chance, as in "p = 0.0004"."""
    if p < LEAST_P:
        return f"p < {LEAST_P:.4f}"
    return f"p = {p:.4f}" if p < 0.01 else f"p = {p:.2f}"


def _each(n: int) -> str:
    return "it" if n == 1 else "each"


def _set(found: Repeats) -> str:
    return Measured.of(1.0, found.n_judged, found.kind).patterns


def _so_far(found: Repeats) -> str:
    return f"{found.n_done} of {N_RUNS} seeds" if found.n_done < N_RUNS else f"{N_RUNS} seeds"


def _same(found: Repeats) -> bool:
    return found.n_done > 1 and found.n_different == 1


def _nothing() -> str:
    return "what varies changes nothing"


def _diverged(runs: Sequence[Ended]) -> int:
    return sum(run.diverged for run in runs)


def _within(name: str) -> str:
    """A network's name within a sentence."""
    words = name[0].lower() + name[1:]
    return f"the {words}" if words.endswith(("layer", "network")) else words


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
