"""What Spark keeps of a query in its checkpoint, and what the streaming job keeps beside it."""

import json

from pyspark.sql import SparkSession

from topic import Topic


def of_topic(spark: SparkSession, path: str, topic: Topic) -> str:
    """The checkpoint for a topic: its offsets would name other messages of one that was created again.

    The first topic has the path itself, and each later one of the same name a path with its id.
    """
    current = topic.id()
    if current is None:
        return path
    beside = f"{path}.topic-id"
    first = _read(spark, beside)
    if first is None:
        _write(spark, beside, current)
        return path
    return path if first == current else f"{path}-{current}"


def is_there(spark: SparkSession, path: str) -> bool:
    """Whether a query has begun with this checkpoint."""
    return _read(spark, f"{path}/metadata") is not None


def query_id(spark: SparkSession, path: str) -> str:
    """The id that Delta knows the batches of a query by."""
    return str(json.loads(_read(spark, f"{path}/metadata") or "")["id"])


def offsets(spark: SparkSession, path: str, batch: int) -> dict[int, int]:
    """Where a batch ends in each partition of its only topic; empty if it is not there."""
    # A version, settings, and then a line for each source.
    lines = (_read(spark, f"{path}/offsets/{batch}") or "").splitlines()[2:]
    topics = json.loads(lines[0]).values() if lines else []
    return {int(partition): end for each in topics for partition, end in each.items()}


def _read(spark: SparkSession, path: str) -> str | None:
    jvm, file = spark.sparkContext._jvm, _path(spark, path)
    store = file.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    if not store.exists(file):
        return None
    stream = store.open(file)
    try:
        return str(jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
    finally:
        stream.close()


def _write(spark: SparkSession, path: str, text: str) -> None:
    file = _path(spark, path)
    stream = file.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).create(file)
    stream.write(bytearray(text.encode()))
    stream.close()


def _path(spark: SparkSession, path: str):
    return spark.sparkContext._jvm.org.apache.hadoop.fs.Path(path)
