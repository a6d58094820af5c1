"""What is taken away is what the page shows: each file is read back, and held against the run."""

import ast
import base64
import csv
import gzip
import io
import json
import re
import zipfile
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from datasets import point_table, toy
from engine.architecture import Architecture
from engine.training import TrainingRun
from tests.ui.conftest import Visitor
from tests.ui.plane.test_forks import trained
from ui.digits import runs as digit_runs
from ui.digits.settings import MnistSettings
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.take_away import of_runs, part, tables, view, weights_out
from ui.take_away.offers import named

SMALL = {"depth": "1", "units": "4", "epochs": "20"}
FIELDS: dict[str, Any] = {"depth": 1, "units": (4,), "epochs": 20}
PAGES: list[tuple[str, dict[str, str], set[str]]] = [
    (
        "",
        SMALL,
        {"Points", "Weights at this moment", "History", "Code that runs alone", "Code for the course’s lab"},
    ),
    ("twin", {"epochs": "20"}, {"Points", "History", "Code that runs alone, Single layer"}),
    ("twin", {"view": "wall", "epochs": "20"}, {"Points", "History"}),
    (
        "hands",
        {"view": "lines", "learn": "1", "epochs": "20"},
        {"Points", "History", "Weights at this moment"},
    ),
    (
        "mnist",
        {"images": "1000", "epochs": "1"},
        {"History", "Weights at this moment", "Code that runs alone"},
    ),
    ("backprop", {}, {"Patterns", "Weights"}),
    ("activations", {}, set()),
]


def taken(visitor: Visitor, name: str, epoch: float | None = None) -> tuple[str, bytes]:
    """The file that the page sends when a visitor asks for it."""
    visitor.app.session_state["visitor"].kept[part.KEY] = view._Memory(
        part.Taking(name=name, epoch=epoch, nonce=7.0)
    )
    block = visitor.look().block("take_away")
    assert not block["refusal"], block["refusal"]
    assert block["nonce"] == 7
    assert visitor.look().block("take_away")["nonce"] == 0, "the next run of the page sends no file"
    return block["file"], block["arrays"]["content"].tobytes()


def rows_of(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """Comments of a table, and its rows by the names of their columns."""
    lines = content.decode().splitlines()
    comments = [line for line in lines if line.startswith(tables.MARK)]
    return comments, list(csv.DictReader(lines[len(comments) :]))


def small_run() -> TrainingRun:
    return trained(**FIELDS).run


@pytest.mark.parametrize(("page", "link", "groups"), PAGES, ids=[f"{page} {link}" for page, link, _ in PAGES])
def test_every_page_has_it(page: str, link: dict[str, str], groups: set[str], visitor: Visitor) -> None:
    block = visitor.open(page, **link).block("take_away")

    assert groups <= {group["title"] for group in block["groups"]}
    names = [offer["name"] for group in block["groups"] for offer in group["offers"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("page", "link", "groups"), PAGES, ids=[f"{page} {link}" for page, link, _ in PAGES])
def test_every_file_that_is_offered_is_made(
    page: str, link: dict[str, str], groups: set[str], visitor: Visitor
) -> None:
    visitor.open(page, **link)
    for name in ("player", "twin", "wall", "hands"):
        if name in visitor.parts and "finished" in visitor.block(name):
            visitor.finished(name)
    if page == "mnist":
        visit: Any = visitor.app.session_state["visitor"].kept["visit"]
        visit.run.advance(10)

    for group in visitor.block("take_away")["groups"]:
        for offer in group["offers"]:
            name, content = taken(visitor, offer["name"])
            assert name.startswith("hidden-layers-"), name
            assert len(content) > 100, name
            if name.endswith((".npz", ".zip")):
                assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
            if name.endswith(".ipynb"):
                assert json.loads(content)["nbformat"] == 4
            if name.endswith(".py"):
                ast.parse(content)


def test_points_come_back_as_the_same_floats_with_their_split_and_settings(visitor: Visitor) -> None:
    points = toy.draw("spirals", size=60, noise=0.5, seed=3)
    visitor.open(**SMALL, points="60", noise="0.5", data_seed="3")

    name, content = taken(visitor, "Points: CSV")
    comments, rows = rows_of(content)

    assert name == "hidden-layers-spiral-three-arms-points.csv"
    assert "# split: 60 training, 60 validation" in comments
    assert any("noise 0.5" in line and "data_seed 3" in line for line in comments)
    for which, some in (("training", points.training), ("validation", points.validation)):
        mine = [row for row in rows if row["part"] == which]
        np.testing.assert_array_equal([(float(row["x1"]), float(row["x2"])) for row in mine], some.inputs)
        np.testing.assert_array_equal([int(row["class"]) - 1 for row in mine], some.labels)
    with np.load(io.BytesIO(taken(visitor, "Points: NumPy npz")[1])) as file:
        np.testing.assert_array_equal(file["training_inputs"], points.training.inputs)
        np.testing.assert_array_equal(file["validation_labels"], points.validation.labels)


def test_own_points_too(visitor: Visitor) -> None:
    drawn = point_table.to_text(toy.draw("blobs", size=40, seed=2).training)
    visitor.open(**SMALL, data="own", drawn=drawn)

    _, rows = rows_of(taken(visitor, "Points: CSV")[1])

    assert len(rows) == 40
    assert sum(row["part"] == "validation" for row in rows) == len(
        runs.points_of(RegionSettings(data="own", drawn=drawn)).validation
    )


OWN = "length,width,kind\n" + "".join(
    f"{100 + 7 * i},{(3 + i % 9) / 1000!r},{('=ham', 'spam')[i % 2]}\n" for i in range(30)
)


@pytest.mark.parametrize(
    ("page", "fields"),
    [("", SMALL), ("twin", {"epochs": "20", "view": "wall"}), ("hands", {"view": "lines"})],
)
def test_own_points_leave_in_their_own_numbers_and_names(
    visitor: Visitor, page: str, fields: dict[str, str]
) -> None:
    own = point_table.from_csv(OWN)
    visitor.open(page, **fields, data="own")
    (pasted,) = (box for box in visitor.app.text_area if box.key.endswith(".pasted"))
    pasted.set_value(OWN)
    (use,) = (button for button in visitor.app.button if button.label == "Use these points")
    use.click()
    visitor.look()

    comments, rows = rows_of(taken(visitor, "Points: CSV")[1])
    with np.load(io.BytesIO(taken(visitor, "Points: NumPy npz")[1])) as file:
        arrays = dict(file)

    assert list(rows[0]) == ["length", "width", "class", "part"]
    found = sorted((float(row["length"]), float(row["width"]), row["class"]) for row in rows)
    came = zip(own.points.inputs.tolist(), own.points.labels.tolist(), strict=True)
    assert found == sorted((*place, ("'=ham", "spam")[label]) for place, label in came)
    split = runs.points_of(RegionSettings(data="own", drawn=point_table.written(own)))
    inputs = (arrays["training_inputs"] - arrays["origin"]) / arrays["scale"]
    np.testing.assert_allclose(inputs, split.training.inputs, atol=1e-12)
    assert arrays["classes"].tolist() == ["=ham", "spam"]
    assert sum(line.startswith("# inputs of the network: (length - ") for line in comments) == 1


def test_code_has_own_points_as_they_came_and_says_how_they_are_scaled(visitor: Visitor) -> None:
    text = point_table.written(point_table.from_csv(OWN))
    visitor.open(**SMALL, data="own", drawn=point_table.link_text(point_table.read(text)))
    visitor.finished("player")
    units = point_table.read(text).units

    _, script = taken(visitor, "Code that runs alone: NumPy .py")

    lines = script.decode().splitlines()
    assert f"classes = {['=ham', 'spam']}  # 0, 1, …" in lines
    way = f"(own - np.array({list(units.origin)})) / np.array({list(units.scale)})"
    assert f"    return {way}" in lines
    first = lines[lines.index('points = np.array("""') + 1]
    assert float(first.split()[0]) > 90, "a link rounds, but keeps the length's own unit"
    (offers,) = (
        group["offers"]
        for group in visitor.block("take_away")["groups"]
        if group["title"].startswith("Weights")
    )
    hints = [offer["hint"] for offer in offers]
    assert len(hints) == 3
    assert all(str(list(units.scale)) in hint for hint in hints)


@pytest.mark.parametrize("epoch", [0.0, 7.0, 20.0, 1000.0])
def test_weights_are_those_of_the_moment_that_the_browser_shows(visitor: Visitor, epoch: float) -> None:
    run = small_run()
    expected = run.replay(min(epoch, 20.0), max_batches=1).params[0]
    visitor.open(**SMALL).finished("player")

    name, content = taken(visitor, "Weights at this moment: NumPy npz", epoch)

    with np.load(io.BytesIO(content)) as file:
        found = np.concatenate([file[key].ravel() for key in ("W1", "b1", "W2", "b2")])
        assert file["activations"].tolist() == ["tanh"]
    np.testing.assert_array_equal(found, expected)
    assert f"epoch-{min(epoch, 20):g}" in name


def read_safetensors(content: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]:
    """The format, read by its description: a length, a header of JSON, and bytes without a gap."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    said, body, end = header.pop("__metadata__"), content[8 + length :], 0
    arrays = {}
    for name, entry in header.items():
        begin, stop = entry["data_offsets"]
        assert (entry["dtype"], begin) == ("F32", end)
        arrays[name] = np.frombuffer(body[begin:stop], "<f4").reshape(entry["shape"])
        end = stop
    assert end == len(body)
    return said, arrays


def test_pytorch_and_keras_get_the_same_weights_in_their_own_order() -> None:
    architecture = Architecture((2, 4, 3), ("tanh",))
    params = small_run().params
    w1, b1, w2, b2 = architecture.split(params)

    said, arrays = read_safetensors(weights_out.torch_safetensors(architecture, params, {"epoch": "20"}))
    with np.load(io.BytesIO(weights_out.keras_npz(architecture, params))) as file:
        keras = [file[f"arr_{i}"] for i in range(len(file.files))]

    assert said == {"format": "pt", "activations": "tanh", "epoch": "20"}
    assert list(arrays) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    for found, expected in zip(arrays.values(), (w1, b1, w2, b2), strict=True):
        np.testing.assert_array_equal(found, expected)
    for found, expected in zip(keras, (w1.T, b1, w2.T, b2), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_the_history_is_the_runs(visitor: Visitor) -> None:
    history = small_run().history
    visitor.open(**SMALL).finished("player")

    comments, rows = rows_of(taken(visitor, "History: CSV")[1])

    assert any(line.startswith("# link: /?") for line in comments)
    for name, column in vars(history).items():
        np.testing.assert_array_equal([float(row[name]) for row in rows], column)


def test_the_history_of_several_names_each(visitor: Visitor) -> None:
    visitor.open("twin", epochs="20").finished("twin")

    _, rows = rows_of(taken(visitor, "History: CSV")[1])

    assert {row["network"] for row in rows} == {"Single layer", "Multi-layer"}
    assert len(rows) == 2 * 21


def test_kept_runs_are_a_table_with_a_note_for_each(visitor: Visitor) -> None:
    from ui.regions.kept import runs as kept_runs

    kept = [
        kept_runs.kept_run(found.settings, found.run, validated=True)
        for found in (trained(**FIELDS), trained(**(FIELDS | {"rate": 0.1})))
    ]
    visitor.open(**SMALL)
    assert "Runs kept" not in [group["title"] for group in visitor.block("take_away")["groups"]]
    visitor.app.session_state["visitor"].kept["kept runs"] = kept
    visitor.look()
    for number, note in enumerate(('=HYPERLINK("elsewhere", "slow, but <b>right</b>")', "x" * 500)):
        [box for box in visitor.app.text_input if "note on" in box.key][number].set_value(note)
        visitor.look()

    _, rows = rows_of(taken(visitor, "Runs kept: CSV")[1])

    assert [row["note"] for row in rows] == [
        """'=HYPERLINK("elsewhere", "slow, but <b>right</b>")""",
        "x" * kept_runs.MOST_NOTE,
    ]
    assert [row["rate"] for row in rows] == ["0.02", "0.1"]
    assert [row["ended"] for row in rows] == ["done", "done"]
    for row, one in zip(rows, kept, strict=True):
        assert float(row["validation_error"]) == one.history.validation_error[-1]


def test_weights_on_mnist_are_those_that_the_visitor_stands_at(visitor: Visitor) -> None:
    visitor.open("mnist", images="1000", epochs="1", at="0.5")
    expected = digit_runs.own_run(MnistSettings(images=1000, epochs=1)).run
    expected.advance(5)

    name, content = taken(visitor, "Weights at this moment: NumPy npz")

    with np.load(io.BytesIO(content)) as file:
        np.testing.assert_array_equal(file["W1"].ravel(), expected.params[:7840])
    assert name == "hidden-layers-mnist-epoch-0-5.npz"


def test_what_is_not_offered_any_more_is_said(visitor: Visitor) -> None:
    visitor.open(**SMALL)
    visitor.app.session_state["visitor"].kept[part.KEY] = view._Memory(part.Taking(name="Points: DOC"))

    block = visitor.look().block("take_away")

    assert "The page has changed" in block["refusal"]
    assert block["file"] == ""


def test_code_of_a_run_that_was_not_trained_is_refused_in_a_sentence(visitor: Visitor) -> None:
    visitor.open("mnist", images="1000", epochs="3")
    asked = part.Taking(name="Code that runs alone: NumPy .py", nonce=1.0)
    visitor.app.session_state["visitor"].kept[part.KEY] = view._Memory(asked)

    assert "play it first" in visitor.look().block("take_away")["refusal"]


def test_a_comment_stays_in_its_line_and_a_name_is_a_name() -> None:
    text = tables.written(("a",), [(1,)], {"data": "two\nlines\r\n=1+1"})

    assert text.splitlines() == ["# data: two lines =1+1", "a", "1"]
    assert named("../../Own points, “ß”", "") == "hidden-layers-own-points"


def test_a_link_in_a_file_leads_back() -> None:
    settings = RegionSettings(depth=1, units=(4,), noise=0.3)

    path, _, query = of_runs.link_of("", settings).partition("?")

    assert path == "/"
    assert RegionSettings.from_url(dict(parse_qsl(query))) == (settings, [])


@pytest.mark.parametrize(
    ("page", "link", "parts"),
    [
        ("", SMALL, ["player"]),
        ("", {"scene": "example-data"}, ["question", "player"]),
        ("twin", {"epochs": "20"}, ["twin"]),
        ("mnist", {"images": "1000", "epochs": "1"}, ["templates"]),
        ("activations", {"view": "curves"}, ["activations"]),
    ],
)
def test_a_page_is_taken_away_with_what_stands_on_it(visitor, page, link, parts):
    visitor.open(page, **link)
    while "progress" in visitor.parts or (
        parts[-1] in ("player", "twin") and not visitor.block(parts[-1])["finished"]
    ):
        visitor.look()

    name, content = page_taken(visitor, address="http://127.0.0.1:9/?depth=1")

    kept = kept_parts(content)
    assert name.startswith("hidden-layers-")
    assert name.endswith("-page.html")
    assert [each["name"] for each in kept] == parts
    assert kept[-1]["header"].get("id") == visitor.block(parts[-1]).get("id")
    assert b'href="http://127.0.0.1:9/?depth=1"' in content
    assert "take_away" in visitor.parts, "the visitor's own page is drawn as ever"


def test_a_run_that_is_not_finished_is_no_page_yet(visitor):
    visitor.open("", depth="4", units="32", epochs="5000", points="500")

    block = asked_for_page(visitor)

    assert block["refusal"] == "The picture is still being computed: save the page when it is finished."


def test_a_page_without_pictures_is_refused(visitor):
    visitor.open("mnist", view="code", images="1000")

    assert "no picture that the browser draws" in asked_for_page(visitor)["refusal"]


def test_an_address_of_another_kind_gets_into_no_page(visitor):
    visitor.open("activations", view="curves")

    assert "no address of the program" in asked_for_page(visitor, address="javascript:alert(1)")["refusal"]


def asked_for_page(visitor: Visitor, address: str = "") -> dict[str, Any]:
    """What the panel is sent once a visitor has asked for the page."""
    visitor.app.session_state["visitor"].kept[part.KEY] = view._Memory(
        part.Taking(name="This page: HTML", address=address, nonce=7.0)
    )
    return visitor.look().block("take_away")


def page_taken(visitor: Visitor, address: str) -> tuple[str, bytes]:
    """The file of the page that the visitor sees."""
    block = asked_for_page(visitor, address)
    assert not block["refusal"], block["refusal"]
    return block["file"], block["arrays"]["content"].tobytes()


def kept_parts(content: bytes) -> list[dict[str, Any]]:
    """The parts in a page's file, with their headers."""
    (text,) = re.findall(rb'<script id="pack" type="text/plain">(.*?)</script>', content)
    data = gzip.decompress(base64.b64decode(text))
    (build,) = json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])
    parts: list[dict[str, Any]] = build["parts"]
    return parts
