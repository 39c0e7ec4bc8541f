package io.framelog.viewer.review;

import io.framelog.kafka.KafkaFault;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.BodyWriter;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.AuthorizationException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Serves pages of past events as JSON. No thread of Jetty waits for Kafka or for a client. */
final class ReviewResource {
    /** Pages that are read, or sent, at a time: they may have {@link PageLimits#bytes} each. */
    static final int MAX_PAGES = 16;

    private final EventPages pages;
    private final Slots slots;
    private final AddressLimit costly;

    ReviewResource(EventPages pages, Slots slots, AddressLimit costly) {
        this.pages = pages;
        this.slots = slots;
        this.costly = costly;
    }

    void answer(Context context, PageQuery query) {
        costly.require(context);
        if (!slots.take()) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + slots.limit() + " pages of past events at a time"));
        }
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        Executor writers = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> pages.read(query)
                .thenComposeAsync(page -> write(context, request, page), writers)
                .exceptionallyAsync(fault -> refuse(context, fault), writers)
                .whenComplete((sent, fault) -> slots.giveBack()));
    }

    private static CompletableFuture<@Nullable Void> write(
            Context context, ServletContextRequest request, EventPage page) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("events", page.events().stream().map(PagedEvent::json).toList());
        page.next().ifPresent(next -> body.put("next", next.toString()));
        ByteBuffer json = ByteBuffer.wrap(JsonText.write(body));
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .header("Content-Length", Integer.toString(json.remaining()));
        return context.method().equals(HandlerType.HEAD)
                ? CompletableFuture.completedFuture(null)
                : BodyWriter.write(request.getHttpOutput(), json, () -> {});
    }

    private @Nullable Void refuse(Context context, Throwable fault) {
        Problem problem = fault.getCause() instanceof AuthorizationException missing
                ? Problem.unavailable(new KafkaFault(missing)
                        .text(KafkaFault.Right.READ, pages.topic().name()))
                : PastProblems.of(fault, "past events");
        Problems.write(context, problem);
        return null;
    }
}
