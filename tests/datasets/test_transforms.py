"""Claims about moved digits: where each pixel goes, exactly; which way is which; and what never happens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from datasets import mnist, resampling
from datasets.transforms import Transform, Variability, random_transforms, transform, vary

SHIFTS = st.integers(-30, 30)
AMOUNTS = st.builds(
    Variability,
    shift_x=st.floats(0, 40),
    shift_y=st.floats(0, 40),
    rotation=st.floats(0, 360),
    scale=st.floats(0, 99),
    skew=st.floats(0, 89),
    whole_pixels=st.just(False),
)
IMAGES = st.one_of(
    hnp.arrays(np.uint8, st.tuples(st.integers(0, 5), st.just(784))),
    hnp.arrays(
        np.float32,
        st.tuples(st.integers(0, 5), st.just(784)),
        elements=st.floats(-1, 1, width=32),
        fill=st.just(0.0),
    ),
)


@pytest.fixture
def rng():
    return np.random.default_rng(6102016)


@pytest.fixture
def noise(rng):
    """Images without any symmetry, more than are moved at once."""
    return rng.integers(0, 256, (1_100, 784)).astype(np.uint8)


def one_pixel(row, column, value=160):
    image = np.zeros((28, 28), np.uint8)
    image[row, column] = value
    return image.reshape(1, 784)


def where(images):
    """Row and column of the only pixel with ink."""
    rows, columns = np.nonzero(images.reshape(28, 28))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def moved_by_hand(image, right, down):
    result = np.zeros((28, 28), image.dtype)
    for row in range(28):
        for column in range(28):
            if 0 <= row - down < 28 and 0 <= column - right < 28:
                result[row, column] = image.reshape(28, 28)[row - down, column - right]
    return result.reshape(784)


def test_x_is_to_the_right_and_y_is_up():
    image = one_pixel(10, 20)

    assert where(transform(image, Transform(shift_x=3))) == [(10, 23)]
    assert where(transform(image, Transform(shift_y=4))) == [(6, 20)]


@given(right=SHIFTS, down=SHIFTS)
def test_a_shift_by_whole_pixels_is_exact(right, down):
    image = np.random.default_rng(0).integers(0, 256, (1, 784)).astype(np.uint8)

    moved = transform(image, Transform(shift_x=right, shift_y=-down))

    np.testing.assert_array_equal(moved[0], moved_by_hand(image[0], right, down))


@pytest.mark.parametrize("dtype", [np.uint8, np.float16, np.float32, np.float64])
def test_each_image_has_its_own_shift(noise, rng, dtype):
    images = (noise if dtype == np.uint8 else noise / 255).astype(dtype)
    right, up = rng.integers(-3, 4, (2, len(images)))

    moved = transform(images, Transform(shift_x=right, shift_y=up))

    assert moved.dtype == dtype
    for index in (0, 1, 2, 998, 999, 1000, 1001, 1099):
        np.testing.assert_array_equal(moved[index], moved_by_hand(images[index], right[index], -up[index]))


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_shifts_are_the_same_by_copying_and_by_look_up(noise, rng, dtype):
    images = (noise if dtype == np.uint8 else noise / 255).astype(dtype)
    right, up = rng.integers(-3, 4, (2, len(images)))
    full_turn = Transform(shift_x=right, shift_y=up, rotation=360.0)

    np.testing.assert_array_equal(
        transform(images, full_turn), transform(images, Transform(shift_x=right, shift_y=up))
    )


@pytest.mark.parametrize("quarters", [1, 2, 3, -1])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_quarter_turns_are_exact_and_counter_clockwise(noise, quarters, dtype):
    images = noise[:70].astype(dtype)

    turned = transform(images, Transform(rotation=90.0 * quarters))

    expected = np.rot90(images.reshape(-1, 28, 28), quarters, axes=(1, 2))
    np.testing.assert_array_equal(turned.reshape(-1, 28, 28), expected)


def test_no_change_leaves_a_copy(noise):
    same = transform(noise, Transform())

    np.testing.assert_array_equal(same, noise)
    assert not np.shares_memory(same, noise)


def test_twice_as_large_spreads_a_pixel_over_sixteen_about_the_centre():
    doubled = transform(one_pixel(13, 13), Transform(scale=100.0)).reshape(28, 28)

    spread = np.array([0.25, 0.75, 0.75, 0.25])
    expected = np.zeros((28, 28))
    expected[11:15, 11:15] = 160 * np.outer(spread, spread)
    np.testing.assert_array_equal(doubled, expected)


def test_half_as_large_keeps_the_mean_of_each_four_pixels():
    image = np.arange(784, dtype=np.float64).reshape(1, 784)

    halved = transform(image, Transform(scale=-50.0)).reshape(28, 28)

    means = image.reshape(14, 2, 14, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(halved[7:21, 7:21], means)
    assert halved[:6].max() == halved[22:].max() == halved[:, :6].max() == halved[:, 22:].max() == 0


def test_a_skew_leans_the_top_to_the_right_and_keeps_rows():
    image = np.zeros((28, 28))
    image[:, 13:15] = 1.0

    leaning = transform(image.reshape(1, 784), Transform(skew=45.0)).reshape(28, 28)

    columns = leaning @ np.arange(28) / leaning.sum(axis=1)
    np.testing.assert_allclose(columns[1:-1], 13.5 + (13.5 - np.arange(28))[1:-1])


def test_scale_and_skew_come_before_rotation_and_rotation_before_shift(noise):
    images = noise[:5].astype(np.float64)
    kinds = {"scale": 20.0, "skew": 15.0}

    at_once = transform(images, Transform(**kinds, rotation=90.0, shift_x=3, shift_y=-2)).reshape(-1, 28, 28)

    in_turn = transform(transform(images, Transform(**kinds)), Transform(rotation=90.0))
    in_turn = transform(in_turn, Transform(shift_x=3, shift_y=-2)).reshape(-1, 28, 28)
    # What one of three steps pushes over the edge is lost to the next: in one step it is not.
    np.testing.assert_allclose(at_once[:, 2:, 3:], in_turn[:, 2:, 3:], atol=1e-9)


def test_half_a_pixel_is_the_mean_of_two(noise):
    image = noise[:1].astype(np.float64)

    moved = transform(image, Transform(shift_x=0.5)).reshape(28, 28)

    square = image.reshape(28, 28)
    np.testing.assert_allclose(moved[:, 1:], (square[:, 1:] + square[:, :-1]) / 2)
    np.testing.assert_allclose(moved[:, 0], square[:, 0] / 2)


def test_grey_levels_are_rounded_to_the_nearest(noise, rng):
    change = random_transforms(Variability(rotation=30, scale=20, skew=10), len(noise), rng)

    levels = transform(noise, change)

    exact = transform(noise.astype(np.float64), change)
    assert np.abs(levels - exact).max() < 0.5 + 1e-2
    assert abs((levels - exact).mean()) < 1e-2


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_one_change_for_all_is_that_change_for_each(noise, rng, dtype):
    for change in ({"rotation": 12.0, "shift_x": 1.5}, {"scale": -45.0}, {"skew": 40.0, "shift_y": -20.3}):
        images = noise[: rng.integers(1, 400)].astype(dtype)
        each = Transform(**{name: np.full(len(images), value) for name, value in change.items()})

        alike, one_by_one = transform(images, Transform(**change)), transform(images, each)

        # What lies half way between two grey levels may be rounded to either.
        most = 1 if dtype == np.uint8 else 255 * 64 * np.finfo(dtype).eps
        differences = np.abs(alike.astype(float) - one_by_one)
        assert differences.max() <= most
        assert np.mean(differences > 1e-3) < 5e-3


def test_what_is_moved_out_of_a_row_does_not_come_back_in_another(noise, rng):
    rights, ups = rng.integers(-30, 31, (2, len(noise)))

    moved = transform(noise, Transform(shift_x=rights, shift_y=ups))

    expected = [moved_by_hand(*one) for one in zip(noise, rights, -ups, strict=True)]
    np.testing.assert_array_equal(moved, expected)


@given(images=IMAGES, variability=AMOUNTS, seed=st.integers(0, 100))
def test_shape_type_and_range_are_kept_and_the_same_rng_gives_the_same(images, variability, seed):
    before = images.copy()
    varied = vary(images, variability, np.random.default_rng(seed))

    assert (varied.shape, varied.dtype) == (images.shape, images.dtype)
    assert np.isfinite(varied).all()
    assert varied.max(initial=0) <= max(images.max(initial=0), 0) + 1e-6
    assert varied.min(initial=0) >= min(images.min(initial=0), 0) - 1e-6
    np.testing.assert_array_equal(varied, vary(images, variability, np.random.default_rng(seed)))
    np.testing.assert_array_equal(images, before)


def test_others_may_go_first_between_a_few_images():
    images = np.random.default_rng(0).integers(0, 256, (200, 784)).astype(np.uint8)
    turned, calls = Variability(rotation=20.0), []

    varied = vary(images, turned, np.random.default_rng(1), lambda: calls.append(1))

    np.testing.assert_array_equal(varied, vary(images, turned, np.random.default_rng(1)))
    assert len(calls) >= 200 / resampling.RESAMPLED_AT_ONCE


@given(x=st.integers(-9, 9), y=st.integers(-9, 9))
def test_a_shift_and_its_reverse_restore_the_inner_part(x, y):
    image = np.random.default_rng(1).integers(0, 256, (1, 784)).astype(np.uint8)

    back = transform(transform(image, Transform(shift_x=x, shift_y=y)), Transform(shift_x=-x, shift_y=-y))

    inner = slice(9, 19)
    np.testing.assert_array_equal(back.reshape(28, 28)[inner, inner], image.reshape(28, 28)[inner, inner])


def test_whole_pixel_shifts_are_drawn_evenly(rng):
    drawn = random_transforms(Variability(shift_x=2, shift_y=1), 30_000, rng)

    for shifts, amount in ((drawn.shift_x, 2), (drawn.shift_y, 1)):
        values, counts = np.unique(shifts, return_counts=True)
        assert values.tolist() == list(range(-amount, amount + 1))
        np.testing.assert_allclose(counts / 30_000, 1 / len(values), atol=0.02)
    assert abs(np.corrcoef(drawn.shift_x, drawn.shift_y)[0, 1]) < 0.03


def test_other_changes_are_drawn_evenly_from_minus_to_plus_the_amount(rng):
    variability = Variability(shift_x=2, rotation=15, scale=10, skew=5, whole_pixels=False)

    drawn = random_transforms(variability, 30_000, rng)

    for name, amount in (("shift_x", 2), ("rotation", 15), ("scale", 10), ("skew", 5)):
        counts, _ = np.histogram(getattr(drawn, name), bins=5, range=(-amount, amount))
        assert counts.sum() == 30_000
        np.testing.assert_allclose(counts / 30_000, 0.2, atol=0.02)


def test_another_amount_leaves_the_other_draws_as_they_were():
    drawn = [
        random_transforms(Variability(shift_x=2, rotation=turn), 50, np.random.default_rng(3))
        for turn in (0, 9)
    ]

    np.testing.assert_array_equal(drawn[0].shift_x, drawn[1].shift_x)
    assert not drawn[0].rotation.any()
    assert drawn[1].rotation.all()


def test_real_digits_keep_their_ink_when_turned():
    images = mnist.load().test.inputs[:200].astype(np.float64)

    turned = transform(images, Transform(rotation=np.linspace(-15, 15, 200)))

    np.testing.assert_allclose(turned.sum(axis=1), images.sum(axis=1), rtol=0.03)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Transform(scale=-100.0), "scale of -100.0 %"),
        (lambda: Transform(skew=np.array([3.0, -90.0])), "skew of 90.0°"),
        (lambda: Transform(rotation=np.nan), "rotation"),
        (lambda: Transform(shift_y=-1001.0), "shift_y of 1001.0 is beyond"),
        (lambda: Transform(shift_x=np.zeros((2, 2))), r"shift_x of shape \(2, 2\)"),
        (lambda: Variability(shift_x=-1), "shift_x ±-1"),
        (lambda: Variability(shift_y=1.5), "shift_y ±1.5 is not whole"),
        (lambda: Variability(scale=100), "scale ±100 is not from 0 to 99"),
        (lambda: Variability(skew=90), "skew ±90"),
        (lambda: Variability(rotation=np.inf), "rotation ±inf"),
        (lambda: transform(np.zeros((2, 783)), Transform()), r"\(2, 783\)"),
        (lambda: transform(np.zeros((2, 784), int), Transform()), "int64"),
        (lambda: transform(np.full((1, 784), np.nan), Transform()), "784 of 784 pixels"),
        (lambda: transform(np.zeros((2, 784)), Transform(skew=np.zeros(3))), "3 values for 2 images"),
    ],
)
def test_bad_input_is_refused_with_its_numbers(make, words):
    with pytest.raises(ValueError, match=words):
        make()
