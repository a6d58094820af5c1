"""Runs keep as many snapshots as weigh no more than they may."""

import pytest

from ui.activations import runs as activation_runs
from ui.activations.settings import ActivationSettings
from ui.work import new_runs


@pytest.mark.parametrize("rule", ["gradient descent", "momentum", "Adam"])
@pytest.mark.parametrize("units", [10, 200])
def test_the_snapshots_of_a_run_weigh_no_more_than_they_may(rule: str, units: int) -> None:
    settings = ActivationSettings(on="mnist", units=(units,), rule=rule, images=1_000, epochs=5)
    run = activation_runs.run_of(settings)
    state = run._plan.state
    architecture = activation_runs.architecture_of(settings)

    most = new_runs.most_snapshots(settings, architecture, 101)

    assert state.size // architecture.n_params == new_runs.STATES.get(rule, 2)
    assert most == 101 or most * state.nbytes <= new_runs.SNAPSHOT_BYTES * 1.01


def test_even_the_largest_network_keeps_a_few() -> None:
    settings = ActivationSettings(on="mnist", depth=6, units=(200,), rule="Adam")
    assert new_runs.most_snapshots(settings, activation_runs.architecture_of(settings), 101) == 4
