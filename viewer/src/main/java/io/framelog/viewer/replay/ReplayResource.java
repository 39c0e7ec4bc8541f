package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.Problems;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.http.WidthParameter;
import io.framelog.viewer.live.FpsParameter;
import io.framelog.viewer.live.MjpegResponse;
import io.framelog.viewer.live.ViewerLimit;
import io.framelog.viewer.preview.PreviewProblems;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Sends video from the log, from a moment on, at a speed. No thread of the server waits for Kafka. */
final class ReplayResource {
    private final Replays replays;
    private final StreamNames streams;
    private final ViewerLimit limit;
    private final MjpegResponse response;
    private final ReplayParameters parameters;

    ReplayResource(
            Replays replays,
            StreamNames streams,
            ViewerLimit limit,
            MjpegResponse response,
            ReplayParameters parameters) {
        this.replays = replays;
        this.streams = streams;
        this.limit = limit;
        this.response = response;
        this.parameters = parameters;
    }

    /** Whether a request asks for a replay. */
    static boolean isMeant(Context context) {
        return context.queryParam("from") != null
                || Admission.of(context).range().isPresent()
                || context.queryParam("to") != null
                || context.queryParam("speed") != null;
    }

    void answer(Context context, StreamName stream) {
        streams.require(stream.value(), Admission.of(context)); // the default stream may not exist yet
        limit.requireRoom(context); // a replay can become live
        ReplayRequest wanted = request(context, stream);
        replays.reserve();
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        Executor executor = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> {
            CompletableFuture<Replay> opening = replays.open(wanted);
            return opening.thenAcceptAsync(replay -> begin(context, request, replay), executor)
                    .whenComplete((begun, failure) -> {
                        if (failure != null) {
                            abandon(opening);
                        }
                    })
                    .exceptionallyAsync(failure -> refuse(context, stream, failure), executor);
        });
    }

    private static void abandon(CompletableFuture<Replay> opening) {
        if (!opening.isCompletedExceptionally()) {
            opening.join().abandon();
        }
    }

    private ReplayRequest request(Context context, StreamName stream) {
        return parameters.read(
                Admission.of(context),
                stream,
                Optional.ofNullable(context.queryParam("from")),
                Optional.ofNullable(context.queryParam("to")),
                ReplayParameters.speed(Optional.ofNullable(context.queryParam("speed"))),
                FpsParameter.interval(context),
                WidthParameter.of(context),
                note -> MomentParameters.tell(context, note));
    }

    private void begin(Context context, ServletContextRequest request, Replay replay) {
        boolean begun = false;
        try {
            // The client can disconnect before the connection is taken over.
            Request.addCompletionListener(request, failure -> {
                if (failure != null) {
                    replay.abandon();
                }
            });
            replay.requireFrame();
            writeHead(context, replay.start());
            if (MjpegResponse.begin(context)) {
                response.takeOver(context, replay::begin);
                begun = true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!begun) {
                replay.abandon();
            }
        }
    }

    private static void writeHead(Context context, ReplayStart start) {
        start.firstMicros()
                .ifPresent(micros -> context.header(
                        "X-Framelog-From",
                        Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString()));
        start.position().ifPresent(position -> context.header("X-Framelog-Position", position.toString()));
        start.note().ifPresent(note -> MomentParameters.tell(context, note));
    }

    private static @Nullable Void refuse(Context context, StreamName stream, Throwable fault) {
        Problems.write(
                context,
                PreviewProblems.of(fault).orElseGet(() -> PastProblems.of(fault, "the log of '" + stream + "'")));
        return null;
    }
}
