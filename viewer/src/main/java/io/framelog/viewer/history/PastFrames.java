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

/** Finds single frames of the past for clients. Safe for any number of threads. */
public final class PastFrames {
    private final HistoryExecutor executor;
    private final PartPool pool;
    private final EpochClock clock = EpochClock.system();

    /** @param pool the memory that found frames are put into */
    public PastFrames(HistoryExecutor executor, PartPool pool) {
        this.executor = executor;
        this.pool = pool;
    }

    /**
     * Looks for a frame; does not wait.
     *
     * @param at for {@link Earliest} the log's first frame of the stream is meant
     * @param nearest whether a later frame will do where it is nearer; otherwise it is the one that was shown then
     * @return with one reference, the caller's; fails with a {@link NoSuchFrameException} and as {@link
     *     HistoryExecutor#submit} does, also with a {@link RejectedExecutionException} where there is no memory for it
     */
    public CompletableFuture<Part> find(StreamName stream, Moment at, boolean nearest) {
        return executor.submit(reader -> part(stored(reader, stream, at, nearest)), Part::release);
    }

    private static StoredFrame stored(HistoryReader reader, StreamName stream, Moment at, boolean nearest) {
        if (at instanceof Exactly exactly) {
            requireExistence(reader, exactly.position());
        }
        Optional<StoredFrame> found;
        if (at instanceof Earliest) {
            found = reader.first(stream, at);
        } else {
            found = nearest ? reader.nearest(stream, at) : reader.shownAt(stream, at);
        }
        return found.orElseThrow(() -> new NoSuchFrameException(whatThereIs(reader, stream)));
    }

    private static void requireExistence(HistoryReader reader, Position position) {
        long end = reader.end(position.partition())
                .orElseThrow(() -> new NoSuchFrameException("the log has no partition " + position.partition()
                        + "; X-Framelog-Position tells where a frame lies"));
        if (position.offset() >= end) {
            throw new NoSuchFrameException("there is no frame at " + position + " yet: the log goes up to "
                    + new Position(position.partition(), end - 1) + "; 'latest' is the newest frame");
        }
    }

    private static String whatThereIs(HistoryReader reader, StreamName stream) {
        return reader.first(stream, new Earliest())
                .map(first -> "the log has no frame of '" + stream + "' so early; its first is of "
                        + new At(first.frame().capturedMicros()).instant() + ", at=earliest")
                .orElseGet(() -> "the log has no frame of '" + stream + "' now");
    }

    private Part part(StoredFrame stored) {
        Part part = pool.fill(stored.frame(), stored.position(), new Receipt(System.nanoTime(), clock.micros()));
        if (part == null) {
            throw new RejectedExecutionException("frames that are being sent take all the memory that they may");
        }
        return part;
    }
}
