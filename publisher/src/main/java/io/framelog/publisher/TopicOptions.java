package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.OptionRange;
import io.framelog.cli.UsageFailure;
import io.framelog.publisher.send.TopicSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the publisher creates missing topics with. Filled by picocli, then only read. */
final class TopicOptions {
    private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);
    private static final Duration MOST_RETENTION = Duration.ofDays(36_500);
    /** A partition keeps whole segments, so less would be no limit. */
    private static final long LEAST_BYTES_OF_A_PARTITION = 1L << 20;

    private static final int MAX_PARTITIONS = 10_000;
    private static final int MAX_REPLICATION_FACTOR = 100;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            description =
                    "For how long a topic that is created keeps frames, such as 24h or 7d. Default: 1h, or as long "
                            + "as --retention-bytes says.")
    private @Nullable Duration retention;

    @Option(
            names = "--retention-bytes",
            paramLabel = "SIZE",
            converter = ByteSizeConverter.class,
            description =
                    "How much a topic that is created keeps in all its partitions, such as 500GB. Default: 32GiB, "
                            + "or as much as --retention says.")
    private @Nullable Long retentionBytes;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "How many partitions the topic of frames gets if it is created. Default: 8.")
    private @Nullable Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description =
                    "How many brokers keep a copy of each topic that is created. Default: 3 where there are three "
                            + "brokers or more, else what Kafka is set to, mostly 1.")
    private @Nullable Integer replicationFactor;

    /**
     * What is wrong with the options, although each of them can be read.
     *
     * @return what is wrong, by the option's name
     */
    Map<String, CommandFailure> mistakes() {
        Map<String, CommandFailure> mistakes = new LinkedHashMap<>();
        Duration time = retention == null ? LEAST_RETENTION : retention;
        ServiceOptions.check(
                mistakes,
                "--retention",
                () -> OptionRange.requireBetween("--retention", time, LEAST_RETENTION, MOST_RETENTION));
        int count = partitions == null ? 1 : partitions;
        ServiceOptions.check(
                mistakes, "--partitions", () -> OptionRange.requireBetween("--partitions", count, 1, MAX_PARTITIONS));
        int copies = replicationFactor == null ? 1 : replicationFactor;
        ServiceOptions.check(
                mistakes,
                "--replication-factor",
                () -> OptionRange.requireBetween("--replication-factor", copies, 1, MAX_REPLICATION_FACTOR));
        long least = LEAST_BYTES_OF_A_PARTITION * settings().partitionCount();
        if (retentionBytes != null && retentionBytes < least) {
            mistakes.put(
                    "--retention-bytes",
                    new UsageFailure("--retention-bytes must be at least " + least + ", 1 MiB for each partition"));
        }
        return mistakes;
    }

    /** What the options say. */
    TopicSettings settings() {
        return new TopicSettings(
                Optional.ofNullable(retention),
                retentionBytes == null ? OptionalLong.empty() : OptionalLong.of(retentionBytes),
                partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions),
                replicationFactor == null ? OptionalInt.empty() : OptionalInt.of(replicationFactor));
    }
}
