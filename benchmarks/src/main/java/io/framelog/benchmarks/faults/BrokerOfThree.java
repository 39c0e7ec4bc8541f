package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.RunningCommand;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Each of three brokers is killed, one after the other, and then all are restarted in turn. */
final class BrokerOfThree implements Fault {
    private static final int NODES = 3;
    private static final int VIEWERS = 20;
    private static final int FILE_FRAMES = 3000;
    private static final Duration BEFORE = Duration.ofSeconds(8);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double LONGEST_GAP = 2;

    @Override
    public String name() {
        return "broker-of-three";
    }

    @Override
    public String description() {
        return "each of three brokers is killed (SIGKILL), one after the other, and then restarted (SIGTERM)";
    }

    @Override
    public void run(Scene scene, Findings findings) throws IOException, InterruptedException {
        Cluster cluster = scene.cluster(NODES);
        RunningCommand live = scene.publisher(cluster.address(), "front", "--test-pattern", "--fps", "30");
        RunningCommand file = scene.publisher(
                cluster.address(),
                "clip",
                Clip.write(scene.scratch(), FILE_FRAMES).toString());
        RunningCommand viewer = scene.viewer(cluster.address());
        URI video = scene.video(viewer, "front");
        long begin;
        try (LoadEngine engine = new LoadEngine(scene.clock())) {
            Group clients = engine.open(Pace.FULL, video, "HTTP/1.1", VIEWERS);
            engine.readUntil(clients::hasBegun, BEFORE);
            engine.readFor(BEFORE);
            begin = System.currentTimeMillis() * 1000;
            double killed = gapDuring(engine, clients, cluster, "KILL");
            double rolled = gapDuring(engine, clients, cluster, "TERM");
            findings.add("viewer: gap under 2 s while each is killed", killed < LONGEST_GAP, "%.2f s", killed);
            findings.add("viewer: gap under 2 s while all are restarted", rolled < LONGEST_GAP, "%.2f s", rolled);
            findings.add("viewer: no connection closed", clients.failed() == 0, "%d of %d", clients.failed(), VIEWERS);
        }
        file.awaitSuccess(LIMIT);
        check(findings, LogFrames.read(cluster.address()), begin);
        live.close();
        viewer.close();
        cluster.close();
    }

    /** Ends each broker, and returns the longest time in which no client got a picture, in seconds. */
    private static double gapDuring(LoadEngine engine, Group clients, Cluster cluster, String signal)
            throws IOException {
        CompletableFuture<Void> ends = CompletableFuture.runAsync(() -> {
            for (int node = 1; node <= cluster.nodes(); node++) {
                try {
                    cluster.restart(node, signal);
                } catch (IOException | InterruptedException | ExecutionException e) {
                    throw new CompletionException(e);
                }
            }
        });
        Gap gap = new Gap();
        engine.readUntil(
                () -> {
                    gap.see(clients.report(1).frames());
                    return ends.isDone();
                },
                LIMIT);
        ends.join();
        return gap.longest;
    }

    /** The longest time in which a count did not grow. */
    private static final class Gap {
        private long count;
        private long sinceNanos = System.nanoTime();
        private double longest;

        void see(long now) {
            if (now != count) {
                longest = Math.max(longest, (System.nanoTime() - sinceNanos) / 1e9);
                count = now;
                sinceNanos = System.nanoTime();
            }
        }
    }

    private static void check(Findings findings, Map<String, LogFrames> log, long begin) {
        LogFrames live = Objects.requireNonNull(log.get("front"));
        LogFrames file = Objects.requireNonNull(log.get("clip"));
        findings.add(
                "live publisher: gap under 2 s, in order, no double",
                live.longestGap(begin) < LONGEST_GAP && live.inOrder(),
                "%.2f s, %d of %d dropped",
                live.longestGap(begin),
                live.missing(),
                live.seqs().size() + live.missing());
        findings.add(
                "file: nothing lost, nothing twice, in order",
                file.inOrder() && file.missing() == 0 && file.seqs().size() == FILE_FRAMES,
                "%d of %d frames",
                file.seqs().size(),
                FILE_FRAMES);
    }
}
