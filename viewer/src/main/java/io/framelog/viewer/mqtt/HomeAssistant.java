package io.framelog.viewer.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Home Assistant needs to know of a stream, as its MQTT discovery wants it. Immutable. */
final class HomeAssistant {
    /** An event lasts 10 minutes at most. A sensor whose end never comes, because a detector was killed, ends then. */
    private static final int MOTION_SECONDS = 660;

    private final Topics topics;
    private final Optional<String> publicUrl;

    HomeAssistant(Topics topics, Optional<String> publicUrl) {
        this.topics = topics;
        this.publicUrl = publicUrl;
    }

    /** The messages that announce a stream: by topic, JSON in UTF-8. */
    Map<String, byte[]> announcement(StreamName stream) {
        if (topics.discovery().isEmpty()) {
            return Map.of();
        }
        Map<String, byte[]> messages = new LinkedHashMap<>();
        Map<String, Object> connectivity = entity(stream, "connectivity", "Connection");
        connectivity.put("state_topic", topics.of(stream, "connectivity"));
        connectivity.put("device_class", "connectivity");
        connectivity.put("entity_category", "diagnostic");
        messages.put(topics.discoveryOf(stream, "binary_sensor", "connectivity"), json(connectivity));

        Map<String, Object> motion = entity(stream, "motion", "Motion");
        motion.put("state_topic", topics.of(stream, "motion"));
        motion.put("device_class", "motion");
        motion.put("off_delay", MOTION_SECONDS);
        messages.put(topics.discoveryOf(stream, "binary_sensor", "motion"), json(motion));

        Map<String, Object> image = entity(stream, "image", "Last event");
        image.put("topic", topics.of(stream, "image"));
        messages.put(topics.discoveryOf(stream, "camera", "image"), json(image));
        return messages;
    }

    private Map<String, Object> entity(StreamName stream, String ending, String name) {
        String id = topics.uniqueId(stream);
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("identifiers", List.of(id));
        device.put("name", stream.toString());
        device.put("manufacturer", "Framelog");
        device.put("model", "stream");
        publicUrl.ifPresent(url -> device.put("configuration_url", url + "/"));
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("name", name);
        entity.put("unique_id", id + "_" + ending);
        entity.put("availability_topic", topics.availability());
        entity.put("device", device);
        entity.put("origin", Map.of("name", "Framelog"));
        return entity;
    }

    private static byte[] json(Map<String, Object> members) {
        try {
            return JSON.std.asString(members).getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a map of plain values is always JSON", e);
        }
    }
}
