package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.servers.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The broker's disk, a small one in memory, becomes full and then larger. Needs root, to mount it. */
final class DiskFull implements Fault {
    private static final Duration FULL_LIMIT = Duration.ofMinutes(2);
    private static final Duration AWAY = Duration.ofSeconds(20);
    private static final int VIEWERS = 5;
    private static final Pattern TOLD = Pattern.compile("Kafka does not answer");

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String description() {
        return "the broker's disk is full; then it is larger, and the broker is started again";
    }

    @Override
    public void run(Scene scene, Findings findings) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(scene.scratch().resolve("disk"));
        mount(scene, "mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString());
        try {
            run(scene, findings, disk);
        } finally {
            mount(scene, "umount", "-l", disk.toString());
        }
    }

    private static void mount(Scene scene, String... command) throws InterruptedException {
        List<String> unused = scene.commands().run(Duration.ofSeconds(10), List.of(command));
    }

    private static void run(Scene scene, Findings findings, Path disk) throws IOException, InterruptedException {
        Scene.Broker broker = scene.broker(Http.freePort(), disk.resolve("kafka"));
        RunningCommand live = scene.publisher(
                broker, "front", "--test-pattern", "--fps", "30", "--size", "1920x1080", "--quality", "95");
        RunningCommand viewer = scene.viewer(broker);
        URI video = scene.video(viewer, "front");
        try (LoadEngine engine = new LoadEngine(scene.clock())) {
            Group clients = engine.open(Pace.FULL, video, "HTTP/1.1", VIEWERS);
            engine.readUntil(() -> !broker.command().process().isAlive(), FULL_LIMIT);
            findings.say("the broker has ended: %s", !broker.command().process().isAlive());
            engine.readFor(AWAY);
            boolean told = Files.readString(live.output())
                            .lines()
                            .filter(TOLD.asPredicate())
                            .count()
                    == 1;
            findings.add(
                    "publisher: one line, and it goes on",
                    told && live.process().isAlive(),
                    "%s",
                    told);
            findings.add(
                    "viewer: 503 from /readyz, goes on", new Http().status(video.resolve("/readyz")) == 503, "503");
            mount(scene, "mount", "-o", "remount,size=512m", disk.toString());
            clients.reset();
            Scene.Broker again = scene.restart(broker);
            boolean back = engine.readUntil(() -> clients.report(1).fpsMin() > 0, Duration.ofSeconds(30));
            findings.add(
                    "pictures again, no connection lost", back && clients.failed() == 0, "%d lost", clients.failed());
            Map<String, LogFrames> log = LogFrames.read(again.address());
            LogFrames frames = Objects.requireNonNull(log.get("front"));
            findings.add(
                    "order kept, no double",
                    frames.inOrder(),
                    "%d frames",
                    frames.seqs().size());
            live.close();
            viewer.close();
            again.command().close();
        }
    }
}
