package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.OptionRange;
import io.framelog.kafka.KafkaOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the process: on the command line, and as keys in the file of {@code --config}. */
final class ServiceOptions {
    /** Fits into the launcher's heap together with the frames in flight. Few topics accept as much. */
    private static final int MAX_FRAME_BYTES = 32_000_000;

    static final Duration ONE_DAY = Duration.ofDays(1);

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "N",
            defaultValue = "8000000",
            description = "The largest frame that is sent. The topic must accept it, too. Default: ${DEFAULT-VALUE}.")
    private int maxFrameBytes;

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long to wait for Kafka at the start. Default: ${DEFAULT-VALUE}.")
    private Duration connectTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--stats",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description = "How often to log how long frames take in each stage, such as 10s. 0s: never. Default: "
                    + "${DEFAULT-VALUE}.")
    private Duration stats = Duration.ZERO;

    @Mixin
    private final TopicOptions topics = new TopicOptions();

    @Mixin
    private final MetricsOptions metrics = new MetricsOptions();

    /**
     * What is wrong with the options, although each of them can be read.
     *
     * @return what is wrong, by the option's name
     */
    Map<String, CommandFailure> mistakes() {
        Map<String, CommandFailure> mistakes = new LinkedHashMap<>();
        check(
                mistakes,
                "--max-frame-bytes",
                () -> OptionRange.requireBetween("--max-frame-bytes", maxFrameBytes, 1, MAX_FRAME_BYTES));
        check(
                mistakes,
                "--connect-timeout",
                () -> OptionRange.requireBetween("--connect-timeout", connectTimeout, Duration.ofSeconds(1), ONE_DAY));
        check(mistakes, "--stats", () -> OptionRange.requireBetween("--stats", stats, Duration.ZERO, ONE_DAY));
        check(mistakes, MetricsOptions.PORT, metrics::check);
        mistakes.putAll(topics.mistakes());
        check(mistakes, "--topic", kafka::topic);
        check(mistakes, "--kafka-config", kafka::clientConfig);
        return mistakes;
    }

    /** Adds what a check complains about. */
    static void check(Map<String, CommandFailure> mistakes, String option, Runnable check) {
        try {
            check.run();
        } catch (CommandFailure e) {
            mistakes.put(option, e);
        }
    }

    /** How to find Kafka. */
    KafkaOptions kafka() {
        return kafka;
    }

    /** What missing topics are created with. */
    TopicOptions topics() {
        return topics;
    }

    /** Where metrics are served. */
    MetricsOptions metrics() {
        return metrics;
    }

    /** The largest frame. */
    int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** How long to wait for Kafka at the start. */
    Duration connectTimeout() {
        return connectTimeout;
    }

    /** How often statistics are logged; zero: never. */
    Duration stats() {
        return stats;
    }
}
