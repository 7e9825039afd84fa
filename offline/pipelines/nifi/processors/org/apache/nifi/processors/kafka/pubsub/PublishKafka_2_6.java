package org.apache.nifi.processors.kafka.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.lifecycle.OnScheduled;
import org.apache.nifi.annotation.lifecycle.OnStopped;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;

/** Has the name of the official processor, and the part of it that this project's flow uses. */
@InputRequirement(Requirement.INPUT_REQUIRED)
@CapabilityDescription("A stand-in of this project: sends each FlowFile as one message.")
public class PublishKafka_2_6 extends AbstractProcessor {
  private static final Relationship SUCCESS = new Relationship.Builder().name("success").build();
  private static final Relationship FAILURE = new Relationship.Builder().name("failure").build();
  private static final int MAX_BATCH = 500;

  private static final PropertyDescriptor TOPIC = ofFlowFile("topic", "Topic Name", "${topic}");
  private static final PropertyDescriptor KEY = ofFlowFile("kafka-key", "Kafka Key", null);
  private static final PropertyDescriptor ACKS =
      KafkaProperties.choice("acks", "Delivery Guarantee", "all", "all", "1", "0");
  private static final PropertyDescriptor TRANSACTIONS =
      KafkaProperties.choice("use-transactions", "Use Transactions", "false", "false");
  private static final PropertyDescriptor COMPRESSION =
      KafkaProperties.choice("compression.type", "Compression Type", "none", "none", "gzip", "snappy", "lz4");
  private static final PropertyDescriptor ACK_WAIT =
      KafkaProperties.property("ack.wait.time", "Acknowledgment Wait Time", "5 secs").build();
  private static final PropertyDescriptor MAX_BLOCK =
      KafkaProperties.property("max.block.ms", "Max Metadata Wait Time", "5 sec").build();

  private static final PropertyDescriptor HEADERS =
      KafkaProperties.property("attribute-name-regex", "Attributes to Send as Headers (Regex)", null).build();
  private static final PropertyDescriptor HEADER_ENCODING =
      KafkaProperties.choice("message-header-encoding", "Message Header Encoding", "UTF-8", "UTF-8");

  private volatile KafkaProducer<byte[], byte[]> producer;

  private static PropertyDescriptor ofFlowFile(final String name, final String displayName, final String value) {
    return KafkaProperties.property(name, displayName, value)
        .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
        .build();
  }

  @Override
  protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
    return List.of(
        KafkaProperties.SERVERS,
        TOPIC,
        ACKS,
        TRANSACTIONS,
        KEY,
        COMPRESSION,
        ACK_WAIT,
        MAX_BLOCK,
        HEADERS,
        HEADER_ENCODING);
  }

  @Override
  protected PropertyDescriptor getSupportedDynamicPropertyDescriptor(final String name) {
    return KafkaProperties.clientProperty(name);
  }

  @Override
  public Set<Relationship> getRelationships() {
    return Set.of(SUCCESS, FAILURE);
  }

  @OnScheduled
  public void open(final ProcessContext context) {
    final int ackWait = KafkaProperties.milliseconds(context, ACK_WAIT);
    final Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaProperties.text(context, KafkaProperties.SERVERS));
    config.put(ProducerConfig.ACKS_CONFIG, context.getProperty(ACKS).getValue());
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, context.getProperty(COMPRESSION).getValue());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, KafkaProperties.milliseconds(context, MAX_BLOCK));
    // The producer gives up when the processor does: what has failed is not sent later behind its back.
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ackWait);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ackWait);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    KafkaProperties.addClientProperties(context, config);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @OnStopped
  public void close() {
    producer.close();
  }

  @Override
  public void onTrigger(final ProcessContext context, final ProcessSession session) {
    final Map<FlowFile, Exception> failures = new ConcurrentHashMap<>();
    final List<FlowFile> sent = new ArrayList<>();
    for (final FlowFile flowFile : session.get(MAX_BATCH)) {
      // While no broker answers, each would wait in turn: the rest goes back to its queue.
      if (!failures.isEmpty()) {
        session.transfer(flowFile);
        continue;
      }
      sent.add(flowFile);
      producer.send(
          messageOf(context, session, flowFile),
          (where, failure) -> {
            if (failure != null) failures.put(flowFile, failure);
          });
    }
    producer.flush();
    for (final FlowFile flowFile : sent) route(context, session, flowFile, failures.get(flowFile));
  }

  private void route(
      final ProcessContext context, final ProcessSession session, final FlowFile flowFile, final Exception failure) {
    if (failure == null) {
      final var topic = context.getProperty(TOPIC).evaluateAttributeExpressions(flowFile).getValue();
      session.getProvenanceReporter().send(flowFile, "kafka://" + topic);
      session.transfer(flowFile, SUCCESS);
    } else {
      getLogger().error("{} was not acknowledged: {}", flowFile, failure.toString());
      session.transfer(session.penalize(flowFile), FAILURE);
      context.yield();
    }
  }

  private ProducerRecord<byte[], byte[]> messageOf(
      final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
    final var topic = context.getProperty(TOPIC).evaluateAttributeExpressions(flowFile).getValue();
    final var key = context.getProperty(KEY).evaluateAttributeExpressions(flowFile).getValue();
    final var content = new ByteArrayOutputStream((int) flowFile.getSize());
    session.exportTo(flowFile, content);
    final var message =
        new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), content.toByteArray());
    final var headers = KafkaProperties.text(context, HEADERS);
    if (headers == null) return message;
    flowFile.getAttributes().forEach((name, value) -> {
      if (name.matches(headers)) message.headers().add(name, value.getBytes(UTF_8));
    });
    return message;
  }
}
