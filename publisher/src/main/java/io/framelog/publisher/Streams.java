package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.frame.StreamName;
import io.framelog.log.StreamLogger;
import io.framelog.publisher.metrics.StreamFigures;
import io.framelog.publisher.progress.Outcome;
import io.framelog.publisher.send.KafkaLink;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;

/**
 * The streams of this process. Each has a thread of its own that captures, so that a source that hangs or fails costs
 * the others nothing. Thread-safe.
 */
final class Streams {
    /** The name of this program in the broker's logs and metrics. */
    static final String CLIENT_ID = "framelog-publisher";

    /** The frames that wait in all queues together; each has at least one. It fits into the launcher's heap. */
    static final long WAITING_BYTES = 64L << 20;

    private final KafkaLink link;
    private final ServiceOptions service;
    private final Map<StreamName, Running> running = new LinkedHashMap<>();
    private final Map<StreamName, CommandFailure> failures = new LinkedHashMap<>();
    private final Set<StreamName> names = new HashSet<>();
    private volatile long share = WAITING_BYTES;
    private int changes;
    private boolean stopping;

    private record Running(PublishSettings settings, Publication publication, Thread thread) {}

    Streams(KafkaLink link, ServiceOptions service) {
        this.link = link;
        this.service = service;
    }

    /** Starts a stream, unless the process is about to end. */
    synchronized void start(PublishSettings settings) {
        if (stopping) {
            return;
        }
        Publication publication = new Publication(link, service, settings, () -> share);
        Thread thread = new Thread(() -> run(settings, publication), "capture " + settings.stream());
        running.put(settings.stream(), new Running(settings, publication, thread));
        share = WAITING_BYTES / running.size();
        failures.remove(settings.stream());
        names.add(settings.stream());
        thread.start();
    }

    private void run(PublishSettings settings, Publication publication) {
        Outcome outcome = publication.run();
        if (!settings.alone()) {
            Logger log = StreamLogger.of(Streams.class, settings.stream().value());
            outcome.failure()
                    .ifPresentOrElse(
                            failure -> log.error("has failed: {}", failure.getMessage()),
                            () -> log.info("has ended: {}", outcome.reason()));
        }
        synchronized (this) {
            Running ended = running.get(settings.stream());
            if (ended != null && ended.publication() == publication) {
                running.remove(settings.stream());
                outcome.failure().ifPresent(failure -> failures.put(settings.stream(), failure));
            }
            share = WAITING_BYTES / Math.max(1, running.size());
            notifyAll();
        }
    }

    /**
     * Ends some streams, waits until they have ended, and starts others. The rest goes on.
     *
     * @param ending those that run no more are forgotten
     * @param reason why they end
     */
    void change(Collection<StreamName> ending, String reason, Collection<PublishSettings> started)
            throws InterruptedException {
        synchronized (this) {
            changes++; // the process goes on although no stream may be running for a moment
        }
        try {
            stop(ending, reason);
            synchronized (this) {
                failures.keySet().removeAll(ending);
                names.removeAll(ending);
            }
            started.forEach(this::start);
        } finally {
            synchronized (this) {
                changes--;
                notifyAll();
            }
        }
    }

    private void stop(Collection<StreamName> names, String reason) throws InterruptedException {
        List<Publication> publications;
        synchronized (this) {
            publications = names.stream()
                    .map(running::get)
                    .filter(Objects::nonNull)
                    .map(Running::publication)
                    .toList();
        }
        publications.forEach(publication -> publication.stop(new Outcome.Stopped(reason)));
        for (Publication publication : publications) {
            publication.awaitEnd();
        }
    }

    /** Ends all streams at once, and waits until they have ended. No stream can be started any more. */
    void stopAll() {
        List<StreamName> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(running.keySet());
        }
        try {
            stop(all, new Outcome.Stopped().reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all streams have ended. */
    synchronized void awaitEnd() throws InterruptedException {
        while (!running.isEmpty() || changes > 0) {
            wait();
        }
    }

    /** How many streams are running. */
    synchronized int size() {
        return running.size();
    }

    /** Whether all streams are being ended. */
    synchronized boolean isStopping() {
        return stopping;
    }

    /** What each running stream does. */
    synchronized List<StreamFigures> figures() {
        return running.values().stream()
                .map(stream -> stream.publication().state().figures())
                .toList();
    }

    /** The running streams whose sources deliver nothing, each with the reason. */
    synchronized Map<StreamName, String> lost() {
        Map<StreamName, String> lost = new LinkedHashMap<>();
        running.forEach(
                (name, stream) -> stream.publication().state().loss().ifPresent(reason -> lost.put(name, reason)));
        return lost;
    }

    /** A thread that a running stream needs, and that has died. */
    synchronized Optional<String> deadThread() {
        return running.values().stream()
                .filter(stream -> !stream.thread().isAlive()
                        || !stream.publication().state().isAlive())
                .map(stream -> (stream.thread().isAlive() ? "sender " : "capture ") + stream.settings().stream())
                .findFirst();
    }

    /** The failure of the process: that of the first stream that failed, with the number of the others. */
    synchronized Optional<CommandFailure> failure() {
        return failures.entrySet().stream().findFirst().map(first -> {
            CommandFailure failure = first.getValue();
            if (names.size() == 1) {
                return failure;
            }
            String message = failures.size() + " of " + names.size() + " streams failed, first " + first.getKey() + ": "
                    + failure.getMessage();
            return new CommandFailure(failure.exitCode(), message, failure);
        });
    }
}
