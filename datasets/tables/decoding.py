"""A file's bytes as text, whatever program wrote it; a file that is no text is named, with the way to a table."""

import io
import zipfile

Kind = tuple[bytes, str]

_AS_CSV = "open it and save it as CSV"

ZIPPED = {
    "xl/": f"an Excel workbook: {_AS_CSV} (File, Save as)",
    "content.xml": f"an OpenDocument file: {_AS_CSV} (File, Save as)",
    "word/": "a Word document: copy its table and paste it here",
    "ppt/": "a PowerPoint file: copy its table and paste it here",
    "Index/": f"a Numbers document: {_AS_CSV} (File, Export to)",
    "data.pkl": 'a PyTorch file: np.savetxt("points.csv", torch.load(FILE), delimiter=",") writes a table',
}
"""What stands in a zip archive, and the kind of file that this makes it."""

STARTS: tuple[Kind, ...] = (
    (b"\x93NUMPY", 'a NumPy array: np.savetxt("points.csv", np.load(FILE), delimiter=",") writes a table'),
    (b"\xd0\xcf\x11\xe0", f"an old Office file, such as .xls: {_AS_CSV} (File, Save as)"),
    (b"\x1f\x8b", "packed with gzip: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed with xz: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"PAR1", 'a Parquet file: pandas.read_parquet(FILE).to_csv("points.csv") writes a table'),
    (b"ARROW1", 'a Feather file: pandas.read_feather(FILE).to_csv("points.csv") writes a table'),
    (b"\x89HDF", 'an HDF5 file: pandas.read_hdf(FILE).to_csv("points.csv") writes a table'),
    (b"MATLAB 5.0", 'a MATLAB file: writematrix(points, "points.csv") writes a table'),
    (b"SQLite format 3", "a SQLite database: export the table as CSV"),
    (b"RDX", 'an R workspace: write.csv(points, "points.csv") writes a table'),
    (b"RDA", 'an R workspace: write.csv(points, "points.csv") writes a table'),
    (b"{\\rtf", "a rich text document: save it as plain text"),
    (b"%PDF", "a PDF: copy its table and paste it here"),
    (b"\x89PNG", "a picture: a table of numbers is needed, such as a CSV file"),
    (b"\xff\xd8\xff", "a picture: a table of numbers is needed, such as a CSV file"),
    (b"GIF8", "a picture: a table of numbers is needed, such as a CSV file"),
)
"""How files that are no text begin. A pickle's first byte is looked at apart, as it is only one."""

_PICKLE = 'a pickle, which is never opened here: to_csv("points.csv"), or np.savetxt, writes a table'


def decoded(raw: bytes) -> tuple[str, str]:
    """Text of a file, and the name of its encoding where that is not UTF-8.

    Parameters
    ----------
    raw : bytes
        A whole file.

    Returns
    -------
    text : str
        Without a byte order mark.
    encoding : str
        "" for UTF-8.

    Raises
    ------
    ValueError
        If the file is no text; the message names its kind and the way to a table.
    """
    kind = _kind_of(raw)
    if kind:
        raise ValueError(f"This is {kind}.")
    return _text_of(raw)


def _kind_of(raw: bytes) -> str:
    """Name a file that is no text, with the way to a table; "" where it may be text."""
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"PK\x05\x06"):
        return _zipped(raw)
    for start, kind in STARTS:
        if raw.startswith(start):
            return kind
    if len(raw) > 1 and raw[0] == 0x80 and 2 <= raw[1] <= 5:
        return _PICKLE
    return ""


def _zipped(raw: bytes) -> str:
    """Look only at the names in a zip archive: none of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "a zip archive that is damaged: unpack it first"
    for start, kind in ZIPPED.items():
        if any(name.startswith(start) or name.endswith("/" + start) for name in names):
            return kind
    if any(name.endswith(".npy") for name in names):
        return (
            'a NumPy archive: np.savetxt("points.csv", np.load(FILE)["NAME"], delimiter=",") writes a table'
        )
    return "a zip archive: unpack it first"


def _text_of(raw: bytes) -> tuple[str, str]:
    for mark, codec, name in (
        (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
        (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if raw.startswith(mark):
            return _strictly(raw, codec), name
    if b"\x00" in raw[:2_000]:
        return _without_mark(raw), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _of_one_byte_each(raw)


def _without_mark(raw: bytes) -> str:
    """UTF-16 without a mark: ASCII has a zero in every second byte, and which one tells the order."""
    even, odd = raw[0:2_000:2].count(0), raw[1:2_000:2].count(0)
    most = max(even, odd)
    if 2 * most < len(raw[:2_000]) * 0.8 or min(even, odd) > 0.1 * most:
        raise ValueError("This file is not text: save the table as CSV.")
    return _strictly(raw, "utf-16-le" if odd > even else "utf-16-be")


def _strictly(raw: bytes, codec: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        raise ValueError(
            f"This file begins as {codec[:6].upper()} and breaks off: save it anew as UTF-8."
        ) from None


def _of_one_byte_each(raw: bytes) -> tuple[str, str]:
    """Text of Windows or Latin-1, in which every byte is a letter; bytes that no text has say that it is none."""
    strange = sum(raw.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a\x0b")
    if strange > len(raw) // 1_000:
        raise ValueError("This file is not text: save the table as CSV.")
    try:
        return raw.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "Latin-1"
