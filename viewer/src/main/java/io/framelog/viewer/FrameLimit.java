package io.framelog.viewer;

import io.framelog.cli.OptionRange;
import io.framelog.cli.UsageFailure;
import picocli.CommandLine.Option;

/** The option for the largest frame. Filled by picocli, then only read. */
final class FrameLimit {
    /** The frame topic's default limit of 8 MiB, and room for what Kafka adds. */
    private static final int DEFAULT = 9 * 1024 * 1024;

    private static final int MAX = 64 * 1024 * 1024;

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "BYTES",
            defaultValue = "" + DEFAULT,
            description = "Larger frames are skipped and counted. Default: ${DEFAULT-VALUE}.")
    private int bytes = DEFAULT;

    /**
     * The largest frame, in bytes.
     *
     * @throws UsageFailure if the value is out of range
     */
    int bytes() {
        OptionRange.requireBetween("--max-frame-bytes", bytes, 1, MAX);
        return bytes;
    }
}
