package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.recording.Recording;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.sections.ReplaySection.Goal;
import io.framelog.benchmarks.servers.Http;
import io.framelog.benchmarks.servers.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How much memory a viewer uses while somebody fetches a clip. Each clip gets a new viewer. */
record ClipMemory(Workbench bench, Recording recording) {
    private static final int BUFFER = 256 * 1024;
    private static final int LOOK_MILLIS = 50;
    private static final int LOOKS_PER_HEAP = 5;
    private static final int SILENCE_LIMIT_MILLIS = 60_000;
    /** The last is as long as a viewer allows by default. */
    private static final List<Duration> LENGTHS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(10));

    /** A clip that is fetched. */
    private record Request(String ending, Duration length) {}

    /** What was fetched, and the viewer's memory in MB. */
    private record Fetched(double megabytes, double seconds, double before, double peakResident, double peakHeap) {}

    /** The most memory of a process so far, in MB. */
    private static final class Peak {
        private final Http http;
        private final ProcessHandle process;
        private final URI metrics;
        private long looks;
        private double resident;
        private double heap;

        Peak(Http http, ProcessHandle process, URI metrics) {
            this.http = http;
            this.process = process;
            this.metrics = metrics;
        }

        /** Looks at the process's memory, and less often at its heap, since each answer costs it some. */
        synchronized void look(boolean atHeap) {
            resident = Math.max(resident, Usage.residentMegabytes(process));
            if (atHeap || looks++ % LOOKS_PER_HEAP == 0) {
                heap = Math.max(heap, heapMegabytes(http.get(metrics).orElse("")));
            }
        }
    }

    /** The heap in use in MB, by a viewer's metrics; 0 if they do not have it. */
    static double heapMegabytes(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) / 1e6)
                .sum();
    }

    Goal run(Markdown page) throws IOException, InterruptedException {
        List<Request> clips = Stream.concat(
                        Stream.of(new Request("mp4", recording.atMost(LENGTHS.get(0)))),
                        LENGTHS.stream().map(length -> new Request("mkv", recording.atMost(length))))
                .distinct()
                .toList();
        List<Row<Request, Fetched>> rows = bench.rounds(
                "replay",
                clips,
                this::fetch,
                (clip, fetched) -> Workbench.text(
                        "%s of %d s: %.0f MB at most, heap %.0f MB",
                        clip.ending(), clip.length().toSeconds(), fetched.peakResident(), fetched.peakHeap()));
        page.heading(3, "Memory of the viewer while a clip is fetched");
        page.table(
                rows,
                Column.of(
                        "clip",
                        row -> "`." + row.key().ending() + "`, "
                                + Figures.of(1, row.key().length().toMillis() / 6e4) + " min"),
                Column.medians("MB fetched", 0, Fetched::megabytes),
                Column.medians("in s", 1, Fetched::seconds),
                Column.medians("memory before, MB", 0, Fetched::before),
                Column.medians("at most, MB", 0, Fetched::peakResident),
                Column.medians("heap in use at most, MB", 0, Fetched::peakHeap));
        double growth = rows.get(rows.size() - 1).median(Fetched::peakResident)
                - rows.get(1).median(Fetched::peakResident);
        return new Goal("viewer's memory, longest clip less shortest", "flat", Figures.of(0, growth) + " MB");
    }

    private Fetched fetch(Request clip) throws IOException, InterruptedException {
        String stream = recording.streams().get(0).value();
        try (RunningCommand viewer = bench.framelog().viewer(recording.topic())) {
            RunningServer server = bench.framelog().server(viewer, stream, Optional.empty());
            URI address = server.stream()
                    .resolve(stream + "." + clip.ending() + "?from=" + recording.beginMillis() + "&to="
                            + recording.endMillis(clip.length()));
            double before = Usage.residentMegabytes(viewer.handle());
            Peak peak = new Peak(bench.http(), viewer.handle(), address.resolve("/metrics"));
            ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
            Future<?> unused =
                    watch.scheduleWithFixedDelay(() -> peak.look(false), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            long begin = System.nanoTime();
            try {
                double megabytes = fetch(address) / 1e6;
                double seconds = (System.nanoTime() - begin) / 1e9;
                peak.look(true);
                return new Fetched(megabytes, seconds, before, peak.resident, peak.heap);
            } finally {
                watch.shutdown();
            }
        }
    }

    /** Reads an answer to its end, and returns its length. Any other status than 200 is an IOException. */
    private static long fetch(URI address) throws IOException {
        URLConnection connection = address.toURL().openConnection();
        connection.setReadTimeout(SILENCE_LIMIT_MILLIS);
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (InputStream body = connection.getInputStream()) {
            for (int count; (count = body.read(buffer)) >= 0; ) {
                bytes += count;
            }
        }
        return bytes;
    }
}
