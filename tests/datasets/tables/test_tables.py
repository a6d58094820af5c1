"""Claims about tables as people have them: every way of writing the same points gives the same points."""

import io
import itertools
import json
import pickle
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.tables import MOST_POINTS, Table, read_table
from datasets.tables.web_page import _pieces
from tests.amount import many

RNG = np.random.default_rng(4)
PLACES = [
    (round(float(x), 4), round(float(y), 4)) for x, y in RNG.normal(size=(60, 2)) * [1.2, 2.3] + [3.4, -1.1]
]
KINDS = [i // 20 for i in range(60)]

LABELS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "from 1": (["1", "2", "3"], ("1", "2", "3")),
    "from 0": (["0", "1", "2"], ("0", "1", "2")),
    "floats": (["1.0", "2.0", "3.0"], ("1", "2", "3")),
    "savetxt": (
        ["0.000000000000000000e+00", "1.000000000000000000e+00", "2.000000000000000000e+00"],
        ("0", "1", "2"),
    ),
    "minus and plus": (["-1", "+1", "+1"], ("-1", "1")),
    "true and false": (["True", "False", "False"], ("False", "True")),
    "names": (["setosa", "versicolor", "virginica"], ("setosa", "versicolor", "virginica")),
    "letters": (["A", "B", "B"], ("A", "B")),
    "accents": (["grün", "weiß", "blå"], ("grün", "weiß", "blå")),
    "a gap": (["1", "4", "9"], ("1", "4", "9")),
}


def lines_of(
    labels: list[str],
    *,
    sign: str = ",",
    comma: bool = False,
    order: str = "xyc",
    head: dict[str, str] | None = None,
    quote: str = "",
    ends: str = "\n",
) -> str:
    def written(row: dict[str, str]) -> str:
        return sign.join(quote + row[one] + quote for one in order)

    rows = [written(head)] if head else []
    for i, ((x, y), kind) in enumerate(zip(PLACES, KINDS, strict=True)):
        numbers = [repr(x), repr(y)]
        label = labels[kind]
        if comma:
            numbers = [number.replace(".", ",") for number in numbers]
            label = label.replace(".", ",") if label[0].isdigit() else label
        rows.append(written({"x": numbers[0], "y": numbers[1], "c": label, "i": str(i), "e": ""}))
    return ends.join([*rows, ""])


HEAD = {"x": "x1", "y": "x2", "c": "class", "i": "", "e": ""}


def assert_same(table: Table, names: tuple[str, ...], labels: list[str]) -> None:
    np.testing.assert_array_equal(table.points.inputs, PLACES)
    assert table.classes == names
    numbers = [labels[kind] for kind in KINDS]
    first = {label: int(table.points.labels[numbers.index(label)]) for label in numbers}
    assert len(set(first.values())) == len(names)
    np.testing.assert_array_equal(table.points.labels, [first[label] for label in numbers])
    for label, number in first.items():
        name = names[number]
        assert label == name or float(label) == float(name)


VARIANTS = list(
    itertools.product(
        [",", ";", "\t", "|", "  ", " ", "    ", " ; ", ", ", ":"],
        [False, True],
        list(LABELS),
        ["xyc", "cxy", "ixyc", "xyce"],
        [True, False],
    )
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_sign_decimal_mark_label_order_and_head_gives_the_same_points(encoding: str) -> None:
    for sign, comma, kind, order, headed in VARIANTS[:: 3 if encoding == "utf-8" else 11]:
        if (comma and sign == ",") or (order == "xyce" and not sign.strip()):
            continue
        if (order == "ixyc" or order == "cxy") and kind in ("a gap",) and not headed:
            continue
        labels, names = LABELS[kind]
        if sign.strip() == "" and order == "ixyc" and headed:
            continue  # blanks cannot write an empty name
        text = lines_of(labels, sign=sign, comma=comma, order=order, head=HEAD if headed else None)
        try:
            table = read_table(text.encode(encoding))
        except ValueError as error:
            raise AssertionError((sign, comma, kind, order, headed, text[:200], str(error))) from error
        try:
            assert_same(table, names, labels)
        except (AssertionError, ValueError) as error:
            raise AssertionError((sign, comma, kind, order, headed, text[:200], table.words)) from error


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_ends_of_lines_and_quotes_change_nothing(ends: str, quote: str) -> None:
    labels, names = LABELS["names"]
    assert_same(read_table(lines_of(labels, head=HEAD, quote=quote, ends=ends)), names, labels)


def plain_rows(labels: list[str]) -> list[list[object]]:
    return [[x, y, labels[kind]] for (x, y), kind in zip(PLACES, KINDS, strict=True)]


def markdown(labels: list[str]) -> str:
    rows = [f"| {x} | {y} | {label} |" for x, y, label in plain_rows(labels)]
    return "\n".join(["| x1 | x2 | class |", "|---:|:--:|---|", *rows])


def arff(labels: list[str]) -> str:
    rows = [f"{x},{y},{label}" for x, y, label in plain_rows(labels)]
    head = [
        "% made by hand",
        "@RELATION points",
        "",
        "@ATTRIBUTE 'petal length' NUMERIC",
        "@ATTRIBUTE width REAL",
    ]
    return "\n".join([*head, "@ATTRIBUTE class {" + ",".join(labels) + "}", "@DATA", *rows])


def records(labels: list[str]) -> list[dict[str, object]]:
    return [{"x1": x, "x2": y, "class": label} for x, y, label in plain_rows(labels)]


def columns(labels: list[str]) -> dict[str, list[object]]:
    return {name: [row[k] for row in plain_rows(labels)] for k, name in enumerate(("x1", "x2", "class"))}


def by_index(labels: list[str]) -> dict[str, dict[str, object]]:
    return {name: {str(i): v for i, v in enumerate(values)} for name, values in columns(labels).items()}


def table_of_psql(labels: list[str]) -> str:
    rows = [f" {x:8} | {y:8} | {label}" for x, y, label in plain_rows(labels)]
    return "\n".join(["    x1    |    x2    | class", "----------+----------+-------", *rows, "(60 rows)"])


def frame_printed(labels: list[str]) -> str:
    rows = [f"{i:<4}{x:9}{y:9} {label:>12}" for i, (x, y, label) in enumerate(plain_rows(labels))]
    return "\n".join(["           x1       x2        class", *rows, "", "[60 rows x 3 columns]"])


def javascript(row: list[object]) -> str:
    return "  {{ x1: {}, x2: {}, class: '{}' }},\n".format(*row)


def page_of(labels: list[str], *, index: bool = False, close: bool = True, wide: bool = False) -> str:
    """A web page with the points in a table, and another table before it."""
    end = {tag: f"</{tag}>" if close else "" for tag in ("td", "th", "tr")}

    def row(cells: list[object], tag: str = "td") -> str:
        cells = [i if cells else "" for i in ("",) * index] + cells
        return f"<tr>{''.join(f'<{tag}>{cell}{end[tag]}' for cell in cells)}{end['tr']}\n"

    title = '<tr><th colspan="3">Measurements of May</th></tr>' if wide else ""
    body = title + row(["x<sub>1</sub>", "x2", "class"], "th")
    body += "".join(
        row([f" <b>{x}</b>&nbsp;", f"<!-- > -->{y}", label]) for x, y, label in plain_rows(labels)
    )
    other = "<table><tr><td>Home</td><td title='a > b'>About &amp; more</td></tr></table>"
    script = "<script>if (a < b) { document.write('<table><tr><td>1</td><td>2</td></tr></table>'); }</script>"
    return f"<!DOCTYPE html>\n<html><body>{script}{other}<TABLE border=1>{body}</TABLE></body></html>"


def frame_of_pandas(labels: list[str]) -> str:
    rows = [
        f"    <tr>\n      <th>{i}</th>\n      <td>{x}</td>\n      <td>{y}</td>\n      <td>{label}</td>\n    </tr>\n"
        for i, (x, y, label) in enumerate(plain_rows(labels))
    ]
    head = "".join(f"      <th>{name}</th>\n" for name in ("", "x1", "x2", "class"))
    return (
        f'<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n{head}    </tr>\n'
        f"  </thead>\n  <tbody>\n{''.join(rows)}  </tbody>\n</table>"
    )


def blocks_of(labels: list[str], *, between: str = "\n", name: str = "# {}\n", head: str = "") -> str:
    """A block for each class, as gnuplot has them, in the order in which the labels come."""
    rows = plain_rows(labels)
    return head + between.join(
        name.format(one) + "".join(f"{x} {y}\n" for x, y, label in rows if label == one)
        for one in dict.fromkeys(labels)
    )


def records_of_yaml(labels: list[str]) -> str:
    return "points:\n" + "".join(
        f"  - x1: {x}\n    x2: {y}\n    class: {label}\n" for x, y, label in plain_rows(labels)
    )


def columns_of_yaml(labels: list[str]) -> str:
    return "---\n" + "".join(
        f"{name}:\n" + "".join(f"  - {value}\n" for value in values)
        for name, values in columns(labels).items()
    )


FORMS: dict[str, Callable[[list[str]], str]] = {
    "markdown": markdown,
    "arff": arff,
    "psql": table_of_psql,
    "a frame as pandas prints it": frame_printed,
    "json lists": lambda labels: json.dumps(plain_rows(labels)),
    "json lists, indented": lambda labels: json.dumps(plain_rows(labels), indent=2),
    "json lists with a head": lambda labels: json.dumps([["x1", "x2", "class"], *plain_rows(labels)]),
    "json records": lambda labels: json.dumps(records(labels)),
    "json columns": lambda labels: json.dumps(columns(labels)),
    "json by index": lambda labels: json.dumps(by_index(labels)),
    "json split": lambda labels: json.dumps({"columns": ["x1", "x2", "class"], "data": plain_rows(labels)}),
    "json wrapped": lambda labels: json.dumps({"name": "mine", "points": records(labels)}),
    "json lines": lambda labels: "\n".join(map(json.dumps, records(labels))),
    "json X and y": lambda labels: json.dumps({"X": [list(p) for p in PLACES], "y": columns(labels)["class"]}),
    "python lists": lambda labels: repr(plain_rows(labels)),
    "python tuples": lambda labels: repr([tuple(row) for row in plain_rows(labels)]),
    "python rows with commas": lambda labels: "".join(f"{row!r},\n" for row in plain_rows(labels)),
    "python records": lambda labels: repr(records(labels)),
    "python with a name": lambda labels: f"points = {plain_rows(labels)!r}\n",
    "python X and y": lambda labels: f"X = {[list(p) for p in PLACES]}\ny = {columns(labels)['class']}\n",
    "a list for each column": lambda labels: "".join(f"{k} = {v!r}\n" for k, v in columns(labels).items()),
    "an array for each column": lambda labels: "".join(
        f"{k} = np.array({v!r})\n" for k, v in columns(labels).items()
    ),
    "MATLAB, a row for each column": lambda labels: "".join(
        f"{k} = [{' '.join(map(str, v))}];\n" for k, v in columns(labels).items()
    ),
    "JavaScript": lambda labels: "const points = [\n" + "".join(map(javascript, plain_rows(labels))) + "];\n",
    "JavaScript in a line": lambda labels: "".join(map(javascript, plain_rows(labels))).replace("\n", " "),
    "YAML": lambda labels: "".join(
        f"- {{x1: {x}, x2: {y}, class: {label}}}\n" for x, y, label in plain_rows(labels)
    ),
    "YAML, a line for each value": records_of_yaml,
    "YAML, a list for each column": columns_of_yaml,
    "HTML": page_of,
    "HTML with a title over all columns": lambda labels: page_of(labels, wide=True),
    "HTML without ends": lambda labels: page_of(labels, close=False),
    "HTML of pandas": frame_of_pandas,
    "gnuplot's blocks": blocks_of,
    "gnuplot's datasets": lambda labels: blocks_of(labels, between="\n\n"),
    "gnuplot's datasets, a head": lambda labels: blocks_of(labels, between="\n\n", head="# x y\n"),
    "gnuplot's datasets with names": lambda labels: blocks_of(labels, between="\n\n", name='"{}"\n'),
    "Octave's text": lambda labels: "# Created by Octave 9\n# name: A\n# type: matrix\n# columns: 3\n"
    + lines_of(labels, sign=" "),
    "sep= line": lambda labels: "sep=;\r\n" + lines_of(labels, sign=";", head=HEAD, ends="\r\n"),
    "title above": lambda labels: "Measurements of May\n\n" + lines_of(labels, head=HEAD),
    "title in the first cell": lambda labels: "Measurements,,\n" + lines_of(labels, head=HEAD),
    "units below the head": lambda labels: lines_of(labels, head=HEAD).replace("class\n", "class\n(cm),(cm),\n"),
    "total below": lambda labels: lines_of(labels, head=HEAD) + "Total,204.1,60\n",
    "mean below": lambda labels: lines_of(labels, head=HEAD) + "3.4,-1.1,Mean\n",
    "remarks": lambda labels: "# mine\n// yours\n" + lines_of(labels, head=HEAD) + "# end\n",
    "head in a remark": lambda labels: "# x1,x2,class\n" + lines_of(labels),
    "numbers as a head": lambda labels: "0,1,2\n" + lines_of(labels),
    "numbers as a head, and an index": lambda labels: ",0,1,2\n" + lines_of(labels, order="ixyc"),
    "R's row names": lambda labels: '"x1","x2","class"\n' + lines_of(labels, order="ixyc"),
    "lines in quotes": lambda labels: "\n".join(f'"{line}"' for line in lines_of(labels, head=HEAD).split()),
    "LaTeX": lambda labels: lines_of(labels, sign=" & ", head=HEAD).replace("\n", " \\\\\n\\hline\n"),
    "box": lambda labels: "┌──┐\n" + lines_of(labels, sign=" │ ", head=HEAD) + "└──┘\n",
    "print's minus": lambda labels: lines_of(labels, head=HEAD).replace("-", "−"),
    "hard blanks": lambda labels: lines_of(labels, sign="\u00a0;\u00a0", head=HEAD),
    "one empty line after each": lambda labels: lines_of(labels, head=HEAD).replace("\n", "\n\n"),
}  # fmt: skip


def test_blocks_without_names_are_numbered_and_it_is_said() -> None:
    table = read_table(blocks_of(LABELS["names"][0], name=""))
    np.testing.assert_array_equal(table.points.inputs, PLACES)
    assert table.classes == ("1", "2", "3")
    assert "the 3 blocks between empty lines are the classes" in table.words
    named = read_table(blocks_of(LABELS["names"][0], name="", head="length width\n"))
    assert named.axes == ("length", "width")


def test_single_empty_lines_part_nothing_where_two_part_datasets() -> None:
    one, other = (f"{i} {i + 1}\n{i + 1} {i}\n\n{i} 5\n6 {i}\n" for i in (1, 20))
    table = read_table(f"{one}\n\n{other}")
    assert table.points.labels.tolist() == [0] * 4 + [1] * 4


@pytest.mark.parametrize("text", ["1 2\n\n3 4\n\n5 6\n", "x y\n\n1 2\n3 4\n", "1 2\n3 4\n\n5 6\n"])
def test_lines_that_are_no_blocks_have_no_class(text: str) -> None:
    with pytest.raises(ValueError, match="no class: add a third column"):
        read_table(text)


def test_of_several_tables_of_a_page_the_one_with_most_points_is_read_and_it_is_said() -> None:
    few = "<table><tr><td>1.5<td>2<td>a<tr><td>2.5<td>3<td>b</table>"
    table = read_table(page_of(LABELS["names"][0]).replace("</body>", few + "</body>"))
    np.testing.assert_array_equal(table.points.inputs, PLACES)
    assert "table 1 of the page's 2 with points is read, which has the most" in table.words


def test_a_cell_that_reaches_over_rows_stands_in_each() -> None:
    rows = "<tr><td>1.5<td>2<td rowspan=2>a<tr><td>2.5<td>3<tr><td>4.5<td>3<td rowspan='2'>b<tr><td>5<td>6"
    table = read_table(f"<table>{rows}</table>")
    assert table.points.inputs.tolist() == [[1.5, 2], [2.5, 3], [4.5, 3], [5, 6]]
    assert table.points.labels.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "run",
    [
        *("<", "<a '", "<!--", "<td>", "<table>", "<script>", "<tr>", "<td rowspan=99 colspan=99>"),
        "<td rowspan=300 colspan=300>" + "<tr>" * 300,
    ],
)
def test_a_page_of_nonsense_is_refused_and_has_no_more_pieces_than_tags(run: str) -> None:
    text = "<table>" + run * 100_000
    with pytest.raises(ValueError, match=r"web page|Row|row|points|cells|The table has"):
        read_table(text[:990_000])
    n_few, n_many = (sum(1 for _ in _pieces("<table>" + run * n)) for n in (1_000, 2_000))
    assert n_many <= 2 * n_few + 2


@pytest.mark.parametrize("kind", ["from 1", "from 0", "names"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_points(form: str, kind: str) -> None:
    labels, names = LABELS[kind]
    assert_same(read_table(FORMS[form](labels)), names, labels)
    assert_same(read_table(FORMS[form](labels).encode()), names, labels)


def test_numpys_way_of_printing_is_read() -> None:
    array = np.column_stack([np.round(PLACES, 2), KINDS])
    with np.printoptions(threshold=10_000):
        for text in (str(array), repr(array), f"X = {array!r}"):
            np.testing.assert_allclose(read_table(text).points.inputs, np.round(PLACES, 2))
    with pytest.raises(ValueError, match="leaves rows out"):
        read_table(str(np.tile(array, (40, 1))))


def test_matlabs_way_of_printing_is_read() -> None:
    text = "A = [" + "; ".join(f"{x} {y} {kind}" for (x, y), kind in zip(PLACES, KINDS, strict=True)) + "];"
    np.testing.assert_allclose(read_table(text).points.inputs, PLACES)


@pytest.mark.parametrize(
    "words", [("c_a", "c_b", "c_c"), ("1", "2", "3"), ("species_setosa", "species_virginica", "species_x")]
)
@pytest.mark.parametrize("headed", [True, False])
@pytest.mark.parametrize("values", [("0", "1"), ("0.0", "1.0"), ("False", "True")])
def test_a_column_for_each_class_is_one_class(
    words: tuple[str, ...], headed: bool, values: tuple[str, str]
) -> None:
    rows = [
        ",".join([repr(x), repr(y), *(values[int(kind == k)] for k in range(3))])
        for (x, y), kind in zip(PLACES, KINDS, strict=True)
    ]
    table = read_table("\n".join(([f"x1,x2,{','.join(words)}"] if headed else []) + rows))
    np.testing.assert_array_equal(table.points.inputs, PLACES)
    np.testing.assert_array_equal(table.points.labels, KINDS)
    named = headed and words[0] != "1"
    assert table.classes == (tuple(word.rpartition("_")[2] for word in words) if named else ("1", "2", "3"))


def test_extra_columns_are_left_out_and_it_is_said_which_are_used() -> None:
    rows = [
        f"{i + 7},{'train' if i % 3 else 'test'},{x},{x * 3 + i},{y},{'abc'[kind]},note {i}"
        for i, ((x, y), kind) in enumerate(zip(PLACES, KINDS, strict=True))
    ]
    table = read_table("\n".join(["id,split,x1,weight,x2,species,remark", *rows]))
    np.testing.assert_array_equal(table.points.inputs, PLACES)
    assert "2 of 7 columns used: x1, x2; classes a, b, c" in table.words


def test_of_more_than_two_quantities_those_that_part_the_classes_best_are_used() -> None:
    noise = RNG.normal(size=(60, 2))
    rows = [
        f"{n:.3f},{x + 9 * kind},{m:.3f},{y - 5 * kind},{'abc'[kind]}"
        for (n, m), (x, y), kind in zip(noise, PLACES, KINDS, strict=True)
    ]
    table = read_table("\n".join(["sepal length (cm),petal_length,sepal_width,petal_width,species", *rows]))
    assert table.axes == ("petal_length", "petal_width")
    assert "2 of 5 columns used: petal_length, petal_width (they part the classes best)" in table.words


def test_y_is_a_class_beside_two_coordinates_and_a_coordinate_beside_x() -> None:
    rows = [f"{x},{y},{kind}" for (x, y), kind in zip(PLACES, KINDS, strict=True)]
    for head, axes in (
        ("x1,x2,y", ("x1", "x2")),
        ("x,y,class", ("x", "y")),
        ("x,y,kind of thing", ("x", "y")),
    ):
        table = read_table("\n".join([head, *rows]))
        assert table.axes == axes
        np.testing.assert_array_equal(table.points.inputs, PLACES)
        np.testing.assert_array_equal(table.points.labels, KINDS)


def test_of_four_classes_the_three_largest_are_used_or_those_that_are_wanted() -> None:
    rows = [f"{i},{i * i},{'abcd'[min(i // 10, 3)]}" for i in range(45)]
    table = read_table("x1,x2,class\n" + "\n".join(rows))
    assert table.all_classes == ("a", "b", "c", "d")
    assert table.classes == ("a", "b", "d")
    assert "35 points of 45 rows, those of 3 of 4 classes" in table.words
    chosen = read_table("x1,x2,class\n" + "\n".join(rows), wanted=("c", "d"))
    assert chosen.classes == ("c", "d")
    np.testing.assert_array_equal(chosen.points.inputs[:, 0], np.arange(20, 45))


def test_of_a_large_table_a_sample_is_drawn_always_the_same_and_it_is_said() -> None:
    rng = np.random.default_rng(0)
    kinds = np.repeat([0, 1, 2], [11_000, 3_990, 10])
    rows = [
        f"{x:.4f},{y:.4f},{kind}" for (x, y), kind in zip(rng.normal(size=(15_000, 2)), kinds, strict=True)
    ]
    first, second = (read_table("\n".join(rows)) for _ in range(2))
    np.testing.assert_array_equal(first.points.inputs, second.points.inputs)
    assert np.bincount(first.points.labels).tolist() == [5_000 - 1_330 - 10, 1_330, 10]
    assert "5,000 points of 15,000 rows, drawn by lot (seed 0)" in first.words
    places = [
        rows.index(f"{x:.4f},{y:.4f},{k}")
        for (x, y), k in zip(first.points.inputs[:40], first.points.labels[:40], strict=True)
    ]
    assert places == sorted(places)


def test_points_far_off_are_named_and_kept() -> None:
    text = lines_of(LABELS["from 1"][0], head=HEAD) + "9999,9999,1\n"
    table = read_table(text)
    assert len(table.points) == 61
    assert table.warning.startswith("Line 62 (9999, 9999) lies so far off that all others share ")
    assert not read_table(lines_of(LABELS["from 1"][0])).warning


NPY = io.BytesIO()
np.save(NPY, np.zeros((4, 3)))
NPZ = io.BytesIO()
np.savez(NPZ, X=np.zeros((4, 3)))


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return packed.getvalue()


REFUSED: list[tuple[str | bytes, str]] = [
    ("", "The table is empty"),
    (" \n\t\n", "The table is empty"),
    (b"", "The table is empty"),
    ("x1,x2,class\n", "only a head"),
    ("# nothing\n", "The table is empty"),
    ("[]", "The list is empty"),
    ("h,w,c\n" + "181 cm,80.5 kg,m\n" * 3, "Line 2: “181 cm” and “80.5 kg” have units behind the numbers"),
    ("a;b;c\n" + "50%;12,5 %;m\n" * 3, "Line 2: “50%” and “12,5 %” have units behind the numbers"),
    ("\n".join([",".join(map(str, range(20)))] * 3), "3 rows and 20 columns, as if written across"),
    ("a,b\nc,d\n", "neither this line nor another has two numbers"),
    ("1,2,3\n4,5\n6,7,1\n", "Line 2 has 2 values where most lines have 3"),
    ("x1,x2,class\n1,2,a\n\none,2,b\n3,4,b\n5,6,a\n", "Line 4: x1 is “one”, not a number"),
    ("1,1_0,2\n1,2,1\n3,4,1\n5,6,2\n", "Line 1: column 2 is “1_0”, not a number"),
    ("1,inf,2\n1,2,1\n3,4,1\n5,6,2\n", "Line 1: column 2 is “inf”, which is not finite"),
    ("1,1e999,2\n1,2,1\n3,4,1\n5,6,2\n", "Line 1: column 2 is “1e999”, which is not finite"),
    ("x1,x2,class\n1,2,1\n,2,1\n3,,2\n5,6,2\n7,8,2", "Line 3: x1 is missing"),
    ("x1,x2,class\n1,2,1\n2,2,NA\n3,NaN,2\n5,6,2\n4,4,2", "Line 4: x2 is missing"),
    ("x1,x2,class\n1,2,1\n2,2,NA\n3,1,2\n5,6,2\n", "Line 3: class is missing"),
    ("x1,x2,class\n1.5,2,1\n2,2.5,1\n", "All 2 rows are of class “1”"),
    ("x1,x2\n1.5,2\n2,2.5\n", "no class: add a third column"),
    ("a,b,c\n" + "".join(f"{i}.5,{i}.25,{i}.125\n" for i in range(40)), "None of the 3 columns is a class"),
    ('x1;x2;class\n"11,000.7";"2";1\n"11,000.8";"3";2\n', "Line 2: x1 is “11,000.7”, with a mark between thou"),
    ("x1;x2;class\n1.100,7;2;1\n1.200,5;3;2\n", "with a mark between thousands"),
    ("x1;x2;class\n1 100,7;2;1\n1 200,5;3;2\n", "with a mark between thousands"),
    ("x1;x2;class\n1'100.7;2;1\n1'200.5;3;2\n", "with a mark between thousands"),
    ("x1\tx2\tclass\n1,234\t2,345\t1\n3,456\t4,567\t2\n", "may be 1.234 or 1234"),
    ("x1,x2,class\n2,0007,2,1792,1\n1,8355,1,4656,2\n", "the commas part cells and numbers"),
    ("2,0007,2,1792,1\n1,8355,1,4656,2\n", "The commas part cells and numbers"),
    ("1 1:2.0007 2:2.1792\n2 1:1.8 2:1.4\n", "This is LIBSVM's format"),
    (NPY.getvalue(), "This is a NumPy array: np.savetxt"),
    (NPZ.getvalue(), "This is a NumPy archive: np.savetxt"),
    (archive("xl/workbook.xml"), "This is an Excel workbook: open it and save it as CSV"),
    (archive("mimetype", "content.xml"), "This is an OpenDocument file"),
    (archive("word/document.xml"), "This is a Word document"),
    (archive("model/data.pkl"), "This is a PyTorch file"),
    (archive("points.csv"), "This is a zip archive: unpack it"),
    (archive("xl/a")[:-10], "This is a zip archive that is damaged"),
    (pickle.dumps([[1, 2, 3]]), "This is a pickle, which is never opened here"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, "This is an old Office file, such as .xls"),
    (b"\x1f\x8b\x08\x00", "This is packed with gzip"),
    (b"PAR1\0\0", "This is a Parquet file"),
    (b"\x89PNG\r\n\x1a\n", "This is a picture"),
    (b"%PDF-1.7\n", "This is a PDF"),
    (b"<!DOCTYPE html><html><body>", "This is a web page"),
    ("<html><table>", "This is a web page"),
    ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "Row 1: neither this line nor another has two numbers"),
    ("<table><tr><td>1<td>2<td>a<tr><td>3<td>4</table>", "Row 2 has 2 values where most lines have 3"),
    (bytes(range(256)) * 8, "This file is not text"),
    (b"1,2,3\n\x00\x01\x02\x03", "This file is not text"),
    (b"\xff\xfe1\x00,\x002", "This file begins as UTF-16 and breaks off"),
    ('{"a": 1}', "This list is not one of points"),
    ('{"x": {"y": {"z": 1}}}', "This list is not one of points"),
    ("[1, 2, 3]", "This list is not one of points"),
    ("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "This list is not one of points"),
    ("[[1, 2, 0], [3, 4]]", "Row 2 has 2 values where the first has 3"),
    ('[{"x": 1, "y": 2, "c": 0}, {"x": 1, "c": 1}, {"x": 4, "y": 2, "c": 0}, {"x": 1, "y": 7, "c": 0}]', "Row 2: y is"),
    ("[" * 100_000, "This list is not one of points"),
    ("1,2,3\n" * 200_000, "The table has 1.2 MB; 1 MB are the most"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_gets_one_sentence_with_its_kind_and_a_way_out(
    table: str | bytes, words: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as refusal:
        read_table(table)
    said = str(refusal.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 220


PIECES = [
    "1,2,3",
    "0.5;−1;2",
    "a,b",
    "nan,1,1",
    "",
    "x1,x2,class",
    "1 2",
    "9,9,9",
    "1e999,0,1",
    "[[1,2,3],",
    "]",
    "{",
    "@data",
]
LINES = st.lists(
    st.sampled_from(
        [*PIECES, "@attribute x real", "|1|2|a|", "sep=;", "Total,1,2", '"1","2","b"', "1:2", "# x y c"]
    )
    | st.text(max_size=12)
    | st.text("0123456789.,;-+e \t\"'|&:[](){}", max_size=14),
    max_size=9,
).map("\n".join)


@given(LINES | st.text() | st.binary() | LINES.map(lambda text: text.encode("utf-16")))
@settings(deadline=None, max_examples=many(500))
def test_any_text_whatever_is_points_or_one_sentence(table: str | bytes) -> None:
    assert_read_or_refused(table)


def assert_read_or_refused(table: str | bytes) -> None:
    try:
        found = read_table(table)
    except ValueError as error:
        assert re.fullmatch(r"[A-Z“][^\n]*\.", str(error)), error  # noqa: PT017 - the words are looked at
        assert len(str(error)) < 300  # noqa: PT017
        return
    assert len(found.points) >= 2
    assert np.isfinite(found.points.inputs).all()
    assert sorted(set(found.points.labels.tolist())) == list(range(len(found.classes)))
    assert 2 <= len(found.classes) <= 3
    assert len(found.points) <= MOST_POINTS


def broken(whole: bytes) -> Iterator[bytes]:
    rng = np.random.default_rng(7)
    for _ in range(12):
        yield whole[: int(rng.integers(len(whole)))]
        damaged = bytearray(whole)
        for at in rng.integers(len(whole), size=5):
            damaged[at] = int(rng.integers(256))
        yield bytes(damaged)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_breaks_off_or_is_damaged_gives_no_traceback(form: str) -> None:
    for table in broken(FORMS[form](LABELS["names"][0]).encode()):
        assert_read_or_refused(table)


TENTH = 100_000
"""Letters of a tenth of the largest table: memory is counted slowly."""


@pytest.mark.parametrize(
    "piece",
    ["\n", ";", "1", "1 2 3\r", "[", "1,2,a\n1,3,b\n", '"', "(1)", "[[1,2],", "{}\n", '1,"', "1\t2\tx"],
)
def test_a_large_table_is_read_or_refused_in_little_memory(piece: str) -> None:
    table = piece * (TENTH // len(piece))
    tracemalloc.start()
    try:
        assert_read_or_refused(table)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
