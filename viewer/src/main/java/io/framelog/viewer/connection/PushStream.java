package io.framelog.viewer.connection;

import io.framelog.viewer.http.Http2;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A stream of HTTP/2 after Jetty has written the answer's head: the counterpart of a {@link PushConnection}. */
final class PushStream {
    private static final long NEVER = -1;

    private final Optional<AdmissionCheck> admission;
    private volatile @Nullable Client client;

    private PushStream(Optional<AdmissionCheck> admission) {
        this.admission = admission;
    }

    /**
     * Begins to send.
     *
     * @param end ends the stream
     * @param serve called if the client is still there
     * @param admission ends the stream when the client may no longer see what it shows
     */
    static void begin(
            Request request,
            Response response,
            Callback end,
            SendBuffer sendBuffer,
            Function<Outlet, ? extends Client> serve,
            Optional<AdmissionCheck> admission) {
        Optional<Stream> stream = Http2.stream(request);
        if (stream.isEmpty()) {
            end.failed(new EofException("the client is gone"));
            return;
        }
        // Jetty would end a stream that has no frames; the event loop finds the stalled ones.
        stream.get().setIdleTimeout(NEVER);
        new PushStream(admission)
                .serve(request, new StreamOutlet(request, response, stream.get(), end, sendBuffer), serve);
    }

    private void serve(Request request, StreamOutlet outlet, Function<Outlet, ? extends Client> serve) {
        request.addFailureListener(failure -> disconnected());
        Request.addCompletionListener(request, failure -> disconnected());
        Client served = serve.apply(outlet);
        client = served;
        admission.ifPresent(check -> check.begin(served::refused));
        if (!outlet.isOpen()) {
            disconnected(); // Jetty may have told it before the client was known
        }
    }

    private void disconnected() {
        admission.ifPresent(AdmissionCheck::end);
        Client present = client;
        if (present != null) {
            present.disconnected();
        }
    }
}
