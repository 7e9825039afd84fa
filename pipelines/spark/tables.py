"""The tables of the lake, and what is counted in them."""

import os

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f

# Where they are is in program/lake.ts. A message as it came, one row each, with where it was in Kafka.
BRONZE = os.environ["BRONZE_TABLE"]
# Messages by window and `chave`: by the streaming job, within seconds.
SILVER = os.environ["SILVER_TABLE"]
# The same, recomputed from bronze by the batch job, for windows that are over.
GOLD = os.environ["GOLD_TABLE"]

# Each writer of a table removes its old files so often.
VACUUM_SECONDS = 24 * 60 * 60

_COUNTS = "window_start TIMESTAMP, window_end TIMESTAMP, chave STRING, mensagens BIGINT"
_COLUMNS = {
    BRONZE: "key STRING, chave STRING, event_time TIMESTAMP, value STRING, "
    "topic STRING, partition INT, offset BIGINT, kafka_time TIMESTAMP",
    SILVER: _COUNTS,
    GOLD: f"{_COUNTS}, until TIMESTAMP",
}


def create(spark: SparkSession, path: str) -> None:
    """Creates a table if it is missing. Only its writer may: on S3 one of two commits may be lost."""
    spark.sql(f"CREATE TABLE IF NOT EXISTS delta.`{path}` ({_COLUMNS[path]}) USING DELTA")


def exists(spark: SparkSession, path: str) -> bool:
    """Whether the job that writes a table has created it."""
    return bool(spark._jvm.io.delta.tables.DeltaTable.isDeltaTable(spark._jsparkSession, path))


def vacuum(spark: SparkSession, path: str) -> None:
    """Removes the files that no version of the last seven days has, Delta's default. Only its writer may."""
    spark.sql(f"VACUUM delta.`{path}`").collect()


def counts(messages: DataFrame, window_seconds: int) -> DataFrame:
    """Counts messages by window and `chave`."""
    window = f.window("event_time", f"{window_seconds} seconds")
    return (
        messages.groupBy(window.alias("window"), "chave")
        .agg(f.count("*").alias("mensagens"))
        .select(
            f.col("window.start").alias("window_start"),
            f.col("window.end").alias("window_end"),
            "chave",
            "mensagens",
        )
    )


def over(window_seconds: int, late_seconds: int) -> Column:
    """The time before which all windows are over now: none of their messages may be late any more."""
    now = f.unix_timestamp() - f.lit(late_seconds)
    return (now - now % f.lit(window_seconds)).cast("timestamp")
