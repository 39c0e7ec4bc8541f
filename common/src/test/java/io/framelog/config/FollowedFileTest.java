package io.framelog.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FollowedFileTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final BlockingQueue<String> applied = new LinkedBlockingQueue<>();
    private final Path path;

    FollowedFileTest(@TempDir Path folder) throws Exception {
        path = Files.writeString(folder.resolve("settings.yaml"), "first");
    }

    private FollowedFile follow(Duration interval) {
        FollowedFile file = new FollowedFile(
                new SettingsFile("--config", path),
                "first",
                text -> {
                    applied.add(text);
                    return text.equals("wrong") ? List.of("line 1: a mistake") : List.of();
                },
                interval);
        file.start();
        return file;
    }

    @AfterEach
    void nothingElseIsApplied() {
        assertEquals(List.of(), List.copyOf(applied));
    }

    private String next() throws InterruptedException {
        return String.valueOf(applied.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void appliesEachChangeOnce() throws Exception {
        try (FollowedFile file = follow(OFTEN)) {
            Files.writeString(path, "second");
            assertEquals("second", next());
            Files.writeString(path, "third");
            assertEquals("third", next());
            file.readNow();
            assertEquals("third", next(), "whoever asks gets it read again");
        }
    }

    @Test
    void goesOnAfterMistakesAndAfterTheFileWasAway() throws Exception {
        try (FollowedFile file = follow(OFTEN)) {
            Files.writeString(path, "wrong");
            assertEquals("wrong", next());
            Files.delete(path);
            file.readNow();
            assertNull(applied.poll(5 * OFTEN.toMillis(), TimeUnit.MILLISECONDS));
            Files.writeString(path, "right");
            assertEquals("right", next());
        }
    }

    @Test
    void readsAtOnceWhenSomebodyAsks() throws Exception {
        try (FollowedFile file = follow(NEVER)) {
            Files.writeString(path, "second");
            file.readNow();
            assertEquals("second", next());
        }
    }
}
