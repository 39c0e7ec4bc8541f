package io.framelog.viewer.clip;

import io.framelog.viewer.connection.AdmissionCheck;
import io.framelog.viewer.connection.Carrier;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Sends a kept clip, or a range of it. No thread waits for the client. */
final class KeptClipResponse {
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Clips clips;

    KeptClipResponse(Clips clips) {
        this.clips = clips;
    }

    /**
     * Starts to send; does not wait.
     *
     * @param kept released when it is sent
     */
    CompletableFuture<@Nullable Void> send(
            Context context, ServletContextRequest exchange, ClipRequest request, KeptClip kept) {
        if (!clips.sending().take()) {
            kept.release();
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + clips.sending().limit() + " kept clips that are sent"));
        }
        Carrier carrier = Carrier.of(exchange);
        long idleMillis = carrier.idleMillis();
        carrier.setIdleMillis(clips.limits().pause().toMillis());
        Optional<AdmissionCheck> admission = AdmissionCheck.of(context, exchange.getConnectionMetaData());
        admission.ifPresent(check -> check.begin(carrier::reset));
        CompletableFuture<@Nullable Void> sent;
        try {
            sent = write(context, exchange, request, kept);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.whenComplete((done, fault) -> {
            admission.ifPresent(AdmissionCheck::end);
            carrier.setIdleMillis(idleMillis);
            clips.sending().giveBack();
            kept.release();
        });
    }

    private CompletableFuture<@Nullable Void> write(
            Context context, ServletContextRequest exchange, ClipRequest request, KeptClip kept) {
        boolean head = context.method().equals(HandlerType.HEAD);
        Optional<ByteRange> wanted = head || !isSame(context, kept)
                ? Optional.empty()
                : ByteRange.of(context.header("Range"), kept.length());
        context.header("Accept-Ranges", "bytes").header("ETag", kept.etag());
        if (wanted.isPresent() && !wanted.get().isSatisfiable(kept.length())) {
            context.header("Content-Range", "bytes */" + kept.length());
            Problems.write(
                    context,
                    Problem.of(
                            RANGE_NOT_SATISFIABLE,
                            "No such range",
                            "this clip has " + kept.length() + " bytes; Range begins behind them"));
            return CompletableFuture.completedFuture(null);
        }
        ClipHead.write(context, request, kept.firstMicros());
        ByteRange range = wanted.orElseGet(() -> new ByteRange(0, kept.length() - 1));
        context.header("Content-Length", Long.toString(range.length()));
        if (wanted.isPresent()) {
            context.status(PARTIAL_CONTENT)
                    .header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + kept.length());
        }
        return head
                ? CompletableFuture.completedFuture(null)
                : KeptClipWriter.write(exchange.getHttpOutput(), kept, range, clips.counters());
    }

    /** Whether the client, if it has a part already, has one of the same bytes (RFC 9110, 13.1.5). */
    private static boolean isSame(Context context, KeptClip kept) {
        String known = context.header("If-Range");
        return known == null || known.equals(kept.etag());
    }
}
