"""Runs the batch job's functions on tables in a folder, and prints what VACUUM leaves of gold, as JSON in one line."""

import json
from pathlib import Path

import batch
import tables
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")


def files() -> int:
    """Number of data files in the folder of gold."""
    return len(list(Path(tables.GOLD).glob("*.parquet")))


tables.create(spark, tables.BRONZE)
tables.create(spark, tables.GOLD)
spark.sql(
    f"INSERT INTO delta.`{tables.BRONZE}` VALUES "
    "('k', 'a', TIMESTAMP '2025-05-14 12:00:00', '', 't', 0, 0, TIMESTAMP '2025-05-14 12:00:00')"
)
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
