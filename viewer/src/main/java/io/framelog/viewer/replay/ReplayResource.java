package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.live.FpsParameter;
import io.framelog.viewer.live.MjpegResponse;
import io.framelog.viewer.live.ViewerLimit;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Sends video from the log, from a moment on, at a speed. No thread of the server waits for Kafka. */
final class ReplayResource {
    private static final Pattern SPEED = Pattern.compile("-?\\d{1,3}(\\.\\d{1,6})?");

    private final Replays replays;
    private final StreamNames streams;
    private final ViewerLimit limit;
    private final MjpegResponse response;
    private final MomentParameters query;

    ReplayResource(
            Replays replays, StreamNames streams, ViewerLimit limit, MjpegResponse response, MomentParameters query) {
        this.replays = replays;
        this.streams = streams;
        this.limit = limit;
        this.response = response;
        this.query = query;
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
        Slots slots = replays.slots();
        if (!slots.take()) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + slots.limit() + " replays; --max-replays raises it"));
        }
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        Executor executor = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> {
            CompletableFuture<Replay> opening = replays.open(wanted);
            return opening.thenAcceptAsync(replay -> begin(context, request, wanted, replay), executor)
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
        Moment from = query.moment(context, "from", stream)
                .orElseThrow(() -> new ProblemException(Problem.badRequest("from= is missing: " + Moment.FORMS)));
        Optional<Moment> to = query.moment(context, "to", stream);
        double speed = speed(context.queryParam("speed"));
        to.ifPresent(last -> {
            if (speed < 0) {
                MomentParameters.requireOrder(last, from, "with a negative speed, to= must be before from=");
            } else {
                MomentParameters.requireOrder(from, last, "to= is before from=; a negative speed plays backwards");
            }
        });
        return new ReplayRequest(stream, from, to, speed, FpsParameter.interval(context));
    }

    private static double speed(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        if (SPEED.matcher(text).matches()) {
            double speed = Double.parseDouble(text);
            double size = Math.abs(speed);
            if (size == 0 || (size >= ReplayRequest.MIN_SPEED && size <= ReplayRequest.MAX_SPEED)) {
                return speed == 0 ? 0 : speed; // not -0.0
            }
        }
        throw new ProblemException(Problem.badRequest(
                "speed= must be between " + ReplayRequest.MIN_SPEED + " and " + (int) ReplayRequest.MAX_SPEED
                        + ", negative to play backwards, or 0 for a still picture; not " + text));
    }

    private void begin(Context context, ServletContextRequest request, ReplayRequest wanted, Replay replay) {
        boolean begun = false;
        try {
            // The client can disconnect before the connection is taken over.
            Request.addCompletionListener(request, failure -> {
                if (failure != null) {
                    replay.abandon();
                }
            });
            if (replay.start().isEmpty() && (wanted.to().isPresent() || wanted.speed() <= 0)) {
                throw new ProblemException(Problem.notFound("the log has no frame of '" + wanted.stream() + "' there"));
            }
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
        Problems.write(context, PastProblems.of(fault, "the log of '" + stream + "'"));
        return null;
    }
}
