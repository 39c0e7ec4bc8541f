package io.framelog.viewer.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** A task that blocks its thread until the test releases it. */
public final class BlockedTask implements Runnable {
    private final CountDownLatch released = new CountDownLatch(1);

    /** Creates a task that blocks. */
    public BlockedTask() {}

    @Override
    public void run() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the executor of this task: releases the task when closing has begun, and waits until it ends. */
    public void releaseAfter(Runnable close, Callable<Boolean> isClosing) throws InterruptedException {
        Thread closer = new Thread(close, "closer");
        closer.start();
        Await.until("it is closing", isClosing);
        released.countDown();
        closer.join();
    }
}
