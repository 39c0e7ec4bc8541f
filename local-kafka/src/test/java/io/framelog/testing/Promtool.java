package io.framelog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prometheus' own check of metrics (Debian's package {@code prometheus}). */
public final class Promtool {
    private static final String PROGRAM = "promtool";

    private Promtool() {}

    /**
     * Checks metrics by Prometheus' rules for names, types and units.
     *
     * <p>Without the program, skips the calling test, or fails it if {@code FRAMELOG_TEST_PROMETHEUS=required}.
     *
     * @param scrape in Prometheus' text format
     */
    public static void check(String scrape) throws IOException, InterruptedException {
        requireInstalled(PROGRAM);
        Path input = Files.createTempFile("scrape", ".txt");
        try {
            Files.writeString(input, scrape);
            Process process = new ProcessBuilder(PROGRAM, "check", "metrics")
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .start();
            String complaints = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertEquals("", complaints);
            assertEquals(0, process.waitFor());
        } finally {
            Files.delete(input);
        }
    }

    /**
     * Checks a file; without the program as {@link #check(String)}.
     *
     * @param kind {@code rules} or {@code config}
     */
    public static void check(String kind, Path file) throws IOException, InterruptedException {
        run("check", kind, file);
    }

    /** Runs tests of rules; without the program as {@link #check(String)}. */
    public static void testRules(Path file) throws IOException, InterruptedException {
        run("test", "rules", file);
    }

    private static void run(String command, String kind, Path file) throws IOException, InterruptedException {
        requireInstalled(PROGRAM);
        Process process = new ProcessBuilder(PROGRAM, command, kind, file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    /** Skips the calling test if a program of Prometheus is missing, or fails it; see {@link #check(String)}. */
    public static void requireInstalled(String program) {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!installed && "required".equals(System.getenv("FRAMELOG_TEST_PROMETHEUS"))) {
            throw new AssertionError("FRAMELOG_TEST_PROMETHEUS=required, but " + program + " is not installed");
        }
        assumeTrue(installed, () -> "skipped: " + program + " is not installed");
    }
}
