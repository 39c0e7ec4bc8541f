package io.framelog.viewer.events;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.ClientConnection;
import io.framelog.viewer.connection.Outlet;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client that gets events. It has no queue: it gets the next events as fast as it takes them, so a slow client
 * misses nothing and costs no memory. Only for the loop's thread.
 */
final class EventClient implements ClientConnection.Handler, Subscriber {
    /** About how many bytes are written at once; a client gets no more before it has taken them. */
    private static final int CHUNK_BYTES = 16 * 1024;
    /** The time in which a client must take {@link #CHUNK_BYTES}, however slowly. */
    static final Duration WRITE_LIMIT = Duration.ofSeconds(60);
    /**
     * After this time without a write a comment is sent: many proxies close connections that are silent for a minute.
     */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** How long a browser waits before it reconnects: less than a viewer's restart takes. */
    private static final String PREAMBLE = "retry: 2000\n\n";

    private final EventFanOut fanOut;
    private final EventFilter filter;
    private final ClientConnection connection;
    private final EventReader reader;
    private @Nullable EventCursor sentId;
    private long sentChange;
    private boolean begun;

    EventClient(EventFanOut fanOut, EventFilter filter, EventStart start, Runnable onCaughtUp, Outlet outlet) {
        this.fanOut = fanOut;
        this.filter = filter;
        this.connection = new ClientConnection(fanOut.loop(), outlet, fanOut.stallLimit(), this);
        this.reader = new EventReader(fanOut, filter, start, connection::wake, connection::end, onCaughtUp);
    }

    ClientConnection connection() {
        return connection;
    }

    @Override
    public void restart(Set<Integer> partitions) {
        reader.restart(partitions);
    }

    @Override
    public void wake() {
        connection.wake();
    }

    @Override
    public void begin() {
        reader.begin();
    }

    @Override
    public void opened() {
        fanOut.join(this);
    }

    /** Writes what the client does not have, until it takes no more. */
    @Override
    public void ready() {
        while (!connection.isEnded() && !connection.isBusy()) {
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

    @Override
    public void idle() {
        reader.retry();
        ready();
        boolean canWrite = !connection.isEnded() && !connection.isBusy();
        if (canWrite && connection.sinceWrite(fanOut.loop().now()) >= HEARTBEAT.toNanos()) {
            beat();
        }
    }

    @Override
    public void stalled() {
        fanOut.counters().stalled();
    }

    @Override
    public void closed() {
        reader.cancel();
        fanOut.leave(this);
    }

    private void write(SseText text) {
        connection.write(text, CHUNK_BYTES, fanOut.loop().now());
    }

    /** Appends what is next. @return the number of events */
    private long compose(SseText text) {
        if (!begun) {
            begun = true;
            text.append(PREAMBLE);
        }
        composeStates(text);
        long events = 0;
        while (text.size() < CHUNK_BYTES) {
            LoggedEvent event = reader.next();
            composeGap(text);
            if (event == null) {
                if (sentId == null) {
                    composeId(text); // so that a client that is cut off before its first event does not miss it
                }
                break;
            }
            sentId = reader.cursor();
            text.append("id: " + sentId + "\n");
            event.appendTo(text);
            events++;
        }
        return events;
    }

    private void composeStates(SseText text) {
        while (text.size() < CHUNK_BYTES) {
            Map.@Nullable Entry<Long, StreamName> change = fanOut.board().after(sentChange);
            if (change == null) {
                return;
            }
            sentChange = change.getKey();
            if (filter.testStatus(change.getValue())) {
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
        String gap = reader.takeGap();
        if (!gap.isEmpty()) {
            text.append("event: gap\ndata: {\"detail\":\"" + gap + "\"}\n\n");
            sentId = null;
        }
    }

    private void composeId(SseText text) {
        EventCursor cursor = reader.cursor();
        if (cursor != null && !cursor.equals(sentId)) {
            sentId = cursor;
            text.append("id: " + cursor + "\n\n");
        }
    }

    /** Also sends how far the log was read without an event for this client: it resumes there. */
    private void beat() {
        SseText text = fanOut.text();
        text.reset();
        composeId(text);
        text.append(": alive\n\n");
        write(text);
    }
}
