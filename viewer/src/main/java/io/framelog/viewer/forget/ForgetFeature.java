package io.framelog.viewer.forget;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.UsageFailure;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.access.Audit;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.ClientAddress;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /streams/NAME/forget}: what the command {@code viewer forget} does, for users who administer. */
public final class ForgetFeature implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(ForgetFeature.class);
    private static final int CONFLICT = 409;
    /** Each takes seconds, and is asked for by a person. */
    private static final int MAX_WAITING = 10;

    private final KafkaOptions kafka;
    private final ConsumerFactory consumers;
    private final ClientAddress addresses;
    private final Audit audit = new Audit();
    private final BoundedExecutor executor = new BoundedExecutor("forget", 1, MAX_WAITING);

    /** Starts no thread before the first request. */
    public ForgetFeature(KafkaOptions kafka, ConsumerFactory consumers, ClientAddress addresses) {
        this.kafka = kafka;
        this.consumers = consumers;
        this.addresses = addresses;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.stream(HandlerType.POST, "/forget", this::forget);
    }

    private void forget(Context context, StreamName stream) {
        Identity client = Admission.of(context);
        InetAddress address = addresses.of(context);
        if (client.role() != Role.ADMIN) {
            String reason = "only a user with the role admin can make the viewers forget a stream: see 'viewer users',"
                    + " or run 'viewer forget " + stream + "'";
            audit.refused("forgetting of '" + stream + "'", address, reason);
            throw new ProblemException(Problem.forbidden(reason));
        }
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        Executor writers = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> executor.submit(() -> new Removal(kafka, stream).run(consumers))
                .thenAcceptAsync(
                        told -> {
                            audit.forgotten(stream, client, address);
                            context.header("Cache-Control", "no-store")
                                    .contentType("application/json")
                                    .result(JsonText.write(Map.of("detail", told)));
                        },
                        writers)
                .exceptionallyAsync(fault -> refuse(context, stream, fault), writers));
    }

    private static @Nullable Void refuse(Context context, StreamName stream, Throwable fault) {
        Throwable cause = fault.getCause() == null || fault instanceof CommandFailure ? fault : fault.getCause();
        Problems.write(context, problem(stream, cause));
        return null;
    }

    private static Problem problem(StreamName stream, Throwable fault) {
        if (fault instanceof UsageFailure) {
            return Problem.of(CONFLICT, "Conflict", String.valueOf(fault.getMessage()));
        } else if (fault instanceof CommandFailure) {
            return Problem.unavailable(String.valueOf(fault.getMessage()));
        } else if (fault instanceof KafkaException) {
            return Problem.unavailable("Kafka does not let '" + stream + "' be forgotten: " + fault.getMessage());
        } else if (fault instanceof RejectedExecutionException || fault instanceof CancellationException) {
            return Problem.unavailable(String.valueOf(fault.getMessage()));
        }
        LOG.error("unexpected error while forgetting '{}'", stream, fault);
        return Problem.of(500, "Internal error", "see the viewer's log");
    }

    @Override
    public void close() {
        executor.close();
    }
}
