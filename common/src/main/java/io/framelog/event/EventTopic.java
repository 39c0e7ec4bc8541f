package io.framelog.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.Position;
import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The event topic of a frame topic. A record's key is the stream, its value is a CloudEvents 1.0 event in JSON
 * ("structured mode", https://github.com/cloudevents/spec). Immutable and thread-safe.
 *
 * @param name the topic's name: {@code video-events} for the frame topic {@code video-stream}
 */
public record EventTopic(String name) {
    /** The value of a record's {@code content-type} header, as the Kafka binding of CloudEvents defines it. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private static final String FRAMES_SUFFIX = "-stream";
    private static final List<Header> HEADERS =
            List.of(new RecordHeader("content-type", CONTENT_TYPE.getBytes(US_ASCII)));

    /** The event topic of a frame topic: {@code -events} replaces {@code -stream}, or is appended. */
    public static EventTopic of(String frameTopic) {
        String stem = frameTopic.endsWith(FRAMES_SUFFIX)
                ? frameTopic.substring(0, frameTopic.length() - FRAMES_SUFFIX.length())
                : frameTopic;
        return new EventTopic(stem + "-events");
    }

    /** The record of an event. Its timestamp is the event's time, so that events can be found by time. */
    public ProducerRecord<byte[], byte[]> write(StreamEvent event) {
        return new ProducerRecord<>(
                name, null, event.time().toEpochMilli(), event.stream().toKey(), toJson(event), HEADERS);
    }

    private static byte[] toJson(StreamEvent event) {
        Map<String, Object> data = new LinkedHashMap<>();
        putUnlessEmpty(data, "reason", event.reason());
        putUnlessEmpty(data, "source", event.source());
        putUnlessEmpty(data, "run", event.run());
        event.newest().ifPresent(position -> {
            data.put("partition", position.partition());
            data.put("offset", position.offset());
        });
        data.putAll(event.more());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("specversion", "1.0");
        json.put("id", event.id());
        // CloudEvents requires a URI reference here, which "camera 0" is not.
        json.put("source", StreamAddress.of(event.stream()));
        json.put("type", event.type().value());
        json.put("time", event.time().toString());
        json.put("subject", event.stream().value());
        json.put("datacontenttype", "application/json");
        json.put("data", data);
        try {
            return JSON.std.asString(json).getBytes(UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a map of JSON values can always be written as JSON", e);
        }
    }

    private static void putUnlessEmpty(Map<String, Object> json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    /**
     * Reads an event of any type, from any writer. Only the type is required; other missing members are empty.
     *
     * @param key the record's key; without one, the event's {@code subject} names the stream, or it is the default
     * @param written the record's timestamp, used if the event has no time
     * @return empty if the value is not an event
     */
    public Optional<StreamEvent> read(byte @Nullable [] key, byte[] value, Instant written) {
        try {
            @Nullable Map<String, Object> json = JSON.std.mapFrom(value);
            if (json == null) { // JSON's null
                return Optional.empty();
            }
            String type = text(json, "type");
            String subject = text(json, "subject");
            boolean bySubject = (key == null || key.length == 0) && StreamName.isValid(subject);
            Optional<StreamName> stream = bySubject ? Optional.of(new StreamName(subject)) : StreamName.ofKey(key);
            if (type.isEmpty() || stream.isEmpty()) {
                return Optional.empty();
            }
            Instant time = text(json, "time").isEmpty() ? written : Instant.parse(text(json, "time"));
            Map<String, Object> data = data(json);
            String source = takeText(data, "source");
            String run = takeText(data, "run");
            String reason = takeText(data, "reason");
            Optional<Position> newest = takePosition(data);
            return Optional.of(new StreamEvent(
                    text(json, "id"), new EventType(type), time, stream.get(), source, run, reason, newest, data));
        } catch (IOException | DateTimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> data(Map<String, Object> json) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (json.get("data") instanceof Map<?, ?> members) {
            members.forEach((name, value) -> data.put(String.valueOf(name), value));
        }
        return data;
    }

    private static Optional<Position> takePosition(Map<String, Object> data) {
        if (data.get("partition") instanceof Integer partition
                && data.get("offset") instanceof Number offset
                && (offset instanceof Integer || offset instanceof Long)
                && partition >= 0
                && offset.longValue() >= 0) {
            data.keySet().removeAll(List.of("partition", "offset"));
            return Optional.of(new Position(partition, offset.longValue()));
        }
        return Optional.empty();
    }

    private static String takeText(Map<String, Object> data, String name) {
        String value = text(data, name);
        if (!value.isEmpty()) {
            data.remove(name);
        }
        return value;
    }

    private static String text(Map<String, Object> json, String name) {
        @Nullable Object value = json.get(name);
        return value instanceof String text ? text : "";
    }
}
