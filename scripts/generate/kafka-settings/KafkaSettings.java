import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.config.ConfigSynonym;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * What Kafka's own classes say of its settings, as JSON.
 *
 * `list` prints every setting of brokers and topics. `judge` reads a list of {broker, topic} maps, and
 * prints for each what a broker says of it as it starts and loads the topic, or null.
 */
public class KafkaSettings {
  public static void main(String[] args) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    Object result = args[0].equals("list") ? list() : judge(mapper.readTree(System.in));
    System.out.println(mapper.writeValueAsString(result));
  }

  private static Map<String, Object> list() throws Exception {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("version", AppInfoParser.getVersion());
    result.put("protocolVersions", protocolVersions());
    result.put("broker", settings(KafkaConfig.configDef().configKeys()));
    result.put("topic", settings(LogConfig.configKeys()));
    result.put("brokerDefaults", brokerDefaults());
    return result;
  }

  /** The names by which MetadataVersion.fromVersionString knows the versions of the protocol between brokers. */
  private static TreeSet<String> protocolVersions() {
    TreeSet<String> names = new TreeSet<>();
    for (MetadataVersion version : MetadataVersion.VERSIONS) {
      names.add(version.version());
      names.add(version.shortVersion());
    }
    return names;
  }

  private static Map<String, Object> settings(Map<String, ConfigDef.ConfigKey> keys) throws Exception {
    Map<String, Object> result = new TreeMap<>();
    for (ConfigDef.ConfigKey key : keys.values()) {
      Map<String, Object> setting = new LinkedHashMap<>();
      setting.put("type", key.type.name().toLowerCase());
      if (key.hasDefault() && key.defaultValue != null) {
        setting.put("default", ConfigDef.convertToString(key.defaultValue, key.type));
      }
      describe(key.validator, setting);
      if (key.internalConfig) setting.put("internal", true);
      result.put(key.name, setting);
    }
    return result;
  }

  /** A setting's range or values; what a validator of another class wants stands as that class's name. */
  private static void describe(ConfigDef.Validator validator, Map<String, Object> setting) throws Exception {
    if (validator == null || validator instanceof ConfigDef.NonNullValidator) return;
    if (validator instanceof ConfigDef.Range) {
      putIfThere(setting, "least", field(validator, "min"));
      putIfThere(setting, "most", field(validator, "max"));
    } else if (validator instanceof ConfigDef.ValidString) {
      setting.put("values", field(validator, "validStrings"));
    } else if (validator instanceof ConfigDef.ValidList) {
      setting.put("values", field(field(validator, "validString"), "validStrings"));
    } else {
      setting.put("validator", validator.getClass().getSimpleName());
    }
  }

  private static Object field(Object object, String name) throws Exception {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  private static void putIfThere(Map<String, Object> setting, String name, Object value) {
    // As text: a long is not safe in a JSON number.
    if (value != null) setting.put(name, value.toString());
  }

  /** The broker settings from which a topic setting that is not set takes its value: the first that is set. */
  private static Map<String, Object> brokerDefaults() {
    Map<String, Object> result = new TreeMap<>();
    ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS.forEach((topic, synonyms) -> {
      List<Object> list = new ArrayList<>();
      for (ConfigSynonym synonym : synonyms) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", synonym.name());
        String converted = synonym.converter().apply("1");
        if (!converted.equals("1")) entry.put("factor", converted);
        list.add(entry);
      }
      result.put(topic, list);
    });
    return result;
  }

  private static List<String> judge(JsonNode cases) {
    List<String> verdicts = new ArrayList<>();
    for (JsonNode each : cases) {
      try {
        accept(properties(each.path("broker")), properties(each.path("topic")));
        verdicts.add(null);
      } catch (RuntimeException error) {
        verdicts.add(String.valueOf(error.getMessage()));
      }
    }
    return verdicts;
  }

  /** What a broker does as it starts (KafkaServer, LogManager.apply), and then for a topic (AdminZkClient, LogManager). */
  private static void accept(Properties broker, Properties topic) {
    Properties all = new Properties();
    all.setProperty("zookeeper.connect", "localhost:2181");
    all.setProperty("broker.id", "1");
    all.putAll(broker);
    Map<String, Object> defaults = new KafkaConfig(all, false).extractLogConfigMap();
    LogConfig.validateValues(defaults);
    new LogConfig(defaults);
    LogConfig.validate(topic);
    LogConfig.fromProps(defaults, topic);
  }

  private static Properties properties(JsonNode node) {
    Properties properties = new Properties();
    node.fields().forEachRemaining(field -> properties.setProperty(field.getKey(), field.getValue().asText()));
    return properties;
  }
}
