package io.framelog.localkafka;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs work that Ctrl-C and SIGTERM interrupt. The JVM ends when the work has ended, or 20 s later. */
final class StopOnSignal {

    private static final int FINISH_TIMEOUT_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);

    /**
     * Runs the work on this thread. To be called once.
     *
     * @throws Exception if the work throws it
     */
    <T> T run(Callable<T> work) throws Exception {
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruptAndAwait(worker), "stop-on-signal"));
        try {
            return work.call();
        } finally {
            finished.countDown();
        }
    }

    private void interruptAndAwait(Thread worker) {
        // This runs at every exit, also when the work has ended.
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            if (!finished.await(FINISH_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
