package io.framelog.benchmarks.replay;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code viewer export} says of a file that it has made.
 *
 * @param frames in the file
 * @param videoSeconds from its first frame to its last
 * @param seconds that it took from its first look into the log, without the start of the command
 */
record ExportReport(long frames, double videoSeconds, double seconds) {
    private static final Pattern DONE =
            Pattern.compile(": (\\d+) frames, ([0-9.]+) s of video(?:, [0-9.]+ MB)?, in ([0-9.]+) s ");

    /** Out of the command's lines; empty where none says it. */
    static Optional<ExportReport> of(List<String> lines) {
        return lines.stream()
                .map(DONE::matcher)
                .filter(Matcher::find)
                .map(done -> new ExportReport(
                        Long.parseLong(done.group(1)),
                        Double.parseDouble(done.group(2)),
                        Double.parseDouble(done.group(3))))
                .findFirst();
    }
}
