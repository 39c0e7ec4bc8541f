package io.framelog.localkafka;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does work that Ctrl-C and SIGTERM interrupt, and lets the work finish what it does then before this JVM ends, at most 20 s. */
final class StopOnSignal {

    private static final int FINISH_TIMEOUT_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);

    /**
     * Does the work in this thread. To be called once.
     *
     * @throws Exception what the work throws
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
        // Every exit comes here, also that which follows the work.
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
