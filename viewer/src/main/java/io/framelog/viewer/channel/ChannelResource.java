package io.framelog.viewer.channel;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.connection.Carrier;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.live.ViewerLimit;
import io.framelog.viewer.websocket.Handshake;
import io.javalin.http.Context;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Opens the channel of a window. */
final class ChannelResource {
    private static final String PROTOCOL = "framelog.v1";

    private final Windows windows;
    private final ViewerLimit limit;
    private final SendBuffer sendBuffer;

    ChannelResource(Windows windows, ViewerLimit limit, SendBuffer sendBuffer) {
        this.windows = windows;
        this.limit = limit;
        this.sendBuffer = sendBuffer;
    }

    void answer(Context context) throws IOException {
        Handshake.require(context);
        requireRoom();
        limit.requireAddress(context);
        Identity client = Admission.of(context);
        Handshake.answer(context, PROTOCOL);
        Carrier.of(ServletContextRequest.getServletContextRequest(context.req()))
                .takeOver(context, sendBuffer, outlet -> new WindowInput(
                                new Window(windows, client, outlet), windows::now)
                        .open());
    }

    /** As many windows as connections that show a stream: each can show one. */
    private void requireRoom() {
        if (windows.counters().windows() >= limit.max()) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + limit.max() + " windows; --max-viewers raises it"));
        }
    }
}
