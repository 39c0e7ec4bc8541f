package io.framelog.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.servers.Python;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The beginning of the page: the machine, and the versions of the programs. */
record Preface(Path root, Commands commands) {
    private record Version(String program, String version) {
        Version(String program, Optional<String> version) {
            this(program, version.orElse("not installed"));
        }
    }

    void write(Markdown page) throws InterruptedException {
        page.heading(1, "Performance");
        page.paragraph("Measured by `benchmarks/run` on " + LocalDate.now(ZoneOffset.UTC) + ", broker, servers, camera"
                + " and clients on one machine: " + machine() + ".");
        Python python = new Python(commands);
        page.table(
                List.of(
                        new Version(
                                "Framelog, commit",
                                commands.firstLine("git", "-C", root.toString(), "describe", "--always", "--dirty")),
                        new Version(
                                "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version")),
                        new Version(
                                "ffmpeg",
                                commands.firstLine("ffmpeg", "-version")
                                        .map(line -> line.replaceAll("^ffmpeg version | Copyright.*", ""))),
                        new Version("ustreamer", commands.firstLine("ustreamer", "--version")),
                        new Version("Flask", python.version("flask")),
                        new Version("gunicorn", python.version("gunicorn")),
                        new Version("kafka-python", python.version("kafka")),
                        new Version("OpenCV (Python)", python.version("cv2"))),
                Column.of("what", Version::program),
                Column.of("version", Version::version));
    }

    private static String machine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %.0f GB of memory, %s %s",
                system.getAvailableProcessors(),
                processor(),
                system.getTotalMemorySize() / 1e9,
                system.getName(),
                system.getVersion());
    }

    /** The processor's model if the system tells it, as Linux does; else its architecture. */
    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
