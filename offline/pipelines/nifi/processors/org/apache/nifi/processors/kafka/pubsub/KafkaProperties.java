package org.apache.nifi.processors.kafka.pubsub;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.Validator;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.processor.ProcessContext;

/** The properties of both processors: names and defaults are those of the official ones. */
final class KafkaProperties {
  static final PropertyDescriptor SERVERS =
      property("bootstrap.servers", "Kafka Brokers", "localhost:9092").build();

  private KafkaProperties() {}

  static PropertyDescriptor.Builder property(
      final String name, final String displayName, final String defaultValue) {
    return new PropertyDescriptor.Builder()
        .name(name)
        .displayName(displayName)
        .defaultValue(defaultValue)
        .required(defaultValue != null)
        .expressionLanguageSupported(ExpressionLanguageScope.VARIABLE_REGISTRY)
        .addValidator(Validator.VALID);
  }

  static PropertyDescriptor choice(
      final String name, final String displayName, final String defaultValue, final String... values) {
    return new PropertyDescriptor.Builder()
        .name(name)
        .displayName(displayName)
        .allowableValues(values)
        .defaultValue(defaultValue)
        .required(true)
        .build();
  }

  /** A dynamic property: goes to the Kafka client as it is. */
  static PropertyDescriptor clientProperty(final String name) {
    return property(name, name, null).dynamic(true).build();
  }

  static void addClientProperties(final ProcessContext context, final Map<String, Object> config) {
    for (final var property : context.getProperties().keySet()) {
      if (property.isDynamic()) config.put(property.getName(), text(context, property));
    }
  }

  static String text(final ProcessContext context, final PropertyDescriptor property) {
    return context.getProperty(property).evaluateAttributeExpressions().getValue();
  }

  static int milliseconds(final ProcessContext context, final PropertyDescriptor property) {
    final var value = context.getProperty(property).evaluateAttributeExpressions();
    return value.asTimePeriod(TimeUnit.MILLISECONDS).intValue();
  }
}
