package io.framelog.viewer.preview;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.Pace;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.preview.PreviewCounters.Failure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replay's pictures, made smaller for its one client. It has one picture in work at most, and then takes the newest that
 * is due: a replay that cannot be followed keeps its speed and shows fewer pictures. Where the replay becomes live, the
 * client moves to the copy that all clients share. Only for the fan-out thread, except {@code make()}.
 */
final class ReducedReplay implements Feed, Watcher, Runnable {
    /** A number that no picture has. */
    private static final long NONE = -1;

    private static final Logger LOG = LoggerFactory.getLogger(ReducedReplay.class);

    private final Feed replay;
    private final StreamName stream;
    private final int width;
    private final Duration minInterval;
    private final Previews previews;
    private final FanOut fanOut;
    private final Workshop workshop;
    private final Workshop.Bench bench;
    private final Pace pace;
    private final AtomicReference<@Nullable Part> made = new AtomicReference<>();

    private @Nullable Watcher client;
    /** The replay's frame that was taken last, and when. */
    private boolean anyTaken;

    private long takenSerial;
    private long takenNanos;
    private boolean working;
    /** The client's picture, and whether it was sent. */
    private @Nullable Part shown;

    private boolean sent = true;
    private long serial;
    private boolean ended;

    /**
     * A replay's pictures for one client.
     *
     * @param width one of {@link PreviewWidth}
     * @param minInterval the shortest time between two pictures; zero for every frame
     */
    ReducedReplay(
            Feed replay,
            StreamName stream,
            int width,
            Duration minInterval,
            Previews previews,
            FanOut fanOut,
            Workshop workshop) {
        this.replay = replay;
        this.stream = stream;
        this.width = width;
        this.minInterval = minInterval;
        this.previews = previews;
        this.fanOut = fanOut;
        this.workshop = workshop;
        this.bench = workshop.bench(width);
        this.pace = new Pace(minInterval.toNanos());
    }

    private Watcher client() {
        return Objects.requireNonNull(client, "a feed is told of its client first");
    }

    @Override
    public void add(Watcher watcher) {
        client = watcher;
        replay.add(this);
    }

    @Override
    public void catchUp(Watcher watcher) {
        if (!sent) {
            offerShown(fanOut.now());
        }
        if (!ended) {
            replay.catchUp(this);
        }
    }

    @Override
    public boolean isStill() {
        return replay.isStill();
    }

    @Override
    public void remove(Watcher watcher) {
        finish();
        replay.remove(this);
    }

    /** Takes a frame, unless one is in work. The replay offers it again until it was sent, or there is a newer one. */
    @Override
    public boolean offer(Part part, long number, long now) {
        if (anyTaken && number == takenSerial) {
            return sent && !working;
        }
        if (working || !sent || ended || !pace.isDue(anyTaken, now)) {
            return false;
        }
        anyTaken = true;
        takenSerial = number;
        takenNanos = now;
        workshop.counters().asked();
        if (PreviewWidth.fits(part, width)) {
            workshop.counters().passed();
            show(part.retain());
        } else {
            working = true;
            sent = false;
            part.retain();
            var unused = workshop.submit(() -> make(part)).whenComplete((ready, fault) -> {
                if (fault != null) {
                    LOG.debug("a picture of {} was not made", stream, fault);
                    workshop.counters().failed(Failure.ERROR);
                }
                part.release();
                made.set(ready);
                fanOut.post(this);
            });
        }
        return sent;
    }

    /** On a thread of the workshop. */
    private @Nullable Part make(Part part) throws InterruptedException {
        return bench.make(part);
    }

    /** A picture is ready, or could not be made: the replay goes on. */
    @Override
    public void run() {
        Part ready = made.getAndSet(null);
        working = false;
        if (ended) {
            if (ready != null) {
                ready.release();
            }
            bench.close();
            return;
        }
        sent = true;
        if (ready != null) {
            show(ready);
        }
        if (!ended) {
            replay.catchUp(this);
        }
    }

    /** Takes over the reference. */
    private void show(Part part) {
        release();
        shown = part;
        serial++;
        offerShown(takenNanos); // how long a picture was in work must not disturb the rate
    }

    private void offerShown(long time) {
        if (shown != null) {
            sent = client().offer(shown, serial, Math.max(time, fanOut.now() - Preview.MOST_DELAY.toNanos()));
        }
    }

    @Override
    public boolean isBusy() {
        return working || !sent || client().isBusy();
    }

    /** The replay has become live: nothing is in work, as it waited for its last frame. */
    @Override
    public void moveTo(Feed other, long number) {
        finish();
        client().moveTo(previews.continueLive(stream, width, minInterval, number), NONE);
        other.remove(this); // whose place the copy has taken
    }

    @Override
    public void end() {
        client().end();
    }

    private void finish() {
        ended = true;
        previews.replayEnded();
        release();
        if (!working) {
            bench.close();
        }
    }

    private void release() {
        if (shown != null) {
            shown.release();
            shown = null;
        }
    }
}
