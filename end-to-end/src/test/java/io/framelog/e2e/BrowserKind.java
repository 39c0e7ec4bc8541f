package io.framelog.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

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
}
