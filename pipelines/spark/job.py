"""What every Spark job of the pipelines does: it checks the object store, and shows that it is alive."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

from pyspark.sql import SparkSession

# The container's own folder, which nobody else can write.
HEARTBEAT = Path("/tmp/heartbeat")  # noqa: S108

_BEAT_SECONDS = 20


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
    """Starts Spark; ends the process, before anything is read, if the object store cannot be used."""
    HEARTBEAT.unlink(missing_ok=True)
    spark = SparkSession.builder.appName(name).getOrCreate()
    spark.sparkContext.setLogLevel("WARN")
    for bucket in ("bronze", "silver", "gold"):
        _require(spark, bucket)
    return spark


def fail(reason: str) -> NoReturn:
    """Ends the process; whatever runs it starts it again."""
    print(f"ended: {reason}", file=sys.stderr)
    sys.exit(1)


def seconds(name: str) -> int:
    """A time in seconds from the environment."""
    return int(os.environ[name])


def reason_of(error: BaseException) -> str:
    """The first line of an error of Spark, whose text goes on with the stack of the JVM."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def _require(spark: SparkSession, bucket: str) -> None:
    jvm = spark.sparkContext._jvm
    hadoop = spark.sparkContext._jsc.hadoopConfiguration()
    root = jvm.org.apache.hadoop.fs.Path(f"s3a://{bucket}/")
    try:
        root.getFileSystem(hadoop).getFileStatus(root)
    except Exception as error:
        cause = getattr(error, "java_exception", error)
        fail(
            f"bucket {bucket} of the object store at {os.environ['S3_ENDPOINT']} cannot be used; "
            f"nothing was read or committed: {reason_of(Exception(str(cause)))}"
        )
