package io.framelog.viewer.history;

import io.framelog.viewer.kafka.StoredFrame;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way through a stream's frames in the log, forwards or backwards. Of the thread that has the {@link HistoryReader}. */
public interface PastCursor {
    /**
     * The next frame; waits for Kafka.
     *
     * @return null at the end
     * @throws org.apache.kafka.common.errors.TimeoutException if Kafka sends nothing
     */
    @Nullable StoredFrame next();

    /** Whether {@link #next()} has its answer already. */
    boolean isReady();

    /**
     * Reads what Kafka has next, of this stream or another; for who does not want to wait for {@link #next()} as long as the
     * stream's next frame may be away.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if Kafka sends nothing
     */
    void fetch();

    /** Whether all was read that there was when the cursor was made. */
    boolean isOver();

    /** Where to go on, for each partition: forwards the offset of what is next, backwards the offset behind it. */
    Map<Integer, Long> positions();

    /** Bytes of all images that were read, those of other streams in the same partitions as well. */
    long bytesRead();

    /** Whether retention removed frames before the cursor came to them, since the last call. */
    default boolean takeJump() {
        return false;
    }
}
