"""The guide's Python consumer. Arguments: bootstrap server, topic, group.

Reads until nothing comes for five seconds and prints what it got.
"""
import json
import sys

from kafka import KafkaConsumer

bootstrap, topic, group = sys.argv[1:4]
consumer = KafkaConsumer(
    topic,
    bootstrap_servers=[bootstrap],
    auto_offset_reset="earliest",
    enable_auto_commit=True,
    group_id=group,
    value_deserializer=lambda m: json.loads(m.decode("utf-8")),
    consumer_timeout_ms=5000,
)
print(json.dumps({"consumed": [message.value["chave"] for message in consumer]}))
consumer.close()
