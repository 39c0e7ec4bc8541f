package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;

/** An event of the log, formatted to be sent. Immutable, shared by all clients. */
final class LoggedEvent {
    private final int partition;
    private final long offset;
    private final StreamName stream;
    private final String kind;
    private final byte[] body;

    /**
     * Formats an event.
     *
     * @param kind the event's name for clients
     * @param json the event, without line ends
     */
    LoggedEvent(int partition, long offset, StreamName stream, String kind, String json) {
        this.partition = partition;
        this.offset = offset;
        this.stream = stream;
        this.kind = kind;
        this.body = ("event: " + kind + "\ndata: " + json + "\n\n").getBytes(UTF_8);
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    StreamName stream() {
        return stream;
    }

    /** The event's name for clients. */
    String kind() {
        return kind;
    }

    /** The length in bytes of what is sent, without the id. */
    int length() {
        return body.length;
    }

    /** Appends what is sent, without the id. */
    void appendTo(SseText text) {
        text.append(body);
    }
}
