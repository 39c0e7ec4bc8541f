package io.framelog.e2e;

import io.framelog.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;

/** What Linux knows of a process. */
final class ProcessFigures {
    private ProcessFigures() {}

    /** The most memory that a process has had until now, in megabytes. */
    static long peakMegabytes(ServiceProcess process) throws IOException {
        return Files.readAllLines(folder(process).resolve("status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** The same, for a process that ends by itself. Looks a hundred times a second. */
    static long peakMegabytesUntilExit(ServiceProcess process) throws IOException {
        long peak = 0;
        while (process.handle().isAlive()) {
            try {
                peak = Math.max(peak, peakMegabytes(process));
            } catch (NoSuchElementException | NoSuchFileException e) {
                break; // it has just ended
            }
            LockSupport.parkNanos(10_000_000);
        }
        return peak;
    }

    /** The processor time that a process has used until now. */
    static Duration processorTime(ServiceProcess process) {
        return process.handle().info().totalCpuDuration().orElseThrow();
    }

    private static Path folder(ServiceProcess process) {
        return Path.of("/proc", Long.toString(process.handle().pid()));
    }
}
