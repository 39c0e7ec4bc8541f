package io.framelog.publisher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.framelog.frame.StreamName;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatusReporterTest {
    private static final StatusTopic TOPIC = StatusTopic.of("video-stream");

    private final PublishStats stats = new PublishStats();
    private final MockProducer<byte[], ByteBuffer> kafka = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteBufferSerializer());
    private final StatusReporter reporter =
            new StatusReporter(TOPIC, new Run(StreamName.DEFAULT, "test pattern", "run", "", true), stats);
    private final FrameProducer producer = new FrameProducer(kafka);

    @AfterEach
    void close() {
        reporter.close();
        producer.close();
    }

    @Test
    void aClockThatIsWrongDoesNotKeepTheStatusAway() {
        reporter.begin(producer);
        assertNotEquals(0L, sent(1).get(0).timestamp());
        kafka.errorNext(new InvalidTimestampException("3 h ahead"));
        stats.drop(DropReason.NOT_ACKNOWLEDGED, "set this machine's clock");
        reporter.report(State.LIVE, "");
        ProducerRecord<byte[], ByteBuffer> next = sent(2).get(1);
        assertEquals(0L, next.timestamp(), "a time that the topic does not refuse");
        assertEquals(
                "1 frame dropped: not acknowledged (set this machine's clock)",
                read(next).reason());
    }

    private List<ProducerRecord<byte[], ByteBuffer>> sent(int count) {
        while (kafka.history().size() < count) {
            LockSupport.parkNanos(1_000_000);
        }
        return kafka.history();
    }

    private static StreamStatus read(ProducerRecord<byte[], ByteBuffer> record) {
        return TOPIC.read(record.value().array()).orElseThrow();
    }
}
