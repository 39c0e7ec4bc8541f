package io.framelog.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FatalErrorsTest {
    /** A service whose main thread waits for ever, and whose other thread dies. */
    static final class HalfDead {
        private static final CountDownLatch HANDLED = new CountDownLatch(1);

        private HalfDead() {}

        public static void main(String... arguments) throws InterruptedException {
            FatalErrors.endProcess("test");
            Thread worker = new Thread(() -> work(arguments[0]), "worker");
            worker.setUncaughtExceptionHandler((thread, fault) -> System.err.println("as a library: only logged"));
            worker.start();
            FatalErrors.include("work");
            HANDLED.countDown();
            new CountDownLatch(1).await();
        }

        private static void work(String way) {
            try {
                HANDLED.await();
                fail(way.equals("full"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } catch (StackOverflowError e) {
                if (way.equals("caught")) {
                    FatalErrors.escalate(new IllegalStateException("an exception does not end it"));
                    FatalErrors.escalate(e);
                    return;
                }
                throw e;
            }
        }

        private static void fail(boolean full) {
            List<byte[]> kept = new ArrayList<>();
            while (full) {
                kept.add(new byte[1 << 20]);
            }
            throw new StackOverflowError("as a test, with " + kept.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncaught", "caught"})
    void saysWhichThreadHasDiedAndEnds(String way) throws Exception {
        Ended ended = run(way);
        assertEquals(ExitCode.UNEXPECTED, ended.code);
        assertTrue(ended.said.startsWith("test: the thread 'worker' has died"), ended.said);
        assertTrue(ended.said.contains("StackOverflowError: as a test"), ended.said);
    }

    @Test
    void endsWhenTheHeapIsFull() throws Exception {
        Ended ended = run("full");
        assertEquals(3, ended.code, ended.said); // the JVM's own code
        assertTrue(ended.said.contains("java.lang.OutOfMemoryError"), ended.said);
    }

    private record Ended(int code, String said) {}

    private static Ended run(String way) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HalfDead.class.getName(),
                        way)
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
            return new Ended(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }
}
