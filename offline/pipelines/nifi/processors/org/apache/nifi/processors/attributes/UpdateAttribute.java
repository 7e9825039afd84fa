package org.apache.nifi.processors.attributes;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.Validator;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;

/** Has the name of the official processor, and the part of it that this project's flow uses. */
@InputRequirement(Requirement.INPUT_REQUIRED)
@CapabilityDescription("A stand-in of this project: sets an attribute for each dynamic property.")
public class UpdateAttribute extends AbstractProcessor {
  private static final Relationship SUCCESS = new Relationship.Builder().name("success").build();

  @Override
  public Set<Relationship> getRelationships() {
    return Set.of(SUCCESS);
  }

  @Override
  protected PropertyDescriptor getSupportedDynamicPropertyDescriptor(final String name) {
    return new PropertyDescriptor.Builder()
        .name(name)
        .dynamic(true)
        .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
        .addValidator(Validator.VALID)
        .build();
  }

  @Override
  public void onTrigger(final ProcessContext context, final ProcessSession session) {
    for (final var flowFile : session.get(100)) {
      final Map<String, String> attributes = new HashMap<>();
      for (final var property : context.getProperties().keySet()) {
        final var value = context.getProperty(property).evaluateAttributeExpressions(flowFile);
        attributes.put(property.getName(), value.getValue());
      }
      session.transfer(session.putAllAttributes(flowFile, attributes), SUCCESS);
    }
  }
}
