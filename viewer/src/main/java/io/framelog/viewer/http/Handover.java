package io.framelog.viewer.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets an answer over HTTP/2 go on when its request has been handled, without a thread. It is what an upgrade of the
 * connection is for HTTP/1.1: with HTTP/2, the connection has other answers, too.
 */
public final class Handover extends Handler.Wrapper {
    /** The attribute of a request whose answer goes on: a {@link Successor}. */
    public static final String SUCCESSOR = Successor.class.getName();

    /** Goes on with an answer. */
    @FunctionalInterface
    public interface Successor {
        /**
         * Begins when the request has been handled; must not block.
         *
         * @param response has written its head
         * @param end to be called when the answer is complete or has failed
         */
        void begin(Request request, Response response, Callback end);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return Http2.carries(request)
                ? super.handle(request, new Unfinished(request, response), new End(request, response, callback))
                : super.handle(request, response, callback);
    }

    /** Does not end with what the handler writes last, if there is a successor. */
    private static final class Unfinished extends Response.Wrapper {
        Unfinished(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            boolean goesOn = getRequest().getAttribute(SUCCESSOR) != null;
            super.write(last && !goesOn, content, callback);
        }
    }

    /** Called when the request has been handled. */
    private static final class End extends Callback.Nested {
        private final Request request;
        private final Response response;

        End(Request request, Response response, Callback callback) {
            super(callback);
            this.request = request;
            this.response = response;
        }

        @Override
        public void succeeded() {
            if (request.getAttribute(SUCCESSOR) instanceof Successor successor) {
                successor.begin(request, response, getCallback());
            } else {
                super.succeeded();
            }
        }
    }
}
