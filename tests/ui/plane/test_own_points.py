"""Own points and moved centres, as a visitor without a browser finds them."""

import re
from typing import Any

import numpy as np
import pytest

from datasets import point_table, toy
from datasets.own_points import OwnPoints
from datasets.points import Points, hold_out_every
from tests.ui.conftest import Visitor
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import OWN

TABLE = "x1,x2,class\n" + "".join(f"{x / 4},{y},{y + 2}\n" for x in range(-8, 8) for y in (-1, 0, 1))


def drawn(table: str = TABLE) -> str:
    return point_table.written(point_table.from_csv(table))


def text_of(*points: tuple[float, float, int]) -> str:
    """A hand's drawing: points of classes from 1."""
    inputs, labels = np.array([point[:2] for point in points]), np.array([point[2] for point in points]) - 1
    return point_table.written(OwnPoints(Points(inputs, labels)))


def paste(visitor: Visitor, table: str) -> Visitor:
    visitor.app.text_area(key="RegionSettings.pasted").set_value(table)
    visitor.app.button(key="RegionSettings.use_pasted").click()
    return visitor.look()


def test_no_points_are_an_empty_map_that_says_what_to_do(visitor: Visitor) -> None:
    block = visitor.open(data=OWN).block("player")
    assert block["empty"]
    assert block["headline"] == "Add points of at least two classes."
    assert "Click on the map" in block["stop_message"]
    assert block["arrays"]["training_labels"].size == 0


def test_points_of_one_class_are_shown_and_wait_for_a_second(visitor: Visitor) -> None:
    block = visitor.open(data=OWN, drawn=text_of((0, 0, 2), (1, 1, 2))).block("player")
    assert block["empty"]
    np.testing.assert_array_equal(block["arrays"]["training_labels"], [1, 1])


def test_a_link_with_points_trains_on_them_and_every_fourth_of_a_class_validates(visitor: Visitor) -> None:
    block = visitor.open(data=OWN, drawn=drawn()).finished("player")
    points = point_table.from_csv(TABLE).points
    np.testing.assert_allclose(
        block["arrays"]["training_inputs"].reshape(-1, 2), hold_out_every(points, 4).training.inputs
    )
    assert len(block["arrays"]["validation_labels"]) == 12
    assert block["edit"]["drawn"] == drawn()
    assert any("48 points: 36 for training, 12 for validation" in text for text in visitor.texts)


def test_without_validation_points_no_validation_number_is_shown(visitor: Visitor) -> None:
    visitor.open(data=OWN, drawn=drawn())
    visitor.app.segmented_control(key="RegionSettings.validation").set_value("none")
    block = visitor.look().finished("player")
    assert len(block["arrays"]["training_labels"]) == 48
    assert np.isnan(block["arrays"]["history_validation_error"]).all()
    assert np.isnan(block["arrays"]["snapshot_validation_accuracy"]).all()
    assert np.isfinite(block["arrays"]["history_training_error"]).all()


def test_a_pasted_table_becomes_the_drawing_and_the_link(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN), TABLE)
    assert visitor.link == {"data": OWN, "drawn": drawn()}
    assert any("Read 48 points; 2 of 3 columns used: x1, x2" in text for text in visitor.texts)
    assert len(visitor.finished("player")["arrays"]["training_labels"]) == 36


def test_a_first_table_with_a_fault_is_answered_on_an_empty_map_too(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN), "x1,x2,class\n1,2,1\n3,abc,2\n5,6,1\n7,8,2\n")
    assert any("Line 3: x2 is “abc”, not a number: write digits alone." in text for text in visitor.texts)


def test_a_table_from_elsewhere_is_scaled_and_says_so(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN), "150;40;1\n190,5;80;2\n170;60;3\n")
    said = "Scaled to fill the map, and so for the network: x1 → (x1 − 170.2) / 4.5, x2 → (x2 − 60) / 4.5."
    assert any(said in text for text in visitor.texts)
    own = point_table.read(visitor.link["drawn"])
    np.testing.assert_allclose(own.points.inputs, [[150, 40], [190.5, 80], [170, 60]], atol=4.5 / 400)
    np.testing.assert_allclose(np.abs(own.on_plane.inputs).max(), 4.5, atol=0.1)


def test_a_bad_table_is_one_sentence_with_its_line_and_loses_nothing(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN, drawn=drawn()), "0,0,1\n1,2,3,4\n2,3,2\n")
    assert visitor.texts[0].startswith("Line 2 has 4 values where most lines have 3")
    assert visitor.texts[0].endswith("What was drawn is kept.")
    assert visitor.link["drawn"] == drawn()
    paste(visitor, "0,0,1\n1,1,2\n")
    assert not any("Line 2" in text for text in visitor.texts)


def test_what_is_wrong_stands_beneath_the_control_that_it_came_through(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN, drawn=drawn()), "0,0,4\n1,1,4\n")
    (folded,) = [part for part in visitor.app.sidebar.expander if "Paste" in part.label]
    kinds = [element.type for element in folded if element.type in ("button", "error", "file_uploader")]
    assert kinds[:3] == ["button", "error", "file_uploader"]


def test_a_sentence_about_a_table_goes_when_the_drawing_goes_on(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN, drawn=drawn()), "0,0,4\n1,1,4\n")
    assert visitor.texts[0].startswith("All 2 rows are of class “4”")
    visitor.open(data=OWN, drawn=text_of((0, 0, 1), (1, 1, 2)))
    assert not any("All 2 rows" in text for text in visitor.texts)


def test_the_example_that_brings_its_own_data_is_not_offered_over_a_drawing(visitor: Visitor) -> None:
    assert "Example: 100 points, overfitted" in visitor.open().labels
    assert "Example: 100 points, overfitted" not in visitor.open(data=OWN).labels


def test_another_data_set_and_back_keeps_what_was_drawn(visitor: Visitor) -> None:
    visitor.open(data=OWN, drawn=drawn())
    data = visitor.app.selectbox(key="RegionSettings.data")
    data.set_value("rings")
    visitor.look()
    assert "drawn" not in visitor.link
    visitor.app.selectbox(key="RegionSettings.data").set_value(OWN)
    assert visitor.look().block("player")["edit"]["drawn"] == drawn()
    assert visitor.link == {"data": OWN, "drawn": drawn()}


def test_more_points_than_a_link_holds_are_kept_for_the_visitor_and_said(visitor: Visitor) -> None:
    rng = np.random.default_rng(0)
    many = OwnPoints(Points(point_table.on_grid(rng.uniform(-4, 4, (501, 2))), rng.integers(0, 3, 501)))
    paste(visitor.open(data=OWN, epochs="10"), point_table.to_csv(many))
    assert "drawn" not in visitor.link
    assert any("Too many for the link, which holds 499" in text for text in visitor.texts)
    assert visitor.block("player")["edit"]["drawn"] == point_table.written(many)
    back = visitor.open(data=OWN).block("player")
    assert back["edit"]["drawn"] == point_table.written(many)


def test_the_lectures_centres_come_with_the_link_and_move_the_points(visitor: Visitor) -> None:
    link = {"data": "lecture", "centres": "2,2,-3,-3,1,-1", "handles": "1"}
    block = visitor.open(**link).finished("player")
    centres = ((2.0, 2.0), (-3.0, -3.0), (1.0, -1.0))
    expected = toy.draw("lecture", size=100, seed=1, centres=centres).training.inputs
    np.testing.assert_allclose(block["arrays"]["training_inputs"].reshape(-1, 2), expected, rtol=1e-6)
    assert block["edit"]["centres"] == [list(place) for place in centres]
    assert visitor.link == link


def test_another_data_set_takes_the_moved_centres_away(visitor: Visitor) -> None:
    visitor.open(data="lecture", centres="2,2,-3,-3,1,-1")
    visitor.app.selectbox(key="RegionSettings.data").set_value("rings")
    assert visitor.look().block("player")["edit"]["centres"] is None
    assert visitor.link == {"data": "rings"}


def test_the_truth_follows_the_centres_and_is_unknown_of_drawn_points() -> None:
    settings = RegionSettings(data="lecture", centres=((4.0, 4.0), (0.0, -3.0), (-3.0, 2.0)))
    moved, still = runs.truth_of(settings), runs.truth_of(RegionSettings(data="lecture"))
    assert moved is not None
    assert still is not None
    assert moved.bayes_error < still.bayes_error / 5
    assert runs.truth_of(RegionSettings(data=OWN, drawn=drawn())) is None


def test_a_class_that_draws_pushes_nobody_elses_run_out() -> None:
    shared = runs.regions_run(RegionSettings(epochs=11))
    for x in range(120):
        runs.regions_run(RegionSettings(data=OWN, drawn=text_of((x / 100, 0, 1), (0, 1, 2))))
    assert runs.regions_run(RegionSettings(epochs=11)) is shared


@pytest.mark.parametrize("nth", [0, 2, 4])
def test_a_point_more_never_moves_another_to_the_other_side(nth: int) -> None:
    rng = np.random.default_rng(1)
    points = Points(rng.normal(size=(40, 2)), rng.integers(0, 3, 40))
    for n in range(1, 40):
        few, more = (hold_out_every(points.take(np.arange(m)), nth) for m in (n, n + 1))
        for before, after in ((few.training, more.training), (few.validation, more.validation)):
            np.testing.assert_array_equal(after.inputs[: len(before)], before.inputs)
    assert len(hold_out_every(points, nth).validation) == (
        sum(int(count) // nth for count in np.bincount(points.labels)) if nth else 0
    )


def test_words_for_points_are_whole(visitor: Visitor) -> None:
    texts: list[Any] = visitor.open(data=OWN, drawn=text_of((0, 0, 1))).texts
    assert any(re.match("1 point: 1 for training, 0 for validation", text) for text in texts)


NAMED = "petal_length,petal_width,species\n" + "".join(
    f"{100 + 7.13 * i},{3 + 0.517 * (i % 9)},{('setosa', 'virginica')[i % 2]}\n" for i in range(40)
)


def test_two_classes_have_two_outputs_and_keep_their_names_and_numbers(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN), NAMED)
    block = visitor.finished("player")
    assert block["sizes"][-1] == 2
    assert block["units"]["classes"][:2] == ["setosa", "virginica"]
    assert block["units"]["named"] == 2
    assert block["units"]["axes"] == ["petal_length", "petal_width"]
    own = point_table.read(block["edit"]["drawn"])
    np.testing.assert_array_equal(own.points.inputs[:, 0], [float(f"{100 + 7.13 * i}") for i in range(40)])
    plane = own.on_plane
    expected = hold_out_every(plane, 4).training.inputs
    np.testing.assert_allclose(block["arrays"]["training_inputs"].reshape(-1, 2), expected, rtol=1e-6)
    assert any("The link rounds petal_length by up to" in text for text in visitor.texts)


def test_a_link_brings_names_units_and_two_outputs(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN), NAMED)
    link = visitor.link
    assert len(link["drawn"]) < 400
    block = visitor.open(**link).finished("player")
    assert block["sizes"][-1] == 2
    assert block["units"]["classes"][:2] == ["setosa", "virginica"]
    own = point_table.read(link["drawn"])
    away = np.abs(own.points.inputs - point_table.from_csv(NAMED).points.inputs)
    assert (away <= np.array(own.units.scale) / 400 + 1e-9).all()


def test_an_older_link_of_two_classes_keeps_three_outputs_and_says_so(visitor: Visitor) -> None:
    old = point_table.to_text(Points(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]), np.array([0, 1, 0])))
    block = visitor.open(data=OWN, drawn=old).block("player")
    assert block["sizes"][-1] == 3
    assert any("Class 3 has no point; these points come from an older link" in text for text in visitor.texts)


def test_an_output_without_points_is_said(visitor: Visitor) -> None:
    block = visitor.open(data=OWN, drawn=text_of((0, 0, 1), (1, 1, 3))).block("player")
    assert block["sizes"][-1] == 3
    assert any("Class 2 has no point, but an output" in text for text in visitor.texts)


def test_more_than_three_classes_give_a_choice(visitor: Visitor) -> None:
    table = "x1,x2,class\n" + "".join(f"{i / 10},{i % 7},{'abcd'[min(i // 10, 3)]}\n" for i in range(45))
    paste(visitor.open(data=OWN), table)
    assert any("35 points of 45 rows, those of 3 of 4 classes" in text for text in visitor.texts)
    assert visitor.block("player")["units"]["classes"] == ["a", "b", "d"]
    visitor.app.multiselect(key="RegionSettings.classes").set_value(["c", "d"])
    visitor.look()
    assert visitor.block("player")["units"]["classes"][:2] == ["c", "d"]
    assert visitor.block("player")["sizes"][-1] == 2


def test_a_figure_to_keep_of_two_classes_has_own_numbers_and_names_as_text(visitor: Visitor) -> None:
    paste(visitor.open(data=OWN, figures="1"), NAMED.replace("setosa", "<b>s</b>"))
    (figure,) = [chart for chart in visitor.app.get("plotly_chart") if "regions" in chart.proto.id]
    spec = figure.proto.spec
    assert "virginica, training" in spec
    assert "<b>s</b>" not in spec.encode().decode("unicode_escape")
    assert "petal_length" in spec
    assert visitor.finished("player")["sizes"][-1] == 2
