package io.framelog.viewer.preview;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Feed;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The reduced copies of all streams: at most one for each stream and width, and only while somebody watches it. Can be
 * called from any thread.
 */
public final class Previews {
    private final FanOut fanOut;
    private final Workshop workshop;
    /** Changed only on the fan-out thread. */
    private final Map<Key, Preview> copies = new ConcurrentHashMap<>();

    private final AtomicInteger replays = new AtomicInteger();

    private @Nullable CompletableFuture<@Nullable Void> loaded;

    private record Key(StreamName stream, int width) {}

    Previews(FanOut fanOut, Workshop workshop) {
        this.fanOut = fanOut;
        this.workshop = workshop;
    }

    /**
     * Whether reduced pictures can be made here; loads FFmpeg the first time, on a thread of its own. To be waited for
     * before a client joins.
     *
     * @return fails with a {@link io.framelog.cli.CommandFailure} if FFmpeg cannot be loaded on this machine
     */
    public synchronized CompletableFuture<@Nullable Void> ready() {
        if (loaded == null) {
            loaded = workshop.load();
        }
        return loaded;
    }

    /**
     * Whether the limit of copies allows one more client. Clients that join at the same moment may exceed it by their
     * number.
     *
     * @param width that the client asks for, in pixels
     */
    public boolean hasRoom(StreamName stream, int width) {
        OptionalInt step = PreviewWidth.atLeast(width);
        return step.isEmpty()
                || copies.size() < Workshop.MAX_COPIES
                || copies.containsKey(new Key(stream, step.getAsInt()));
    }

    /**
     * Whether a width is wider than all reduced copies, so that the stream itself is shown.
     *
     * @param width that a client asks for, in pixels
     */
    public static boolean isFullSize(int width) {
        return PreviewWidth.atLeast(width).isEmpty();
    }

    /**
     * A stream's pictures for one client, in the next width that is made. They are not enlarged: frames that are no wider
     * come as they are. The client counts as a viewer of the stream from now on.
     *
     * @param width that the client asks for, in pixels; not {@linkplain #isFullSize wider than all copies}
     * @param minInterval the shortest time between two frames that the client wants; zero for every frame. Others may
     *     want more, so the watcher must limit the rate, too
     * @return for one watcher, which must be added, and removed at its end
     */
    public Feed join(StreamName stream, int width, Duration minInterval) {
        return new PreviewSeat(this, fanOut.join(stream), step(width), minInterval.toNanos(), Long.MIN_VALUE);
    }

    /**
     * The pictures of a replay for its client, reduced as {@link #join} says. Where the replay becomes live, the client
     * moves to the stream's copy.
     *
     * @param width that the client asks for, in pixels; not {@linkplain #isFullSize wider than all copies}
     * @param minInterval the shortest time between two frames that the client wants; zero for every frame
     * @return for one watcher, which must be added, and removed at its end
     */
    public Feed reduce(Feed replay, StreamName stream, int width, Duration minInterval) {
        replays.incrementAndGet();
        return new ReducedReplay(replay, stream, step(width), minInterval, this, fanOut, workshop);
    }

    /** The pictures of a replay are no longer made. */
    void replayEnded() {
        replays.decrementAndGet();
    }

    /**
     * The stream's pictures for a client whose replay has become live.
     *
     * @param shown the number, in the stream, of the last frame that it has
     */
    Feed continueLive(StreamName stream, int width, Duration minInterval, long shown) {
        return new PreviewSeat(this, fanOut.join(stream), width, minInterval.toNanos(), shown + 1);
    }

    private static int step(int width) {
        return PreviewWidth.atLeast(width)
                .orElseThrow(() -> new IllegalArgumentException(width + " is wider than " + PreviewWidth.all()));
    }

    /** Only on the fan-out thread, as is {@link #leave}. */
    Preview enter(PreviewSeat seat) {
        Key key = key(seat);
        Preview present = copies.get(key);
        if (present != null) {
            present.enter(seat);
            return present;
        }
        Preview added = new Preview(seat.stream(), seat.width(), fanOut, workshop);
        copies.put(key, added);
        added.enter(seat);
        added.begin();
        return added;
    }

    void leave(PreviewSeat seat, @Nullable Preview preview) {
        if (preview != null && preview.leave(seat)) {
            copies.remove(key(seat)); // it has left the stream in place of this client
        } else {
            fanOut.leave(seat.stream());
        }
    }

    private static Key key(PreviewSeat seat) {
        return new Key(seat.stream().name(), seat.width());
    }

    /** The number of replays whose pictures are made smaller. */
    int replays() {
        return replays.get();
    }

    /** The number of copies now. */
    int copies() {
        return copies.size();
    }
}
