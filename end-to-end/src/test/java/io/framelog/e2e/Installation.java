package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Installs into a folder what {@code docs/systemd.md} installs into a system. Nothing runs as a service, but systemd
 * checks the units.
 */
final class Installation {
    private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final Pattern SYSTEMCTL = Pattern.compile("systemctl (?:enable --now|status) '?([^']+?)'?");

    private final Path root;

    /** @param root an empty folder, which stands for {@code /} */
    Installation(Path root) throws IOException {
        this.root = root;
        for (String folder : new String[] {"opt", "usr/lib/sysusers.d", "etc/systemd/system", "var/lib"}) {
            Files.createDirectories(root.resolve(folder));
        }
    }

    /** Runs a documented command that begins with sudo. */
    void run(String command) throws Exception {
        String unprivileged = command.replaceFirst("^sudo (-u framelog )?", "");
        Matcher systemctl = SYSTEMCTL.matcher(unprivileged);
        if (systemctl.matches()) {
            assertTrue(Files.isRegularFile(unit(systemctl.group(1))), command);
        } else if (unprivileged.equals("systemctl daemon-reload")) {
            verify("framelog-viewer.service");
            verify("framelog-detect.service");
            verify("framelog-notify.service");
            verify("framelog-publisher@front.service");
        } else if (unprivileged.startsWith("systemd-sysusers ")) {
            assumeSystemd();
            shell(unprivileged.replace("systemd-sysusers ", "systemd-sysusers --root=" + root + " "));
            assertTrue(Files.readAllLines(root.resolve("etc/passwd")).stream()
                    .anyMatch(line -> line.startsWith("framelog:")));
        } else if (unprivileged.contains(" users add ")) {
            Files.createDirectories(root.resolve("var/lib/framelog-viewer"));
            shell("printf 'correct horse\\n' | " + rooted(unprivileged) + " --password-stdin");
        } else {
            shell(rooted(unprivileged));
        }
    }

    private String rooted(String command) {
        return command.replaceAll("(^| )/(opt|etc|usr|var)\\b", "$1" + root + "/$2");
    }

    private static void shell(String command) throws Exception {
        String here = System.getProperty("framelog.root", "..");
        try (ServiceProcess process =
                ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", "cd '" + here + "' && " + command)) {
            assertEquals(0, process.awaitExit(), process.output());
        }
    }

    /** The file of a unit; that of an instance is its template's. */
    private Path unit(String name) {
        String file = name.replaceFirst("@.*", "@").replaceFirst("\\.service$", "") + ".service";
        return root.resolve("etc/systemd/system").resolve(file);
    }

    /** Has systemd check a unit as it is installed. */
    private void verify(String name) throws Exception {
        assumeSystemd();
        Path installed = Files.createDirectories(root.resolve("checked")).resolve(name);
        Files.writeString(installed, Files.readString(unit(name)).replace("=/opt/", "=" + root + "/opt/"));
        try (ServiceProcess process =
                ServiceProcess.startCommand(SYSTEMD_ANALYZE, "verify", "--man=no", installed.toString())) {
            assertEquals(0, process.awaitExit(), process.output());
            assertEquals("", process.output());
        }
    }

    private static void assumeSystemd() {
        assumeTrue(Files.isExecutable(SYSTEMD_ANALYZE), "skipped: systemd is not installed");
    }
}
