package io.framelog.viewer.preview;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.framelog.viewer.http.WidthParameter;
import io.framelog.viewer.live.FpsParameter;
import io.framelog.viewer.live.LiveFeature;
import io.framelog.viewer.live.MjpegResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a stream's live video in a smaller width until the client disconnects. */
final class PreviewResource {
    private static final Logger LOG = LoggerFactory.getLogger(PreviewResource.class);

    private final Previews previews;
    private final LiveFeature live;

    PreviewResource(Previews previews, LiveFeature live) {
        this.previews = previews;
        this.live = live;
    }

    void answer(Context context, StreamName stream) {
        int width = WidthParameter.of(context).orElseThrow();
        Duration interval = FpsParameter.interval(context);
        live.limit().requireRoom(context);
        if (Previews.isFullSize(width)) {
            begin(context, outlet -> live.fanOut().watch(stream, outlet, interval));
            return;
        }
        if (!previews.hasRoom(stream, width)) {
            throw new ProblemException(Problem.unavailable("this viewer has reached its limit of " + Workshop.MAX_COPIES
                    + " reduced streams; without width= it shows the stream at full size"));
        }
        Executor executor = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnector()
                .getExecutor();
        context.future(() -> previews.ready()
                .thenAcceptAsync(
                        ready -> begin(context, outlet -> live.fanOut()
                                .watch(previews.join(stream, width, interval), outlet, interval)),
                        executor)
                .exceptionallyAsync(fault -> refuse(context, fault), executor));
    }

    private void begin(Context context, Function<Outlet, Client> serve) {
        try {
            if (MjpegResponse.begin(context)) {
                live.response().takeOver(context, serve);
            }
        } catch (IOException e) { // the client is gone
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Void refuse(Context context, Throwable fault) {
        LOG.debug("a reduced stream is not sent", fault);
        Problems.write(
                context,
                PreviewProblems.of(fault)
                        .orElseGet(() -> Problem.unavailable("the viewer cannot send reduced pictures now")));
        return null;
    }
}
