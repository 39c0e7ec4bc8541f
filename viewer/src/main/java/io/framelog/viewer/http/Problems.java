package io.framelog.viewer.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every error of Javalin and of the viewer's handlers a {@link Problem}. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** @param nothingAt the answer for an address that does not exist */
    static void register(RoutesConfig routes, Function<Context, Problem> nothingAt) {
        routes.exception(ProblemException.class, (e, context) -> answer(context, e, e::problem));
        routes.exception(
                HttpResponseException.class, (e, context) -> answer(context, e, () -> of(e, context, nothingAt)));
        routes.exception(Exception.class, (e, context) -> answer(context, e, () -> internal(e, context)));
    }

    /**
     * Answers an error, and never throws: Javalin would call the handler again without end. A request may be over before
     * its error comes, for example when the server stops. Jetty has then taken away what the context refers to.
     */
    static void answer(Context context, Exception error, Supplier<Problem> problem) {
        try {
            write(context, problem.get());
        } catch (RuntimeException over) {
            LOG.debug("an error came after its request was over: {}", error.toString(), error);
        }
    }

    private static Problem internal(Exception error, Context context) {
        LOG.error("{} {}: {}", context.method().name(), context.path(), error.toString(), error);
        return Problem.of(500, "Internal error", "see the viewer's log");
    }

    private static Problem of(HttpResponseException e, Context context, Function<Context, Problem> nothingAt) {
        return switch (e.getStatus()) {
            case 404 -> nothingAt.apply(context);
            case 405 -> {
                String allowed = allowed(e.getDetails());
                context.header("Allow", allowed);
                yield Problem.of(
                        405, "Method not allowed", context.path() + " allows only " + allowed.replace(", ", " and "));
            }
            default -> Problem.of(e.getStatus(), "Refused", String.valueOf(e.getMessage()));
        };
    }

    private static String allowed(Map<String, String> details) {
        return details.entrySet().stream()
                .filter(detail -> detail.getKey().toLowerCase(Locale.ROOT).startsWith("available"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("GET, HEAD");
    }

    /** Sends a problem as the response. */
    public static void write(Context context, Problem problem) {
        context.status(problem.status()).header("Cache-Control", "no-store");
        problem.retryAfter().ifPresent(seconds -> context.header("Retry-After", Integer.toString(seconds)));
        context.contentType(Problem.CONTENT_TYPE).result(problem.toJson());
    }
}
