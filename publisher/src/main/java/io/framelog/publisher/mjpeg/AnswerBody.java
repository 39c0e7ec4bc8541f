package io.framelog.publisher.mjpeg;

import io.framelog.publisher.http.HttpAnswer;
import io.framelog.publisher.http.Patience;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;

/** The body of a server's answer, which is waited for as long as the source's {@link Patience} says. For one thread. */
final class AnswerBody implements Body {
    private final HttpAnswer answer;
    private final Patience patience;
    private Duration allowed = Duration.ZERO;
    private OptionalLong deadline = OptionalLong.empty();

    AnswerBody(HttpAnswer answer, Patience patience) {
        this.answer = answer;
        this.patience = patience;
        patience.begin();
    }

    /**
     * Reads at least one byte, or returns -1 at the end.
     *
     * @throws SocketTimeoutException if nothing came for too long, or until the {@link #until deadline}
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Duration limit = patience.limit();
        if (deadline.isPresent()) {
            Duration left = Duration.ofNanos(deadline.getAsLong() - System.nanoTime());
            if (left.isNegative()) {
                throw new SocketTimeoutException("the time is over");
            }
            limit = left.compareTo(limit) < 0 ? left : limit;
        }
        if (!limit.equals(allowed)) {
            answer.allow(limit);
            allowed = limit;
        }
        int read = answer.read(target, offset, length);
        patience.heard();
        return read;
    }

    /** Reads only until a time of {@link System#nanoTime}. Afterwards, reading can go on. */
    void until(long nanos) {
        deadline = OptionalLong.of(nanos);
    }

    /** Ends {@link #until}. */
    void always() {
        deadline = OptionalLong.empty();
    }

    @Override
    public boolean isWhole() {
        return answer.isWhole();
    }
}
