package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.OptionRange;
import io.framelog.publisher.metrics.MetricsServer;
import io.framelog.publisher.send.KafkaLink;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the publisher serves its metrics. Filled by picocli, then only read. */
final class MetricsOptions {
    /** The option's name. */
    static final String PORT = "--metrics-port";

    private static final int MAX_PORT = 65_535;

    @Option(
            names = PORT,
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Serve /metrics and health checks on this port. 0: nowhere. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--metrics-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address of --metrics-port; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}, only this machine.")
    private String host = "";

    /** @throws io.framelog.cli.UsageFailure for a wrong port */
    void check() {
        OptionRange.requireBetween(PORT, port, 0, MAX_PORT);
    }

    /**
     * Begins to serve metrics.
     *
     * @return null if they are served nowhere
     * @throws CommandFailure if it cannot listen there
     */
    @Nullable MetricsServer serve(Streams streams, KafkaLink link) {
        return port == 0
                ? null
                : new MetricsServer(
                        host,
                        port,
                        streams::figures,
                        link::metrics,
                        link::eventFigures,
                        () -> link.absence().isEmpty(),
                        new PublisherHealth(streams, link));
    }
}
