"""Pyodide has no OpenSSL; libraries import the module, and a page in a browser opens no socket."""


class SSLError(OSError):
    """Never raised."""


class SSLZeroReturnError(SSLError):
    """Never raised."""


class SSLWantReadError(SSLError):
    """Never raised."""


class SSLWantWriteError(SSLError):
    """Never raised."""


class SSLSyscallError(SSLError):
    """Never raised."""


class SSLEOFError(SSLError):
    """Never raised."""


class SSLContext:
    """Never made."""


class SSLObject:
    """Never made."""


class MemoryBIO:
    """Never made."""
