"""How long an answer of a server is waited for: the client itself would wait for ever."""

from collections.abc import Callable
from typing import Any

import grpc


class Patience(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):  # type: ignore[misc]
    """Gives every call so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def _timed(self, ask: Callable[[Any, Any], Any], details: Any, request: Any) -> Any:
        return ask(details._replace(timeout=self._seconds), request)

    intercept_unary_unary = _timed
    intercept_unary_stream = _timed
