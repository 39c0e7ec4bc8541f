package io.framelog.viewer.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.channel.ChannelCounters.End;
import io.framelog.viewer.connection.ClientConnection;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.FrameWrite;
import io.framelog.viewer.websocket.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The windows that are connected, and what they share. Only for the fan-out thread. */
final class Windows {
    /** How often windows are looked at. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final long NANOS_PER_MICRO = 1_000;

    private final FanOut fanOut;
    private final FeedOpener opener;
    private final ListBoard lists;
    private final EventFanOut events;
    private final ChannelCounters counters;
    private final Clock clock;
    private final Set<Window> connected = new LinkedHashSet<>();
    private boolean ticking;

    Windows(
            FanOut fanOut,
            FeedOpener opener,
            ListBoard lists,
            EventFanOut events,
            ChannelCounters counters,
            Clock clock) {
        this.fanOut = fanOut;
        this.opener = opener;
        this.lists = lists;
        this.events = events;
        this.counters = counters;
        this.clock = clock;
    }

    /** Can be called from any thread. */
    ClientConnection connect(Outlet outlet, ClientConnection.Handler window) {
        return new ClientConnection(fanOut.loop(), outlet, fanOut.stallLimit(), window);
    }

    FeedOpener opener() {
        return opener;
    }

    ListBoard lists() {
        return lists;
    }

    WindowEvents eventsOf(Identity client) {
        return new WindowEvents(events, client);
    }

    /** Measures the writes of one window. */
    FrameWrite frameWrite() {
        return new FrameWrite(fanOut);
    }

    ChannelCounters counters() {
        return counters;
    }

    /** As {@link System#nanoTime()}. Can be called from any thread. */
    long now() {
        return fanOut.now();
    }

    /** The time of day, in microseconds since the epoch. */
    long nowMicros() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / NANOS_PER_MICRO;
    }

    /** A message that tells the time of day. */
    byte[] time() {
        return Message.text(("{\"now\":" + clock.millis() + "}").getBytes(US_ASCII));
    }

    void add(Window window) {
        connected.add(window);
        counters.entered();
        if (!ticking) {
            ticking = true;
            tickLater();
        }
    }

    void remove(Window window, End end) {
        if (connected.remove(window)) {
            counters.left(end);
            lists.remove(window);
        }
    }

    private void tickLater() {
        fanOut.at(now() + TICK.toNanos(), this::tick);
    }

    private void tick() {
        if (connected.isEmpty()) {
            ticking = false;
            return;
        }
        tickLater();
        long now = now();
        List.copyOf(connected).forEach(window -> window.tick(now));
        lists.look(now);
    }

    /** A frame was sent. */
    void sent(int bytes) {
        counters.sent(bytes);
        fanOut.counters().sent(bytes);
    }

    void stalled() {
        fanOut.counters().stalled();
    }
}
