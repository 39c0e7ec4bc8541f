package io.framelog.viewer.detect;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.events.EventLog;
import io.framelog.viewer.events.EventWriter;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.LogConsumer;
import java.time.Instant;
import java.util.List;

/**
 * Writes what was found in the past as events, except what is told already: an event of the same type at the same time.
 * They say that they are of the past.
 * For one thread.
 */
public final class PastPublication implements AutoCloseable {
    private static final String CLIENT_ID = "framelog-viewer-detect-past";

    private final KnownEvents known;
    private final EventWriter writer;
    private int written;

    /**
     * Reads the events that there are.
     *
     * @param since what is searched begins then
     * @throws io.framelog.cli.CommandFailure if not all of them can be read
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public PastPublication(KafkaOptions kafka, ConsumerFactory consumers, StreamName stream, Instant since)
            throws InterruptedException {
        known = new KnownEvents(stream);
        writer = new EventWriter(kafka, CLIENT_ID);
        try (LogConsumer past = consumers.eventsPast()) {
            writer.createTopic();
            known.read(new EventLog(EventTopic.of(kafka.topic()), past), since);
        } catch (RuntimeException | InterruptedException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Writes what is not told yet.
     *
     * @throws org.apache.kafka.common.KafkaException if it cannot be written
     */
    public void write(Occurrence found) {
        List<StreamEvent> untold = known.untold(found);
        untold.forEach(writer::write);
        written += untold.isEmpty() ? 0 : 1;
    }

    /** How many were written. */
    public int written() {
        return written;
    }

    @Override
    public void close() {
        writer.close();
    }
}
