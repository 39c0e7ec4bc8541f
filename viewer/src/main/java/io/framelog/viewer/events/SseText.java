package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** What is to be sent to a client next, as Server-Sent Events are laid out (WHATWG HTML, 9.2). Of one thread. */
final class SseText extends ByteArrayOutputStream {
    private static final int INITIAL_BYTES = 32 * 1024;

    SseText() {
        super(INITIAL_BYTES);
    }

    void append(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    void append(String text) {
        append(text.getBytes(UTF_8));
    }

    /** What was appended: not copied, to be used before the next {@link #reset()}. */
    ByteBuffer view() {
        return ByteBuffer.wrap(buf, 0, count);
    }
}
