package io.framelog.localkafka.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Ties this JVM's life to its standard input, which the JVM that started it holds open: it exits when {@link #STOP} comes, and
 * when the input ends, which is how the system tells that the starter is gone, even killed.
 */
public final class Lifeline {

    /** The byte that asks for a stop. */
    public static final int STOP = 's';

    private static final int END_OF_INPUT = -1;
    private static final int EXIT_TIMEOUT_MS = 10_000;

    private final InputStream input;
    private final DataFolder data;
    private volatile Runnable shutdown = () -> {};
    private volatile boolean orphaned;

    /**
     * Nothing is watched yet.
     *
     * @param input the starter's end of the line
     * @param data removed at exit where it is temporary and nobody else is left to do so
     */
    Lifeline(InputStream input, DataFolder data) {
        this.input = input;
        this.data = data;
    }

    /** Starts watching. To be called once. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
        Thread watcher = new Thread(this::awaitEnd, "lifeline");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** What to run before the exit, instead of what was given before. */
    void beforeExit(Runnable shutdown) {
        this.shutdown = shutdown;
    }

    private void awaitEnd() {
        try {
            orphaned = input.read() == END_OF_INPUT;
        } catch (IOException e) {
            orphaned = true;
        }
        System.exit(0);
    }

    private void end() {
        // A shutdown that hangs must not outlive the starter's patience.
        new Timer("halt", true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                Runtime.getRuntime().halt(1);
                            }
                        },
                        EXIT_TIMEOUT_MS);
        shutdown.run();
        if (orphaned) {
            try {
                data.removeIfTemporary();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
