"""The guide's streaming job: Kafka to Delta on S3, with what cannot be read in a topic of its own.

Each query has a checkpoint: after any end it continues where its last committed batch ended. Delta ignores a
batch that it has committed before, so a table holds every message exactly once
(https://docs.delta.io/latest/delta-streaming.html). A rejected message may appear twice.
"""

import os

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.streaming import StreamingQueryListener
from pyspark.sql.types import StringType, StructField, StructType

import job
import tables

CORRUPT = "_corrupt_record"
SCHEMA = StructType(
    [
        StructField("chave", StringType(), True),
        StructField("timestamp", StringType(), True),
        StructField(CORRUPT, StringType(), True),
    ]
)


class Heartbeat(StreamingQueryListener):
    """Every event of a query shows that the job is alive."""

    def onQueryStarted(self, _event):  # noqa: D102, N802
        job.beat()

    def onQueryProgress(self, _event):  # noqa: D102, N802
        job.beat()

    def onQueryIdle(self, _event):  # noqa: D102, N802
        job.beat()

    def onQueryTerminated(self, _event):  # noqa: D102, N802
        pass


def main() -> None:
    """Runs the queries until one of them fails."""
    spark = job.start("streaming")
    try:
        tables.create(spark, tables.BRONZE)
        tables.create(spark, tables.SILVER)
        spark.streams.addListener(Heartbeat())
        messages = read(spark)
        write_bronze(messages.filter(f.col("reason").isNull()))
        write_rejected(messages.filter(f.col("reason").isNotNull()))
        write_silver(spark)
        spark.streams.awaitAnyTermination()
    except Exception as error:
        job.fail(f"a batch was not committed, and will be repeated: {job.reason_of(error)}")
    job.fail("a query ended")


def read(spark: SparkSession) -> DataFrame:
    """The messages of the topic, with the reason for which one cannot be used."""
    source = (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", os.environ["KAFKA_BOOTSTRAP"])
        .option("subscribe", os.environ["KAFKA_TOPIC"])
        .option("startingOffsets", "earliest")
        # A backlog is read in batches that fit the memory.
        .option("maxOffsetsPerTrigger", 100_000)
        .load()
    )
    options = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": CORRUPT}
    return (
        source.withColumnRenamed("key", "raw_key")
        .withColumnRenamed("value", "raw_value")
        .withColumn("value", f.col("raw_value").cast("string"))
        .withColumn("data", f.from_json("value", SCHEMA, options))
        .withColumn("event_time", f.to_timestamp("data.timestamp"))
        .withColumn("reason", reason())
    )


def reason() -> Column:
    """Why a message cannot be used; null if it can."""
    return (
        f.when(f.col("raw_value").isNull(), "it has no value")
        .when(f.col("data").isNull() | f.col(f"data.{CORRUPT}").isNotNull(), "it is not a JSON object")
        .when(f.col("data.chave").isNull(), "chave is missing")
        .when(f.col("data.timestamp").isNull(), "timestamp is missing")
        .when(f.col("event_time").isNull(), "timestamp must be like 2025-05-14T12:00:00")
        # Its watermark would make every later message late. Kafka's time is the same at a repetition.
        .when(
            f.col("event_time") > f.col("timestamp") + f.expr("INTERVAL 1 DAY"),
            "timestamp is more than a day after the message",
        )
    )


def write_bronze(messages: DataFrame) -> None:
    """The message as it came, with its place in Kafka."""
    rows = messages.select(
        f.col("raw_key").cast("string").alias("key"),
        f.col("data.chave").alias("chave"),
        "event_time",
        "value",
        "topic",
        "partition",
        "offset",
        f.col("timestamp").alias("kafka_time"),
    )
    start(rows, "kafka_bronze").format("delta").option("mergeSchema", "true").start(tables.BRONZE)


def write_rejected(messages: DataFrame) -> None:
    """The message as it came, with the reason and its place as headers, as the clients in examples/ do."""
    pairs = [
        f.struct(
            f.lit(f"dead-letter.{name}").alias("key"),
            f.col(name).cast("string").cast("binary").alias("value"),
        )
        for name in ("reason", "topic", "partition", "offset")
    ]
    rows = messages.select(
        f.col("raw_key").alias("key"), f.col("raw_value").alias("value"), f.array(*pairs).alias("headers")
    )
    (
        start(rows, "kafka_rejected")
        .format("kafka")
        .option("kafka.bootstrap.servers", os.environ["KAFKA_BOOTSTRAP"])
        .option("kafka.acks", "all")
        .option("topic", os.environ["KAFKA_REJECTED_TOPIC"])
        .start()
    )


def write_silver(spark: SparkSession) -> None:
    """Counts the messages of bronze; a count that grows replaces the row of its window."""
    messages = spark.readStream.format("delta").load(tables.BRONZE)
    in_time = messages.withWatermark("event_time", f"{job.seconds('LATE_SECONDS')} seconds")
    rows = tables.counts(in_time, job.seconds("WINDOW_SECONDS"))
    start(rows, "bronze_silver").outputMode("update").foreachBatch(merge).start()


def merge(rows: DataFrame, _batch: int) -> None:
    """Counts are absolute, so a batch that is repeated changes nothing."""
    rows.createOrReplaceTempView("updates")
    rows.sparkSession.sql(
        f"MERGE INTO delta.`{tables.SILVER}` t USING updates u "
        "ON t.window_start = u.window_start AND t.chave = u.chave "
        "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
    )


def start(rows: DataFrame, checkpoint: str):
    """A query on rows with a checkpoint of its own."""
    return (
        rows.writeStream.queryName(checkpoint)
        .option("checkpointLocation", f"{tables.CHECKPOINTS}/{checkpoint}")
        .trigger(processingTime=f"{job.seconds('TRIGGER_SECONDS')} seconds")
    )


if __name__ == "__main__":
    main()
