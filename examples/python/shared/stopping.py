"""Clean shutdown."""

import signal
from threading import Event, Thread


def stop_on_signals() -> Event:
    """An event that Ctrl-C (SIGINT) and `docker stop` (SIGTERM) set; a second one ends the process."""
    stop = Event()

    def handle(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        # The handler interrupts the main thread, which may hold the event's lock: set it from another.
        Thread(target=stop.set).start()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    return stop
