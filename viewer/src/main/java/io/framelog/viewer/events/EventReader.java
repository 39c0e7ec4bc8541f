package io.framelog.viewer.events;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log for one client: from the recent events that all clients share or, further back, from a slice of the
 * past that is read for this client. Both use the same cursor, so there is no loss and no duplicate between them. Only
 * for the event loop's thread.
 */
final class EventReader {
    private final EventFanOut fanOut;
    private final EventFilter filter;
    private final EventStart start;
    private final Runnable onSlice;
    private final Runnable onFailure;
    private final Runnable onCaughtUp;
    private final Queue<LoggedEvent> slice = new ArrayDeque<>();
    /** How far the client has the events; null before that is known. */
    private @Nullable EventCursor cursor;
    /** Where the slice ends; null without a slice. */
    private @Nullable EventCursor sliceEnd;

    private boolean requested;
    private boolean holdsSlice;
    /** Whether the last slice brought nothing: the next one is not requested at once. */
    private boolean paused;
    /** The last request's number: answers to earlier ones are ignored, as are all once the client is gone. */
    private final AtomicLong lastRequest = new AtomicLong();

    private String gap = "";
    private @Nullable RecentEvents reading;
    private long number;

    /**
     * @param onSlice called on the loop's thread when there is more to read
     * @param onFailure called on the loop's thread if the past cannot be read, now or later
     * @param onCaughtUp called on the loop's thread when it needs the past no longer, perhaps more than once
     */
    EventReader(
            EventFanOut fanOut,
            EventFilter filter,
            EventStart start,
            Runnable onSlice,
            Runnable onFailure,
            Runnable onCaughtUp) {
        this.fanOut = fanOut;
        this.filter = filter;
        this.start = start;
        this.onSlice = onSlice;
        this.onFailure = onFailure;
        this.onCaughtUp = onCaughtUp;
    }

    /** How far the client has the events; null before that is known. */
    @Nullable EventCursor cursor() {
        return cursor;
    }

    /** Why events are missing before the next one, for people; empty if none are. Returned once. */
    String takeGap() {
        String taken = gap;
        gap = "";
        return taken;
    }

    /** Moves on to the next event; null if there is none now. */
    @Nullable LoggedEvent next() {
        if (sliceEnd != null) {
            LoggedEvent event = slice.poll();
            cursor = event == null ? sliceEnd : after(event);
            if (event != null) {
                return event;
            }
            dropSlice();
        }
        RecentEvents recent = fanOut.recent();
        return requested || recent == null || !canRead(recent) ? null : nextOf(recent);
    }

    /** Whether the recent events have the next one; if not, a slice of the past is requested. */
    private boolean canRead(RecentEvents recent) {
        if (cursor == null) {
            begin(recent);
        }
        if (cursor == null) {
            request(start);
            return false;
        }
        if (reading != recent || number < recent.first()) {
            if (!recent.covers(cursor)) {
                request(new EventStart.After(cursor));
                return false;
            }
            reading = recent;
            number = recent.first();
            onCaughtUp.run();
        }
        return true;
    }

    /** Sets where the client begins, if that is known without Kafka. */
    private void begin(RecentEvents recent) {
        if (start instanceof EventStart.Latest) {
            cursor = recent.end();
        } else if (start instanceof EventStart.After after
                && recent.covers(after.cursor())
                && recent.end().reaches(after.cursor())) {
            cursor = after.cursor();
        }
    }

    private @Nullable LoggedEvent nextOf(RecentEvents recent) {
        while (number < recent.next()) {
            LoggedEvent event = recent.get(number++);
            if (event.offset() >= cursorOrStart().next(event.partition())) {
                cursor = after(event);
                if (filter.test(event)) {
                    return event;
                }
            }
        }
        if (!cursorOrStart().reaches(recent.end())) {
            cursor = cursorOrStart().furthest(recent.end());
        }
        return null;
    }

    private EventCursor after(LoggedEvent event) {
        return cursorOrStart().with(event.partition(), event.offset() + 1);
    }

    private EventCursor cursorOrStart() {
        return cursor == null ? EventCursor.START : cursor;
    }

    private void request(EventStart from) {
        if (paused || !fanOut.acquireSlice()) {
            return; // until retry()
        }
        holdsSlice = true;
        requested = true;
        long mine = lastRequest.incrementAndGet();
        fanOut.request(new PastEvents.Request(
                from,
                filter,
                () -> lastRequest.get() == mine,
                answer -> fanOut.loop().post(() -> take(mine, answer)),
                () -> fanOut.loop().post(() -> fail(mine))));
    }

    private void fail(long number) {
        if (number == lastRequest.get()) {
            onFailure.run();
        }
    }

    private void take(long number, PastSlice answer) {
        if (number == lastRequest.get()) {
            requested = false;
            cursor = answer.from();
            gap = answer.gap();
            paused = answer.end().equals(answer.from());
            slice.addAll(answer.events());
            sliceEnd = answer.end();
            onSlice.run();
        }
    }

    /** The logs of some partitions were replaced: they are read from the beginning. */
    void restart(Set<Integer> partitions) {
        cancel();
        if (cursor != null) {
            for (int partition : partitions) {
                cursor = cursor.with(partition, 0);
            }
            gap = "the topic of events was recreated; this is its first event";
        }
        reading = null;
    }

    /** Allows the request of another slice. To be called regularly. */
    void retry() {
        paused = false;
    }

    /** The tail has begun, perhaps again: a client that waits for the next event and has none yet begins there. */
    void begin() {
        if (start instanceof EventStart.Latest && EventCursor.START.equals(cursor)) {
            cursor = null;
        }
    }

    /** Gives up its slice, and ignores what was requested. */
    void cancel() {
        lastRequest.incrementAndGet();
        requested = false;
        dropSlice();
    }

    private void dropSlice() {
        slice.clear();
        sliceEnd = null;
        if (holdsSlice) {
            holdsSlice = false;
            fanOut.releaseSlice();
        }
    }
}
