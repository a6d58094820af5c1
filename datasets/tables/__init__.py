"""Tables of labelled points as people have them: ``read_table`` reads any of them, or says in a sentence why not."""

from .table import MOST_BYTES, MOST_POINTS, Table, read_table

__all__ = ["MOST_BYTES", "MOST_POINTS", "Table", "read_table"]
