package io.framelog.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a process and all that it started take of the machine. */
public final class Usage {
    private Usage() {}

    /** Seconds of CPU since they started. */
    public static double cpuSeconds(ProcessHandle process) {
        return tree(process)
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(cpu -> cpu.toNanos() / 1e9)
                .sum();
    }

    /** Seconds of CPU of this JVM: of the clients and the camera. */
    public static double ownCpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    /** Resident memory in megabytes (10^6 bytes), which Linux tells; NaN elsewhere. */
    public static double residentMegabytes(ProcessHandle process) {
        return tree(process).mapToDouble(handle -> resident(handle.pid())).sum();
    }

    private static double resident(long pid) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
            return status.stream()
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
