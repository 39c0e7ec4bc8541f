package io.framelog.viewer.events;

import io.framelog.frame.StreamName;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is in the log, and what comes next for it: out of the recent events that all clients share or, further back, out
 * of a slice of the past that is read for it. Both go by the same cursor, so nothing is missed or doubled where one follows the
 * other. Of the fan-out's thread.
 */
final class EventReading {
    private final EventFanOut fanOut;
    private final Optional<StreamName> filter;
    private final EventStart start;
    private final Runnable onSlice;
    private final Runnable onFailure;
    private final Queue<LoggedEvent> slice = new ArrayDeque<>();
    /** Up to where the client has the events; null before that is known. */
    private @Nullable EventCursor cursor;
    /** Up to where the slice goes; null without one. */
    private @Nullable EventCursor sliceEnd;

    private boolean asked;
    private boolean holdsSlice;
    /** Whether the last slice led nowhere: the next is not asked for at once. */
    private boolean resting;
    /** Of the last request: answers to others, and those to a client that is gone, are not wanted. */
    private final AtomicLong request = new AtomicLong();

    private String gap = "";
    private @Nullable RecentEvents reading;
    private long number;

    /**
     * @param onSlice runs, on the fan-out's thread, when there is more to read
     * @param onFailure runs there when the past cannot be read, now or later
     */
    EventReading(
            EventFanOut fanOut, Optional<StreamName> filter, EventStart start, Runnable onSlice, Runnable onFailure) {
        this.fanOut = fanOut;
        this.filter = filter;
        this.start = start;
        this.onSlice = onSlice;
        this.onFailure = onFailure;
    }

    /** Up to where the client has the events; null before that is known. */
    @Nullable EventCursor cursor() {
        return cursor;
    }

    /** What the client must be told before the next event: why some are missing. Empty where none are. Told once. */
    String takeGap() {
        String told = gap;
        gap = "";
        return told;
    }

    /** The next event, by which the cursor moves on; null where there is none now. */
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
        return asked || recent == null || !reaches(recent) ? null : nextOf(recent);
    }

    /** Whether the client goes on with the recent events; where it does not, older ones are asked for. */
    private boolean reaches(RecentEvents recent) {
        if (cursor == null) {
            begin(recent);
        }
        if (cursor == null) {
            ask(start);
            return false;
        }
        if (reading != recent || number < recent.first()) {
            if (!recent.covers(cursor)) {
                ask(new EventStart.After(cursor));
                return false;
            }
            reading = recent;
            number = recent.first();
        }
        return true;
    }

    /** Where it begins, as far as that is known without asking Kafka. */
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
        while (number < recent.behind()) {
            LoggedEvent event = recent.get(number++);
            if (event.offset() >= place().next(event.partition())) {
                cursor = after(event);
                if (filter.isEmpty() || filter.get().equals(event.stream())) {
                    return event;
                }
            }
        }
        if (!place().reaches(recent.end())) {
            cursor = place().furthest(recent.end());
        }
        return null;
    }

    private EventCursor after(LoggedEvent event) {
        return place().with(event.partition(), event.offset() + 1);
    }

    private EventCursor place() {
        return cursor == null ? EventCursor.START : cursor;
    }

    private void ask(EventStart from) {
        if (resting || !fanOut.takeSlice()) {
            return; // asked again at the next look
        }
        holdsSlice = true;
        asked = true;
        long mine = request.incrementAndGet();
        fanOut.ask(new PastEvents.Request(
                from,
                filter,
                () -> request.get() == mine,
                answer -> fanOut.post(() -> take(mine, answer)),
                () -> fanOut.post(() -> fail(mine))));
    }

    private void fail(long number) {
        if (number == request.get()) {
            onFailure.run();
        }
    }

    private void take(long number, PastSlice answer) {
        if (number == request.get()) {
            asked = false;
            cursor = answer.from();
            gap = answer.gap();
            resting = answer.end().equals(answer.from());
            slice.addAll(answer.events());
            sliceEnd = answer.end();
            onSlice.run();
        }
    }

    /** The logs of some partitions are others now: what they have is read from its beginning. */
    void restart(Set<Integer> partitions) {
        giveUp();
        if (cursor != null) {
            for (int partition : partitions) {
                cursor = cursor.with(partition, 0);
            }
            gap = "the topic of events was made anew; this is its first event";
        }
        reading = null;
    }

    /** Lets it ask for what it has waited with. Now and then. */
    void lookAfter() {
        resting = false;
    }

    /** The tail has begun, perhaps anew: who waits for what comes, and was told nothing yet, begins with it. */
    void begin() {
        if (start instanceof EventStart.Latest && EventCursor.START.equals(cursor)) {
            cursor = null;
        }
    }

    /** Wants no more. */
    void giveUp() {
        request.incrementAndGet();
        asked = false;
        dropSlice();
    }

    private void dropSlice() {
        slice.clear();
        sliceEnd = null;
        if (holdsSlice) {
            holdsSlice = false;
            fanOut.giveSliceBack();
        }
    }
}
