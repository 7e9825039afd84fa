"""Runs the batch job's functions on tables in a folder, and prints in JSON what VACUUM leaves of gold."""

import json
from pathlib import Path

from pyspark.sql import SparkSession

import batch
import tables

spark = SparkSession.builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")


def files() -> int:
    """Number of data files in the folder of gold."""
    return len(list(Path(tables.GOLD).glob("*.parquet")))


tables.create(spark, tables.BRONZE)
tables.create(spark, tables.GOLD)
row = "'k' key, 'a' chave, TIMESTAMP '2025-05-14 12:00:00' event_time"
spark.sql(f"SELECT {row}").write.format("delta").mode("append").save(tables.BRONZE)
for _ in range(3):
    batch.recompute(spark)
counts = [files()]
tables.vacuum(spark, tables.GOLD)
counts.append(files())
# Instead of waiting for seven days.
retention = "'delta.deletedFileRetentionDuration' = 'interval 0 seconds'"
spark.sql(f"ALTER TABLE delta.`{tables.GOLD}` SET TBLPROPERTIES ({retention})")
tables.vacuum(spark, tables.GOLD)
counts.append(files())
rows = spark.read.format("delta").load(tables.GOLD).select("chave", "mensagens").collect()
print(json.dumps({"files": counts, "rows": [list(row) for row in rows]}))
