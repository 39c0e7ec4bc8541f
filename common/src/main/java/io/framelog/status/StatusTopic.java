package io.framelog.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.status.StreamStatus.State;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status topic beside a topic of frames: compacted, key = stream, value = JSON, so that whoever reads it from the
 * start knows every stream at once. Immutable, for any number of threads.
 *
 * @param name the status topic's name: {@code video-streams} for the frames' topic {@code video-stream}
 */
public record StatusTopic(String name) {
    /** How often a publisher says its status anew. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(2);

    /** The status topic of a topic of frames: its name with an s. */
    public static StatusTopic of(String frameTopic) {
        return new StatusTopic(frameTopic + "s");
    }

    /** A status as a record's value. */
    public byte[] write(StreamStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", status.state().name().toLowerCase(Locale.ROOT));
        json.put("reason", status.reason());
        status.size().ifPresent(size -> {
            json.put("width", size.width());
            json.put("height", size.height());
        });
        json.put("fps", status.framesPerSecond());
        json.put("source", status.source());
        json.put("publisher", status.publisher());
        json.put("run", status.run());
        json.put("heartbeat", status.heartbeat().toString());
        status.newest().ifPresent(position -> {
            json.put("partition", position.partition());
            json.put("offset", position.offset());
        });
        try {
            return JSON.std.asString(json).getBytes(UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a map of texts and numbers is always JSON", e);
        }
    }

    /**
     * Reads a status, whoever wrote it: members that are absent have their empty value.
     *
     * @return empty where the value is none that can be understood
     */
    public Optional<StreamStatus> read(byte[] value) {
        try {
            @Nullable Map<String, Object> json = JSON.std.mapFrom(value);
            if (json == null) { // JSON's null
                return Optional.empty();
            }
            return Optional.of(new StreamStatus(
                    State.valueOf(text(json, "state").toUpperCase(Locale.ROOT)),
                    text(json, "reason"),
                    size(json),
                    number(json, "fps").map(Number::doubleValue).orElse(0.0),
                    text(json, "source"),
                    text(json, "publisher"),
                    text(json, "run"),
                    Instant.parse(text(json, "heartbeat")),
                    position(json)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<ImageSize> size(Map<String, Object> json) {
        return number(json, "width").flatMap(width -> number(json, "height")
                .map(height -> new ImageSize(width.intValue(), height.intValue())));
    }

    private static Optional<Position> position(Map<String, Object> json) {
        return number(json, "partition").flatMap(partition -> number(json, "offset")
                .map(offset -> new Position(partition.intValue(), offset.longValue())));
    }

    private static String text(Map<String, Object> json, String name) {
        @Nullable Object value = json.get(name);
        return value instanceof String text ? text : "";
    }

    private static Optional<Number> number(Map<String, Object> json, String name) {
        @Nullable Object value = json.get(name);
        return value instanceof Number number ? Optional.of(number) : Optional.empty();
    }
}
