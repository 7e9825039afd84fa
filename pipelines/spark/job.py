"""What every Spark job of the pipelines does: it waits for what it needs, and shows that it is alive."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

from pyspark.sql import SparkSession

# The container's own folder, which nobody else can write.
HEARTBEAT = Path("/tmp/heartbeat")  # noqa: S108

_BEAT_SECONDS = 20
_WAIT_SECONDS = 5
_REASON_LENGTH = 200
_WRAPPER = "java.util.concurrent.ExecutionException: "
# They log the stack of each error that reaches the job too, which then ends with it, or says it in one line.
_LOUD = (
    "org.apache.hadoop.fs.s3a.S3AInstrumentation",
    "org.apache.kafka",
    "org.apache.spark.executor.Executor",
    "org.apache.spark.scheduler.TaskSetManager",
    "org.apache.spark.sql.delta",
    "org.apache.spark.sql.execution.datasources.v2",
    "org.apache.spark.sql.execution.streaming",
    "org.apache.spark.sql.kafka010",
    "org.apache.spark.util.Utils",
)


def beat() -> None:
    """Tells the health check that the job makes progress, or has nothing to do."""
    HEARTBEAT.touch()


@contextmanager
def beating(limit_seconds: int) -> Iterator[None]:
    """Tells the health check, from a thread, that a long step is under way; up to the limit."""
    done = Event()

    def beat_until_done() -> None:
        for _ in range(limit_seconds // _BEAT_SECONDS):
            beat()
            if done.wait(_BEAT_SECONDS):
                return

    Thread(target=beat_until_done, daemon=True).start()
    try:
        yield
    finally:
        done.set()


def start(name: str) -> SparkSession:
    """Starts Spark, and waits, before anything is read, until the object store can be used."""
    HEARTBEAT.unlink(missing_ok=True)
    spark = SparkSession.builder.appName(name).getOrCreate()
    spark.sparkContext.setLogLevel("WARN")
    log4j = spark.sparkContext._jvm.org.apache.logging.log4j
    for logger in _LOUD:
        log4j.core.config.Configurator.setLevel(logger, log4j.Level.OFF)
    wait(lambda: store_problem(spark))
    return spark


def wait(problem: Callable[[], str | None]) -> None:
    """Waits until there is no problem, and says it again and again; the health check fails meanwhile."""
    waited = False
    while reason := problem():
        say(f"waiting: {reason}")
        time.sleep(_WAIT_SECONDS)
        waited = True
    if waited:
        say("going on")


def say(line: str) -> None:
    """Writes a line to the log."""
    print(line, file=sys.stderr, flush=True)


def fail(reason: str) -> NoReturn:
    """Ends the process; whatever runs it starts it again."""
    say(f"ended: {reason}")
    spark = SparkSession.getActiveSession()
    if spark is not None:
        # What is interrupted now would bury the reason.
        spark.sparkContext.setLogLevel("OFF")
    sys.exit(1)


def seconds(name: str) -> int:
    """A time in seconds from the environment."""
    return int(os.environ[name])


def reason_of(error: BaseException) -> str:
    """The beginning of the first line of an error of Spark, whose text goes on with the stack of the JVM."""
    cause = getattr(error, "java_exception", error)
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return lines[0].removeprefix(_WRAPPER)[:_REASON_LENGTH] if lines else type(error).__name__


def store_problem(spark: SparkSession) -> str | None:
    """Why the object store cannot be used; None if it can."""
    jvm = spark.sparkContext._jvm
    hadoop = spark.sparkContext._jsc.hadoopConfiguration()
    for bucket in ("bronze", "silver", "gold"):
        # A bucket's root is always there for Hadoop, which does not ask for it.
        file = jvm.org.apache.hadoop.fs.Path(f"s3a://{bucket}/streaming")
        try:
            file.getFileSystem(hadoop).exists(file)
        except Exception as error:
            return (
                f"bucket {bucket} of the object store at {os.environ['S3_ENDPOINT']} cannot be used; "
                f"nothing is read or committed: {reason_of(error)}"
            )
    return None
