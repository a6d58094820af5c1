"""Twenty seeds on both pages, as a visitor without a browser finds them."""

import csv

import numpy as np

from engine.questions.sign_test import sign_test
from tests.ui.conftest import Visitor
from tests.ui.plane.test_own_points import text_of
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import repeats
from ui.plane.seeds.choice import VARY
from ui.regions.takings import takings
from ui.twin.settings import TwinSettings

LINK = {"view": "seeds", "epochs": "20", "points": "60"}


def seen(visitor: Visitor, path: str = "", **link: str) -> dict[str, object]:
    """The last block of the picture, once all runs are trained."""
    visitor.open(path, **(LINK | link)) if path else visitor.open(**(LINK | link))
    for _ in range(60):
        block = visitor.block("seeds")
        if block["n_done"] == 20:
            return block
        visitor.look()
    raise AssertionError("the runs do not come to their end")


def test_the_page_sends_votes_bands_and_dots_within_their_bytes(visitor: Visitor) -> None:
    block = seen(visitor)
    found = repeats.repeats([RegionSettings(epochs=20, points=60)], tuple(VARY)).result
    assert found is not None
    assert block["sides"][0]["wrong"] == [one.n_wrong for one in found.sides[0].ended]
    side, arrays = block["side"], block["arrays"]
    votes = arrays["0_votes"].reshape(12, 2, side, side)[:, :, ::-1].reshape(12, 2, -1)
    np.testing.assert_array_equal(votes, found.sides[0].votes[:, :2])
    assert len(arrays["0_validation_median"]) == 21
    assert sum(array.nbytes for array in arrays.values()) < 200_000


def test_a_dot_is_a_link_to_its_run(visitor: Visitor) -> None:
    block = seen(visitor, vary="weights,batches", batch="16")
    assert (
        block["links"][3] == "./?batch=16&epochs=20&init_seed=4&order_seed=4&points=60&vary=weights%2Cbatches"
    )


def test_the_twins_verdict_counts_its_dots(visitor: Visitor) -> None:
    block = seen(visitor, "twin")
    first, second = (side["wrong"] for side in block["sides"])
    test = sign_test(first, second)
    assert f"{max(test.n_lower, test.n_higher)} of 20" in block["headline"]["text"]
    assert block["links"][2].startswith("./twin?")
    assert block["links"][2].endswith("&data_seed=3")
    assert [side["name"] for side in block["sides"]] == list(TwinSettings().names())
    assert sum(array.nbytes for array in block["arrays"].values()) < 200_000


def test_forged_wishes_for_seeds_are_answered_in_words(visitor: Visitor) -> None:
    visitor.open(view="seeds", vary="<b>moon", epochs="2", points="30")
    assert any("has <b>moon in it; there is only data, weights, batches" in text for text in visitor.texts)
    visitor.open(view="seeds", vary=",", epochs="2", points="30")
    assert any("nothing is named; all seeds vary" in text for text in visitor.texts)
    assert RegionSettings.from_url({"view": "sedes"})[1]


def test_points_of_one_class_wait_for_a_second(visitor: Visitor) -> None:
    visitor.open(view="seeds", data="own", drawn=text_of((0, 0, 2), (1, 1, 2)))
    assert any(runs.TOO_FEW_CLASSES in text for text in visitor.texts)


def test_the_table_has_a_row_for_each_run() -> None:
    settings = RegionSettings(view="seeds", epochs=20, points=60)
    job = repeats.repeats([settings], tuple(VARY))
    while not job.finished:
        job.advance(seconds=1)
    assert job.result is not None
    (offer,) = (offer for offer in takings(settings) if offer.group == "Seeds")
    lines = offer.make(None).content.decode().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [int(row["data_seed"]) for row in rows] == list(range(1, 21))
    for row, one in zip(rows, job.result.sides[0].ended, strict=True):
        assert float(row["error"]) == one.n_wrong / job.result.n_judged
        assert float(row["validation_loss"]) == float(one.validation_error[-1])
