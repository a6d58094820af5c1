"""One scene of a lecture, and what it asks. No Streamlit."""

from dataclasses import dataclass, field

from ui.activations.settings import ActivationSettings
from ui.backprop.settings import BackpropSettings
from ui.digits.settings import MnistSettings
from ui.hands.settings import HandsSettings
from ui.plane.run_settings import RegionSettings
from ui.settings.base import Settings
from ui.twin.settings import TwinSettings

PAGES: dict[type[Settings], str] = {
    RegionSettings: "regions",
    TwinSettings: "twin",
    HandsSettings: "hands",
    MnistSettings: "mnist",
    BackpropSettings: "backprop",
    ActivationSettings: "activations",
}
"""The page that shows settings of a kind, by its address."""


HALL = ("stage", "hide", "at", "play", "code", "figures")
"""Settings of the hall and of what is done with a run: no scene's answer depends on them."""


@dataclass(frozen=True)
class Question:
    """A question to predict, and its answer to reveal.

    Parameters
    ----------
    words, answer : str
        In sentences.
    choices : tuple of str
        Two to four answers to choose from; none where the question has no such list.
    right : int
        The place of the right one among them, from 0.
    number : float or None
        What a guess is compared with, where the question asks for a number.
    unit : str
        The number's unit, such as "%".
    then : tuple of (str, str)
        What the answer is shown by: settings of the scene's page that change as it is revealed, by their names and
        texts in a link.
    covers : tuple of str or None
        The parts that would answer this question of several; None where they are the scene's.
    """

    words: str
    answer: str
    choices: tuple[str, ...] = ()
    right: int = 0
    number: float | None = None
    unit: str = ""
    then: tuple[tuple[str, str], ...] = ()
    covers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Scene:
    """One slide, live.

    Parameters
    ----------
    row : int
        The slide's number in the lecture.
    title : str
        The slide's subject, in the slide's own terms.
    look_at : str
        One line: what to look at.
    settings : Settings
        What the page opens with.
    questions : tuple of Question
        In the order in which they are asked.
    focus : str
        The part of the view that is the scene's picture on the stage, "" for the view's own first one.
    covers : tuple of str
        The parts of the view that would answer the question, by their classes: a "?" lies over each until the answer is
        revealed.
    depends_on : tuple of str or None
        Settings that decide whether ``look_at`` and the answers hold: once one of them is no longer the scene's, the
        page says them of the scene as it opens. None for all that make the run, the view, and what the scene sets
        itself; () where they hold whatever the settings are.
    holds_for : tuple of str
        Settings that None leaves out: the answers hold for whatever the visitor makes of them.
    instead : str
        The page's headline until the answer is revealed, where the page's own would give the answer away.
    pause : float or None
        The epoch at which the view's player shows the scene's point: Page Down plays to it before the answer.
    minutes : float
        How long the scene is planned to take.
    notes : str
        For the lecturer's eyes.
    further : tuple of tuple of (str, str)
        What Page Down shows after the last answer, one after the other: settings that change, as an answer's ``then``.
    """

    row: int
    title: str
    look_at: str
    settings: Settings
    questions: tuple[Question, ...]
    focus: str = ""
    covers: tuple[str, ...] = ()
    depends_on: tuple[str, ...] | None = None
    holds_for: tuple[str, ...] = ()
    instead: str = ""
    pause: float | None = None
    minutes: float = 2.0
    notes: str = ""
    further: tuple[tuple[tuple[str, str], ...], ...] = ()

    @property
    def said_of(self) -> list[str]:
        """Settings whose change makes what is said here a matter of the scene as it opens, by their names in a link."""
        names = self.depends_on
        if names is None:
            choices = self.settings.choices()
            own = {name: getattr(self.settings, name) != choice.default for name, choice in choices.items()}
            names = tuple(n for n, choice in choices.items() if n == "view" or not choice.view or own[n])
        return [name for name in names if name not in (*HALL, *self.holds_for)]

    @property
    def changed_by_answers(self) -> frozenset[str]:
        """Names of the settings that change as an answer is revealed, or after the last one."""
        return frozenset(name for then in self.thens for name, _ in then)

    @property
    def thens(self) -> list[tuple[tuple[str, str], ...]]:
        """What changes with each answer, and then with each further build."""
        return [*(question.then for question in self.questions), *self.further]

    def after(self, count: int) -> Settings:
        """The scene's settings once its first ``count`` questions are answered, and further builds are done."""
        choices = self.settings.choices()
        said = dict(pair for then in self.thens[:count] for pair in then)
        return self.settings.changed(**{name: choices[name].read(text) for name, text in said.items()})

    @property
    def shown(self) -> list[Settings]:
        """What the scene shows, one after the other: its settings, then those after each build that changes some."""
        counts = [0, *(at for at, then in enumerate(self.thens, start=1) if then)]
        return [self.after(count) for count in counts]

    @property
    def page(self) -> str:
        """Address of the page that shows the scene."""
        return PAGES[type(self.settings)]


@dataclass(frozen=True)
class Lecture:
    """Scenes in their order.

    Parameters
    ----------
    title : str
        Of the lecture.
    scenes : dict of str to Scene
        By the slug that stands in links.
    readings : tuple of str
        What to read, shown at the lecture's end.
    faults : list of str
        A sentence for each thing in the file that could not be used: its line, its scene and its value.
    """

    title: str
    scenes: dict[str, Scene]
    readings: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)
