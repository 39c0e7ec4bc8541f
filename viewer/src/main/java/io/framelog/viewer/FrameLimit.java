package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import picocli.CommandLine.Option;

/** The option that says how large a frame may be. Filled by picocli, then only read. */
final class FrameLimit {
    /** 8 MiB, the frames' topic's own limit, and room for what Kafka adds to it. */
    private static final int DEFAULT = 9 * 1024 * 1024;

    private static final int LARGEST = 64 * 1024 * 1024;

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "BYTES",
            defaultValue = "" + DEFAULT,
            description = "Larger frames are counted and skipped; ${DEFAULT-VALUE} by default.")
    private int bytes = DEFAULT;

    /** @throws CommandFailure if that cannot be */
    int bytes() {
        if (bytes < 1 || bytes > LARGEST) {
            throw new CommandFailure(ExitCode.USAGE, "--max-frame-bytes " + bytes + ": 1 to " + LARGEST + " is wanted");
        }
        return bytes;
    }
}
