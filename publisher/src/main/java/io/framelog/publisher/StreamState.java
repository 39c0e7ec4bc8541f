package io.framelog.publisher;

import io.framelog.frame.StreamName;
import io.framelog.publisher.metrics.StreamFigures;
import io.framelog.publisher.metrics.StreamFigures.Level;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.send.FrameQueue;
import io.framelog.publisher.send.Sender;
import io.framelog.publisher.send.StatusReporter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run tells metrics and health checks while it goes on. Thread-safe. */
final class StreamState {
    private final StreamName stream;
    private final PublishStats stats;
    private final PublishLatency latency;
    private volatile @Nullable StatusReporter status;
    private volatile @Nullable FrameQueue queue;
    private volatile @Nullable Sender sender;
    private volatile boolean ending;

    StreamState(StreamName stream, PublishStats stats, PublishLatency latency) {
        this.stream = stream;
        this.stats = stats;
        this.latency = latency;
    }

    /** The source was looked for, and has a status. */
    void sought(StatusReporter reporter) {
        status = reporter;
    }

    /** Frames are sent from now on. */
    void sending(FrameQueue waiting, Sender taking) {
        queue = waiting;
        sender = taking;
    }

    /** No more frames are captured, so the sender may end. */
    void ending() {
        ending = true;
    }

    /** Why the source delivers nothing, in readable form; empty if it does. */
    Optional<String> loss() {
        StatusReporter reporter = status;
        return reporter == null ? Optional.of("it is being opened") : reporter.loss();
    }

    /** Whether the thread that sends is running, if it is needed. */
    boolean isAlive() {
        Sender taking = sender;
        return taking == null || ending || taking.isAlive();
    }

    /** The figures of this moment. */
    StreamFigures figures() {
        FrameQueue waiting = queue;
        Sender taking = sender;
        return new StreamFigures(
                stream,
                stats,
                latency.buckets(),
                loss().isEmpty(),
                new Level(waiting == null ? 0 : waiting.size(), FrameQueue.MAX_FRAMES),
                new Level(
                        waiting == null ? 0 : waiting.bytes(),
                        waiting == null ? FrameQueue.MAX_BYTES : waiting.maxBytes()),
                new Level(
                        taking == null ? 0 : taking.unacknowledged(), taking == null ? 0 : taking.maxUnacknowledged()));
    }
}
