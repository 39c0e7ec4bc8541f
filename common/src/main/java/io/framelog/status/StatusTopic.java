package io.framelog.status;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus.State;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The compacted status topic of a frame topic. A record's key is the stream, its value is JSON. A consumer that reads
 * it from the beginning knows every stream. Immutable and thread-safe.
 *
 * @param name the topic's name: {@code video-streams} for the frame topic {@code video-stream}
 */
public record StatusTopic(String name) {
    /** How often a publisher sends its status. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** The largest status in bytes; viewers skip larger ones. */
    public static final int MAX_BYTES = 1024 * 1024;
    /** The longest text of a status in characters; readers cut longer ones. */
    public static final int MAX_TEXT = 500;

    private static final double MAX_FRAMES_PER_SECOND = 10_000;

    private static final String FORGOTTEN = "forgotten-before";

    /** The status topic of a frame topic: its name with an s appended. */
    public static StatusTopic of(String frameTopic) {
        return new StatusTopic(frameTopic + "s");
    }

    /** Writes a status as a record's value. */
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
        if (!status.displayName().isEmpty()) {
            json.put("displayName", status.displayName());
        }
        try {
            return JSON.std.asString(json).getBytes(UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a map of JSON values can always be written as JSON", e);
        }
    }

    /**
     * Reads a status from any writer. Missing members are read as empty, except state and heartbeat; so are rates and
     * positions out of their ranges. Control characters in texts become spaces.
     *
     * @return empty if the value is not a status
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
                    rate(json),
                    text(json, "source"),
                    text(json, "publisher"),
                    text(json, "run"),
                    Instant.parse(text(json, "heartbeat")),
                    position(json),
                    text(json, "displayName")));
        } catch (IOException | IllegalArgumentException | DateTimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /**
     * The record that makes viewers forget a stream: a tombstone, so that compaction removes the status. Its header
     * {@value #FORGOTTEN} tells which frames do not bring the stream back.
     *
     * @param ends by partition of the frame topic, the offset behind the last frame to forget
     */
    public ProducerRecord<byte[], byte[]> forget(StreamName stream, Map<Integer, Long> ends) {
        String positions = ends.entrySet().stream()
                .map(end -> new Position(end.getKey(), end.getValue()).toString())
                .collect(Collectors.joining(","));
        return tombstone(stream, List.of(new RecordHeader(FORGOTTEN, positions.getBytes(US_ASCII))));
    }

    @SuppressWarnings("NullAway") // Kafka's class takes null values
    private ProducerRecord<byte[], byte[]> tombstone(StreamName stream, List<Header> headers) {
        return new ProducerRecord<>(name, null, stream.toKey(), null, headers);
    }

    /**
     * Reads which frames a tombstone forgets.
     *
     * @return by partition of the frame topic, the offset behind the last frame to forget; empty if the tombstone does
     *     not tell
     */
    public static Map<Integer, Long> forgotten(Headers headers) {
        Header header = headers.lastHeader(FORGOTTEN);
        return header == null || header.value() == null
                ? Map.of()
                : Arrays.stream(new String(header.value(), US_ASCII).split(","))
                        .flatMap(position -> Position.parse(position).stream())
                        .collect(Collectors.toMap(Position::partition, Position::offset, Math::max));
    }

    private static Optional<ImageSize> size(Map<String, Object> json) {
        return number(json, "width").flatMap(width -> number(json, "height")
                .map(height -> new ImageSize(width.intValue(), height.intValue())));
    }

    private static double rate(Map<String, Object> json) {
        double rate = number(json, "fps").map(Number::doubleValue).orElse(0.0);
        return rate >= 0 && rate <= MAX_FRAMES_PER_SECOND ? rate : 0;
    }

    private static Optional<Position> position(Map<String, Object> json) {
        return whole(json, "partition", 0, Integer.MAX_VALUE)
                .flatMap(partition -> whole(json, "offset", 0, Long.MAX_VALUE - 1)
                        .map(offset -> new Position(partition.intValue(), offset)));
    }

    private static String text(Map<String, Object> json, String name) {
        @Nullable Object value = json.get(name);
        return value instanceof String text ? oneLine(text) : "";
    }

    private static String oneLine(String text) {
        int end = Math.min(text.length(), MAX_TEXT);
        StringBuilder line = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char at = text.charAt(i);
            line.append(Character.isISOControl(at) ? ' ' : at);
        }
        return end < text.length() ? line.append('…').toString() : line.toString();
    }

    /** A whole number in a range; empty otherwise. */
    private static Optional<Long> whole(Map<String, Object> json, String name, long least, long most) {
        @Nullable Object value = json.get(name);
        return value instanceof Integer || value instanceof Long
                ? Optional.of(((Number) value).longValue()).filter(number -> number >= least && number <= most)
                : Optional.empty();
    }

    private static Optional<Number> number(Map<String, Object> json, String name) {
        @Nullable Object value = json.get(name);
        return value instanceof Number number ? Optional.of(number) : Optional.empty();
    }
}
