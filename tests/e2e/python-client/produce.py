"""The guide's Python producer: JSON messages into a topic. Arguments: bootstrap server, topic, count."""
import json
import sys

from kafka import KafkaProducer

bootstrap, topic, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
producer = KafkaProducer(
    bootstrap_servers=[bootstrap],
    value_serializer=lambda v: json.dumps(v).encode("utf-8"),
    acks="all",
)
for number in range(count):
    producer.send(topic, {"chave": f"valor-{number}", "timestamp": "2025-05-14T12:00:00"})
producer.flush()
print(json.dumps({"produced": count}))
