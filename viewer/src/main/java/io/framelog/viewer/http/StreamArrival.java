package io.framelog.viewer.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * A connection of HTTP/2. A body that comes slowly ends with its stream, and the others of the connection go on. A frame
 * that comes slowly, such as a request's head, ends the connection: nothing can be read behind it. So does a connection
 * that only says that it is there, and requests nothing.
 */
final class StreamArrival implements Arrival {
    private final HTTP2Connection connection;
    private final HTTP2Session session;
    private final Set<Body> bodies = ConcurrentHashMap.newKeySet();

    /** Since when there is no stream, and how many bytes had come then; -1 before the first stream. */
    private long idleNanos = System.nanoTime();

    private long idleBytes = -1;

    /** When the frame began that came last, how many bytes had come when that was seen, and whether more came for it. */
    private long frameNanos;

    private long frameBytes;
    private boolean frameGrew;

    StreamArrival(HTTP2Connection connection) {
        this.connection = connection;
        this.session = connection.getSession();
        this.frameNanos = session.getParser().getBeginNanoTime();
    }

    /** How many requests are under way. */
    int streams() {
        return session.getStreams().size();
    }

    @Override
    public Progress begins(Request request) {
        Body body = new Body(request);
        bodies.add(body);
        return body;
    }

    @Override
    public int endLate(Duration limit) {
        int ended = 0;
        for (Body body : bodies) {
            ended += body.endIfLate(limit);
        }
        if (connection.getEndPoint().isOpen()) {
            if (isFrameLate(limit)) {
                session.onConnectionFailure(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code, "a frame came too slowly");
                ended++;
            } else if (isIdle(limit)) {
                session.close(
                        ErrorCode.NO_ERROR.code,
                        "no request came",
                        Callback.from(
                                connection.getEndPoint()::close,
                                failure -> connection.getEndPoint().close()));
                ended++;
            }
        }
        return ended;
    }

    /** A connection that is silent after an answer has the server's idle limit. */
    private boolean isIdle(Duration limit) {
        long now = System.nanoTime();
        long bytes = connection.getBytesIn();
        if (!session.getStreams().isEmpty()) {
            idleBytes = bytes;
            idleNanos = now;
        } else if (bytes == idleBytes) {
            idleNanos = now;
        }
        return now - idleNanos > limit.toNanos();
    }

    /** The parser's time stays when the frame is complete; so a frame is late if more bytes come and it still stays. */
    private boolean isFrameLate(Duration limit) {
        long begin = session.getParser().getBeginNanoTime();
        long bytes = connection.getBytesIn();
        if (begin != frameNanos) {
            frameNanos = begin;
            frameBytes = bytes;
            frameGrew = false;
            return false;
        }
        // The bytes of the next frame may be counted and not parsed yet: the next look tells.
        boolean late = frameGrew && System.nanoTime() - begin > limit.toNanos();
        frameGrew |= bytes != frameBytes;
        return late;
    }

    /** The body of one request. */
    private final class Body implements Progress {
        private final Request request;
        private final long sinceNanos = System.nanoTime();

        Body(Request request) {
            this.request = request;
        }

        @Override
        public void arrived() {
            bodies.remove(this);
        }

        @Override
        public void answered() {
            bodies.remove(this);
        }

        int endIfLate(Duration limit) {
            if (System.nanoTime() - sinceNanos <= limit.toNanos() || !bodies.remove(this)) {
                return 0;
            }
            request.fail(new HttpException.RuntimeException(
                    HttpStatus.REQUEST_TIMEOUT_408, "the request's body came too slowly"));
            return 1;
        }
    }
}
