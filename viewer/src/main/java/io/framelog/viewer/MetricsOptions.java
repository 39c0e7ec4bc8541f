package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.OptionRange;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.KafkaHealth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a subcommand that shows no streams serves its metrics. Filled by picocli, then only read. */
final class MetricsOptions {
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Serve /metrics and health checks on this port. 0: nowhere. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address of --metrics-port; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}, only this machine.")
    private String host = "";

    /** @throws io.framelog.cli.UsageFailure for a wrong port */
    void check() {
        OptionRange.requireBetween("--metrics-port", port, 0, MAX_PORT);
    }

    /**
     * Begins to serve the metrics of a feature.
     *
     * @return null if they are served nowhere
     * @throws CommandFailure if it cannot listen there
     */
    @Nullable MetricsServer serve(Feature feature, KafkaHealth health) {
        return port == 0 ? null : new MetricsServer(host, port, feature, health);
    }
}
