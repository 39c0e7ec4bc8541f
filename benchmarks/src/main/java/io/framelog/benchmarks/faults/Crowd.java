package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.LoadReport;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.servers.Http;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Viewers come and go: each stays for twenty steps. A tenth of them takes nothing, a tenth little, and a tenth is cut off
 * in the middle of a picture. At the end the viewer gets SIGTERM.
 */
final class Crowd implements Fault {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int STAY = 20;
    private static final int WITNESSES = 20;
    private static final double FRAMES_PER_SECOND = 30;
    private static final Duration BEGIN_LIMIT = Duration.ofSeconds(20);
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "viewers";
    }

    @Override
    public String description() {
        return "viewers come and go, a tenth stalled, a tenth slow, a tenth cut off in a picture; then SIGTERM";
    }

    @Override
    public void run(Scene scene, Findings findings) throws IOException, InterruptedException {
        Scene.Broker broker = scene.broker();
        RunningCommand publisher = scene.publisher(broker, "front", "--test-pattern", "--fps", "30");
        RunningCommand viewer = scene.viewer(broker);
        URI video = scene.video(viewer, "front");
        try (LoadEngine engine = new LoadEngine(scene.clock())) {
            Group witnesses = engine.open(Pace.FULL, video, "HTTP/1.1", WITNESSES);
            engine.readUntil(witnesses::hasBegun, BEGIN_LIMIT);
            engine.readFor(STEP.multipliedBy(STAY));
            Vitals idle = Vitals.of(viewer, video);
            Churn churn = new Churn(engine, video, Math.max(10, scene.viewers() / STAY));
            churn.runFor(STEP.multipliedBy(2L * STAY));
            Vitals before = vitals(churn, viewer, video);
            witnesses.reset();
            long begin = System.nanoTime();
            churn.runFor(scene.length());
            LoadReport seen = witnesses.report((System.nanoTime() - begin) / 1e9);
            Vitals after = vitals(churn, viewer, video);
            findings.add(
                    churn.arrived + " viewers came and went, " + churn.present() + " at a time; nobody was refused",
                    churn.refused == 0,
                    "%d refused",
                    churn.refused);
            findings.flat("descriptors", before.descriptors(), after.descriptors(), 0.1, 10, "");
            findings.flat("threads", before.threads(), after.threads(), 0, 3, "");
            findings.flat("direct memory", before.direct(), after.direct(), 0.1, 8, "MB");
            findings.flat("heap", before.heap(), after.heap(), 0.1, 8, "MB");
            findings.flat("resident memory", before.resident(), after.resident(), 0.1, 10, "MB");
            findings.add(
                    "the others never notice: no connection lost, every one nearly all of " + FRAMES_PER_SECOND
                            + " fps",
                    seen.failed() == 0 && seen.fpsMin() > 0.9 * FRAMES_PER_SECOND,
                    "%d lost, slowest %.1f fps, age p99 %.0f ms",
                    seen.failed(),
                    seen.fpsMin(),
                    seen.ages().p99());
            churn.close();
            engine.readFor(Duration.ofSeconds(15)); // stalled clients are given up after 10 s
            Vitals end = Vitals.of(viewer, video);
            findings.flat("descriptors after the last has gone", idle.descriptors(), end.descriptors(), 0, 10, "");
            terminate(engine, churn, viewer, video, findings);
        }
        publisher.close();
        broker.command().close();
    }

    /** The clients read meanwhile; otherwise they would all become slow. */
    private static Vitals vitals(Churn churn, RunningCommand viewer, URI video)
            throws IOException, InterruptedException {
        FutureTask<Vitals> vitals = new FutureTask<>(() -> Vitals.of(viewer, video));
        new Thread(vitals, "vitals").start();
        while (!vitals.isDone()) {
            churn.runFor(STEP);
        }
        try {
            return vitals.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void terminate(LoadEngine engine, Churn churn, RunningCommand viewer, URI video, Findings findings)
            throws IOException, InterruptedException {
        Group all = engine.open(Pace.FULL, video, "HTTP/1.1", churn.most());
        engine.readUntil(all::hasBegun, BEGIN_LIMIT);
        long told = System.nanoTime();
        Scene.signal("TERM", viewer.process().pid());
        double away = Double.NaN;
        while (viewer.process().isAlive() && System.nanoTime() - told < EXIT_LIMIT.toNanos()) {
            if (Double.isNaN(away) && all.failed() == 0 && isAway(video)) {
                away = (System.nanoTime() - told) / 1e9;
            }
            engine.readFor(Duration.ofMillis(20));
        }
        double seconds = (System.nanoTime() - told) / 1e9;
        engine.readUntil(() -> all.failed() == churn.most(), Duration.ofSeconds(1));
        findings.add(
                "SIGTERM with " + churn.most() + " viewers: 503 from /readyz first",
                !Double.isNaN(away),
                "after %.2f s, while all were served",
                away);
        findings.add("exit within 3 s, all streams ended", seconds < 3, "%.2f s", seconds);
    }

    private static boolean isAway(URI video) {
        return new Http().status(video.resolve("/readyz")) == 503;
    }

    /** Those who come and go. */
    private static final class Churn {
        private final LoadEngine engine;
        private final URI video;
        private final int each;
        private final Deque<Group> staying = new ArrayDeque<>();
        private final Deque<Group> cut = new ArrayDeque<>();
        private long arrived;
        private long refused;

        Churn(LoadEngine engine, URI video, int each) {
            this.engine = engine;
            this.video = video;
            this.each = each;
        }

        int most() {
            return each * STAY;
        }

        int present() {
            return most();
        }

        void runFor(Duration time) throws IOException {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                long next = System.nanoTime() + STEP.toNanos();
                step();
                engine.readFor(Duration.ofNanos(Math.max(1, next - System.nanoTime())));
            }
        }

        private void step() throws IOException {
            int tenth = each / 10;
            come(Pace.STALLED, tenth);
            come(Pace.SLOW, tenth);
            come(Pace.FULL, each - 3 * tenth);
            cut.add(engine.open(Pace.STALLED, video, "HTTP/1.1", tenth));
            arrived += tenth;
            if (cut.size() > 2) {
                cut.remove().close(); // they have read the beginning of a picture
            }
            while (staying.size() > 3 * STAY) {
                Group gone = staying.remove();
                // Of those who read, nobody may have been sent away; who takes nothing is after 10 s.
                refused += gone.pace() == Pace.FULL ? gone.failed() : 0;
                gone.close();
            }
        }

        private void come(Pace pace, int count) throws IOException {
            staying.add(engine.open(pace, video, "HTTP/1.1", count));
            arrived += count;
        }

        void close() {
            staying.forEach(Group::close);
            cut.forEach(Group::close);
        }
    }
}
