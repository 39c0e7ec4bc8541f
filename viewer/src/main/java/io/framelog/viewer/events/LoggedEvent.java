package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;

/** An event of the log, formatted to be sent. Immutable, shared by all clients. */
final class LoggedEvent {
    private final int partition;
    private final long offset;
    private final StreamName stream;
    private final byte[] body;

    /**
     * Formats an event.
     *
     * @param type the type's short name, without line ends
     * @param json the event, without line ends
     */
    LoggedEvent(int partition, long offset, StreamName stream, String type, String json) {
        this.partition = partition;
        this.offset = offset;
        this.stream = stream;
        this.body = ("event: " + type + "\ndata: " + json + "\n\n").getBytes(UTF_8);
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

    /** The length in bytes of what is sent, without the id. */
    int length() {
        return body.length;
    }

    /** Appends what is sent, without the id. */
    void appendTo(SseText text) {
        text.append(body);
    }
}
