"""Trying again what failed for a while."""

import logging
import random
import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

Result = TypeVar("Result")
log = logging.getLogger(__name__)


def retry(
    action: Callable[[], Result],
    transient: type[Exception] | tuple[type[Exception], ...],
    deadline_seconds: float,
    stop: Event,
) -> Result:
    """Calls `action` until it succeeds, with pauses that double from 0.1 to 5 seconds.

    Args:
        action: What to do; to do it twice must have no further effect.
        transient: Exceptions that may pass. Others are raised at once.
        deadline_seconds: From now; the last exception is raised when the next pause would exceed it.
        stop: When set, the exception is raised instead of another try.
    """
    deadline = time.monotonic() + deadline_seconds
    pause = 0.1
    while True:
        try:
            return action()
        except transient as error:
            # Clients that failed together do not try again together.
            seconds = pause * random.uniform(0.5, 1)
            if time.monotonic() + seconds > deadline or stop.wait(seconds):
                raise
            log.warning("trying again after %.1f s: %s", seconds, error)
            pause = min(2 * pause, 5)
