package io.framelog.viewer.kafka;

import io.framelog.frame.Frame;
import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.NoFrameException;
import io.framelog.viewer.receiving.ReceiverCounters;
import io.framelog.viewer.receiving.ReceiverCounters.Skip;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells frames from what else any producer may have put into the topic, counting the latter and logging one of it once in a
 * while. Safe for any number of threads.
 */
public final class RecordFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFilter.class);
    /** At most one line in this time. */
    private static final long LOG_INTERVAL_NANOS = Duration.ofSeconds(30).toNanos();

    private final FrameRecordReader reader = new FrameRecordReader();
    private final int maxFrameBytes;
    private final ReceiverCounters counters;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    /** @param maxFrameBytes the largest image that is shown */
    public RecordFilter(int maxFrameBytes, ReceiverCounters counters) {
        this.maxFrameBytes = maxFrameBytes;
        this.counters = counters;
    }

    /** The record's frame; null where it holds none that may be shown. Its image is the record's own buffer. */
    public @Nullable Frame read(ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        if (value != null && value.remaining() > maxFrameBytes) {
            skip(record, Skip.OVERSIZED, value.remaining() + " bytes are more than --max-frame-bytes " + maxFrameBytes);
            return null;
        }
        try {
            return reader.read(record);
        } catch (NoFrameException e) {
            skip(record, Skip.NO_FRAME, e.getMessage());
            return null;
        }
    }

    private void skip(ConsumerRecord<byte[], ByteBuffer> record, Skip reason, @Nullable String why) {
        counters.skip(reason, 1);
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + LOG_INTERVAL_NANOS)) {
            LOG.warn(
                    "the record at {}-{}@{} is skipped: {} ({} such so far; said once in {} s)",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    why,
                    counters.skipped(reason),
                    Duration.ofNanos(LOG_INTERVAL_NANOS).toSeconds());
        }
    }
}
