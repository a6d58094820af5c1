"""The matrix product in WebAssembly: ``product.c``, and ``product.wasm`` as ``python -m static_site.kernel`` makes it.

The built file lies beside its source, so that a site can be built where there is no clang.
"""
