package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;

/** An event of the log, formatted to be sent. Immutable, shared by all clients. */
final class LoggedEvent {
    private static final String END = "\n\n";

    private final int partition;
    private final long offset;
    private final StreamName stream;
    private final String kind;
    private final byte[] body;
    private final int jsonOffset;

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
        String head = "event: " + kind + "\ndata: ";
        this.body = (head + json + END).getBytes(UTF_8);
        this.jsonOffset = head.getBytes(UTF_8).length;
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

    /** The event alone. */
    String json() {
        return new String(body, jsonOffset, body.length - jsonOffset - END.length(), UTF_8);
    }

    /** Appends what is sent, without the id. */
    void appendTo(SseText text) {
        text.append(body);
    }
}
