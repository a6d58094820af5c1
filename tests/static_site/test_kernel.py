"""The kernel's built file is what its source gives; that it multiplies is claimed in ``product.test.js``."""

import pytest

from static_site.kernel import __main__ as kernel


def test_the_built_kernel_is_what_its_source_gives():
    found = kernel.version()
    if found is None or not found.startswith(kernel.CLANG):
        pytest.skip(f"clang {kernel.CLANG} made the file, and {found or 'none'} is installed")
    assert kernel.built() == (kernel.HERE / "product.wasm").read_bytes()
