package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far systemd shuts the services in. */
@Timeout(60)
class SystemdTest {
    private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final Pattern SCORE = Pattern.compile("exposure level for \\S+: ([0-9.]+) ");

    /** Each version of systemd counts differently. */
    @Test
    void unitsHaveTheDocumentedScores(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(SYSTEMD_ANALYZE), "skipped: systemd is not installed");
        assumeTrue(run("--version").contains("systemd 252 "), "skipped: the document names systemd 252");
        int units = 0;
        for (List<String> row : Markdown.rows(Markdown.read("docs/systemd.md").prose())) {
            String unit = row.get(0).replace("`", "");
            if (unit.endsWith(".service")) {
                units++;
                // A template has no score, but its instances do.
                Path file = Files.copy(
                        Path.of(System.getProperty("framelog.root", ".."), "deploy", "systemd", unit),
                        folder.resolve(unit.replace("@", "@front")));
                Matcher score = SCORE.matcher(run("security", "--offline=true", file.toString()));
                assertTrue(score.find());
                assertEquals(row.get(1), score.group(1), unit);
            }
        }
        assertEquals(4, units);
    }

    private static String run(String... arguments) throws Exception {
        try (ServiceProcess process = ServiceProcess.startCommand(SYSTEMD_ANALYZE, arguments)) {
            assertEquals(0, process.awaitExit(), process.output());
            return process.output();
        }
    }
}
