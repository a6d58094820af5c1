"""Train on from here: the settings that make the fork of what a visitor has set by hand."""

import pytest

from ui.plane.forks import Stretch
from ui.plane.run_settings import MOST_EPOCHS, MOST_FORKS, RegionSettings
from ui.regions.by_hand.trained_on import trained_on

SMALL = RegionSettings(depth=1, units=(4,), epochs=20, by_hand="1-2-1:0.5", at=8.0)


def test_the_fork_has_what_was_set_and_the_view_has_it_no_more() -> None:
    forked = SMALL.changed(**trained_on(SMALL, 8.0, "1-2-1:0.5,1-1-0:0.1,1-5-0:1"))
    assert forked.to_url() == {
        "depth": "1",
        "units": "4",
        "epochs": "20",
        "past": "8:0.02:tanh:1-1-0:0.1:1-2-1:0.5",
    }


def test_with_nothing_set_it_is_a_fork_like_any_other() -> None:
    assert trained_on(SMALL, 30.0, "") == {"past": (Stretch(20, 0.02, ("tanh",)),), "by_hand": ""}


def test_at_the_runs_last_epoch_as_many_again_follow_unless_that_would_change_its_past() -> None:
    assert trained_on(SMALL, 20.0, "1-2-1:0.5")["epochs"] == 40
    assert trained_on(SMALL.changed(epochs=4000), 4000.0, "1-2-1:0.5")["epochs"] == MOST_EPOCHS
    falling = SMALL.changed(schedule="falling")
    fields = trained_on(falling, 20.0, "1-2-1:0.5")
    assert "epochs" not in fields
    assert falling.changed(**fields).fork_words.endswith(" The run ends there: more epochs go on.")


@pytest.mark.parametrize("text", ["1-2-1:nan", "1-2-1:1e300", "x", "1-2-1:1," * 60])
def test_what_cannot_be_read_makes_no_fork(text: str) -> None:
    with pytest.raises(ValueError, match=r"sets|weights"):
        trained_on(SMALL, 8.0, text)


def test_a_fork_too_many_is_refused() -> None:
    full = SMALL.changed(past=tuple(Stretch(float(epoch), 0.02, ("tanh",)) for epoch in range(MOST_FORKS)))
    with pytest.raises(ValueError, match="4 forks are the most"):
        trained_on(full, 8.0, "1-2-1:0.5")
