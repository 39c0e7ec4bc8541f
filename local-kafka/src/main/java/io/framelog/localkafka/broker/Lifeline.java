package io.framelog.localkafka.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Ends this JVM when its parent asks for it or ends. The parent holds this JVM's standard input open: {@link #STOP} is
 * a request to stop, and the end of the input means that the parent has ended or was killed.
 */
public final class Lifeline {

    /** The byte that is a request to stop. */
    public static final int STOP = 's';

    private static final int END_OF_INPUT = -1;
    private static final int EXIT_TIMEOUT_MS = 10_000;

    private final InputStream input;
    private final DataFolder data;
    private volatile Runnable shutdown = () -> {};
    private volatile boolean orphaned;

    /**
     * Does not watch yet.
     *
     * @param input the parent holds its other end
     * @param data deleted at exit if it is temporary and the parent has gone
     */
    Lifeline(InputStream input, DataFolder data) {
        this.input = input;
        this.data = data;
    }

    /** Begins to watch. To be called once. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
        Thread watcher = new Thread(this::awaitEnd, "lifeline");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Sets what runs before the exit. Replaces what was set before. */
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
        // If the shutdown hangs, end before the parent stops waiting.
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
