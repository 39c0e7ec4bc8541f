package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;

/** An event out of the log, made ready to be sent: whoever wrote it, as it is. Immutable, shared by all clients. */
final class LoggedEvent {
    private final int partition;
    private final long offset;
    private final StreamName stream;
    private final byte[] body;

    /**
     * Takes an event.
     *
     * @param partition where it lies
     * @param type its short name, without a line's end
     * @param json the event itself, without a line's end
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

    /** The length of what is sent, without the id. */
    int length() {
        return body.length;
    }

    /** Appends it as it is sent, but for the id. */
    void appendTo(SseText text) {
        text.append(body);
    }
}
