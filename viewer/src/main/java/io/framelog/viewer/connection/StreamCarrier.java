package io.framelog.viewer.connection;

import io.framelog.viewer.http.Handover;
import io.framelog.viewer.http.Http2;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/** A stream of an HTTP/2 connection. The other streams of the connection go on when this one ends. */
final class StreamCarrier implements Carrier {
    private final ServletContextRequest request;
    private final Optional<Stream> stream;

    StreamCarrier(ServletContextRequest request) {
        this.request = request;
        this.stream = Http2.stream(request);
    }

    /** A frame says that it is the last. */
    @Override
    public void announceEnd(HttpServletResponse response) {}

    @Override
    public void takeOver(Context context, SendBuffer sendBuffer, Function<Outlet, ? extends Client> serve) {
        Optional<AdmissionCheck> admission = AdmissionCheck.of(context, request.getConnectionMetaData());
        request.setAttribute(Handover.SUCCESSOR, (Handover.Successor)
                (ended, response, end) -> PushStream.begin(ended, response, end, sendBuffer, serve, admission));
    }

    @Override
    public long idleMillis() {
        return stream.map(Stream::getIdleTimeout).orElse(0L);
    }

    @Override
    public void setIdleMillis(long millis) {
        stream.ifPresent(present -> present.setIdleTimeout(millis));
    }

    @Override
    public void reset() {
        stream.filter(present -> !present.isClosed())
                .ifPresent(present ->
                        present.reset(new ResetFrame(present.getId(), ErrorCode.INTERNAL_ERROR.code), Callback.NOOP));
    }
}
