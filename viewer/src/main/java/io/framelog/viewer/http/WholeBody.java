package io.framelog.viewer.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Handles a request when its body has arrived, so that a client that sends it slowly occupies no thread. */
class WholeBody extends Handler.Wrapper {
    private final int limit;

    /** @param limit of a body, in bytes */
    WholeBody(int limit) {
        this.limit = limit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request)) {
            return super.handle(request, response, callback);
        }
        new Body(request, response, callback).run();
        return true;
    }

    /** Whether bytes follow the head. */
    static boolean hasBody(Request request) {
        return request.getLength() > 0
                || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                // HTTP/2 tells the end of a body when it comes.
                || (Http2.carries(request) && request.getLength() != 0);
    }

    private void handleWhole(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** Collects the body without blocking, then gives it to the handler. */
    private final class Body extends Request.Wrapper implements Runnable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Response response;
        private final Callback callback;
        private boolean given;

        Body(Request request, Response response, Callback callback) {
            super(request);
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = getWrapped().read();
                if (chunk == null) {
                    getWrapped().demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    callback.failed(chunk.getFailure());
                    return;
                }
                boolean last = chunk.isLast();
                boolean fits = bytes.size() + chunk.remaining() <= limit;
                if (fits) {
                    append(chunk.getByteBuffer());
                }
                chunk.release();
                if (!fits) {
                    String problem = "a request's body may have " + limit + " bytes";
                    Response.writeError(getWrapped(), response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413, problem);
                    return;
                }
                if (last) {
                    handleWhole(this, response, callback);
                    return;
                }
            }
        }

        private void append(ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public Content.Chunk read() {
            if (given) {
                return Content.Chunk.EOF;
            }
            given = true;
            return Content.Chunk.from(ByteBuffer.wrap(bytes.toByteArray()), true);
        }

        /** There is always something to read. */
        @Override
        public void demand(Runnable onContent) {
            onContent.run();
        }
    }
}
