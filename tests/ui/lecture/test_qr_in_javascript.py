"""QR codes, bit by bit against the qrcode library."""

import pytest
import qrcode

from tests.node import Node

QR = "ui/lecture/link/qr.js"


@pytest.mark.parametrize("length", [1, 14, 15, 61, 62, 106, 122, 180, 181, 287, 400, 700, 1370])
def test_a_qr_code_is_bit_by_bit_what_the_qrcode_library_makes(node: Node, length: int) -> None:
    text = "".join(chr(33 + (7 * i + i // 13) % 90) for i in range(length))

    made = node(QR, "qrMatrix(text)", text=text)

    known = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=made["mask"]
    )
    known.add_data(text.encode(), optimize=0)
    known.make(fit=True)
    assert made["rows"] == [[bool(module) for module in row] for row in known.get_matrix()]


def test_a_text_that_no_code_can_hold_is_refused(node: Node) -> None:
    assert node(QR, "qrMatrix('x'.repeat(1371))") is None
