package io.framelog.viewer.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Makes Jetty's own errors {@link Problem}s: for example, for malformed requests and too long headers. */
final class ProblemPages extends ErrorHandler {
    private static final HttpField CONTENT_TYPE = new HttpField(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);

    /** Every method gets an error body, including {@code OPTIONS *} and CONNECT. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String detail = message == null ? "the request was refused" : message;
        Problem problem = Problem.of(code, "Refused", detail);
        response.getHeaders().put(CONTENT_TYPE);
        problem.retryAfter().ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
        response.write(true, ByteBuffer.wrap(problem.toJson()), callback);
    }
}
