package io.framelog.viewer.kafka;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the records that are not shown, by reason. Thread-safe. */
public final class SkippedRecords {
    /** Why a record is not shown. */
    public enum Reason {
        /** The record has no image, or its key is not a stream name. */
        NO_FRAME,
        /** Its image is larger than allowed. */
        OVERSIZED,
        /** A later frame from another partition was shown already. */
        OUT_OF_ORDER,
        /** The memory for frames, or the stream's share, is full. */
        POOL_FULL,
        /** The receiver fell behind and continued with the newest. */
        BEHIND
    }

    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    /** All zero. */
    public SkippedRecords() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    /** Counts records. */
    public void add(Reason reason, long records) {
        counter(reason).add(records);
    }

    /** How many records were skipped for a reason. */
    public long count(Reason reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(Reason reason) {
        return Objects.requireNonNull(counts.get(reason));
    }
}
