package io.framelog.viewer.history;

import io.framelog.viewer.kafka.StoredFrame;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a stream's frames in the log, forwards or backwards. For the thread that has the {@link HistoryReader}.
 */
public interface PastCursor {
    /**
     * The next frame; waits for Kafka.
     *
     * @return null at the end
     * @throws org.apache.kafka.common.errors.TimeoutException if Kafka sends nothing
     */
    @Nullable StoredFrame next();

    /** Whether {@link #next()} returns without waiting. */
    boolean isReady();

    /**
     * Reads what Kafka has next, of any stream: for callers that cannot wait until {@link #next()} reaches the stream's
     * next frame.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if Kafka sends nothing
     */
    void fetch();

    /** Whether everything was returned that was in the log when the cursor was made. */
    boolean isOver();

    /**
     * By partition, where another cursor continues: the offset of the next frame or, backwards, the offset after it.
     */
    Map<Integer, Long> positions();

    /** Bytes of all images that were read, including those of other streams in the same partitions. */
    long bytesRead();

    /** Whether retention removed frames before the cursor reached them, since the last call. */
    default boolean takeRetentionGap() {
        return false;
    }
}
