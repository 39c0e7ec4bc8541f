package io.framelog.e2e;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Members that a manifest lacks. Strimzi's models have annotations for those that its schema requires; Kubernetes'
 * models have none, so this class has what its schema requires of the kinds that the manifests use.
 */
final class RequiredMembers {
    /** By the names of the models, as in https://kubernetes.io/docs/reference/kubernetes-api/. */
    private static final Map<String, List<String>> OF_KUBERNETES = Map.ofEntries(
            Map.entry("Deployment", List.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("StatefulSet", List.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("Service", List.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("PodDisruptionBudget", List.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("ConfigMap", List.of("apiVersion", "kind", "metadata")),
            Map.entry("Secret", List.of("apiVersion", "kind", "metadata")),
            Map.entry("DeploymentSpec", List.of("selector", "template")),
            Map.entry("StatefulSetSpec", List.of("selector", "template", "serviceName")),
            Map.entry("PodDisruptionBudgetSpec", List.of("selector")),
            Map.entry("PodTemplateSpec", List.of("metadata", "spec")),
            Map.entry("PodSpec", List.of("containers")),
            Map.entry("Container", List.of("name", "image")),
            Map.entry("ContainerPort", List.of("containerPort")),
            Map.entry("ServicePort", List.of("port")),
            Map.entry("EnvVar", List.of("name")),
            Map.entry("HTTPGetAction", List.of("port")),
            Map.entry("TCPSocketAction", List.of("port")),
            Map.entry("Volume", List.of("name")),
            Map.entry("VolumeMount", List.of("name", "mountPath")),
            Map.entry("KeyToPath", List.of("key", "path")),
            Map.entry("SecretKeySelector", List.of("key")),
            Map.entry("ConfigMapKeySelector", List.of("key")),
            Map.entry("SeccompProfile", List.of("type")));

    private final ObjectMapper mapper;

    RequiredMembers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The paths of the members that an object lacks. */
    List<String> missing(JsonNode object, Class<?> model) {
        List<String> missing = new ArrayList<>();
        look(object, mapper.constructType(model), "", missing);
        return missing;
    }

    private void look(JsonNode node, JavaType type, String path, List<String> missing) {
        if (node.isArray() && type.isCollectionLikeType()) {
            for (int i = 0; i < node.size(); i++) {
                look(node.get(i), type.getContentType(), path + "/" + i, missing);
            }
            return;
        }
        if (!node.isObject() || type.isMapLikeType()) {
            return;
        }
        for (String name : OF_KUBERNETES.getOrDefault(type.getRawClass().getSimpleName(), List.of())) {
            require(node, name, path, missing);
        }
        for (BeanPropertyDefinition member :
                mapper.getSerializationConfig().introspect(type).findProperties()) {
            if (isRequired(member)) {
                require(node, member.getName(), path, missing);
            }
            JsonNode value = node.get(member.getName());
            if (value != null) {
                look(value, member.getPrimaryType(), path + "/" + member.getName(), missing);
            }
        }
    }

    private static boolean isRequired(BeanPropertyDefinition member) {
        AnnotatedMember accessor = member.getAccessor();
        JsonProperty property = accessor == null ? null : accessor.getAnnotation(JsonProperty.class);
        return property != null && property.required();
    }

    private static void require(JsonNode node, String name, String path, List<String> missing) {
        if (!node.hasNonNull(name)) {
            missing.add(path + "/" + name);
        }
    }
}
