package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes records of the topic of events; skips and counts those that are not events. Thread-safe. */
final class EventDecoder {
    /** The largest event in bytes; larger ones are skipped, or one could fill the memory of recent events. */
    static final int MAX_EVENT_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._-]");

    /** The viewer's own events, and those that an EventSource makes itself. */
    private static final Set<String> RESERVED = Set.of("status", "gap", "open", "error");

    private static final String FOREIGN = "foreign.";

    private final EventTopic topic;
    private final EventCounters counters;

    EventDecoder(EventTopic topic, EventCounters counters) {
        this.topic = topic;
        this.counters = counters;
    }

    /** The record's event; empty if it has none that can be sent. */
    Optional<LoggedEvent> decode(ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        if (value == null || value.remaining() > MAX_EVENT_BYTES) {
            return skip(record);
        }
        byte[] json = new byte[value.remaining()];
        value.duplicate().get(json);
        try {
            return read(record, json).or(() -> skip(record));
        } catch (RuntimeException e) { // whatever a record contains, the next ones must be read
            LOG.debug("cannot read an event", e);
            return skip(record);
        }
    }

    private Optional<LoggedEvent> read(ConsumerRecord<byte[], ByteBuffer> record, byte[] json) {
        return topic.read(record.key(), json, Instant.ofEpochMilli(record.timestamp()))
                .map(event -> new LoggedEvent(
                        record.partition(), record.offset(), event.stream(), name(event.type()), oneLine(json)));
    }

    /** The event's name for clients. What they would take for the viewer's own or the browser's gets another name. */
    private static String name(EventType type) {
        String name = NOT_IN_A_NAME.matcher(type.shortName()).replaceAll("_");
        return RESERVED.contains(name.toLowerCase(Locale.ROOT)) ? FOREIGN + name : name;
    }

    /**
     * The JSON without line ends, which Server-Sent Events do not allow, in UTF-8 and with nothing behind it; unchanged
     * if it is so already.
     */
    private static String oneLine(byte[] json) {
        String text = new String(json, UTF_8);
        try {
            if (text.startsWith("{") && text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && isAlone(json)) {
                return text;
            }
            return JSON.std.asString(JSON.std.mapFrom(json));
        } catch (IOException e) {
            throw new IllegalStateException("it was parsed as JSON before", e);
        }
    }

    private static boolean isAlone(byte[] json) {
        try (JsonParser parser = JSON.std.createParser(json)) {
            var unusedBegin = parser.nextToken();
            return parser.skipChildren().nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<LoggedEvent> skip(ConsumerRecord<byte[], ByteBuffer> record) {
        counters.skipped();
        LOG.debug("record is not an event, skipping: {}-{}@{}", record.topic(), record.partition(), record.offset());
        return Optional.empty();
    }
}
