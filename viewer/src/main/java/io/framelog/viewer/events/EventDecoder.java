package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventTopic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes records of the topic of events; skips and counts those that are not events. Thread-safe. */
final class EventDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);

    private final EventTopic topic;
    private final EventCounters counters;

    EventDecoder(EventTopic topic, EventCounters counters) {
        this.topic = topic;
        this.counters = counters;
    }

    /** The record's event; empty if it has none that can be sent. */
    Optional<LoggedEvent> decode(ConsumerRecord<byte[], ByteBuffer> record) {
        Optional<LoggedEvent> decoded = EventRecord.read(
                topic,
                record,
                read -> Optional.of(new LoggedEvent(
                        record.partition(),
                        record.offset(),
                        read.event().stream(),
                        EventKinds.nameOf(read.event().type()),
                        oneLine(read.json()))));
        if (decoded.isEmpty()) {
            counters.skipped();
            LOG.debug("no event, skipping: {}-{}@{}", record.topic(), record.partition(), record.offset());
        }
        return decoded;
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
}
