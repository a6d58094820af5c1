"""A Valkey or Redis that workers of several machines share. Its client library is read only where there is one.

Nobody waits long for a store that is gone: the page goes on without it, and asks again after a rest.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ui.store.place import GoneError

PATIENCE = 1.0
"""Seconds that an answer may take."""

REST = 1.0
"""Seconds after a failure in which the store is not asked: each who asks would wait for nothing."""

MOST_CONNECTIONS = 32

PREFIX = "hidden-layers"
"""Every key begins with it: others may use the same store."""

_log = logging.getLogger(__name__)


class Valkey:
    """A store by its address; threads may share it.

    Parameters
    ----------
    address : str
        As its client reads it.

    Attributes
    ----------
    changed : type of Exception
        Raised where what a change watches has been changed by another meanwhile.

    Raises
    ------
    ValueError
        If the client library is missing, or cannot read the address.
    """

    def __init__(self, address: str) -> None:
        try:  # here, since it takes a tenth of a second, and most have no store by address
            import redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry
        except ImportError:
            raise ValueError("A store by address needs the Python package redis: pip install redis") from None
        self.address = address
        self.changed: type[Exception] = redis.WatchError
        self._failure: type[Exception] = redis.RedisError
        self._rests_until = 0.0
        self._is_gone = False
        try:
            pool = redis.BlockingConnectionPool.from_url(
                address,
                max_connections=MOST_CONNECTIONS,
                timeout=PATIENCE,
                socket_timeout=PATIENCE,
                socket_connect_timeout=PATIENCE,
                retry=Retry(NoBackoff(), 1, (redis.ConnectionError,)),  # where it went while it was at rest
            )
        except ValueError:
            raise ValueError("The store’s address cannot be read by its client") from None
        self._client: Any = redis.Redis(connection_pool=pool)

    @contextmanager
    def asking(self) -> Iterator[Any]:
        """The client, for one question.

        Yields
        ------
        redis.Redis
            Answers are bytes.

        Raises
        ------
        GoneError
            If the store does not answer, or has not a moment ago.
        """
        if time.monotonic() < self._rests_until:
            raise GoneError("it did not answer a moment ago")
        try:
            yield self._client
        except self._failure as error:
            why = type(error).__name__
            self._rests_until = time.monotonic() + REST
            if not self._is_gone:
                _log.warning("The store does not answer (%s); pages go on without it", why)
            self._is_gone = True
            raise GoneError(why) from None
        if self._is_gone:
            _log.warning("The store answers again")
        self._is_gone = False


_latest: Valkey | None = None


def valkey(address: str) -> Valkey:
    """The store at an address: the same one each time, with its connections."""
    global _latest
    if _latest is None or _latest.address != address:
        _latest = Valkey(address)
    return _latest
