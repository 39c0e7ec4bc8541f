package io.framelog.publisher.send;

import java.util.concurrent.Semaphore;

/**
 * How many frames may be sent and not yet acknowledged: one, until Kafka has acknowledged a frame, and then as many as
 * the limit. Thread-safe.
 *
 * <p>Kafka up to 4.4 accepts any first sequence number from a producer that a partition does not know (KAFKA-15591). If
 * it rejects the first frame because a new partition is not ready yet, and then accepts the second, it refuses the first
 * one for good. The producer tries it again until its delivery timeout, and no frame arrives meanwhile. Two streams of
 * one producer may begin in the same partition, so they do it one after the other, see {@link FirstFrames}.
 */
final class SendWindow {
    private final int max;
    private final int maxBytes;
    private final Semaphore free = new Semaphore(1);
    private final Semaphore freeBytes;
    private final FirstFrames firstFrames;
    /** What the last frame had; the next one will hardly be larger. */
    private int usual;

    private boolean open;
    private boolean first;

    /**
     * Begins with room for one frame.
     *
     * @param max the limit after the first acknowledgement; at least 1
     * @param maxBytes the limit of all these frames together, but always room for one
     * @param firstFrames of the producer
     */
    SendWindow(int max, int maxBytes, FirstFrames firstFrames) {
        this.max = max;
        this.maxBytes = maxBytes;
        this.freeBytes = new Semaphore(maxBytes);
        this.firstFrames = firstFrames;
    }

    /** Waits until another frame may be sent, without taking its place. For the one thread that sends. */
    void awaitRoom() throws InterruptedException {
        free.acquire();
        free.release();
        freeBytes.acquire(usual);
        freeBytes.release(usual);
    }

    /**
     * Waits until another frame may be sent, and takes its place. For the one thread that sends.
     *
     * @param partition where it will go
     */
    void acquire(int bytes, int partition) throws InterruptedException {
        usual = Math.min(maxBytes, bytes);
        freeBytes.acquire(usual);
        free.acquire();
        if (!isOpen()) {
            boolean turn;
            try {
                turn = firstFrames.awaitTurn(partition);
            } catch (InterruptedException e) {
                free.release();
                throw e;
            }
            synchronized (this) {
                first = turn;
                if (!turn) {
                    open = true;
                    free.release(max - 1);
                }
            }
        }
    }

    /** Waits until every frame has its answer. For the one thread that sends. */
    void awaitAnswers() throws InterruptedException {
        int all = isOpen() ? max : 1;
        free.acquire(all);
        free.release(all);
    }

    /** Nothing more is sent; frames may be without an answer. */
    synchronized void close() {
        if (first) {
            first = false;
            firstFrames.endTurn();
        }
    }

    /** Waits until every frame has its answer, and begins anew with one. For the one thread that sends. */
    void narrow() throws InterruptedException {
        if (isOpen()) {
            free.acquire(max);
            synchronized (this) {
                open = false;
                free.release();
            }
        }
    }

    private synchronized boolean isOpen() {
        return open;
    }

    /** Takes back a frame's place, whether Kafka has acknowledged it or not. */
    synchronized void answered(boolean acknowledged, int bytes) {
        freeBytes.release(Math.min(maxBytes, bytes));
        close();
        if (acknowledged && !open) {
            open = true;
            free.release(max);
        } else {
            free.release();
        }
    }

    /** The number of frames without an answer. */
    synchronized int inFlight() {
        int now = open ? max : 1;
        return now - free.availablePermits();
    }
}
