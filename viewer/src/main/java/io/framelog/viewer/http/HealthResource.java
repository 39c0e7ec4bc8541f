package io.framelog.viewer.http;

import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.KafkaState;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The health checks: {@code /healthz} for the process, {@code /readyz} for its access to Kafka. */
public final class HealthResource implements Feature {
    private final BooleanSupplier alive;
    private final BooleanSupplier retiring;
    private final KafkaHealth health;

    /**
     * @param alive whether all threads of the viewer are running
     * @param retiring whether the viewer is about to end
     */
    public HealthResource(BooleanSupplier alive, BooleanSupplier retiring, KafkaHealth health) {
        this.alive = alive;
        this.retiring = retiring;
        this.health = health;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.open(HandlerType.GET, "/healthz", this::alive);
        routes.open(HandlerType.GET, "/readyz", this::ready);
    }

    private void alive(Context context) {
        requireThreads();
        ok(context, "the viewer works");
    }

    private void ready(Context context) {
        // Without the threads, the last known state of Kafka is out of date.
        requireThreads();
        if (retiring.getAsBoolean()) {
            throw new ProblemException(Problem.unavailable("the viewer is shutting down"));
        }
        KafkaState state = health.now();
        if (!state.isReady()) {
            throw new ProblemException(Problem.unavailable(state.detail()));
        }
        ok(context, state.detail());
    }

    private void requireThreads() {
        if (!alive.getAsBoolean()) {
            throw new ProblemException(Problem.of(
                    503, "Not working", "a thread of the viewer has died; restart the viewer, and see its log"));
        }
    }

    private static void ok(Context context, String detail) {
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(JsonText.write(Map.of("status", "ok", "detail", detail)));
    }
}
