package io.framelog.viewer.kafka;

import io.framelog.frame.Frame;
import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.NoFrameException;
import io.framelog.viewer.kafka.SkippedRecords.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells frames from other records in the topic, which any producer may write. Counts the others, and logs one of them
 * every {@value #LOG_INTERVAL_SECONDS} seconds. Thread-safe.
 */
public final class RecordFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFilter.class);

    private static final int LOG_INTERVAL_SECONDS = 30;

    private final FrameRecordReader reader = new FrameRecordReader();
    private final int maxFrameBytes;
    private final SkippedRecords skipped;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    /** @param maxFrameBytes the largest image that is shown */
    public RecordFilter(int maxFrameBytes, SkippedRecords skipped) {
        this.maxFrameBytes = maxFrameBytes;
        this.skipped = skipped;
    }

    /** The record's frame; null if it holds none that may be shown. Its image is the record's own buffer. */
    public @Nullable Frame read(ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        if (value != null && value.remaining() > maxFrameBytes) {
            skip(
                    record,
                    Reason.OVERSIZED,
                    value.remaining() + " bytes are more than --max-frame-bytes " + maxFrameBytes);
            return null;
        }
        try {
            return reader.read(record);
        } catch (NoFrameException e) {
            skip(record, Reason.NO_FRAME, e.getMessage());
            return null;
        }
    }

    private void skip(ConsumerRecord<byte[], ByteBuffer> record, Reason reason, @Nullable String why) {
        skipped.add(reason, 1);
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0
                && quietUntil.compareAndSet(
                        until, now + Duration.ofSeconds(LOG_INTERVAL_SECONDS).toNanos())) {
            LOG.warn(
                    "skipped the record at {}-{}@{}: {} ({} skipped for this reason so far; logged once in {} s)",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    why,
                    skipped.count(reason),
                    LOG_INTERVAL_SECONDS);
        }
    }
}
