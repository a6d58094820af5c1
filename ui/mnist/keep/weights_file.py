"""The course of a network's training as a file. Its weights go out as ``ui.take_away.weights_out`` writes them."""

import csv
import io

from engine.training.history import History


def history_written(history: History) -> bytes:
    """Bytes of a CSV file: a row for each record, with the columns of ``History`` by their names."""
    columns = vars(history)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue().encode()
