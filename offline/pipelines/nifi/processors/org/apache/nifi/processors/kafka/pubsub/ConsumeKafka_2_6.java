package org.apache.nifi.processors.kafka.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.TriggerSerially;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.lifecycle.OnStopped;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;

/** Has the name of the official processor, and the part of it that this project's flow uses. */
@TriggerSerially
@InputRequirement(Requirement.INPUT_FORBIDDEN)
@CapabilityDescription("A stand-in of this project: makes a FlowFile of each message.")
public class ConsumeKafka_2_6 extends AbstractProcessor {
  private static final Relationship SUCCESS = new Relationship.Builder().name("success").build();
  private static final Duration POLL = Duration.ofMillis(500);

  private static final PropertyDescriptor TOPICS =
      KafkaProperties.property("topic", "Topic Name(s)", null).required(true).build();
  private static final PropertyDescriptor TOPIC_TYPE =
      KafkaProperties.choice("topic_type", "Topic Name Format", "names", "names");
  private static final PropertyDescriptor GROUP =
      KafkaProperties.property("group.id", "Group ID", null).required(true).build();
  private static final PropertyDescriptor RESET =
      KafkaProperties.choice("auto.offset.reset", "Offset Reset", "latest", "earliest", "latest", "none");
  private static final PropertyDescriptor MAX_RECORDS =
      KafkaProperties.property("max.poll.records", "Max Poll Records", "10000").build();

  private KafkaConsumer<byte[], byte[]> consumer;

  @Override
  protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
    return List.of(KafkaProperties.SERVERS, TOPICS, TOPIC_TYPE, GROUP, RESET, MAX_RECORDS);
  }

  @Override
  protected PropertyDescriptor getSupportedDynamicPropertyDescriptor(final String name) {
    return KafkaProperties.clientProperty(name);
  }

  @Override
  public Set<Relationship> getRelationships() {
    return Set.of(SUCCESS);
  }

  /** A new consumer continues at the committed offsets: what was not committed is read again. */
  @OnStopped
  public synchronized void close() {
    if (consumer != null) consumer.close();
    consumer = null;
  }

  @Override
  public synchronized void onTrigger(final ProcessContext context, final ProcessSession session) {
    final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    try {
      if (consumer == null) consumer = open(context);
      for (final var record : consumer.poll(POLL)) {
        receive(session, record);
        next.put(
            new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
      }
    } catch (final KafkaException failure) {
      retryLater(context, failure);
      session.rollback();
      return;
    }
    if (next.isEmpty()) return;
    session.commitAsync(() -> commit(context, next), failure -> retryLater(context, failure));
  }

  private void commit(final ProcessContext context, final Map<TopicPartition, OffsetAndMetadata> next) {
    try {
      consumer.commitSync(next);
    } catch (final KafkaException failure) {
      retryLater(context, failure);
    }
  }

  private void retryLater(final ProcessContext context, final Throwable failure) {
    getLogger().error("Messages will be read again: {}", failure.toString());
    close();
    context.yield();
  }

  private static KafkaConsumer<byte[], byte[]> open(final ProcessContext context) {
    final Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaProperties.text(context, KafkaProperties.SERVERS));
    config.put(ConsumerConfig.GROUP_ID_CONFIG, KafkaProperties.text(context, GROUP));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, context.getProperty(RESET).getValue());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, KafkaProperties.text(context, MAX_RECORDS));
    KafkaProperties.addClientProperties(context, config);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    final var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(KafkaProperties.text(context, TOPICS).split("\\s*,\\s*")));
    return consumer;
  }

  private static void receive(final ProcessSession session, final ConsumerRecord<byte[], byte[]> record) {
    final Map<String, String> attributes = new HashMap<>();
    attributes.put("kafka.topic", record.topic());
    attributes.put("kafka.partition", String.valueOf(record.partition()));
    attributes.put("kafka.offset", String.valueOf(record.offset()));
    attributes.put("kafka.timestamp", String.valueOf(record.timestamp()));
    if (record.key() != null) attributes.put("kafka.key", new String(record.key(), UTF_8));
    var flowFile = session.create();
    if (record.value() != null) flowFile = session.write(flowFile, content -> content.write(record.value()));
    flowFile = session.putAllAttributes(flowFile, attributes);
    session.getProvenanceReporter().receive(flowFile, "kafka://" + record.topic());
    session.transfer(flowFile, SUCCESS);
  }
}
