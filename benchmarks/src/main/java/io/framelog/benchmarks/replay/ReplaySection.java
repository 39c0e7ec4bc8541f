package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.sections.Camera;
import io.framelog.benchmarks.sections.Gauge;
import io.framelog.benchmarks.sections.Section;
import io.framelog.benchmarks.sections.Workbench;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import io.framelog.benchmarks.servers.RunningServer;
import io.framelog.benchmarks.servers.Topics;
import io.framelog.frame.StreamName;
import io.framelog.status.StatusTopic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the viewer gives out of the log: replays, beside live viewers, and clips. */
public final class ReplaySection implements Section {
    private static final int STREAMS = 8;
    /** Of the cameras that are recorded; the live one is in the other. */
    private static final int PARTITION = 0;

    private static final int LIVE_PARTITION = 1;
    private static final int PARTITIONS = 2;

    /** Of the stream that has a topic for itself. */
    private static final Duration LENGTH_ALONE = Duration.ofMinutes(10);

    private static final Duration TO_DISK = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        Framelog framelog = bench.framelog();
        Topics topics = new Topics(framelog.bootstrapServer());
        Recorder recorder = new Recorder(framelog.bootstrapServer());
        String shared = create(framelog, topics, PARTITIONS);
        String single = create(framelog, topics, 1);
        try {
            page.heading(2, "Replays and clips");
            Recording recording = record(bench, page, recorder, shared);
            Recording alone =
                    recorder.plan(single, 0, StreamNames.in(0, 1, "camera-", 1), recording.atMost(LENGTH_ALONE));
            recorder.write(alone);
            awaitDisk(bench);
            Gauge.warmUpClients(bench);
            List<List<String>> goals = new ArrayList<>(replay(bench, page, recording));
            Exports.Speed speed = new Exports(bench).run(page, recording, alone);
            goals.add(List.of("MP4 on one core", "5 times real time", Figures.of(speed.timesRealTime(), 1)));
            goals.add(List.of("copied into a file", "100 MB/s", Figures.of(speed.megabytesPerSecond(), 0)));
            double growth = new ClipMemory(bench, alone).run(page);
            goals.add(List.of("viewer's memory, longest clip less shortest", "flat", Figures.of(growth, 0) + " MB"));
            page.heading(3, "In short");
            page.table(List.of("goal", "wanted", "measured"), goals);
        } finally {
            for (String topic : List.of(shared, single)) {
                topics.delete(topic);
                topics.delete(StatusTopic.of(topic).name());
            }
        }
    }

    private static String create(Framelog framelog, Topics topics, int partitions) throws InterruptedException {
        String topic = framelog.newTopic();
        topics.createKeeping(topic, partitions);
        topics.create(StatusTopic.of(topic).name(), 1);
        return topic;
    }

    private static Recording record(Workbench bench, Markdown page, Recorder recorder, String topic)
            throws IOException {
        Duration asked = bench.options().history();
        long usable = Files.getFileStore(bench.framelog().data()).getUsableSpace();
        Duration length = new DiskRoom(usable).length(asked, STREAMS);
        Recording recording =
                recorder.plan(topic, PARTITION, StreamNames.in(PARTITION, PARTITIONS, "camera-", STREAMS), length);
        bench.say("replay: writing %.1f minutes of %d streams", length.toMillis() / 6e4, STREAMS);
        long begin = System.nanoTime();
        recorder.write(recording);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long frames = recording.framesPerStream() * STREAMS;
        bench.say("replay: %d frames written in %.0f s", frames, seconds);
        page.paragraph(
                STREAMS + " streams in one partition, " + Figures.of(length.toMillis() / 6e4, 1)
                        + " minutes of each"
                        + (length.compareTo(asked) < 0 ? ", for more of which the disk has no room" : "")
                        + ": " + frames + " frames of " + Recording.WIDTH + "x" + Recording.HEIGHT + " and "
                        + recording.frameBytes() / 1000 + " KB at " + Recording.FRAMES_PER_SECOND
                        + " per second, written in " + Figures.of(seconds, 0) + " s, "
                        + Figures.of(frames * (double) recording.frameBytes() / 1e6 / seconds, 0)
                        + " MB/s. The pictures are a noisy ground, another for each of 16, of which H.264 can foretell little.");
        return recording;
    }

    /** What was just recorded is on the disk before anything is measured: a recorder of days does not write an hour at once. */
    private static void awaitDisk(Workbench bench) throws InterruptedException {
        bench.say("replay: waiting for the disk");
        try (RunningCommand sync = bench.commands().start(Map.of(), List.of("sync"))) {
            sync.awaitSuccess(TO_DISK);
        }
    }

    private static List<List<String>> replay(Workbench bench, Markdown page, Recording recording)
            throws IOException, InterruptedException {
        StreamName live = StreamNames.in(LIVE_PARTITION, PARTITIONS, "live-", 1).get(0);
        try (Camera camera = Camera.open(bench);
                RunningServer server = start(bench, camera, recording, live)) {
            for (StreamName stream : recording.streams()) {
                Http.awaitOk(server.stream().resolve("/streams/" + stream + ".jpg"));
            }
            double first = new FirstFrames(bench, server.stream(), recording).run(page);
            double ratio = new LiveBesideReplays(bench, server, recording).run(page);
            return List.of(
                    List.of("first picture of a replay, p99", "150 ms at most", Figures.of(first, 1) + " ms"),
                    List.of("live p99 age, beside replays / without", "1.5 at most", Figures.of(ratio, 2)));
        }
    }

    /** A live camera and the recording, one viewer for both. */
    private static RunningServer start(Workbench bench, Camera camera, Recording recording, StreamName live)
            throws InterruptedException {
        Framelog framelog = bench.framelog();
        List<String> arguments = new ArrayList<>(camera.input().publisherArguments());
        arguments.addAll(List.of("--stream", live.value()));
        Map<String, String> environment = camera.input().environment();
        RunningCommand publisher = framelog.publisher(recording.topic(), environment, arguments);
        RunningCommand viewer = framelog.viewer(recording.topic());
        URI address = Framelog.address(viewer);
        Http.awaitOk(address.resolve("/streams/" + live + ".jpg"));
        return new RunningServer(
                address.resolve("/streams/" + live + ".mjpeg"),
                "HTTP/1.1",
                viewer.handle(),
                Optional.of(publisher.handle()),
                Optional.of(framelog.broker()),
                List.of(publisher, viewer));
    }
}
