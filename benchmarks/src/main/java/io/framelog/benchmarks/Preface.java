package io.framelog.benchmarks;

import io.framelog.benchmarks.process.Tool;
import io.framelog.benchmarks.report.Machine;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.servers.Python;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The page's beginning: on what it was measured, and with which versions. */
final class Preface {
    private final RunOptions options;
    private final Tool tool;
    private final Python python;

    Preface(RunOptions options, Tool tool, Python python) {
        this.options = options;
        this.tool = tool;
        this.python = python;
    }

    void write(Markdown page) {
        page.heading(1, "Performance");
        page.paragraph("Measured by `benchmarks/run` on " + LocalDate.now(ZoneOffset.UTC) + ", broker, servers, camera"
                + " and clients on one machine: " + new Machine().describe() + ".");
        page.table(
                List.of("what", "version"),
                List.of(
                        List.of("Framelog, commit", commit()),
                        List.of("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version")),
                        List.of("ffmpeg", ffmpeg()),
                        List.of("ustreamer", orNone(tool.firstLine("ustreamer", "--version"))),
                        List.of("Flask", orNone(python.version("flask"))),
                        List.of("gunicorn", orNone(python.version("gunicorn"))),
                        List.of("kafka-python", orNone(python.version("kafka"))),
                        List.of("OpenCV (Python)", orNone(python.version("cv2")))));
    }

    private String commit() {
        return orNone(tool.firstLine("git", "-C", options.root().toString(), "describe", "--always", "--dirty"));
    }

    private String ffmpeg() {
        return orNone(tool.firstLine("ffmpeg", "-version")
                .map(line -> line.replaceFirst("ffmpeg version ", "").replaceFirst(" Copyright.*", "")));
    }

    private static String orNone(Optional<String> version) {
        return version.orElse("not installed");
    }
}
