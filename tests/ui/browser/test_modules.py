"""The browser's modules: each keeps a scope of its own, and what is missing is said with the file's name."""

import re

import pytest

from ui.browser import modules


@pytest.fixture
def files(tmp_path):
    """Write files, and give the path of the first of them."""

    def write(**sources):
        for name, source in sources.items():
            path = tmp_path / f"{name}.js"
            path.write_text(source, encoding="utf-8")
        return tmp_path / f"{next(iter(sources))}.js"

    return write


def test_a_module_stands_behind_those_that_it_imports(files):
    first = files(
        part='import { b } from "./b.js";\nimport { c } from "./c.js";\nexport default b + c;\n',
        b='import { c } from "./c.js";\nexport const b = c;\n',
        c="export const c = 1;\n",
    )

    assert [module.path.stem for module in modules.graph(first)] == ["c", "b", "part"]


def test_an_import_may_run_over_several_lines_and_give_another_name(files):
    first = files(
        part='import {\n  draw as paint,\n  size,\n} from "./b.js";\nexport default paint(size);\n',
        b="export function draw() {}\nexport const size = 1;\n",
    )

    assert modules.module(first).imports[0].names == [("draw", "paint"), ("size", "size")]
    assert "const { draw: paint, size } = module0;" in modules.one_text(first)


def test_what_was_read_for_one_part_is_not_read_again_for_the_next(files):
    one = files(
        one='import { c } from "./c.js";\nexport default c;\n',
        two='import { c } from "./c.js";\nexport default -c;\n',
        c="export const c = 1;\n",
    )
    alone, read = modules.one_text(one.with_stem("two")), {}
    modules.one_text(one, read)
    one.with_stem("c").unlink()

    assert modules.one_text(one.with_stem("two"), read) == alone


def test_comments_stay_at_home(files):
    first = files(
        part="// why\n/**\n * @param {number} a\n */\nconst f = (a) => a; // how\nexport default f;\n"
    )

    text = modules.one_text(first)

    assert "why" not in text
    assert "@param" not in text
    assert "const f = (a) => a; // how" in text


def test_a_comment_ends_where_it_ends(files):
    first = files(part="/** a * b **/\nconst f = 1; /* c */\n/***/\nexport default f; /** d */ // e\n")

    assert "const f = 1; /* c */\nreturn f; /** d */ // e\n" in modules.one_text(first)


def test_a_type_within_a_line_takes_no_code_along(files):
    first = files(
        part="const f = () =>\n  /** @type {number} */ (1);\n\n/** @type {number} */\nconst g = f();\n"
        "export default g;\n"
    )

    text = modules.one_text(first)

    assert "(1);" in text
    assert "const g = f();" in text


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ({"part": 'import { b } from "./b.js";\nexport default b;\n'}, r"b\.js is not there"),
        (
            {"part": 'import { b } from "./c.js";\nexport default b;\n', "c": "export const c = 1;\n"},
            r"part\.js imports b from .*c\.js, which does not export it",
        ),
        (
            {
                "part": 'import { b } from "./b.js";\nexport default b;\n',
                "b": 'import { c } from "./c.js";\nexport const b = c;\n',
                "c": 'import { b } from "./b.js";\nexport const c = b;\n',
            },
            r"circle: .*b\.js → .*c\.js → .*b\.js",
        ),
        ({"part": 'import b from "./b.js";\nexport default b;\n'}, r'part\.js has the line "import b from'),
        ({"part": "const b = 1;\nexport { b };\n"}, r'part\.js has the line "export { b };"'),
        ({"part": "export const b = 1;\n"}, r"part\.js has no `export default`"),
    ],
    ids=["no file", "no name", "circle", "default import", "export list", "no default"],
)
def test_what_is_missing_or_strange_is_said_with_its_file(files, sources, words):
    with pytest.raises(ValueError, match=words):
        modules.one_text(files(**sources))


def test_style_sheets_come_once_each_and_first_what_is_imported(tmp_path):
    (tmp_path / "a.css").write_text('@import "b.css";\n@import "c.css";\n.a {}\n', encoding="utf-8")
    (tmp_path / "b.css").write_text('@import "c.css";\n.b {}\n', encoding="utf-8")
    (tmp_path / "c.css").write_text(".c {}\n", encoding="utf-8")

    assert re.findall(r"\.\w", modules.style(tmp_path / "a.css")) == [".c", ".b", ".a"]


def test_shared_html_is_put_in_where_a_comment_names_it(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "a.html").write_text("<p><!-- shared/b.html --></p>", encoding="utf-8")
    (tmp_path / "shared" / "b.html").write_text("<b></b>\n", encoding="utf-8")

    assert modules.markup(tmp_path / "a.html") == "<p><b></b></p>"
