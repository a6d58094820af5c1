"""The only door to ``st.session_state``: a visitor's settings, and the link that says the same.

A visitor's settings live here and in the URL. Once a rerun, ``opened`` decides which of the two counts. A control that
was just touched wins; else a URL wins that differs from the one written last (a link, the back button). A link may
name a scene; it then holds only the settings that differ from the scene's.
"""

import logging
import math
import re
import sys
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast
from urllib.parse import parse_qsl

import streamlit as st

from ui.frame import gate
from ui.frame import wishes as wishing
from ui.frame.saying import as_written
from ui.frame.wishes import Wishes
from ui.settings import received
from ui.settings.base import Settings

S = TypeVar("S", bound=Settings)
T = TypeVar("T")
W = TypeVar("W", bound=Wishes)

Lookup = Callable[[str], Settings | None]
Place = st.delta_generator.DeltaGenerator
Waiting = tuple[Place, Callable[[], None]]

GONE = "Uploaded lectures are kept for a day: the page “Lecture” takes the file again."
"""Said where a link names an uploaded lecture that is not there."""

BUILD = re.compile(r"[0-9]{1,3}")
"""How many builds of its scene a link says are done."""


SETTLES = 3.0
"""Seconds after a link in which each rerun that no control has asked for sends their values again. What a rerun has
drawn and not sent yet is dropped when the next begins: a control in the browser would then keep what it held before."""


@dataclass(frozen=True, eq=False)
class Heard:
    """What a part of the page said, and its wishes among that.

    ``before`` and ``last`` are the numbers of the last wish that was heard of it before this, and with this; ``told``
    that of the last one that a block has answered.
    """

    said: dict[str, Any]
    wishes: Wishes
    before: float = 0.0
    last: float = 0.0
    told: float = 0.0


@dataclass
class Visitor:
    """The memory of one visitor between two reruns.

    Parameters
    ----------
    settings, links, scenes : dict
        For each kind of settings, and so for each page: the settings published last, the link that was written for
        them, and the name of the scene in it.
    page : type of Settings or None
        The page that ran last.
    walk : str or None
        The scene that a callback has asked for.
    notes : list of str
        A sentence for each thing in the link that could not be used.
    touched : bool
        Whether a callback has changed the settings since a page read them: they then win over the address bar.
    fresh : bool
        Whether this rerun's settings came with a link, so that controls must take their values.
    owed : bool
        Whether controls have still to take the values of such settings: the rerun that read the link may be overtaken
        before it draws them, or before they are sent, and what they held before would then win over the link.
    read_at : float
        When a link was read last, in seconds of a clock.
    within_part : bool
        Whether a part of the page is being drawn that can run alone.
    asked, answers : bool
        Whether a component has asked the whole page for something since a rerun began, and whether this rerun answers
        it: its address is then no news. It may have left the browser before the latest link had reached it.
    overtaken : dict or None
        The address with which a part's request came, after the part has asked for the whole page: it is not news, and
        may be older than the settings.
    unread : bool
        Whether the whole page runs, and has not read its settings yet: a change is then still on its way to it.
    whole_page_due : bool
        Whether something happened that concerns the whole page, and it has not run since.
    comes, standing : str
        What is drawn now, and what the browser has had whole: the page's path, and the scene's name.
    once_more : bool
        Whether the page has to run once more behind this rerun, with other settings.
    is_new_page : bool
        Whether this rerun shows another page, or another scene.
    n_around : int
        How many things stand around the page's picture so far.
    behind, behind_all : list
        What is still to be drawn around the page's picture, by the page and by ``app.py``, and where.
    refused : set of str
        Keys of controls that hold a value which they cannot have.
    heard : dict
        What the parts of the page asked for last, by their keys.
    acts : dict
        Which wishes of each part a callback acts upon; its block answers the others.
    kept : dict
        Other values by name, as the function ``kept`` gives them.
    settings_of_scene : callable
        The lookup of scenes that ``begin`` was given.
    """

    settings: dict[type[Settings], Settings] = field(default_factory=dict)
    links: dict[type[Settings], dict[str, str]] = field(default_factory=dict)
    scenes: dict[type[Settings], str] = field(default_factory=dict)
    page: type[Settings] | None = None
    walk: str | None = None
    notes: list[str] = field(default_factory=list)
    touched: bool = False
    fresh: bool = False
    owed: bool = False
    read_at: float = -math.inf
    within_part: bool = False
    asked: bool = False
    answers: bool = False
    overtaken: dict[str, str] | None = None
    unread: bool = False
    whole_page_due: bool = False
    comes: str = ""
    standing: str = ""
    once_more: bool = False
    is_new_page: bool = True
    n_around: int = 0
    behind: list[Waiting] = field(default_factory=list)
    behind_all: list[Waiting] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    heard: dict[str, Heard] = field(default_factory=dict)
    acts: dict[str, frozenset[str]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    settings_of_scene: Lookup = lambda slug: None


def _address() -> dict[str, str]:
    """The address bar's parameters, without the build of its scene: that is the browser's matter alone."""
    url = st.query_params.to_dict()
    if url.get("scene") and BUILD.fullmatch(url.get("build", "")):
        del url["build"]
    return url


def tidy() -> None:
    """Write the address as it was before others changed it on its way: every reader then finds the same.

    An address that names nothing of theirs stays as it is.
    """
    given = st.query_params.to_dict()
    meant = received.as_written(given)
    if meant != given:
        st.query_params.from_dict(meant)


def visitor() -> Visitor:
    """The visitor of this session."""
    try:
        return cast(Visitor, st.session_state["visitor"])
    except KeyError:
        me = st.session_state["visitor"] = Visitor()
        return me


def come_by(query: str) -> None:
    """Take a query as the one that the visitor's browser shows, and read it as news, as in a new session.

    Streamlit may say an older one, without the moment.

    Raises
    ------
    ValueError
        If it has more than a hundred parameters.
    """
    found = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    given = received.as_written(
        {name: text for name, text in found.items() if name not in ("embed", "embed_options")}
    )
    if given != st.query_params.to_dict():
        st.query_params.from_dict(given)
    visitor().page, visitor().links = None, {}


def _take_moment(kind: type[Settings]) -> None:
    """Take over the moment that a player has written into the address as ``at`` since the link was written last.

    A player writes it without a word to the server. An address that differs from the link in nothing else is no news.
    """
    me, url = visitor(), _address()
    link = me.links.get(kind)
    if link is None or url == link or me.page is not kind or "at" not in kind.choices():
        return
    if _timeless(url) != _timeless(link):
        return
    base = _scene_of(kind, me.scenes.get(kind, "")) or kind()
    try:
        at = kind.choices()["at"].read(url["at"]) if "at" in url else vars(base)["at"]
    except ValueError:
        return
    me.settings[kind] = me.settings[kind].changed(at=at)
    me.links[kind] = url


def _timeless(url: Mapping[str, str]) -> dict[str, str]:
    """A link's parameters without the moment."""
    return {name: text for name, text in url.items() if name != "at"}


def opened(kind: type[S]) -> S:
    """Settings of a page at the start of a rerun: from the controls, or from the link, whichever is newer.

    Parameters
    ----------
    kind : type of Settings
        The page's settings.

    Returns
    -------
    Settings
        Of that kind.
    """
    _take_moment(kind)
    me, url = visitor(), _address()
    turned = me.page is not kind
    me.page, touched, overtaken = kind, me.touched, me.overtaken
    me.touched, me.unread, me.fresh, me.overtaken = False, False, False, None
    known = cast(S, me.settings.get(kind, kind()))
    if (touched or me.answers or url == overtaken) and not turned:
        return known
    # The link is the one written last; or the visitor came by the page's tab, which has no parameters. Streamlit
    # forgets the controls of a page that is left: on return they must take their values from the settings.
    if url == me.links.get(kind) or (turned and not url and kind in me.settings):
        me.fresh = turned
        me.owed = me.owed or turned or time.monotonic() - me.read_at < SETTLES
        return known
    known, me.notes = _read(kind, url)
    me.fresh = me.owed = True
    me.read_at = time.monotonic()
    me.settings[kind] = known
    return known


def _read(kind: type[S], url: dict[str, str]) -> tuple[S, list[str]]:
    """Settings that a link stands for, and a sentence for each thing that cannot be used; remembers its scene."""
    name = _scene_in(url)
    slug, lecture = url.pop("scene", ""), url.pop("lecture", "")
    scene, strange = _scene_of(kind, name), []
    if scene is None and slug:
        gone = f" {GONE}" if lecture else ""
        strange = [f"“{slug[:40]}” is not a scene of this page.{gone}"]
    visitor().scenes[kind] = name if scene else ""
    settings, notes = kind.from_url(url, scene)
    return settings, strange + notes


def _scene_in(url: Mapping[str, str]) -> str:
    """Name of the scene in a link, "" where there is none: before its slug stands the uploaded lecture it is from."""
    slug, lecture = url.get("scene", ""), url.get("lecture", "")
    return f"{lecture}/{slug}" if lecture and slug else slug


def scene_link(name: str) -> dict[str, str]:
    """The part of a link that names a scene; empty where the name is."""
    lecture, _, slug = name.rpartition("/")
    return ({"scene": slug} if slug else {}) | ({"lecture": lecture} if lecture else {})


def _scene_of(kind: type[S], slug: str) -> S | None:
    """Settings of a scene; None where there is no such scene on the page."""
    settings = visitor().settings_of_scene(slug)
    return settings if type(settings) is kind else None


def _link(settings: Settings) -> dict[str, str]:
    """A link's parameters: the scene, if one was opened, and what differs from it, or from the defaults."""
    kind = type(settings)
    slug = visitor().scenes.get(kind, "")
    return scene_link(slug) | settings.to_url(_scene_of(kind, slug))


def publish(settings: Settings) -> None:
    """Keep the settings and write them into the URL."""
    me, url = visitor(), _link(settings)
    me.settings[type(settings)] = settings
    me.links[type(settings)] = url
    if _address() != url:
        known = st.query_params.to_dict()
        is_same_scene = "scene" in url and _scene_in(known) == _scene_in(url)
        build = known.get("build", "") if is_same_scene else ""
        st.query_params.from_dict(url | ({"build": build} if BUILD.fullmatch(build) else {}))


def publish_change(settings: Settings) -> None:
    """Write settings into the URL if a callback changed them since they were published.

    Parts of a page that run alone call this. The URL may also differ for another reason, such as the back button. Then
    the whole page has yet to read it, and a part must not write over it.
    """
    me = visitor()
    if _link(settings) != me.links.get(type(settings)):
        publish(settings)
    me.touched = False  # the link holds the change: if the next rerun brings another, the visitor went back


def stored(kind: type[S]) -> S:
    """Settings of a page as they were published last; its defaults before that."""
    return cast(S, visitor().settings.get(kind, kind()))


def left_out(kind: type[Settings]) -> str:
    """A sentence on what the settings of a page hold and no link does, "" where a link holds all."""
    settings = visitor().settings.get(kind)
    return settings.left_out if settings else ""


def notes() -> list[str]:
    """A sentence for each thing in the link that could not be used."""
    return visitor().notes


def opening(kind: type[S]) -> S | None:
    """Settings with which the scene opens that is shown on a page; None where none is."""
    return _scene_of(kind, visitor().scenes.get(kind, ""))


def scene() -> str:
    """Name of the scene in the address bar, "" where it names none, or one that does not exist."""
    slug = _scene_in(st.query_params.to_dict())
    return slug if visitor().settings_of_scene(slug) is not None else ""


def is_embedded_scene() -> bool:
    """Whether a scene is shown within another page, by ``embed=true`` in its address: it is the stage there."""
    return bool(st.context.is_embedded) and scene() != ""


def begin(settings_of_scene: Lookup, page: str = "") -> None:
    """Note that the whole page runs, and not a part of it alone: it reads every control.

    Parameters
    ----------
    settings_of_scene : callable
        From the name of a scene in a link to the settings that it opens with; None where there is no such scene.
    page : str
        The page's path.
    """
    me = visitor()
    is_shown = f"{page} {scene()}"
    me.is_new_page, me.comes, me.n_around = is_shown != me.standing, is_shown, 0
    # A rerun that failed, or was overtaken, leaves nothing to this one.
    me.once_more, me.behind, me.behind_all = False, [], []
    if me.is_new_page:
        me.standing = ""  # until all of it has been drawn
    me.settings_of_scene, me.whole_page_due, me.unread = settings_of_scene, False, True
    me.answers, me.asked = me.asked, False


def stands() -> None:
    """Draw what still waits, and note that the browser has had the page whole."""
    me = visitor()
    _draw(me.behind)
    _draw(me.behind_all)
    me.standing = me.comes
    if me.once_more:  # only now: of a control that was not drawn Streamlit forgets what it holds
        me.once_more, me.touched = False, True
        st.rerun()


def walk_to(slug: str) -> None:
    """Ask for another scene from a callback: the rerun that follows goes there. An empty name only leaves the scene."""
    me = visitor()
    me.walk = slug or None
    want_whole_page()  # also where Streamlit runs a part alone that has asked at the same time
    if not slug and me.page is not None:
        me.scenes[me.page] = ""
        for name in ("scene", "lecture"):
            st.query_params.pop(name, None)
        touch()


def walk() -> str | None:
    """The scene that a callback has asked for, given only once; None where none was asked for.

    What was changed a moment before belongs to the scene that is left: the next page follows its link.
    """
    me = visitor()
    slug, me.walk = me.walk, None
    me.touched = me.touched and slug is None
    return slug


def touch() -> None:
    """Say that a control was used: the callback of every control."""
    _settings_changed()
    want_whole_page()


def taking(
    kind: type[Settings], name: str, key: str, read: Callable[[Any], Any] = lambda value: value
) -> Callable[[], None]:
    """Callback of a control that takes its value over at once, so that the page's picture need not wait for controls.

    Parameters
    ----------
    kind : type of Settings
        The page's settings.
    name : str
        The setting that the control sets.
    key : str
        The control's key.
    read : callable
        From the control's value to the setting's; a value that does not fit is left for the control to refuse.

    Returns
    -------
    callable
        It says ``touch`` too.
    """

    def callback() -> None:
        me = visitor()
        _take_moment(kind)  # else the change, which may put it away, would be followed by it
        if key in st.session_state:
            value = read(st.session_state[key])
            if kind.fits(name, value):
                fields: dict[str, Any] = {name: value}
                me.settings[kind] = me.settings.get(kind, kind()).changed(**fields)
        touch()

    return callback


HEAD_START = 0.0 if sys.platform == "emscripten" else 0.04
"""Seconds that a page waits between its picture and its controls; Python within a browser would stand still."""


def around(draw: Callable[[], None], *, where: Place | None = None, of_every_page: bool = False) -> None:
    """Draw something that stands around the page's picture: at once where the page is new, else behind the picture.

    Parameters
    ----------
    draw : callable
        Draws it; where it stands is kept free meanwhile, and what stood there before stays.
    where : Place, optional
        In what it stands; in the page where this is not said.
    of_every_page : bool, default False
        Whether ``app.py`` draws it around whatever page. It is then drawn there again, behind the whole page: for
        Streamlit the same control drawn by a page is another one, and forgets its value.
    """
    me = visitor()
    me.n_around += 1
    place = (where or st).container(key=f"around-{me.n_around}")  # the style makes it no box of its own
    if me.is_new_page:
        with place:
            draw()
    else:
        (me.behind_all if of_every_page else me.behind).append((place, draw))


def head_start() -> None:
    """Give the page's picture a head start; then draw what stands around it.

    A browser that has all at once draws the controls first: some forty of them, a tenth of a second. The wait costs no
    work, here or there, and other visitors go on meanwhile.
    """
    time.sleep(HEAD_START)
    _draw(visitor().behind)


def _draw(waiting: list[Waiting]) -> None:
    """Draw what has waited for the page's picture."""
    while waiting:
        place, draw = waiting.pop(0)
        with place:
            draw()


def follow(settings: Settings) -> None:
    """Have the page run once more where its controls, behind its picture, hold other settings than it was drawn with.

    They seldom do: a control's callback has taken its value over (``taking``).
    """
    me = visitor()
    controls_are_drawn()
    if settings == me.settings.get(type(settings)):
        return
    publish(settings)
    me.once_more = True


def controls_are_drawn() -> None:
    """Note that the controls of a page hold its settings: from now on they win where they hold something else."""
    visitor().owed = False


def _settings_changed() -> None:
    """Let the settings win over the address bar; notes about the link are out of date."""
    me = visitor()
    me.touched, me.notes = True, []


def change(kind: type[Settings], **fields: Any) -> None:
    """Set fields from a callback; their controls show it in the rerun that follows. ValueError if one cannot be so."""
    for name, value in fields.items():
        if not kind.fits(name, value):
            raise ValueError(f"{name} cannot be {str(value)[:40]!r}")
    me = visitor()
    _take_moment(kind)
    me.settings[kind] = me.settings.get(kind, kind()).changed(**fields)
    _settings_changed()
    for name in fields:  # a control without a value takes it from the settings: see `control_key`
        for key in [k for k in st.session_state if str(k).split(".")[:2] == [kind.__name__, name]]:
            st.session_state.pop(key, None)  # none where a control that stood there before had the key


def want_whole_page() -> None:
    """Say in a callback of a part of the page that the change concerns the rest of the page too."""
    visitor().whole_page_due = True


def run_whole_page() -> NoReturn:
    """Run the whole page from a part of it, with the settings as they are.

    The part's request may have left the browser before the latest link had reached it. Taken for the visitor's wish,
    its address would undo what the visitor did last.
    """
    visitor().overtaken = _address()
    st.rerun()


def scale(kind: type[Settings], name: str, stops: Collection[Any], present: Any) -> list[Any]:
    """Values that a control offers, in order: its stops, and between them the value that a link brought.

    That value stays offered when a hand moves on from it, until another one between the stops comes: the hand can go
    back to it, and Streamlit's slider keeps its place, which it loses where values go while it stands on another.
    """
    kept, key = visitor().kept, f"{kind.__name__}.{name} between {tuple(stops)}"
    if present not in stops:
        kept[key] = present
    return sorted({*stops, kept.get(key, present)})


def control_key(kind: type[Settings], name: str, value: Any) -> str:
    """Key of a control. Its value is set first, unless the settings came from the control itself."""
    key = f"{kind.__name__}.{name}"
    me = visitor()
    if key not in st.session_state or me.fresh or me.owed or key in me.refused:
        st.session_state[key] = value
    me.refused.discard(key)
    return key


def refuse(key: str, why: str) -> None:
    """Drop the value of a control that it cannot have; in the rerun that follows it takes the settings' value."""
    gate.drop(f"the value of {key}", why)
    visitor().refused.add(key)


def follower_key(kind: type[Settings], name: str, value: Any) -> str:
    """Key of a control that follows other settings: its value is set anew at every rerun."""
    key = f"{kind.__name__}.{name}"
    st.session_state[key] = value
    return key


def from_link() -> bool:
    """Whether the settings of this rerun came with a link or with the page, not from a control."""
    return visitor().fresh


def kept(key: str, make: Callable[[], T]) -> T:
    """The value that is kept for this visitor under ``key`` while the session lasts; the first call makes it."""
    mine = visitor().kept
    if key not in mine:
        mine[key] = make()
    return cast(T, mine[key])


def known(key: str) -> Any:
    """The value that is kept for this visitor under ``key``; None where none has been made."""
    return visitor().kept.get(key)


def forget(key: str) -> None:
    """Forget what is kept for this visitor under ``key``: the next who asks for it makes it anew."""
    visitor().kept.pop(key, None)


def with_value(key: str, act: Callable[[Any], None]) -> Callable[[], None]:
    """A callback that acts on what a control holds; it does nothing where the control is gone, or holds nonsense.

    A visitor who goes back while a page is being drawn sends values of controls that the page before does not have.
    """

    def callback() -> None:
        if key not in st.session_state:
            return
        try:
            act(st.session_state[key])
        except (ValueError, LookupError, TypeError, AttributeError) as fault:  # also a file that is gone
            refuse(key, str(fault))
        want_whole_page()

    return callback


def answer(act: Callable[[], None]) -> Callable[[], None]:
    """Wrap a component's callback: if the whole page answers it, the address that came with it is no news.

    A part that runs alone does not read the address. What it asks for, often all the time, may reach the page together
    with the back button; it must not win over that.
    """
    if visitor().within_part:
        return act

    @wraps(act)
    def callback() -> None:
        visitor().asked = True
        act()

    return callback


def or_sentence(draw: Callable[[], None]) -> Callable[[], None]:
    """Wrap a page, or a part of one, so that a failure is said in a sentence, and written to the log in full."""

    @wraps(draw)
    def safe() -> None:
        try:
            draw()
        except (ValueError, OSError) as error:
            st.error(as_written(str(error)))
        except Exception as error:
            logging.getLogger(__name__).exception("%s.%s failed", draw.__module__, draw.__name__)
            advice = "Reload it; if it fails again, remove what follows “?” in the link."
            st.error(f"This page failed: {type(error).__name__}. {advice}")

    return safe


def fragment(draw: Callable[[], None]) -> None:
    """Draw a part of the page that can run alone: when the browser asks for more of it, the rest stays as it is.

    Where the whole page is due, it runs instead. A click may meet a part's request on the way. Streamlit then calls the
    click's callback, and runs only the part that came last. If the callback wanted the whole page, it runs at once; if
    it changed settings that this part does not publish, the whole page runs afterwards, or nobody would answer the
    click, and the link would miss it.
    """
    safe = or_sentence(draw)

    @wraps(draw)
    def part() -> None:
        me = visitor()
        if me.whole_page_due:
            me.whole_page_due = False
            run_whole_page()
        me.within_part = True
        try:
            safe()
        finally:
            me.within_part = False
        if me.touched and not me.unread:
            run_whole_page()

    st.fragment(part)()


def wishes(key: str, kind: type[W]) -> W:
    """What a part of the page asks for in this rerun; what else its browser said is dropped, with a line in the log.

    Parameters
    ----------
    key : str
        The part's key.
    kind : type of Wishes
        The wishes that it may have.

    Returns
    -------
    Wishes
        Of that kind; those that it did not send are None.
    """
    state = st.session_state.get(key)
    said = dict(state) if isinstance(state, Mapping) else {}
    known = visitor().heard.get(key)
    if known is None or not _is_same(known.said, said) or not isinstance(known.wishes, kind):
        granted, faults = wishing.heard(kind, said)
        if faults:
            gate.drop(f"a wish of {key}", "; ".join(faults[:5]))
        known = visitor().heard[key] = _once(known, said, granted, visitor().acts.get(key, frozenset()))
    return cast(W, known.wishes)


def _once(known: Heard | None, said: dict[str, Any], granted: Wishes, acts: frozenset[str]) -> Heard:
    """Drop the wishes that were granted before: the browser repeats one until a block has told it that it was heard.

    A wish that a callback acts upon is granted when it is heard; one that a block answers, when a block was sent. The
    run of the page that heard it may have been overtaken by the next one before.
    """
    numbers = granted.numbers or {}
    is_again = known is not None and numbers != {} and numbers == known.wishes.numbers  # the same request
    before = 0.0 if known is None else known.before if is_again else known.last
    told = 0.0 if known is None else min(known.told, before)
    repeated = {
        one.name: None
        for one in fields(granted)
        if numbers.get(one.name, math.inf) <= (before if one.name in acts else told)
    }
    return Heard(said, replace(granted, **repeated), before, max([before, *numbers.values()]), told)


def answered(key: str, acts: frozenset[str]) -> None:
    """Note that a block of a part was sent, and which of the part's wishes a callback acts upon."""
    me = visitor()
    me.acts[key] = acts
    if known := me.heard.get(key):
        me.heard[key] = replace(known, told=known.last)


def last_heard(key: str) -> float:
    """The number of the last wish of a part of the page that has been heard; 0 where none had one."""
    known = visitor().heard.get(key)
    return known.last if known is not None else 0.0


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two mappings hold the very same values."""
    return one.keys() == other.keys() and all(one[name] is other[name] for name in one)


def change_as_written(kind: type[Settings], written: Mapping[str, Any], names: Collection[str]) -> None:
    """Set fields from a callback to values as a part of the page writes them; those that cannot be used are dropped.

    Parameters
    ----------
    kind : type of Settings
        The page's settings.
    written : mapping of str to object
        Texts as in a link, or what ``wishes.as_in_link`` makes one of, by the settings' names.
    names : collection of str
        Settings that the part may set; others are left alone.
    """
    choices, given = kind.choices(), {}
    for name in names:
        if name in written:
            try:
                given[name] = choices[name].read(wishing.as_in_link(written[name]))
            except ValueError as fault:
                gate.drop("a wish", f"{name} {fault}")
    if given:
        change(kind, **given)


def theme() -> str:
    """The theme that the visitor sees, "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"
