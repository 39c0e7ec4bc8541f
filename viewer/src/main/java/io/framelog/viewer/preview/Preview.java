package io.framelog.viewer.preview;

import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.preview.PendingFrame.Source;
import io.framelog.viewer.preview.PreviewCounters.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reduced copy of one stream in one width, for all clients that want it. It watches the stream as a client does,
 * remembers its newest frame, and has one picture in work at most. Only for the fan-out thread, except {@code make()}.
 */
final class Preview implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Preview.class);

    /** A connection believes that it was written to this long ago at most, though that is now. */
    static final Duration MOST_DELAY = Duration.ofSeconds(1);

    private final LiveStream stream;
    private final int width;
    private final FanOut fanOut;
    private final Workshop workshop;
    private final PreviewCounters counters;
    private final Workshop.Bench bench;
    private final Watcher subscription = new Subscription();
    private final List<PreviewSeat> seats = new ArrayList<>();
    private final PendingFrame pending = new PendingFrame();
    private final AtomicReference<@Nullable Result> finished = new AtomicReference<>();

    private final SharedPace pace = new SharedPace();

    private boolean working;
    private boolean ended;
    /** The number of the stream's newest frame, and of the one that was made smaller last. */
    private long newestSource;

    private long shownSource;
    private @Nullable Part shown;
    private long serial;

    /**
     * What became of a frame.
     *
     * @param source the frame's number in its stream
     * @param nanos when the frame was due
     * @param part null if no picture could be made of it
     */
    private record Result(long source, long nanos, @Nullable Part part) {}

    Preview(LiveStream stream, int width, FanOut fanOut, Workshop workshop) {
        this.stream = stream;
        this.width = width;
        this.fanOut = fanOut;
        this.workshop = workshop;
        this.counters = workshop.counters();
        this.bench = workshop.bench(width);
        this.newestSource = stream.serial() - 1;
        this.shownSource = newestSource;
    }

    /** Begins to watch the stream. Its clients enter before. */
    void begin() {
        stream.add(subscription);
        stream.catchUp(subscription);
    }

    /** A client begins. It gets the newest frame at once, even if the others are not due for one. */
    void enter(PreviewSeat seat) {
        seats.add(seat);
        changePace();
        seat.waitFor(newestSource);
        if (pending.makeDue(fanOut.now())) {
            counters.asked();
        }
        advance();
    }

    /** A client has ended. @return whether it was the last one, and the copy has ended, too */
    boolean leave(PreviewSeat seat) {
        seats.remove(seat);
        if (seats.isEmpty()) {
            end();
            return true;
        }
        changePace();
        return false;
    }

    /** The copy is made as often as the fastest client wants. */
    private void changePace() {
        seats.stream().mapToLong(PreviewSeat::intervalNanos).min().ifPresent(pace::set);
    }

    /** Remembers the stream's frame instead of the one before. */
    private void take(Part part, long number, long now) {
        newestSource = number;
        if (pending.put(part, number, isDue(now), now)) {
            counters.skipped();
        }
        advance();
    }

    private boolean isDue(long now) {
        boolean due = pace.isDue(now);
        if (due) {
            counters.asked();
        }
        return due;
    }

    /** Has the newest frame made smaller if it is due, unless a picture is in work. */
    private void advance() {
        Source source = pending.peek();
        if (working || source == null) {
            return;
        }
        if (!source.due()) {
            long now = fanOut.now();
            if (!isDue(now)) {
                return;
            }
            pending.makeDue(now);
        }
        if (PreviewWidth.fits(source.part(), width)) {
            pending.take(); // nobody else does while nothing is in work
            counters.passed();
            show(new Result(source.serial(), source.nanos(), source.part()));
        } else {
            working = true;
            var unused = workshop.submit(this::make).whenComplete((result, fault) -> {
                finished.set(fault == null ? result : failure(fault));
                fanOut.post(this);
            });
        }
    }

    /** Makes the newest frame smaller. On a thread of the workshop. */
    private @Nullable Result make() throws InterruptedException {
        Source source = pending.take();
        if (source == null) { // the copy has ended
            return null;
        }
        try {
            return new Result(source.serial(), source.nanos(), bench.make(source.part()));
        } finally {
            source.part().release();
        }
    }

    private @Nullable Result failure(Throwable fault) {
        LOG.debug("a picture of {} was not made", stream.name(), fault);
        counters.failed(Failure.ERROR);
        return null;
    }

    /** A picture is ready, or could not be made. */
    @Override
    public void run() {
        Result result = finished.getAndSet(null);
        working = false;
        if (ended) {
            release(result == null ? null : result.part());
            bench.close();
        } else if (result == null) {
            pending.drop(); // not to be tried again and again where the viewer ends
        } else {
            show(result);
            advance();
        }
    }

    private void show(Result result) {
        shownSource = result.source();
        if (result.part() != null) {
            release(shown);
            shown = result.part();
            serial++;
        }
        // How long a picture was in work must not disturb the rate, so clients see the time when it was due.
        long time = Math.max(result.nanos(), fanOut.now() - MOST_DELAY.toNanos());
        List.copyOf(seats).forEach(seat -> offerTo(seat, time)); // a copy, as clients may leave while they are called
    }

    private void offerTo(PreviewSeat seat, long time) {
        if (shown != null && shownSource >= seat.firstSource()) {
            seat.offer(shown, serial, time);
        }
    }

    /** A client can take more. */
    void catchUp(PreviewSeat seat) {
        offerTo(seat, fanOut.now());
        advance();
    }

    private void end() {
        ended = true;
        stream.remove(subscription);
        pending.drop();
        release(shown);
        shown = null;
        if (!working) {
            bench.close();
        }
    }

    private static void release(@Nullable Part part) {
        if (part != null) {
            part.release();
        }
    }

    /** Has the stream tell of its frames. It takes each of them, and the stream counts the clients instead. */
    private final class Subscription implements Watcher {
        @Override
        public boolean offer(Part part, long number, long now) {
            if (number != newestSource) {
                take(part, number, now);
            }
            return false;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public void moveTo(Feed other, long shown) {
            throw new IllegalStateException("a live stream moves nobody");
        }

        @Override
        public void end() {
            throw new IllegalStateException("a live stream ends nobody");
        }
    }
}
