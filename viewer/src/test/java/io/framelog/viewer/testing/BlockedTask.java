package io.framelog.viewer.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** A task that holds its thread up until the test releases it. */
public final class BlockedTask implements Runnable {
    private final CountDownLatch released = new CountDownLatch(1);

    /** A task that is not released yet. */
    public BlockedTask() {}

    @Override
    public void run() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to close what runs this task, releases the task once that is closing, and waits for the end. */
    public void releaseAfter(Runnable close, Callable<Boolean> isClosing) throws InterruptedException {
        Thread closer = new Thread(close, "closer");
        closer.start();
        Await.until("it is closing", isClosing);
        released.countDown();
        closer.join();
    }
}
