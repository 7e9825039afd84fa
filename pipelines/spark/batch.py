"""The batch layer: recomputes, from all of bronze, the counts of the windows that are over."""

import os
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

import job
import tables

_BEAT_SECONDS = 30


def main() -> None:
    """Computes again and again, with a rest between."""
    spark = job.start("batch")
    minutes = int(os.environ["BATCH_MINUTES"])
    vacuumed = -float("inf")
    try:
        tables.create(spark, tables.GOLD)
        while not tables.exists(spark, tables.BRONZE):
            rest(1)
        while True:
            # All of bronze is read: with years of messages, that takes long.
            with job.beating(6 * 60 * 60):
                recompute(spark)
                # Each run leaves the files of the one before.
                if time.monotonic() - vacuumed >= tables.VACUUM_SECONDS:
                    tables.vacuum(spark, tables.GOLD)
                    vacuumed = time.monotonic()
            rest(minutes * 60)
    except Exception as error:
        job.fail(f"the counts were not replaced, and will be computed again: {job.reason_of(error)}")


def recompute(spark: SparkSession) -> None:
    """Replaces the whole table in one commit: readers see the old counts or the new ones."""
    window_seconds, late_seconds = job.seconds("WINDOW_SECONDS"), job.seconds("LATE_SECONDS")
    until = spark.range(1).select(tables.over(window_seconds, late_seconds)).first()[0]
    bronze = spark.read.format("delta").load(tables.BRONZE)
    counts = tables.counts(bronze.filter(f.col("event_time") < f.lit(until)), window_seconds)
    rows = counts.withColumn("until", f.lit(until))
    rows.coalesce(1).write.format("delta").mode("overwrite").save(tables.GOLD)
    written = spark.read.format("delta").load(tables.GOLD).count()
    print(f"counted the windows before {until}: {written} rows", flush=True)


def rest(seconds: int) -> None:
    """Waits, and shows meanwhile that the job is alive."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        job.beat()
        time.sleep(min(left, _BEAT_SECONDS))


if __name__ == "__main__":
    main()
