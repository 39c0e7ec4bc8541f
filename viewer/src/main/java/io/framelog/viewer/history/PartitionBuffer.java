package io.framelog.viewer.history;

import io.framelog.viewer.kafka.StoredFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.TopicPartition;

/** What a cursor has read of a partition and not returned yet. */
class PartitionBuffer {
    final TopicPartition partition;
    /** In the cursor's order. */
    final Deque<StoredFrame> frames = new ArrayDeque<>();
    /** Where reading goes on. */
    long next;
    /** Whether there is nothing more to read. */
    boolean over;

    PartitionBuffer(TopicPartition partition, long next) {
        this.partition = partition;
        this.next = next;
    }

    /** Whether the cursor knows the partition's next frame, or that there is none. */
    boolean isReady() {
        return over || !frames.isEmpty();
    }

    /** When its next frame was captured; only if there is one. */
    long capturedMicros() {
        return frames.element().frame().capturedMicros();
    }
}
