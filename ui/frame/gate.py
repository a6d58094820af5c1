"""The gate: what a browser says of a control is tried here before Streamlit takes it.

A browser can send anything. Streamlit reads a control's value before the page's script begins, and so before the page's
own guard; a value that it cannot read fails there, at each rerun anew, until the visitor reloads the page. So a value
that cannot be read is dropped first, with a line in the log, and the control keeps the value that it had. A callback
that fails is logged too, and the rerun that follows draws the page as it was.
"""

import json
import logging
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX, SessionState

MOST_BYTES = 3_500_000
"""The most that one control may say: the largest network from a file that a browser has kept, and half as much."""

ONE_KIND = {"int_value": "double_value"}
"""Names of values that count as another: a number may come whole."""

_log = logging.getLogger(__name__)


def close() -> None:
    """Have every session of this process pass through the gate; it may be called again and again."""
    if getattr(SessionState.register_widget, "is_gate", False):
        return
    SessionState.register_widget = _registering(SessionState.register_widget)  # type: ignore[method-assign]
    SessionState.set_widgets_from_proto = _hearing(  # type: ignore[method-assign]
        SessionState.set_widgets_from_proto
    )


@dataclass(frozen=True)
class _Reads:
    """What reads a control's value, and remembers the kind of value that the control was made for."""

    read: Callable[[Any], Any]
    kind: str | None

    def __call__(self, said: Any) -> Any:
        """The value behind what the browser said; None stands for nothing."""
        return self.read(said)


def _registering(register: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the method by which a control enters the page: its callbacks cannot fail, and it has a readable value."""

    @wraps(register)
    def registered(self: Any, metadata: Any, user_key: str | None) -> Any:
        callbacks = metadata.callbacks and {name: safe(act) for name, act in metadata.callbacks.items()}
        checked = replace(
            metadata,
            deserializer=_Reads(metadata.deserializer, metadata.value_type),
            callback=metadata.callback and safe(metadata.callback),
            callbacks=callbacks,
        )
        states = self._new_widget_state
        said = getattr(states.states.get(metadata.id), "value", None)
        if hasattr(said, "WhichOneof"):  # said before this control was registered, and not tried yet
            before = states.widget_metadata.get(metadata.id)
            states.widget_metadata[metadata.id] = checked
            if _fault(self, said) or not _is_read(self, metadata.id):
                del states.states[metadata.id]
            if before is not None:
                states.widget_metadata[metadata.id] = before
        return register(self, checked, user_key)

    registered.is_gate = True  # type: ignore[attr-defined]
    return registered


def _hearing(take: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the method that takes the values from a browser: those that cannot be read stay outside."""

    @wraps(take)
    def heard(self: Any, said: Any) -> None:
        faults = {state.id: fault for state in said.widgets if (fault := _fault(self, state))}
        if faults:
            fitting = [state for state in said.widgets if state.id not in faults]
            said = type(said)(widgets=fitting)
            drop("a value", "; ".join(_brief(f"{name}: {fault}") for name, fault in list(faults.items())[:5]))
        take(self, said)
        for state in said.widgets:
            known = state.id in self._new_widget_state.widget_metadata
            if known and not _is_read(self, state.id):
                self._new_widget_state.states.pop(state.id, None)

    return heard


def _fault(session_state: Any, state: Any) -> str:
    """What is wrong with a value by its name, its size and its kind; "" where nothing is."""
    if not is_element_id(state.id) and not state.id.startswith(STREAMLIT_INTERNAL_KEY_PREFIX):
        return "no name of a control"  # Streamlit would take it for a key that the page has set
    if state.ByteSize() > MOST_BYTES:
        return f"{state.ByteSize():,} bytes"
    kind = state.WhichOneof("value")
    reads = getattr(session_state._new_widget_state.widget_metadata.get(state.id), "deserializer", None)
    if kind and isinstance(reads, _Reads) and reads.kind and _one_kind(kind) != _one_kind(reads.kind):
        return f"{kind} instead of {reads.kind}"
    if kind == "json_value":
        return "a state, which no part has"
    if kind == "json_trigger_value" and not _are_wishes(state.json_trigger_value):
        return "no list of wishes"
    numbers: Iterable[float] = ()
    if kind == "double_value":
        numbers = (state.double_value,)
    elif kind == "double_array_value":
        numbers = state.double_array_value.data
    return "" if all(map(math.isfinite, numbers)) else "a number that is not finite"


def _are_wishes(text: str) -> bool:
    """Whether a text is a list of wishes, each with its name: what the browser's side of Streamlit sends for a part."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return False
    wishes = said if isinstance(said, list) else [said]
    return all(isinstance(wish, dict) and isinstance(wish.get("event"), str) for wish in wishes)


def _one_kind(kind: str) -> str:
    return ONE_KIND.get(kind, kind)


def _is_read(session_state: Any, name: str) -> bool:
    """Whether Streamlit can read a value; if so, it has read it."""
    try:
        session_state._new_widget_state[name]
    except KeyError:
        return True
    except Exception as error:
        drop("a value", f"{name}: {type(error).__name__}: {error}")
        return False
    return True


def safe(act: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a callback: where it fails, the log says so, and the rerun that follows draws the page as it was."""

    @wraps(act)
    def callback(*given: Any, **named: Any) -> None:
        try:
            act(*given, **named)
        except ValueError as error:
            drop("a wish", str(error))
        except Exception:
            _log.exception("A callback failed")

    return callback


def drop(what: str, why: str) -> None:
    """Write into the log that something from a browser was dropped, on one short line."""
    _log.warning("Dropped %s: %s", what, _brief(why))


def _brief(words: str) -> str:
    """At most 200 characters of what may be a stranger's words, printable, on one line."""
    shown = words if len(words) <= 200 else words[:197] + "..."
    return shown.encode("unicode_escape").decode("ascii")
