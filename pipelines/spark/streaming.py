"""The guide's streaming job: Kafka to Delta on S3, with what cannot be read in a topic of its own.

Each query has a checkpoint: after any end it continues where its last committed batch ended. Delta ignores a
batch that it has committed before, so a table holds every message exactly once
(https://docs.delta.io/latest/delta-streaming.html). A rejected message may appear twice.
"""

import os
import time

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.streaming import StreamingQueryListener
from pyspark.sql.types import StringType, StructField, StructType

import checkpoint
import job
import tables
from topic import TIMEOUTS, Topic

# After a start, until silver has read what an earlier run left.
_FIRST_VACUUM_SECONDS = 60 * 60

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
    """Runs the queries; what is not there is waited for, and any other error ends the process."""
    spark = job.start("streaming")
    spark.streams.addListener(Heartbeat())
    topic = Topic(spark)
    while True:
        job.wait(lambda: topic.problem() or job.store_problem(spark))
        topic_id = None
        try:
            topic_id = topic.id()
            run(spark, topic)
        except Exception as error:
            stop(spark)
            problem = topic.problem() or job.store_problem(spark)
            if problem is None and topic.id() == topic_id:
                job.say(str(error))
                job.fail(f"a batch was not committed, and will be repeated: {job.reason_of(error)}")


def run(spark: SparkSession, topic: Topic) -> None:
    """Runs the queries until one of them fails."""
    tables.create(spark, tables.BRONZE)
    tables.create(spark, tables.SILVER)
    path, rejected = (
        checkpoint.of_topic(spark, os.environ[name], topic)
        for name in ("BRONZE_CHECKPOINT", "REJECTED_CHECKPOINT")
    )
    if path != os.environ["BRONZE_CHECKPOINT"] and not checkpoint.is_there(spark, path):
        job.say(
            f"missing: the topic {topic.name} was deleted and created again; what had not been read of the "
            "old one is gone, and the new one is read from its beginning"
        )
    messages = read(spark)
    write_bronze(messages.filter(f.col("reason").isNull()), path, topic)
    write_rejected(messages.filter(f.col("reason").isNotNull()), rejected)
    write_silver(spark)
    due = time.monotonic() + _FIRST_VACUUM_SECONDS
    while not spark.streams.awaitAnyTermination(60):
        if time.monotonic() >= due:
            tables.vacuum(spark, tables.BRONZE)
            tables.vacuum(spark, tables.SILVER)
            due = time.monotonic() + tables.VACUUM_SECONDS


def stop(spark: SparkSession) -> None:
    """Stops the queries, so that they can be started again."""
    for query in spark.streams.active:
        query.stop()
    spark.streams.resetTerminated()


def read(spark: SparkSession) -> DataFrame:
    """The messages of the topic, with the reason for which one cannot be used."""
    source = (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", os.environ["KAFKA_BOOTSTRAP"])
        .option("subscribe", os.environ["KAFKA_TOPIC"])
        .option("startingOffsets", "earliest")
        .options(**TIMEOUTS)
        # What Kafka has removed is counted before each batch instead.
        .option("failOnDataLoss", "false")
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
        # A time alone would be of the day on which it is read, and of another one at a repetition.
        .when(
            f.col("event_time").isNull() | ~f.col("data.timestamp").rlike(r"^\s*\d{4}"),
            "timestamp must be like 2025-05-14T12:00:00",
        )
        # Spark refuses to write a time before 1900, and would do so with every repetition of the batch.
        .when(f.col("event_time") < f.lit(0).cast("timestamp"), "timestamp is before 1970")
        # Its watermark would make every later message late. Kafka's time is the same at a repetition.
        .when(
            f.col("event_time") > f.col("timestamp") + f.expr("INTERVAL 1 DAY"),
            "timestamp is more than a day after the message",
        )
    )


def write_bronze(messages: DataFrame, path: str, topic: Topic) -> None:
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
    topic_id = topic.id()

    def append(batch_rows: DataFrame, batch: int) -> None:
        if topic.id() != topic_id:
            raise RuntimeError("the topic was created again")
        spark = batch_rows.sparkSession
        say_missing(spark, path, batch, topic)
        # As Delta's own sink does: a batch that it has committed before is ignored.
        once = {"txnAppId": checkpoint.query_id(spark, path), "txnVersion": batch}
        writer = batch_rows.write.format("delta").mode("append").options(**once)
        writer.option("mergeSchema", "true").save(tables.BRONZE)

    start(rows, "kafka_bronze", path).foreachBatch(append).start()


def say_missing(spark: SparkSession, path: str, batch: int, topic: Topic) -> None:
    """Says which messages of a batch Kafka has removed before they were read."""
    since, until = (checkpoint.offsets(spark, path, each) for each in (batch - 1, batch))
    # The first batch begins with what there is.
    removed = topic.removed(since, until) if since else {}
    for partition, (first, last) in sorted(removed.items()):
        job.say(
            f"missing: {last - first + 1} messages of {topic.name}, partition {partition}, "
            f"offsets {first} to {last}: Kafka removed them (retention.ms, retention.bytes) "
            "before they were read"
        )


def write_rejected(messages: DataFrame, path: str) -> None:
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
        start(rows, "kafka_rejected", path)
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
    query = start(rows, "bronze_silver", os.environ["SILVER_CHECKPOINT"])
    query.outputMode("update").foreachBatch(merge).start()


def merge(rows: DataFrame, _batch: int) -> None:
    """Counts are absolute, so a batch that is repeated changes nothing."""
    rows.createOrReplaceTempView("updates")
    rows.sparkSession.sql(
        f"MERGE INTO delta.`{tables.SILVER}` t USING updates u "
        "ON t.window_start = u.window_start AND t.chave = u.chave "
        "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
    )


def start(rows: DataFrame, name: str, path: str):
    """A query on rows with a checkpoint of its own."""
    return (
        rows.writeStream.queryName(name)
        .option("checkpointLocation", path)
        .trigger(processingTime=f"{job.seconds('TRIGGER_SECONDS')} seconds")
    )


if __name__ == "__main__":
    main()
