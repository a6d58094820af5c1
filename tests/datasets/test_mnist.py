"""Claims about MNIST: the true set, a set in its place, and one sentence for whatever is wrong."""

import gzip
import hashlib
import shutil

import numpy as np
import pytest

from datasets import idx, mnist

NAMES = list(mnist._SHAPES)
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = NAMES


@pytest.fixture(scope="module")
def substitute_files():
    """Four files of MNIST's shapes that are not MNIST: nearly white images, labels in turn."""
    files = {}
    for name, shape in mnist._SHAPES.items():
        array = np.zeros(shape, dtype=np.uint8)
        if array.ndim == 1:
            array[:] = np.arange(len(array)) % 10
        else:
            array[:, 0, 1] = np.arange(len(array)) % 251
        files[name] = gzip.compress(idx.encode(array), compresslevel=1)
    return files


@pytest.fixture
def folder(tmp_path, substitute_files):
    """A folder that holds the substitute set, without checksums."""
    for name, content in substitute_files.items():
        (tmp_path / f"{name}.gz").write_bytes(content)
    return tmp_path


def write_checksums(folder):
    lines = [
        f"{hashlib.sha256(gzip.decompress((folder / f'{name}.gz').read_bytes())).hexdigest()}  {name}\n"
        for name in NAMES
    ]
    (folder / "checksums.txt").write_text("".join(lines))


def test_the_true_set_is_cut_as_the_course_cuts_it():
    parts = mnist.load()
    labels = idx.decode(idx.unpack(mnist.FOLDER / f"{TRAIN_LABELS}.gz"))
    assert [len(part) for part in (parts.training, parts.validation, parts.test)] == [50_000, 10_000, 10_000]
    np.testing.assert_array_equal(parts.training.labels, labels[:50_000])
    np.testing.assert_array_equal(parts.validation.labels, labels[50_000:])
    assert parts.test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert np.bincount(parts.test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_the_checksums_are_those_of_the_published_files():
    assert mnist._promised(mnist.FOLDER / "checksums.txt") == {
        TRAIN_IMAGES: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        TRAIN_LABELS: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        TEST_IMAGES: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        TEST_LABELS: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }


def test_grey_levels_are_bytes_that_cannot_be_written_to():
    parts = mnist.load()
    for part in (parts.training, parts.validation, parts.test):
        assert part.inputs.dtype == np.uint8
        assert part.inputs.shape == (len(part.labels), 784)
        assert part.labels.dtype == np.int64
        assert not part.inputs.flags.writeable
        assert not part.labels.flags.writeable
        assert part.inputs.max() == 255


def test_the_set_is_read_once(folder):
    first = mnist.load(folder)
    shutil.rmtree(folder)
    assert mnist.load(folder) is first


def test_another_set_of_the_same_shape_takes_its_place(folder):
    parts = mnist.load(folder)
    assert parts.validation.inputs[3, 1] == 50_003 % 251
    assert parts.validation.labels[:4].tolist() == [0, 1, 2, 3]


def test_another_set_with_its_own_checksums_takes_its_place(folder):
    write_checksums(folder)
    assert len(mnist.load(folder).test) == 10_000


def test_an_unpacked_file_is_read_too(folder):
    packed = folder / f"{TEST_IMAGES}.gz"
    (folder / TEST_IMAGES).write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    assert mnist.load(folder).test.inputs[5, 1] == 5


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(folder, name):
    (folder / f"{name}.gz").unlink()
    with pytest.raises(mnist.MNISTFilesError, match=rf"{name}\.gz is missing: copy it there"):
        mnist.load(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_cut_off_is_named(folder, name):
    path = folder / f"{name}.gz"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(mnist.MNISTFilesError, match=rf"{name}\.gz cannot be read \(cut off.*restore it"):
        mnist.load(folder)


def test_an_unpacked_file_that_is_cut_off_is_named(folder):
    (folder / TEST_LABELS).write_bytes(gzip.decompress((folder / f"{TEST_LABELS}.gz").read_bytes())[:-1])
    with pytest.raises(mnist.MNISTFilesError, match=rf"{TEST_LABELS} cannot be read \(9999 bytes"):
        mnist.load(folder)


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        (b"<html>404</html>", "the file is a web page"),
        (b"\xef\xbb\xbf\r\n  <!DOCTYPE html><title>Not found", "the file is a web page"),
        (gzip.compress(b"<?xml version='1.0'?><Error>AccessDenied", mtime=0), "the file is a web page"),
        (b"PK\x03\x04" + bytes(90), "the file is a ZIP archive"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1", "a pointer of Git LFS"),
        (b"\x1f\x8b" + bytes(90), "damaged"),
        (b"# labels", "begins 23 20 6c 61, which is no IDX header"),
        (b"", "0 bytes are too few"),
    ],
)
def test_a_file_that_is_something_else_is_named(folder, begins, words):
    (folder / f"{TEST_LABELS}.gz").write_bytes(begins)
    with pytest.raises(mnist.MNISTFilesError, match=rf"{TEST_LABELS}\.gz cannot be read .*{words}"):
        mnist.load(folder)


def test_an_altered_file_is_named_and_the_way_out_for_another_set_told(folder):
    write_checksums(folder)
    labels = np.zeros(10_000, dtype=np.uint8)
    (folder / f"{TEST_LABELS}.gz").write_bytes(gzip.compress(idx.encode(labels)))
    with pytest.raises(mnist.MNISTFilesError, match=rf"{TEST_LABELS}\.gz was altered.*delete checksums\.txt"):
        mnist.load(folder)
    (folder / "checksums.txt").unlink()
    assert not mnist.load(folder).test.labels.any()


def test_checksums_that_leave_out_a_file_are_refused(folder):
    write_checksums(folder)
    path = folder / "checksums.txt"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:3]))
    with pytest.raises(mnist.MNISTFilesError, match=f"no sha256 for {TEST_LABELS}"):
        mnist.load(folder)


@pytest.mark.parametrize(
    "array", [np.zeros(9_999, np.uint8), np.zeros(10_000, np.int8), np.zeros((10_000, 1), np.uint8)]
)
def test_a_file_of_another_shape_or_type_is_named(folder, array):
    (folder / f"{TEST_LABELS}.gz").write_bytes(gzip.compress(idx.encode(array)))
    with pytest.raises(mnist.MNISTFilesError, match=rf"{TEST_LABELS}\.gz holds {array.dtype} of shape"):
        mnist.load(folder)


def test_a_label_beyond_nine_is_named(folder):
    labels = np.full(10_000, 10, dtype=np.uint8)
    (folder / f"{TEST_LABELS}.gz").write_bytes(gzip.compress(idx.encode(labels)))
    with pytest.raises(mnist.MNISTFilesError, match=rf"{TEST_LABELS}\.gz has the label 10"):
        mnist.load(folder)


def test_after_a_repair_the_set_is_read(folder):
    path = folder / f"{TEST_LABELS}.gz"
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(mnist.MNISTFilesError, match="missing"):
        mnist.load(folder)
    path.write_bytes(content)
    assert len(mnist.load(folder).test) == 10_000


@pytest.fixture(autouse=True)
def _forget_other_sets():
    """Keep the true set, drop the substitutes: 55 MB each."""
    yield
    for folder in [folder for folder in mnist._loaded if folder != mnist.FOLDER.resolve()]:
        del mnist._loaded[folder]


ARCHIVES = {
    "7-Zip": (
        "train-images.idx3-ubyte",
        "train-labels.idx1-ubyte",
        "t10k-images.idx3-ubyte",
        "t10k-labels.idx1-ubyte",
    ),
    "EMNIST": tuple(
        f"emnist-mnist-{part}-{kind}-ubyte.gz"
        for part in ("train", "test")
        for kind in ("images-idx3", "labels-idx1")
    ),
    "without a kind": ("train_images", "train_labels", "test_images", "test_labels"),
    "a second download": tuple(f"{name} (1).GZ" for name in NAMES),
    "a folder for each file": tuple(f"{name}/{name.replace('-idx', '.idx')}" for name in NAMES),
    "a folder of the file's name": tuple(f"{name}/{name}" for name in NAMES),
}


@pytest.mark.parametrize("names", ARCHIVES.values(), ids=ARCHIVES)
@pytest.mark.parametrize("is_packed", [True, False])
def test_files_under_the_names_of_archives_are_read_packed_or_not_whatever_the_name_says(
    tmp_path, substitute_files, names, is_packed
):
    for name, content in zip(names, substitute_files.values(), strict=True):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content if is_packed else gzip.decompress(content))
    (tmp_path / "README.train-images.md").write_text("not a file of the set")

    parts = mnist.load(tmp_path)

    assert parts.test.inputs[5, 1] == 5
    assert parts.validation.inputs[3, 1] == 50_003 % 251


def test_two_files_that_may_both_be_meant_are_named(folder, substitute_files):
    (folder / f"{TEST_IMAGES}.gz").unlink()
    for name in ("emnist-digits-test-images.gz", "emnist-mnist-test-images.gz"):
        (folder / name).write_bytes(substitute_files[TEST_IMAGES])
    with pytest.raises(mnist.MNISTFilesError, match=r"digits-test-images\.gz and emnist-mnist.*leave one"):
        mnist.load(folder)


FASHION = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(FASHION),
        "\ufeff# Fashion-MNIST\r\n\r\n" + "\r\n".join(FASHION) + "\r\n",
        "\n".join(f"{k}\t{name}" for k, name in enumerate(FASHION)),
        "\n".join(f"{k}: {name}" for k, name in enumerate(FASHION)),
        ", ".join(FASHION),
    ],
)
def test_a_small_file_names_the_classes(folder, text):
    (folder / "classes.txt").write_bytes(text.encode())
    assert list(mnist.load(folder).names) == FASHION


def test_without_that_file_the_classes_are_digits(folder):
    assert mnist.load(folder).names == tuple("0123456789") == mnist.load().names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n".join(FASHION[:9]), "names 9 classes in 9 lines"),
        ("\n".join([*FASHION[:9], "Bag"]), "names 9 classes in 10 lines"),
        ("", "names 0 classes"),
        ("\n".join([*FASHION[:9], "x" * 31]), "a name of 31 letters"),
        ("\n".join([*FASHION[:9], "a\x1bb"]), "that can be printed"),
        (b"\xff\xfe\x00", "save it as text in UTF-8"),
    ],
)
def test_names_that_are_none_are_refused_in_a_sentence(folder, text, words):
    (folder / "classes.txt").write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(mnist.MNISTFilesError, match=words):
        mnist.load(folder)


def test_the_sets_are_the_folders_that_hold_four_files(tmp_path, substitute_files):
    for set_name in ("mnist", "fashion-mnist", "kmnist", "bad name", "half"):
        (tmp_path / set_name).mkdir()
        for name in list(substitute_files)[: 2 if set_name == "half" else 4]:
            (tmp_path / set_name / name).write_bytes(b"")
    (tmp_path / "emptiness").mkdir()
    assert mnist.sets(tmp_path) == {"mnist": "MNIST", "fashion-mnist": "Fashion-MNIST", "kmnist": "KMNIST"}


def test_a_transposed_set_has_rows_and_columns_exchanged(folder):
    plain, turned = mnist.load(folder), mnist.load(folder, transposed=True)
    assert plain.test.inputs[5, 1] == 5
    assert turned.test.inputs[5, 28] == 5
    np.testing.assert_array_equal(turned.test.labels, plain.test.labels)
    for part in ("training", "validation", "test"):
        pictures = [getattr(data, part).inputs.reshape(-1, 28, 28) for data in (plain, turned)]
        np.testing.assert_array_equal(pictures[0].transpose(0, 2, 1), pictures[1])
    assert not turned.training.inputs.flags.writeable
