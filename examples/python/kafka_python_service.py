"""A consumer in a thread of its own, for a program that does other things as well."""

import logging
import sys
import threading

from kafka_python_consumer import consume
from shared.settings import Settings, read_settings
from shared.stopping import stop_on_signals

log = logging.getLogger("shared.service")


class KafkaService(threading.Thread):
    """Applies orders in the background, from `start` to `stop`.

    The guide's thread iterates over its consumer, which blocks until a message comes: `stop` has no effect
    while there is none. This one polls for half a second at a time.
    """

    def __init__(self, settings: Settings) -> None:
        """A service that has not started. Start several for several partitions at a time."""
        super().__init__(name="kafka-service")
        self._settings = settings
        self._stopping = threading.Event()
        #: Why the service ended by itself.
        self.failure: Exception | None = None

    def run(self) -> None:
        """The thread; `start` calls it."""
        try:
            consume(self._settings, self._stopping)
        except Exception as error:
            log.error("the service has ended: %s", error)  # noqa: TRY400 - what failed, without its stack
            self.failure = error

    def stop(self) -> None:
        """Returns when the records in progress are committed and the consumer has left its group."""
        self._stopping.set()
        self.join()


def main() -> None:
    """Runs the service until a signal comes or it ends by itself."""
    service, stop = KafkaService(read_settings()), stop_on_signals()
    service.start()
    while service.is_alive() and not stop.wait(0.5):
        pass  # The program's own work goes here.
    service.stop()
    if service.failure:
        sys.exit(f"Stopped, with nothing committed that was not processed: {service.failure}")
    log.info("stopped")


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(levelname)s %(threadName)s %(name)s %(message)s")
    logging.getLogger("shared").setLevel(logging.INFO)
    main()
