package io.framelog.viewer.kafka;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.NoFrameException;
import io.framelog.viewer.kafka.SkippedRecords.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells frames from other records in the topic, which any producer may write. Counts the others. Logs the first of
 * each kind in a partition, and one record every {@value #LOG_INTERVAL_SECONDS} seconds. Thread-safe.
 */
public final class RecordFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFilter.class);

    private static final int LOG_INTERVAL_SECONDS = 30;
    /** How much of a value the log shows. */
    private static final int HEAD_BYTES = 8;

    private final FrameRecordReader reader = new FrameRecordReader();
    private final int maxFrameBytes;
    private final SkippedRecords skipped;
    private final ForeignRecords foreign = new ForeignRecords();
    private final AtomicBoolean appendTimeTold = new AtomicBoolean();
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    /** @param maxFrameBytes the largest image that is shown */
    public RecordFilter(int maxFrameBytes, SkippedRecords skipped) {
        this.maxFrameBytes = maxFrameBytes;
        this.skipped = skipped;
    }

    /** The records that are no frames. */
    public ForeignRecords foreign() {
        return foreign;
    }

    /** The record's frame; null if it holds none that may be shown. Its image is the record's own buffer. */
    public @Nullable Frame read(ConsumerRecord<byte[], ByteBuffer> record) {
        if (record.timestampType() == TimestampType.LOG_APPEND_TIME && appendTimeTold.compareAndSet(false, true)) {
            LOG.warn(
                    "topic {} has message.timestamp.type=LogAppendTime: its records have the time of their arrival in"
                            + " Kafka, and so have frames without the header captured-us",
                    record.topic());
        }
        ByteBuffer value = record.value();
        if (value != null && value.remaining() > maxFrameBytes) {
            skip(record, Reason.OVERSIZED, "its value has more bytes than --max-frame-bytes " + maxFrameBytes);
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
        boolean first = foreign.note(record, String.valueOf(why));
        long now = System.nanoTime();
        long until = quietUntil.get();
        boolean due = now - until >= 0
                && quietUntil.compareAndSet(
                        until, now + Duration.ofSeconds(LOG_INTERVAL_SECONDS).toNanos());
        if (first || due) {
            LOG.warn(
                    "skipped the record at {}-{}@{}: {} ({}; {} skipped so far; see /streams)",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    why,
                    describe(record),
                    skipped.count(reason));
        }
    }

    /** Whose record it is and how its value begins, so that its producer can be found. */
    private static String describe(ConsumerRecord<byte[], ByteBuffer> record) {
        byte @Nullable [] key = record.key();
        ByteBuffer value = record.value();
        String name = key == null
                ? "no key"
                : "key " + StreamName.ofKey(key).map(StreamName::toString).orElse("of " + key.length + " bytes");
        if (value == null) {
            return name;
        }
        byte[] head = new byte[Math.min(HEAD_BYTES, value.remaining())];
        value.duplicate().get(head);
        return name + ", " + value.remaining() + " bytes beginning with 0x"
                + HexFormat.of().formatHex(head);
    }
}
