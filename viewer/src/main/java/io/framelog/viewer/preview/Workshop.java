package io.framelog.viewer.preview;

import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.frame.ImageFormat;
import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.preview.PreviewCounters.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that make pictures smaller, and the memory that they may use. Work is done in the order in which it came;
 * a copy or a replay has one piece at a time, so none gets more of the threads than another. Thread-safe.
 */
final class Workshop implements AutoCloseable {
    /** Copies at the same time: a window of 36 streams has 36. Each has one piece of work at most. */
    static final int MAX_COPIES = 256;

    /**
     * Pictures that wait for a thread: one for each copy, for as many that have just ended, and for as many replays as a
     * viewer can have.
     */
    private static final int MAX_WAITING = 2 * MAX_COPIES + 1_000;

    /**
     * Native memory that is kept between pictures, for all copies: that of 85 copies of 1080p JPEGs which are 320 pixels
     * wide. A copy beyond it allocates its memory for each picture, which takes half a millisecond.
     */
    static final long KEPT_BYTES = 128L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    private final Reducer.Factory factory;
    private final PartPool pool;
    private final PreviewCounters counters;
    private final int threads;
    private final long keptLimit;
    private final BoundedExecutor executor;
    private final AtomicLong kept = new AtomicLong();

    /**
     * Starts no thread before the first work.
     *
     * @param pool the memory for the pictures
     * @param threads how many pictures are made at a time
     * @param keptLimit the most bytes of native memory that are kept between pictures
     */
    Workshop(Reducer.Factory factory, PartPool pool, PreviewCounters counters, int threads, long keptLimit) {
        this.factory = factory;
        this.pool = pool;
        this.counters = counters;
        this.threads = threads;
        this.keptLimit = keptLimit;
        // Live video goes first, where the system knows priorities.
        executor = new BoundedExecutor("previews", threads, MAX_WAITING, Thread.MIN_PRIORITY);
    }

    /** Loads what the first picture needs. */
    CompletableFuture<@Nullable Void> load() {
        return executor.submit(() -> {
            factory.load();
            return null;
        });
    }

    /** Does work on one of the threads. */
    <T> CompletableFuture<T> submit(Callable<T> work) {
        return executor.submit(work);
    }

    /** A place for the work of one copy. */
    Bench bench(int width) {
        return new Bench(factory.reducer(width));
    }

    PreviewCounters counters() {
        return counters;
    }

    int threads() {
        return threads;
    }

    /** The threads that make a picture now. */
    int busy() {
        return executor.busy();
    }

    /** The native memory that is kept between pictures. */
    long keptBytes() {
        return kept.get();
    }

    long keptLimit() {
        return keptLimit;
    }

    /** Cancels the work that waits, and does not wait for the rest. */
    @Override
    public void close() {
        executor.close();
    }

    /** Makes the pictures of one copy. For one thread at a time. */
    final class Bench implements AutoCloseable {
        private final Reducer reducer;
        private long mine;

        private Bench(Reducer reducer) {
            this.reducer = reducer;
        }

        /**
         * Makes a frame smaller.
         *
         * @param source the caller's reference stays the caller's
         * @return the caller must release it; null if it could not be made, which is counted
         */
        @Nullable Part make(Part source) throws InterruptedException {
            try {
                Optional<byte[]> image = reducer.reduce(source.format(), source.image());
                if (image.isEmpty()) {
                    counters.failed(Failure.DAMAGED);
                    return null;
                }
                Part part = pool.fillAgain(source, ImageFormat.JPEG, ByteBuffer.wrap(image.get()));
                if (part == null) {
                    counters.failed(Failure.POOL_FULL);
                } else {
                    counters.made();
                }
                return part;
            } catch (PictureTooLargeException e) {
                LOG.debug("a picture of {} is not made smaller: {}", source.stream(), e.getMessage());
                counters.failed(Failure.TOO_LARGE);
                return null;
            } catch (IOException e) {
                LOG.debug("a picture of {} cannot be made smaller: {}", source.stream(), e.getMessage());
                counters.failed(Failure.ERROR);
                return null;
            } finally {
                keep();
            }
        }

        /** Keeps the memory for the next picture, if there is room for it. */
        private void keep() {
            long present = reducer.bytes();
            if (kept.addAndGet(present - mine) > keptLimit && present > 0) {
                kept.addAndGet(-present);
                reducer.release();
                present = 0;
            }
            mine = present;
        }

        @Override
        public void close() {
            reducer.release();
            kept.addAndGet(-mine);
            mine = 0;
        }
    }
}
