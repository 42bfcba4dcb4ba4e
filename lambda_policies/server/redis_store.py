"""The store that replicas share: Redis."""

from __future__ import annotations

from typing import cast

from redis.asyncio import Redis as Connection
from redis.exceptions import RedisError

from lambda_policies.errors import ConfigError
from lambda_policies.server.store import CLAIMED_SECONDS, StoreError

PREFIX = "lp:1:"
PATIENCE = 3.0


class Redis:
    """A store in Redis. Keys begin with ``lp:1:`` and expire by themselves."""

    def __init__(self, url: str) -> None:
        """*url* is as ``rediss://:password@host:6379/0``. Raises ConfigError."""
        try:
            self._connection = Connection.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        except ValueError:
            sentence = "LP_REDIS_URL is not the URL of a Redis."
            raise ConfigError(sentence, "Write it as rediss://:password@host:6379/0.") from None

    async def claim(self, task: str) -> bool:
        """See `Store`."""
        try:
            return bool(await self._connection.set(f"{PREFIX}task:{task}", b"1", nx=True, ex=CLAIMED_SECONDS))
        except RedisError:
            raise StoreError from None

    async def keep(self, key: str, page: str, seconds: int) -> None:
        """See `Store`."""
        try:
            await self._connection.set(f"{PREFIX}page:{key}", page.encode(), ex=seconds)
        except RedisError:
            raise StoreError from None

    async def page(self, key: str) -> str | None:
        """See `Store`."""
        try:
            found = cast("bytes | None", await self._connection.get(f"{PREFIX}page:{key}"))
        except RedisError:
            raise StoreError from None
        return None if found is None else found.decode()

    async def ready(self) -> None:
        """See `Store`."""
        try:
            await self._connection.ping()
        except RedisError:
            raise StoreError from None

    async def close(self) -> None:
        """See `Store`."""
        await self._connection.aclose()
