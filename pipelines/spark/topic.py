"""The topic that the streaming job reads: whether it is there, and the same, and what Kafka has removed."""

import os
from functools import cached_property

from pyspark.sql import SparkSession

import job

_TIMEOUT_MILLISECONDS = 10_000
# What brokers without topic ids, before 2.8, answer.
_NO_ID = "AAAAAAAAAAAAAAAAAAAAAA"

# Spark's own clients would notice brokers that are gone after minutes. It tries three times.
TIMEOUTS = {
    "kafka.request.timeout.ms": str(_TIMEOUT_MILLISECONDS),
    "kafka.default.api.timeout.ms": str(_TIMEOUT_MILLISECONDS),
}


class Topic:
    """A topic, asked for with Kafka's own client, which Spark has loaded."""

    def __init__(self, spark: SparkSession) -> None:
        """The topic of the environment."""
        self.name = os.environ["KAFKA_TOPIC"]
        self._bootstrap = os.environ["KAFKA_BOOTSTRAP"]
        self._jvm = spark.sparkContext._jvm

    @cached_property
    def _admin(self):
        # Fails as long as the brokers' names are unknown, which is one more reason to wait.
        settings = self._jvm.java.util.HashMap()
        for key, value in {"kafka.bootstrap.servers": self._bootstrap, **TIMEOUTS}.items():
            settings.put(key.removeprefix("kafka."), value)
        return self._jvm.org.apache.kafka.clients.admin.AdminClient.create(settings)

    def problem(self) -> str | None:
        """Why the topic cannot be read; None if it can."""
        try:
            self._describe()
        except Exception as error:
            reason = job.reason_of(error)
            if "UnknownTopicOrPartition" in reason:
                return (
                    f"the topic {self.name} is not on the brokers at {self._bootstrap}; add it to the topics "
                    "of the platform's stack, and run `make up`"
                )
            return f"the brokers at {self._bootstrap} cannot be reached; nothing is read: {reason}"
        return None

    def id(self) -> str | None:
        """Its id, which another topic of the same name does not have; None from brokers without ids."""
        found = str(self._describe().topicId().toString())
        return None if found == _NO_ID else found

    def removed(self, since: dict[int, int], until: dict[int, int]) -> dict[int, tuple[int, int]]:
        """The offsets, first and last, of each partition in a range that Kafka does not have any more."""
        admin = self._jvm.org.apache.kafka.clients.admin
        asked = self._jvm.java.util.HashMap()
        places = {
            partition: self._jvm.org.apache.kafka.common.TopicPartition(self.name, partition)
            for partition in until
        }
        for place in places.values():
            asked.put(place, admin.OffsetSpec.earliest())
        found = self._admin.listOffsets(asked).all().get()
        kept = {partition: int(found.get(place).offset()) for partition, place in places.items()}
        firsts = {partition: since.get(partition, 0) for partition in until}
        lasts = {partition: min(kept[partition], until[partition]) - 1 for partition in until}
        return {
            partition: (first, lasts[partition])
            for partition, first in firsts.items()
            if lasts[partition] >= first
        }

    def _describe(self):
        names = self._jvm.java.util.ArrayList()
        names.add(self.name)
        return self._admin.describeTopics(names).allTopicNames().get().get(self.name)
