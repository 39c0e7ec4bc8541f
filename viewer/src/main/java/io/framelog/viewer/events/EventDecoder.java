package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventTopic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes records of the topic of events ready to be sent; leaves out and counts what is none. For any number of threads. */
final class EventDecoder {
    /** Larger ones are left out: a client, and the memory of recent events, may not be filled by one. */
    static final int MAX_EVENT_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);
    private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9._-]");

    private final EventTopic topic;
    private final EventCounters counters;

    EventDecoder(EventTopic topic, EventCounters counters) {
        this.topic = topic;
        this.counters = counters;
    }

    /** The record's event; empty where it has none that can be passed on. */
    Optional<LoggedEvent> decode(ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        if (value == null || value.remaining() > MAX_EVENT_BYTES) {
            return skip(record);
        }
        byte[] json = new byte[value.remaining()];
        value.duplicate().get(json);
        try {
            return read(record, json).or(() -> skip(record));
        } catch (RuntimeException e) { // whatever a record has, what comes after it is to be read
            LOG.debug("an event that cannot be read", e);
            return skip(record);
        }
    }

    private Optional<LoggedEvent> read(ConsumerRecord<byte[], ByteBuffer> record, byte[] json) {
        return topic.read(record.key(), json, Instant.ofEpochMilli(record.timestamp()))
                .map(event -> new LoggedEvent(
                        record.partition(),
                        record.offset(),
                        event.stream(),
                        NO_WORD.matcher(event.type().shortName()).replaceAll("_"),
                        oneLine(json)));
    }

    /** As it is, unless it has line ends, which JSON takes for spaces and Server-Sent Events do not. */
    private static String oneLine(byte[] json) {
        String text = new String(json, UTF_8);
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        try {
            return JSON.std.asString(JSON.std.mapFrom(text));
        } catch (IOException e) {
            throw new IllegalStateException("it was read as JSON before", e);
        }
    }

    private Optional<LoggedEvent> skip(ConsumerRecord<byte[], ByteBuffer> record) {
        counters.skipped();
        LOG.debug("no event: {}-{}@{}", record.topic(), record.partition(), record.offset());
        return Optional.empty();
    }
}
