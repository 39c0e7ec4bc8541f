package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.sections.Workbench;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much memory the viewer takes while somebody fetches a clip, each time a viewer that has done nothing else. */
final class ClipMemory {
    private static final int BUFFER = 256 * 1024;
    private static final int SILENCE_MILLIS = 60_000;
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration MIDDLE = Duration.ofMinutes(5);
    /** As long as a viewer gives out unless told otherwise. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Workbench bench;
    private final Recording recording;

    /** A clip that is fetched. */
    private record Clip(String ending, Duration length) {}

    /** Megabytes: fetched, and the viewer's memory. */
    private record Fetched(double megabytes, double seconds, double before, double peakResident, double peakHeap) {}

    ClipMemory(Workbench bench, Recording recording) {
        this.bench = bench;
        this.recording = recording;
    }

    /** Measures, writes, and tells by how many MB the memory for the longest clip is above that for the shortest. */
    double run(Markdown page) throws IOException, InterruptedException {
        List<Clip> clips = new ArrayList<>();
        clips.add(new Clip("mp4", recording.atMost(SHORT)));
        List.of(SHORT, MIDDLE, LONG).stream()
                .map(recording::atMost)
                .distinct()
                .forEach(length -> clips.add(new Clip("mkv", length)));
        Map<Clip, List<Fetched>> fetched = new LinkedHashMap<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            for (Clip clip : clips) {
                Fetched one = fetch(clip);
                fetched.computeIfAbsent(clip, key -> new ArrayList<>()).add(one);
                bench.say(
                        "replay, round %d: %s of %d s: %.0f MB at most, heap %.0f MB",
                        round, clip.ending(), clip.length().toSeconds(), one.peakResident(), one.peakHeap());
            }
        }
        page.heading(3, "Memory of the viewer while a clip is fetched");
        page.table(
                List.of("clip", "MB fetched", "in s", "memory before, MB", "at most, MB", "heap in use at most, MB"),
                fetched.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
        return peak(fetched, clips.get(clips.size() - 1)) - peak(fetched, clips.get(1));
    }

    private static double peak(Map<Clip, List<Fetched>> fetched, Clip clip) {
        return Medians.of(fetched.getOrDefault(clip, List.of()), Fetched::peakResident);
    }

    private Fetched fetch(Clip clip) throws IOException, InterruptedException {
        StreamName stream = recording.streams().get(0);
        try (RunningCommand viewer = bench.framelog().viewer(recording.topic())) {
            URI address = Framelog.address(viewer);
            Http.awaitOk(address.resolve("/streams/" + stream + ".jpg"));
            double before = Usage.residentMegabytes(viewer.handle());
            URI from = address.resolve("/streams/" + stream + "." + clip.ending() + "?from=" + recording.beginMillis()
                    + "&to=" + recording.endMillis(clip.length()));
            MemoryWatch memory = new MemoryWatch(viewer.handle(), address.resolve("/metrics"));
            long begin = System.nanoTime();
            long bytes;
            double seconds;
            try (memory) {
                bytes = fetch(from);
                seconds = (System.nanoTime() - begin) / 1e9;
            }
            return new Fetched(bytes / 1e6, seconds, before, memory.peakResident(), memory.peakHeap());
        }
    }

    /** The length of what comes, to its proper end. */
    private static long fetch(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setReadTimeout(SILENCE_MILLIS);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new CommandFailure(ExitCode.UNEXPECTED, address + " answers " + connection.getResponseCode());
            }
            byte[] buffer = new byte[BUFFER];
            long bytes = 0;
            try (InputStream body = connection.getInputStream()) {
                for (int count; (count = body.read(buffer)) >= 0; ) {
                    bytes += count;
                }
            }
            return bytes;
        } finally {
            connection.disconnect();
        }
    }

    private static List<String> row(Clip clip, List<Fetched> rounds) {
        return List.of(
                "`." + clip.ending() + "`, " + Figures.of(clip.length().toMillis() / 6e4, 1) + " min",
                Figures.of(Medians.of(rounds, Fetched::megabytes), 0),
                Figures.of(Medians.of(rounds, Fetched::seconds), 1),
                Figures.of(Medians.of(rounds, Fetched::before), 0),
                Figures.of(Medians.of(rounds, Fetched::peakResident), 0),
                Figures.of(Medians.of(rounds, Fetched::peakHeap), 0));
    }
}
