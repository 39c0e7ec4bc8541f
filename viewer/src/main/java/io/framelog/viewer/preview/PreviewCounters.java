package io.framelog.viewer.preview;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts reduced pictures. Thread-safe. */
final class PreviewCounters {
    /** Why a picture could not be made. */
    enum Failure {
        /** FFmpeg cannot decode it. */
        DAMAGED,
        /** Decoding it would cost too much. */
        TOO_LARGE,
        /** The memory for frames is full. */
        POOL_FULL,
        /** Anything else, such as a lack of native memory. */
        ERROR
    }

    private final LongAdder asked = new LongAdder();
    private final LongAdder made = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final Map<Failure, LongAdder> failed = new EnumMap<>(Failure.class);

    PreviewCounters() {
        for (Failure reason : Failure.values()) {
            failed.put(reason, new LongAdder());
        }
    }

    void asked() {
        asked.increment();
    }

    void made() {
        made.increment();
    }

    void passed() {
        passed.increment();
    }

    void skipped() {
        skipped.increment();
    }

    void failed(Failure reason) {
        of(reason).increment();
    }

    /** Pictures that were due for a copy. */
    long askedCount() {
        return asked.sum();
    }

    /** Pictures that were made. */
    long madeCount() {
        return made.sum();
    }

    /** Pictures that are no wider than the copy, so they were passed on as they are. */
    long passedCount() {
        return passed.sum();
    }

    /** Pictures that were due, but a newer one came before a thread was free. */
    long skippedCount() {
        return skipped.sum();
    }

    /** Pictures that could not be made. */
    long failedCount(Failure reason) {
        return of(reason).sum();
    }

    private LongAdder of(Failure reason) {
        return Objects.requireNonNull(failed.get(reason));
    }
}
