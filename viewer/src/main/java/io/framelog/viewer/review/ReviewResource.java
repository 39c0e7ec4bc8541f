package io.framelog.viewer.review;

import io.framelog.kafka.KafkaFault;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.Problems;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.AuthorizationException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Serves pages of past events as JSON. No thread of Jetty waits for Kafka. */
final class ReviewResource {
    private final EventPages pages;
    private final AddressLimit costly;

    ReviewResource(EventPages pages, AddressLimit costly) {
        this.pages = pages;
        this.costly = costly;
    }

    void answer(Context context, PageQuery query) {
        costly.require(context);
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        Executor writers = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> pages.read(query)
                .thenAcceptAsync(page -> write(context, page), writers)
                .exceptionallyAsync(fault -> refuse(context, fault), writers));
    }

    private static void write(Context context, EventPage page) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("events", page.events().stream().map(PagedEvent::json).toList());
        page.next().ifPresent(next -> body.put("next", next.toString()));
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(JsonText.write(body));
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
