package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of {@code deploy/kubernetes} have the members that Kubernetes and Strimzi require, and no unknown ones. */
class KubernetesTest {
    /** Classes by their names, as the compiler would warn of annotations that these libraries lack. */
    private static final Map<String, String> KINDS = Map.of(
            "v1 ConfigMap", "io.fabric8.kubernetes.api.model.ConfigMap",
            "v1 Secret", "io.fabric8.kubernetes.api.model.Secret",
            "v1 Service", "io.fabric8.kubernetes.api.model.Service",
            "apps/v1 Deployment", "io.fabric8.kubernetes.api.model.apps.Deployment",
            "apps/v1 StatefulSet", "io.fabric8.kubernetes.api.model.apps.StatefulSet",
            "policy/v1 PodDisruptionBudget", "io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget",
            "kafka.strimzi.io/v1 Kafka", "io.strimzi.api.kafka.model.kafka.Kafka",
            "kafka.strimzi.io/v1 KafkaNodePool", "io.strimzi.api.kafka.model.nodepool.KafkaNodePool",
            "kafka.strimzi.io/v1 KafkaTopic", "io.strimzi.api.kafka.model.topic.KafkaTopic",
            "kafka.strimzi.io/v1 KafkaUser", "io.strimzi.api.kafka.model.user.KafkaUser");

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    private final ObjectMapper strict =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

    @ParameterizedTest
    @ValueSource(strings = {"kafka.yaml", "viewer.yaml", "publisher.yaml"})
    void everyMemberIsKnownToTheModelOfItsKind(String file) throws Exception {
        Path path = Markdown.root().resolve("deploy/kubernetes").resolve(file);
        int objects = 0;
        try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(path.toFile())) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                String kind = document.path("apiVersion").asText() + " "
                        + document.path("kind").asText();
                String name = KINDS.get(kind);
                assertNotNull(name, kind);
                Class<?> model = Class.forName(name);
                // What a model does not know is dropped, or kept apart: the same must come out again.
                JsonNode again = strict.valueToTree(strict.treeToValue(document, model));
                List<String> missing = new ArrayList<>();
                compare(document, again, "", missing);
                assertEquals(List.of(), missing, kind);
                assertEquals(List.of(), unknown(strict.treeToValue(document, model)), kind);
                assertEquals(List.of(), new RequiredMembers(strict).missing(document, model), kind);
                objects++;
            }
        }
        assertTrue(objects > 2, objects + " objects");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.yaml, kafka.strimzi.io/v1 Kafka, /spec/kafka/listeners",
        "kafka.yaml, kafka.strimzi.io/v1 KafkaNodePool, /spec/roles",
        "viewer.yaml, apps/v1 Deployment, /spec/selector",
        "viewer.yaml, apps/v1 Deployment, /spec/template/spec/containers/0/ports/0/containerPort"
    })
    void aMissingMemberIsNoticed(String file, String kind, String path) throws Exception {
        Path manifest = Markdown.root().resolve("deploy/kubernetes").resolve(file);
        Class<?> model = Class.forName(KINDS.getOrDefault(kind, ""));
        try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(manifest.toFile())) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (kind.equals(document.path("apiVersion").asText() + " "
                        + document.path("kind").asText())) {
                    JsonPointer member = JsonPointer.compile(path);
                    ((ObjectNode) document.at(member.head()))
                            .remove(member.last().getMatchingProperty());
                    assertEquals(List.of(path), new RequiredMembers(strict).missing(document, model));
                    return;
                }
            }
        }
        throw new AssertionError(file + " has no " + kind);
    }

    /** Members that the model keeps apart, because it does not know them. */
    private List<String> unknown(Object value) {
        List<String> found = new ArrayList<>();
        collect(value, found, 0);
        return found;
    }

    private static void collect(Object value, List<String> found, int depth) {
        if (value instanceof Iterable<?> items) {
            items.forEach(item -> collect(item, found, depth));
            return;
        }
        if (value == null || depth > 20 || !isModel(value)) {
            return;
        }
        for (var method : value.getClass().getMethods()) {
            if (method.getParameterCount() > 0 || !method.getName().startsWith("get") || method.isBridge()) {
                continue;
            }
            try {
                Object member = method.invoke(value);
                if (method.getName().equals("getAdditionalProperties") && member instanceof Map<?, ?> more) {
                    more.keySet().forEach(name -> found.add(value.getClass().getSimpleName() + "." + name));
                } else {
                    collect(member, found, depth + 1);
                }
            } catch (ReflectiveOperationException e) {
                // not readable, as a status that is not there
            }
        }
    }

    private static boolean isModel(Object value) {
        String name = value.getClass().getName();
        return name.startsWith("io.fabric8.kubernetes.api.model") || name.startsWith("io.strimzi.api");
    }

    private static void compare(JsonNode wanted, JsonNode got, String path, List<String> missing) throws IOException {
        if (wanted.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> members = wanted.fields(); members.hasNext(); ) {
                Map.Entry<String, JsonNode> member = members.next();
                JsonNode other = got.get(member.getKey());
                if (other == null) {
                    missing.add(path + "/" + member.getKey());
                } else {
                    compare(member.getValue(), other, path + "/" + member.getKey(), missing);
                }
            }
        } else if (wanted.isArray()) {
            for (int i = 0; i < wanted.size(); i++) {
                compare(wanted.get(i), got.path(i), path + "/" + i, missing);
            }
        }
    }
}
