package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.DescriptorReserve;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Gate;
import io.framelog.viewer.http.HealthResource;
import io.framelog.viewer.http.HttpServer;
import io.framelog.viewer.http.MetricsResource;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.SlowRequests;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.login.Access;
import io.framelog.viewer.metrics.Metrics;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The metrics and health checks of a subcommand that shows no streams. They have no secrets, and are for everybody. */
final class MetricsServer implements AutoCloseable {
    private static final StreamNames NO_STREAMS = new StreamNames() {
        @Override
        public Optional<StreamName> find(String segment, Identity client) {
            return Optional.empty();
        }

        @Override
        public StreamName require(String segment, Identity client) {
            throw new ProblemException(Problem.notFound("there are no streams here: use the viewer's address"));
        }

        @Override
        public void require(StreamName stream, Identity client) {
            require(stream.value(), client);
        }
    };

    private final HttpServer server;

    /**
     * Starts to listen.
     *
     * @throws CommandFailure if that is not possible
     */
    MetricsServer(String host, int port, Feature feature, KafkaHealth health) {
        Access access = Access.open(List.of(), List.of("*"), CrossOrigin.NONE);
        Routes routes = new Routes(
                NO_STREAMS, StreamName.DEFAULT, Gate.OPEN, AddressLimit.ofCostlyRequests(access.addresses()));
        new MetricsResource(new Metrics(List.of(feature))).addRoutes(routes);
        new HealthResource(feature::isAlive, () -> false, health).addRoutes(routes);
        try {
            server = new HttpServer(
                    host,
                    port,
                    null,
                    ViewerOptions.STALL_LIMIT,
                    routes,
                    CrossOrigin.NONE,
                    access.guard(),
                    new SlowRequests(SlowRequests.LIMIT),
                    new DescriptorReserve());
        } catch (UncheckedIOException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "cannot listen on " + host + ":" + port + ": "
                            + String.valueOf(
                                    e.getCause() == null
                                            ? e.getMessage()
                                            : e.getCause().getMessage())
                            + "; see --host and --metrics-port",
                    e);
        }
    }

    /** The port that it listens on. */
    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
