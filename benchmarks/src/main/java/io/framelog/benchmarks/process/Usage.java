package io.framelog.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What processes use of the machine. */
public final class Usage {
    private Usage() {}

    /** CPU seconds of a process and all that it started. */
    public static double cpuSeconds(ProcessHandle process) {
        return tree(process).mapToDouble(Usage::ownCpuSeconds).sum();
    }

    /** CPU seconds of a process alone. */
    public static double ownCpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** Resident memory of a process and all that it started, in MB (10^6 bytes); NaN except on Linux. */
    public static double residentMegabytes(ProcessHandle process) {
        return tree(process).mapToDouble(one -> resident(one.pid())).sum();
    }

    private static double resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
                    .sum();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static Stream<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }
}
