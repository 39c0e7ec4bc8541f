package io.framelog.viewer.events;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client that hears events. It has no queue: it is given what comes next as fast as it takes it, so a slow client costs no
 * memory and misses nothing; one that takes nothing is ended. All but the methods of {@link Outlet.Listener} and {@link Client}
 * run on the fan-out's thread.
 */
final class EventClient implements Client, Outlet.Listener {
    /** About how much is written at once: a client that cannot take it is given no more until it has. */
    private static final int CHUNK_BYTES = 16 * 1024;
    /** In which a client is to take {@link #CHUNK_BYTES}, however little at a time. */
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(60);
    /** How long a browser waits before it comes again: short beside a viewer's restart. */
    private static final String PREAMBLE = "retry: 2000\n\n";

    private final EventFanOut fanOut;
    private final Optional<StreamName> filter;
    private final Outlet outlet;
    private final EventReading reading;
    private @Nullable EventCursor toldId;
    private long stateHeard;
    private boolean begun;
    private boolean ended;
    /** Whether the client has closed its side. */
    private boolean silent;
    /** What is left of the unfinished write. */
    private @Nullable ByteBuffer rest;

    private int restSeen;
    private long movedNanos = System.nanoTime();
    private long wroteNanos = System.nanoTime();

    EventClient(EventFanOut fanOut, Optional<StreamName> filter, EventStart start, Outlet outlet) {
        this.fanOut = fanOut;
        this.filter = filter;
        this.outlet = outlet;
        this.reading = new EventReading(fanOut, filter, start, this::pump, this::end);
    }

    @Override
    public void gone() {
        fanOut.post(this::end);
    }

    @Override
    public void saysNoMore() {
        fanOut.post(() -> {
            silent = true;
            movedNanos = System.nanoTime();
        });
    }

    @Override
    public void written() {
        fanOut.post(() -> {
            rest = null;
            pump();
        });
    }

    @Override
    public void failed() {
        gone();
    }

    /** The logs of some partitions are others now. */
    void restart(Set<Integer> partitions) {
        reading.restart(partitions);
    }

    /** The tail has begun, perhaps anew. */
    void begin() {
        reading.begin();
    }

    /** Writes what the client has not got yet, as far as it takes it. */
    void pump() {
        while (!ended && rest == null) {
            SseText text = fanOut.text();
            text.reset();
            long events = compose(text);
            if (text.size() == 0) {
                return;
            }
            fanOut.counters().sent(events);
            write(text);
        }
    }

    private void write(SseText text) {
        ByteBuffer bytes = text.view();
        movedNanos = System.nanoTime();
        wroteNanos = movedNanos;
        try {
            outlet.expect(CHUNK_BYTES);
            if (!outlet.flush(bytes)) {
                ByteBuffer left =
                        ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                rest = left;
                restSeen = left.remaining();
                outlet.finish(left, this);
            }
        } catch (IOException e) {
            end();
        }
    }

    /** Fills the text. @return how many events it has */
    private long compose(SseText text) {
        if (!begun) {
            begun = true;
            text.append(PREAMBLE);
        }
        composeStates(text);
        long events = 0;
        while (text.size() < CHUNK_BYTES) {
            LoggedEvent event = reading.next();
            composeGap(text);
            if (event == null) {
                if (toldId == null) {
                    composeId(text); // so that who is cut off before the first event misses none either
                }
                break;
            }
            toldId = reading.cursor();
            text.append("id: " + toldId + "\n");
            event.appendTo(text);
            events++;
        }
        return events;
    }

    private void composeStates(SseText text) {
        while (text.size() < CHUNK_BYTES) {
            Map.@Nullable Entry<Long, StreamName> change = fanOut.board().after(stateHeard);
            if (change == null) {
                return;
            }
            stateHeard = change.getKey();
            if (filter.isEmpty() || filter.get().equals(change.getValue())) {
                byte @Nullable [] json = fanOut.status(change.getValue());
                if (json != null) {
                    text.append("event: status\ndata: ");
                    text.append(json);
                    text.append("\n\n");
                }
            }
        }
    }

    private void composeGap(SseText text) {
        String gap = reading.takeGap();
        if (!gap.isEmpty()) {
            text.append("event: gap\ndata: {\"detail\":\"" + gap + "\"}\n\n");
            toldId = null;
        }
    }

    private void composeId(SseText text) {
        EventCursor cursor = reading.cursor();
        if (cursor != null && !cursor.equals(toldId)) {
            toldId = cursor;
            text.append("id: " + cursor + "\n\n");
        }
    }

    /** Ends the connection where it takes nothing, or is at its end; else sends what is due. */
    void lookAfter(long now) {
        ByteBuffer left = rest;
        if (!outlet.isOpen()) {
            end();
        } else if (left == null) {
            if (silent && now - movedNanos >= fanOut.stallNanos()) {
                end();
                return;
            }
            reading.lookAfter();
            pump();
            if (rest == null && !ended && now - wroteNanos >= EventFanOut.HEARTBEAT.toNanos()) {
                beat();
            }
        } else if (now - wroteNanos >= WRITE_LIMIT.toNanos()) {
            stall(); // it takes a little now and then, and what it holds up is not its own
        } else if (left.remaining() != restSeen) { // Jetty's thread moves it; seen late is soon enough
            restSeen = left.remaining();
            movedNanos = now;
        } else if (now - movedNanos >= fanOut.stallNanos()) {
            stall();
        }
    }

    private void stall() {
        fanOut.counters().stalled();
        outlet.abort();
        end();
    }

    /** Also tells how far the log has gone by without an event for this client: it comes back from there. */
    private void beat() {
        SseText text = fanOut.text();
        text.reset();
        composeId(text);
        text.append(": alive\n\n");
        write(text);
    }

    void end() {
        if (!ended) {
            ended = true;
            reading.giveUp();
            outlet.close();
            fanOut.leave(this);
        }
    }
}
