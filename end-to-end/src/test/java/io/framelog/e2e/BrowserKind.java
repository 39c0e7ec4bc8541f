package io.framelog.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The browsers that the page is tested with. */
enum BrowserKind {
    CHROMIUM {
        @Override
        Browser start(Path folder, int width, int height) throws Exception {
            return new Chromium(
                    Chromium.installed(), Files.createDirectories(folder.resolve("chromium")), width, height);
        }
    },
    FIREFOX {
        @Override
        Browser start(Path folder, int width, int height) throws Exception {
            return new Firefox(Firefox.installed(), Files.createDirectories(folder.resolve("firefox")), width, height);
        }
    };

    /** Starts one, with its profile in a folder; skips the calling test if this browser is not installed. */
    abstract Browser start(Path folder, int width, int height) throws Exception;

    /** Keeps a screenshot in {@code target} for those who look at it. */
    void keep(Browser browser, String name) throws Exception {
        Path file = Path.of("target", name + "-" + name().toLowerCase(Locale.ROOT) + ".png");
        Files.write(file, browser.screenshot());
    }
}
