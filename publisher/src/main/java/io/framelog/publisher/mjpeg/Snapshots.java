package io.framelog.publisher.mjpeg;

import io.framelog.publisher.http.HttpAnswer;
import io.framelog.publisher.http.HttpClient;
import io.framelog.publisher.http.HttpException;
import io.framelog.publisher.http.HttpException.Kind;
import io.framelog.publisher.http.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address that gives one picture for each request. It is asked at even intervals, and never before it has answered
 * the previous request. A server that marks its pictures is asked for a newer one only, and a picture that is the same as
 * the one before is passed over. For one thread.
 */
final class Snapshots implements Pictures {
    private static final int NOT_MODIFIED = 304;
    /** With Last-Modified, a server cannot tell pictures of the same second apart. */
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private final Logger log = LoggerFactory.getLogger(Snapshots.class);
    private final HttpClient client;
    private final Wording wording;
    private final Patience patience;
    private final Duration interval;
    private final Map<String, String> conditions = new HashMap<>();
    private final Window window = new Window();
    private @Nullable ByteBuffer held;
    private ByteBuffer last = ByteBuffer.allocate(0);
    private long due = System.nanoTime();
    private long lastPicture = due;

    /**
     * @param patience how long an answer, and the next picture, may take
     * @param interval the time from one request to the next
     * @param first the answer to the first request
     * @param held its picture; null if that was passed on already
     */
    Snapshots(
            HttpClient client,
            Wording wording,
            Patience patience,
            Duration interval,
            HttpAnswer first,
            @Nullable ByteBuffer held) {
        this.client = client;
        this.wording = wording;
        this.patience = patience;
        this.interval = interval;
        this.held = held;
        remember(first);
    }

    @Override
    public @Nullable ByteBuffer next() throws HttpException, InterruptedException {
        ByteBuffer next = held;
        held = null;
        while (next == null || next.equals(last)) {
            due = Math.max(due + interval.toNanos(), System.nanoTime());
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            next = ask();
        }
        last = ByteBuffer.allocate(next.remaining()).put(next.duplicate()).flip();
        return next;
    }

    /** One picture; null if there is no newer one, or none this time. */
    private @Nullable ByteBuffer ask() throws HttpException {
        try (HttpAnswer answer = client.get(conditions)) {
            if (answer.status() == NOT_MODIFIED) {
                lastPicture = System.nanoTime();
                return null;
            }
            window.begin(new AnswerBody(answer, patience));
            ByteBuffer picture = read(answer);
            if (picture == null) {
                throw wording.noPicture();
            }
            remember(answer);
            lastPicture = System.nanoTime();
            return picture;
        } catch (IOException e) {
            HttpException fault = wording.explain(e);
            boolean isLost = System.nanoTime() - lastPicture > patience.limit().toNanos();
            if (isLost || fault.kind() != Kind.PASSING || Thread.currentThread().isInterrupted()) {
                throw fault;
            }
            log.debug("no picture this time: {}", fault.getMessage());
            return null;
        }
    }

    private @Nullable ByteBuffer read(HttpAnswer answer) throws IOException {
        if (window.recognize(answer.mediaType()) == Content.PNG) {
            return window.readAll();
        }
        return new PictureReader(window, answer.boundary().orElse(""), true).next();
    }

    private void remember(HttpAnswer answer) {
        conditions.clear();
        String tag = answer.header("ETag");
        String modified = answer.header("Last-Modified");
        if (!tag.isEmpty()) {
            conditions.put("If-None-Match", tag);
        } else if (!modified.isEmpty() && interval.compareTo(RESOLUTION) >= 0) {
            conditions.put("If-Modified-Since", modified);
        }
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public long frameInterval() {
        return TimeUnit.NANOSECONDS.toMicros(interval.toNanos());
    }

    @Override
    public void close() {
        // Each request has its own connection.
    }
}
