package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.live.FanOut;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens replays for clients that have no request of their own for each. Thread-safe. */
public final class ReplayOpener {
    private final Replays replays;
    private final ReplayParameters parameters;
    private final FanOut fanOut;

    ReplayOpener(Replays replays, ReplayParameters parameters, FanOut fanOut) {
        this.replays = replays;
        this.parameters = parameters;
        this.fanOut = fanOut;
    }

    /** Waits for a replay, on the fan-out thread. One of the two is called, once. */
    public interface Waiting {
        /** The replay was found. It must be begun or abandoned. */
        void opened(Replay replay);

        /** It cannot be shown. */
        void refused(Problem problem);
    }

    /**
     * Finds a replay.
     *
     * @param from where it begins, as in an address
     * @param speed seconds of the stream shown per second
     * @param width how wide a picture is enough, in pixels; empty for full ones, which also come where no smaller ones
     *     can be made
     * @param notes is told, on this thread, how a doubtful moment was read
     * @throws ProblemException if what the client says is wrong, it may not see that, or there are too many replays
     */
    public void open(
            Identity client,
            StreamName stream,
            String from,
            double speed,
            Duration minInterval,
            OptionalInt width,
            Consumer<String> notes,
            Waiting waiting) {
        ReplayRequest wanted =
                parameters.read(client, stream, Optional.of(from), Optional.empty(), speed, minInterval, width, notes);
        replays.reserve();
        var unused = replays.openAnyway(wanted)
                .whenComplete((replay, failure) -> fanOut.post(() -> answer(stream, replay, failure, waiting)));
    }

    private static void answer(
            StreamName stream, @Nullable Replay replay, @Nullable Throwable failure, Waiting waiting) {
        if (replay == null) {
            Throwable fault = failure == null ? new IllegalStateException("neither a replay nor a failure") : failure;
            waiting.refused(PastProblems.of(fault, "the log of '" + stream + "'"));
            return;
        }
        try {
            replay.requireFrame();
        } catch (ProblemException e) {
            replay.abandon();
            waiting.refused(e.problem());
            return;
        }
        waiting.opened(replay);
    }
}
