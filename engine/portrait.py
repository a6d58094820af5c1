"""What the pages say of an activation: words, formulas and facts that its passes forward and back do not tell.

In formulas ``{z}`` stands for a unit's weighted sum and ``{h}`` for its answer, as a symbol or as a number; ``{(z)}``
and ``{(h)}`` put brackets around a number that is negative. All of it is HTML.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """An activation as the pages show it. Only ``browser_line`` is asked for; what is left out is left unsaid.

    Parameters
    ----------
    browser_line : str
        What ``fprop`` makes of a number, once more: an expression of JavaScript in ``z``, as in
        ``"z / (1 + Math.abs(z))"``. The browser draws maps with it, since it cannot run Python. It may use numbers,
        ``+ - * /``, brackets, comparisons, ``a ? b : c``, functions of ``Math``, and ``tanh``, a fast one.
        ``ui.browser.forward_lines`` tries it against ``fprop`` when the app starts.
    word : str
        The name on the page, where that is not the key in ``engine.layers.ACTIVATIONS``.
    several : str
        Units of this kind, "sigmoids"; "softsign units", say, where nothing else is said.
    gate : str
        How the slope is described behind "the slope of": "a sigmoid, 25 % at most". Where nothing is said it is
        made of the word and ``slope_bound``.
    reading : str
        What the page of activations says behind the word: a sentence or more.
    formula : str
        The answer, worked out from ``{z}``: ``"max(0, {z})"``. Else it reads like a call, "softsign(0.5)".
    slope : str
        The slope, from ``{z}`` or ``{h}``: ``"{h}(1 − {h})"``. Else it is written *f*′(*z*).
    slope_in_numbers : str
        The same where numbers are put in, if it must be written in another way: ``"{h} · (1 − {h})"``.
    slope_bound : float or None
        The largest slope that there is, without its sign; where it is not given, 5 % of the steepest is measured
        by the steepest for weighted sums from −8 to 8.
    limits : (float, float) or None
        Between which all answers lie; None where there is no end on one side.
    kinks : sequence of float
        Weighted sums at which the slope jumps. With one kink and no ``slope_in_numbers`` the microscope says on
        which side a sum lies.
    dead_share : float
        A unit is given up for dead where it is saturated on at least this share of the patterns. What is never quite
        flat is given up before it is saturated on all of them.
    can_die : bool
        Whether a unit answers 0 and passes back exactly nothing at and below 0, as a relu: it is dead for good where
        no pattern has a weighted sum above 0.
    torch : str
        The module of ``torch.nn`` that computes the same, as it is called: ``"LeakyReLU(0.1)"``.
    """

    browser_line: str = ""
    word: str = ""
    several: str = ""
    gate: str = ""
    reading: str = ""
    formula: str = ""
    slope: str = ""
    slope_in_numbers: str = ""
    slope_bound: float | None = None
    limits: tuple[float, float] | None = None
    kinks: tuple[float, ...] = ()
    dead_share: float = 1.0
    can_die: bool = False
    torch: str = ""
