package io.framelog.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the browsers of this machine. */
final class Installed {
    private Installed() {}

    /**
     * Finds one. Without it, this skips the calling test, or fails it if {@code FRAMELOG_TEST_BROWSER=required}.
     *
     * @param paths where it may be
     */
    static Path browser(String name, List<String> paths) {
        Optional<Path> found =
                paths.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        if (found.isEmpty() && "required".equals(System.getenv("FRAMELOG_TEST_BROWSER"))) {
            throw new AssertionError("FRAMELOG_TEST_BROWSER=required, but " + name + " is not installed");
        }
        assumeTrue(found.isPresent(), "skipped: " + name + " is not installed");
        return found.orElseThrow();
    }
}
