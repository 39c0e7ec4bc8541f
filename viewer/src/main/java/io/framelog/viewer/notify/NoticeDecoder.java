package io.framelog.viewer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records of the topic of events, which any program may write. Thread-safe. */
final class NoticeDecoder {
    /** The largest event in bytes, as for the viewer's clients. */
    static final int MAX_EVENT_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(NoticeDecoder.class);

    private final EventTopic topic;

    NoticeDecoder(EventTopic topic) {
        this.topic = topic;
    }

    /** The record's event; empty if it has none. */
    Optional<Notice> decode(ConsumerRecord<byte[], byte[]> record) {
        byte[] json = record.value();
        if (json == null || json.length > MAX_EVENT_BYTES) {
            return Optional.empty();
        }
        try {
            return topic.read(record.key(), json, Instant.ofEpochMilli(record.timestamp()))
                    .map(event -> new Notice(withId(event, record), true, new String(json, UTF_8)));
        } catch (RuntimeException e) { // whatever a record contains, the next ones must be told
            LOG.debug("cannot read an event", e);
            return Optional.empty();
        }
    }

    /** An event of another program may have none; its place in the log is one. */
    private static StreamEvent withId(StreamEvent event, ConsumerRecord<byte[], byte[]> record) {
        if (!event.id().isEmpty()) {
            return event;
        }
        return new StreamEvent(
                record.topic() + "-" + record.partition() + "-" + record.offset(),
                event.type(),
                event.time(),
                event.stream(),
                event.source(),
                event.run(),
                event.reason(),
                event.newest(),
                event.more());
    }
}
