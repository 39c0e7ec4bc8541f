package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The broker is away for a while: a live publisher, a publisher of a file and a viewer must bear it. */
final class BrokerAway implements Fault {
    private static final Duration BEFORE = Duration.ofSeconds(8);
    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(60);
    private static final int VIEWERS = 20;
    /** The file lasts 80 s. */
    private static final int FILE_FRAMES = 2000;

    private final String name;
    private final Duration away;
    private final boolean killed;

    private BrokerAway(String name, Duration away, boolean killed) {
        this.name = name;
        this.away = away;
        this.killed = killed;
    }

    static Fault killed() {
        return new BrokerAway("broker-killed", Duration.ofSeconds(20), true);
    }

    static Fault stopped() {
        return new BrokerAway("broker-stopped", Duration.ofSeconds(30), false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "the broker is " + (killed ? "killed (SIGKILL) and back " : "stopped (SIGSTOP) for ") + away.toSeconds()
                + " s" + (killed ? " later" : "");
    }

    @Override
    public void run(Scene scene, Findings findings) throws IOException, InterruptedException {
        Scene.Broker broker = scene.broker();
        RunningCommand live = scene.publisher(broker, "front", "--test-pattern", "--fps", "30");
        RunningCommand file = scene.publisher(
                broker, "clip", Clip.write(scene.scratch(), FILE_FRAMES).toString());
        RunningCommand viewer = scene.viewer(broker);
        URI video = scene.video(viewer, "front");
        try (LoadEngine engine = new LoadEngine(scene.clock());
                Probe probe = new Probe(broker.address())) {
            Group clients = engine.open(Pace.FULL, video, "HTTP/1.1", VIEWERS);
            engine.readUntil(clients::hasBegun, BEFORE);
            engine.readFor(BEFORE);
            double before = Usage.residentMegabytes(live.handle());
            long awayMicros = now();
            findings.say("the broker goes away");
            broker.signal(killed ? "KILL" : "STOP");
            engine.readFor(away);
            double during = Usage.residentMegabytes(live.handle());
            clients.reset();
            probe.watch();
            Scene.Broker again = broker;
            if (killed) {
                broker.command().close();
                again = scene.restart(broker);
            } else {
                broker.signal("CONT");
            }
            engine.readUntil(probe::hasAnswer, RETURN_LIMIT);
            long backMicros = probe.answerMicros();
            engine.readUntil(() -> clients.report(1).fpsMin() > 0, RETURN_LIMIT);
            double pictures = (now() - backMicros) / 1e6;
            findings.say("the broker is back after %.1f s", (backMicros - awayMicros) / 1e6);
            engine.readFor(AFTER);
            findings.add(
                    "viewer: connections stay open", clients.failed() == 0, "%d of %d lost", clients.failed(), VIEWERS);
            findings.add("viewer: pictures again within 2 s", pictures < 2, "%.2f s", Math.max(0, pictures));
            findings.flat("live publisher: memory while Kafka is away", before, during, 0.1, 40, "MB");
            file.awaitSuccess(Duration.ofMinutes(3));
            check(findings, LogFrames.read(again.address()), awayMicros, backMicros);
            live.close();
            viewer.close();
            again.command().close();
        }
    }

    private static void check(Findings findings, Map<String, LogFrames> log, long awayMicros, long backMicros) {
        LogFrames live = Objects.requireNonNull(log.get("front"));
        LogFrames file = Objects.requireNonNull(log.get("clip"));
        double frames = live.firstAfter(backMicros);
        long between = live.captured().stream()
                .filter(time -> time > awayMicros && time < backMicros)
                .count();
        findings.add(
                "live publisher: frames again within 1 s", frames < 1, "the first was captured %.2f s after", frames);
        findings.add(
                "live publisher: drops what nobody took, keeps the order, no double",
                live.inOrder() && live.missing() > 0,
                "%d dropped, %d kept of the time without Kafka",
                live.missing(),
                between);
        findings.add(
                "file: nothing lost, nothing twice, in order",
                file.inOrder() && file.missing() == 0 && file.seqs().size() == FILE_FRAMES,
                "%d of %d frames",
                file.seqs().size(),
                FILE_FRAMES);
    }

    private static long now() {
        return System.currentTimeMillis() * 1000;
    }
}
