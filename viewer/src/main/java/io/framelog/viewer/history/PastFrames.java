package io.framelog.viewer.history;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.latency.EpochClock;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Finds single frames of the past. Thread-safe. */
public final class PastFrames {
    private final HistoryExecutor executor;
    private final PartPool pool;
    private final EpochClock clock = EpochClock.system();

    /** @param pool the memory for the frames */
    public PastFrames(HistoryExecutor executor, PartPool pool) {
        this.executor = executor;
        this.pool = pool;
    }

    /**
     * Looks for a frame; does not wait.
     *
     * @param at {@link Earliest} means the log's first frame of the stream
     * @param nearest whether to return a later frame if it is nearer; otherwise returns the frame that was shown then
     * @return the caller must release the part. Fails with a {@link NoSuchFrameException}, with a {@link
     *     RejectedExecutionException} if there is no memory for it, and as {@link HistoryExecutor#submit} does
     */
    public CompletableFuture<Part> find(StreamName stream, Moment at, boolean nearest) {
        return executor.submit(reader -> part(stored(reader, stream, at, nearest)), Part::release);
    }

    private static StoredFrame stored(HistoryReader reader, StreamName stream, Moment at, boolean nearest) {
        if (at instanceof Exactly exactly) {
            requireExistence(reader, exactly.position());
        }
        reader.requireKnown(stream, at);
        Optional<StoredFrame> found;
        if (at instanceof Earliest) {
            found = reader.first(stream, at);
        } else {
            found = nearest ? reader.nearest(stream, at) : reader.shownAt(stream, at);
        }
        return found.orElseThrow(() -> new NoSuchFrameException(whatExists(reader, stream)));
    }

    private static void requireExistence(HistoryReader reader, Position position) {
        long end = reader.end(position.partition())
                .orElseThrow(() -> new NoSuchFrameException("the log has no partition " + position.partition()
                        + "; the header X-Framelog-Position tells a frame's position"));
        if (position.offset() >= end) {
            throw new NoSuchFrameException("there is no frame at " + position + " yet: the log goes up to "
                    + new Position(position.partition(), end - 1) + "; 'latest' is the newest frame");
        }
    }

    private static String whatExists(HistoryReader reader, StreamName stream) {
        return reader.first(stream, new Earliest())
                .map(first -> "the log has no frame of '" + stream + "' so early; its first one is from "
                        + new At(first.frame().capturedMicros()).instant() + ", at=earliest")
                .orElseGet(() -> "the log has no frame of '" + stream + "' now");
    }

    private Part part(StoredFrame stored) {
        Part part = pool.fill(stored.frame(), stored.position(), new Receipt(System.nanoTime(), clock.micros()));
        if (part == null) {
            throw new RejectedExecutionException("the memory for frames is full");
        }
        return part;
    }
}
